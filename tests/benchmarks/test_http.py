"""Our service beside Oxigraph's own server and rdflib-endpoint: one run, same machine, same data, same queries.

Run with ``pytest -m benchmark -s tests/benchmarks/test_http.py``. Ratios hold, absolute figures do not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_service.graph.embedded import EmbeddedStore
from tests.benchmarks.load import BASE, QUERIES, Measured, measure, sample, write_graph
from tests.graph.engines import free_port, wait_for

pytestmark = pytest.mark.benchmark
DOCUMENTS = int(os.environ.get("UNAG_BENCHMARK_DOCUMENTS", "1000"))
COUNTS = {"lookup": 4000, "document": 1500, "chain": 3000, "aggregate": 1000}


@contextmanager
def served(
    command: list[str], port: int, path: str, environment: dict[str, str] | None = None
) -> Iterator[tuple[int, str]]:
    """A server in a process of its own."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    try:
        wait_for(f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D", process, 120)
        yield port, path
    finally:
        process.terminate()
        process.wait()


OURS = """
import sys, uvicorn
from graph_service.settings import Settings
from graph_service.web.app import create_app
settings = Settings(store=sys.argv[1], base=sys.argv[3], warm=False, log="none")
uvicorn.run(create_app(settings), port=int(sys.argv[2]), log_level="error", access_log=False, ws="none")
"""
THEIRS = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql"), port=int(sys.argv[2]), log_level="error", access_log=False)
"""


def run(server: tuple[int, str], name: str, repeat: int = 1, seed: int = 1) -> Measured:
    """One kind of query against one server; with ``repeat`` the last of several equal rounds counts."""
    queries = sample(name, COUNTS[name] if repeat == 1 else COUNTS[name] // 2, DOCUMENTS, seed)
    for _ in range(repeat - 1):
        measure("127.0.0.1", *server, queries)
    return measure("127.0.0.1", *server, queries)


def test_rates_beside_other_servers(tmp_path: Path) -> None:
    data = tmp_path / "data.nq"
    count = write_graph(data, DOCUMENTS)
    store = EmbeddedStore(tmp_path / "store")
    store.load(data)
    figures: dict[str, dict[str, Measured]] = {}
    port = free_port()
    with served([sys.executable, "-c", OURS, str(tmp_path / "store"), str(port), BASE], port, "/sparql") as ours:
        for name in QUERIES:
            figures[name] = {"ours": run(ours, name), "ours, kept": run(ours, name, repeat=2, seed=2)}
    beside(figures, tmp_path, data)
    print(f"\n{count} statements, {os.cpu_count()} cores")
    for name, rates in figures.items():
        print(
            f"{name:10}", "  ".join(f"{who} {one.rate:.0f}/s p99 {one.p99:.1f} ms" for who, one in rates.items())
        )
    for name, rates in figures.items():
        if "rdflib-endpoint" in rates:
            assert rates["ours"].rate > 5 * rates["rdflib-endpoint"].rate, name
        if "oxigraph" in rates:
            assert rates["ours, kept"].rate > 0.3 * rates["oxigraph"].rate, name


def beside(figures: dict[str, dict[str, Measured]], folder: Path, data: Path) -> None:
    """The same queries against what is installed of the other servers."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program:
        place, port = folder / "oxigraph", free_port()
        subprocess.run(
            [program, "load", "--location", str(place), "--file", str(data)], check=True, capture_output=True
        )
        command = [
            program,
            "serve-read-only",
            "--location",
            str(place),
            "--bind",
            f"127.0.0.1:{port}",
            "--union-default-graph",
        ]
        with served(command, port, "/query") as server:
            for name in QUERIES:
                figures[name]["oxigraph"] = run(server, name)
    python = os.environ.get("UNAG_RDFLIB_ENDPOINT_PYTHON")
    if python:
        port = free_port()
        with served([python, "-c", THEIRS, str(data), str(port)], port, "/sparql") as server:
            for name in QUERIES:
                queries = sample(name, COUNTS[name] // 10, DOCUMENTS, 1)
                figures[name]["rdflib-endpoint"] = measure("127.0.0.1", *server, queries)
