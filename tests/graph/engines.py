"""Stores of every kind to run one suite on: those in the process, and real servers where they can be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from graph_service.graph.remote import RemoteStore
from graph_service.graph.store import GraphStore, open_store
from tests.graph import servers
from tests.graph.servers import Addresses, Missing, free_port, wait_for

__all__ = ["ENGINES", "REMOTE", "free_port", "wait_for"]


@cache
def _lasting() -> ExitStack:
    """What is started once for all tests of this process and ends with it."""
    return ExitStack()


def end_all() -> None:
    """Ends what was started, when the tests end: a process of pytest-xdist leaves without `atexit`."""
    if _lasting.cache_info().currsize:
        _lasting().close()


def _place(name: str) -> Path:
    folder = mkdtemp(prefix=f"unag-{name}-")
    _lasting().callback(rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def _fuseki() -> str:
    return _lasting().enter_context(servers.fuseki(_place("fuseki")))


@cache
def _virtuoso() -> Addresses:
    return _lasting().enter_context(servers.virtuoso(_place("virtuoso")))


@cache
def _oxigraph(*options: str) -> Addresses:
    return _lasting().enter_context(servers.oxigraph(*options))


def _fuseki_service(name: str) -> Addresses:
    root = f"{_fuseki()}/{name}"
    return Addresses(f"{root}/sparql", f"{root}/update", f"{root}/graphs")


REMOTE = {
    "oxigraph": lambda: _oxigraph(),
    "oxigraph-union": lambda: _oxigraph("--union-default-graph"),
    "fuseki": lambda: _fuseki_service("data"),
    "fuseki-union": lambda: _fuseki_service("union"),
    "virtuoso": _virtuoso,
}


def addresses(engine: str) -> Addresses:
    """Where that engine's server answers, empty of data; skips where it cannot be had."""
    try:
        found = REMOTE[engine]()
    except Missing as missing:
        pytest.skip(str(missing))
    store = RemoteStore(found.query, update=found.update)
    store.replace(dict.fromkeys(["", *store.graphs()]))
    store.close()
    return found


@contextmanager
def remote(engine: str, by_graphs: bool = False) -> Iterator[GraphStore]:
    """A store at that engine's server; ``by_graphs``: with its address for the Graph Store Protocol too."""
    found = addresses(engine)
    store = RemoteStore(found.query, update=found.update, graphs=found.graphs if by_graphs else None)
    yield store
    store.close()


@contextmanager
def memory(folder: Path) -> Iterator[GraphStore]:
    """The store in memory."""
    yield open_store(":memory:")


@contextmanager
def embedded(folder: Path) -> Iterator[GraphStore]:
    """The store in a folder."""
    yield open_store(str(folder / "store"))


ENGINES = {
    "memory": memory,
    "embedded": embedded,
    "oxigraph": lambda folder: remote("oxigraph"),
    "oxigraph-union": lambda folder: remote("oxigraph-union"),
    "fuseki": lambda folder: remote("fuseki"),
    "fuseki-union": lambda folder: remote("fuseki-union"),
    "virtuoso": lambda folder: remote("virtuoso"),
}
