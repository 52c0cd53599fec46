"""The application over a small corpus, a real browser, and what must hold of every page that is visited."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
AXE = Path(__file__).resolve().parents[2] / "graph_service/web/ui/node_modules/axe-core/axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store with the small corpus."""
    from graph_service.graph.store import open_store
    from tests.ui.sample import graphs

    place = tmp_path_factory.mktemp("ui") / "store"
    open_store(str(place)).replace(graphs())
    return place


def serve(folder: Path) -> Iterator[str]:
    """The whole service over a store, on a free port of this machine."""
    import uvicorn

    from graph_service.settings import Settings
    from graph_service.web.app import create_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(store=str(folder), workers=1)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < deadline, "the service did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def site(store_folder: Path) -> Iterator[str]:
    """The service over the small corpus."""
    yield from serve(store_folder)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; tests that need it are skipped where it or Playwright is missing."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    if not CHROMIUM:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in the browser, with everything that went wrong or went out while it was visited."""

    page: Any
    site: str
    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    transferred: int = 0

    def open(self, path: str) -> Any:
        """Goes to a path of the site."""
        answer = self.page.goto(self.site + path)
        if path.startswith("/editor"):
            self.page.wait_for_selector(".CodeMirror")
        return answer

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA and its own best practices."""
        if not AXE.is_file():
            pytest.skip("axe-core is not installed (npm ci in graph_service/web/ui)")
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {one['help']} — {node['html'][:160]} {node['failureSummary'][:200]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Visit]:
    """A fresh visitor who reads English; afterwards no fault may have been seen and no other host been asked."""
    yield from visiting(chromium, site)


def visiting(browser: Any, site: str, **manner: Any) -> Iterator[Visit]:
    """One visit and the checks at its end."""
    context = browser.new_context(**{"locale": "en-GB", **manner})
    context.set_default_timeout(60_000)
    one = Visit(context.new_page(), site)
    one.page.on(
        "console", lambda said: one.faults.append(said.text) if said.type in {"error", "warning"} else None
    )
    one.page.on("pageerror", lambda error: one.faults.append(str(error)))
    one.page.on("request", lambda asked: one.hosts.add(urlsplit(asked.url).netloc))
    yield one
    context.close()
    assert not one.faults
    assert one.hosts - {""} <= {urlsplit(site).netloc}
