"""One running server for the tests that only read, over documents written for the tests."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from graph_service.graph.describe import describe
from graph_service.graph.embedded import EmbeddedStore
from tests.graph.samples import BASE, resolution
from tests.web.running import running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that nobody writes to, with narrow limits."""
    folder = tmp_path_factory.mktemp("served")
    store = EmbeddedStore(folder)
    numbers = "".join(f'<http://e/{n}> <http://e/p> "{n}" .\n' for n in range(3000))
    store.replace({f"{BASE}graph/A/RES/999/1@en": describe(resolution(), BASE)})
    store.replace({"http://e/numbers": numbers.encode()})
    limits = {"query_seconds": 2.0, "query_bytes": 20_000, "rows": 5_000, "body_bytes": 2_000_000}
    with running(folder, base=BASE, workers=2, **limits) as address:
        yield address


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client
