"""A real server on a free port in a thread of the test's process, with real worker processes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from graph_service.graph.embedded import EmbeddedStore
from graph_service.settings import Settings
from graph_service.web.app import create_app
from graph_service.web.security import hash_token

T = TypeVar("T")
TOKEN = "a token of the tests"
WRITER = {"Authorization": f"Bearer {TOKEN}"}


@contextmanager
def running(folder: Path | str, **options: Any) -> Iterator[str]:
    """The address of a server over the store in that folder; one worker and a token unless said otherwise."""
    chosen = {"workers": 1, "warm": False, "log": "none", "tokens": (hash_token(TOKEN),), **options}
    app = create_app(Settings(store=str(folder), **chosen))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server did not start in a minute"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)


def filled(folder: Path, graphs: dict[str, str]) -> Path:
    """A store in that folder with these graphs, given as N-Triples."""
    EmbeddedStore(folder).replace({name: text.encode() for name, text in graphs.items()})
    return folder


def awaited(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run in a thread of its own: a browser's driver may hold this thread's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def below(process: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have."""
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from below(child)
