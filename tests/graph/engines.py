"""Stores of every kind to run one suite on: those in the process, and real servers where they can be had."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import httpx
import pytest

from graph_service.graph.remote import RemoteStore
from graph_service.graph.store import GraphStore, open_store


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[GraphStore]:
    """Oxigraph's own server from PyPI, in memory; skips where it is not installed."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("Oxigraph's server is not installed (PyPI: oxigraph)")
    port = free_port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        store = RemoteStore(f"http://127.0.0.1:{port}/query", update=f"http://127.0.0.1:{port}/update")
        yield store
        store.close()
    finally:
        process.kill()
        process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Waits until a server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server at {address} ended"
        try:
            httpx.get(address, timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError(f"the server at {address} did not answer")


@contextmanager
def memory(folder: Path) -> Iterator[GraphStore]:
    """The store in memory."""
    yield open_store(":memory:")


@contextmanager
def embedded(folder: Path) -> Iterator[GraphStore]:
    """The store in a folder."""
    yield open_store(str(folder / "store"))


@contextmanager
def fuseki(folder: Path) -> Iterator[GraphStore]:
    """Apache Jena Fuseki, started once; UNAG_FUSEKI_JAR names its jar (Maven Central: jena-fuseki-server)."""
    jar, java = os.environ.get("UNAG_FUSEKI_JAR", ""), shutil.which("java")
    if not Path(jar).is_file() or java is None:
        pytest.skip("Fuseki is not here: set UNAG_FUSEKI_JAR, and have Java")
    address = _fuseki(java, jar)
    store = RemoteStore(f"{address}/sparql", update=f"{address}/update")
    store.update("DROP ALL")
    yield store
    store.close()


@cache
def _fuseki(java: str, jar: str) -> str:
    port = free_port()
    command = [java, "-jar", jar, f"--port={port}", "--localhost", "--update", "--mem", "/data"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(process.wait)
    atexit.register(process.kill)
    wait_for(f"http://127.0.0.1:{port}/", process, 90)
    return f"http://127.0.0.1:{port}/data"


ENGINES = {
    "fuseki": fuseki,
    "memory": memory,
    "embedded": embedded,
    "oxigraph": oxigraph,
    "oxigraph-union": lambda folder: oxigraph(folder, "--union-default-graph"),
}
