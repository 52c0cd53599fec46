"""The curated base alone: two clicks to what a request recalls, and plain words where no text is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from graph_service.graph.store import open_store
from graph_service.pipeline import base_graphs
from graph_service.settings import Settings
from graph_service.web.app import Application, create_app
from graph_service.web.pages import assets
from tests.web.running import awaited

HEADERS = {"Accept": "text/html", "Accept-Language": "en"}


@dataclass(frozen=True)
class Client:
    """Asks the application without a server."""

    app: Any

    def get(self, path: str, **headers: str) -> httpx.Response:
        """One answer."""
        return awaited(self._get(path, {**HEADERS, **headers}))

    async def _get(self, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as visitor:
            return await visitor.get(path, headers=headers)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """The application over the curated base; no worker is started."""
    folder = tmp_path_factory.mktemp("curated")
    app = create_app(Settings(store=str(folder), warm=False, log="none"))
    assert isinstance(app, Application)
    app.service.store = open_store(":memory:")
    app.service.store.replace(base_graphs(app.service.settings.base, None))
    return Client(app)


def linked(page: str, pattern: str) -> str:
    """The first address in a page that fits."""
    found = re.search(rf'href="({pattern})"', page)
    assert found, pattern
    return found[1]


def test_two_clicks_name_the_recalled_paragraph_and_where_it_can_be_read(client: Client) -> None:
    home = client.get("/").text
    assert 'id="worded"' not in home, "no words are loaded, and none are claimed"
    request = client.get(linked(home, r"/id/A/RES/66/257~I\.op\d+"))
    recalled = client.get(linked(request.text, r"/id/A/66/738~para\d+")).text
    assert "are not loaded, so this page cannot quote it" in recalled
    assert "Report of the Advisory Committee (ACABQ)" in recalled
    linked(recalled, r"https://docs\.un\.org/en/A/66/738")


def test_without_words_the_reader_gets_a_title_and_an_official_text_in_the_own_language(
    client: Client,
) -> None:
    page = client.get("/id/A/RES/66/257").text
    assert re.search(r'<span class="title" lang="en"', page)
    linked(page, r"https://docs\.un\.org/en/A/RES/66/257")


def test_pages_vary_with_the_cookie_and_assets_never_change(client: Client) -> None:
    answer = client.get("/id/A/66/738")
    assert "Cookie" in answer.headers["vary"]
    french = client.get("/id/A/66/738", Cookie="unag-ui=fr")
    assert '<html lang="fr"' in french.text
    assert '<html lang="en"' in answer.text
    style = client.get(linked(answer.text, r"/assets/[^\"]+\.css"))
    built = bool(assets.manifest())
    assert style.headers["cache-control"] == ("public, max-age=31536000, immutable" if built else "no-cache")
    plain = client.get(style.request.url.path, **{"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == style.text


def test_a_document_is_read_from_the_store_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/id/A/RES/66/257")
    asked: list[str] = []
    monkeypatch.setattr("graph_service.web.pages.gather.rows_in", lambda *of: asked.append(str(of)))
    assert client.get("/id/A/RES/66/257~I.op7").status_code == 200
    assert asked == []


def test_the_editor_is_what_a_browser_gets_at_the_endpoint(client: Client) -> None:
    assert "<textarea" in client.get("/sparql").text
