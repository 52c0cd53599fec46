"""Our service beside other SPARQL servers: one run, same machine, same data, same queries, eight connections.

The data are the corpus as our own pipeline reads it, grown by copies under other symbols. Run with
``UNAG_BENCHMARK_STATEMENTS=2000000 pytest -m benchmark -s tests/benchmarks/test_http.py`` for two million
statements. Ratios hold, absolute figures do not. A server that is not here is left out, and named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from graph_service.graph.embedded import EmbeddedStore
from tests.benchmarks.grown import BASE, Grown, grow, ingest
from tests.benchmarks.load import QUERIES, Measured, measure, measure_paths, queries, traces
from tests.graph import servers
from tests.graph.servers import Missing, free_port, program, started

pytestmark = pytest.mark.benchmark
STATEMENTS = int(os.environ.get("UNAG_BENCHMARK_STATEMENTS", "300000"))
# Fewer where the data have fewer places to ask about: no query is asked twice.
COUNTS = {"lookup": 4000, "document": 600, "chain": 4000, "aggregate": 1200, "path": 1200}
# The first queries of each kind are for comparing answers: measured after that, they would find answers kept.
COMPARED = 40
JVM_AND_C = ("fuseki", "virtuoso")
Server = tuple[int, str]

OURS = """
import sys
from graph_service.settings import Settings
from graph_service.web.serving import serve_until_stopped
serve_until_stopped(Settings(store=sys.argv[1], base=sys.argv[3], port=int(sys.argv[2]), log="none"))
"""
THEIRS = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql"), port=int(sys.argv[2]), log_level="error", access_log=False)
"""
UNION = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Service ; fuseki:name "data" ;
  fuseki:dataset [ a tdb2:DatasetTDB2 ; tdb2:location "{location}" ; tdb2:unionDefaultGraph true ] ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] .
"""


def port_of(address: str) -> Server:
    """The port and the path of an address on this machine."""
    parts = urlsplit(address)
    return parts.port or 0, parts.path


@contextmanager
def ours(folder: Path, data: Path) -> Iterator[Server]:
    """Our service over an embedded store, with its worker processes."""
    EmbeddedStore(folder / "store").load(data)
    port = free_port()
    command = [sys.executable, "-c", OURS, str(folder / "store"), str(port), BASE]
    with started(command, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D", 120):
        until_in_memory(port)
        yield port, "/sparql"


def until_in_memory(port: int) -> None:
    """The service answers from the start; it is measured when its workers hold the release, as all others do."""
    deadline = time.monotonic() + 300
    while not httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=60).json()["memory"]:
        assert time.monotonic() < deadline, "the release was not read into memory"
        time.sleep(0.5)


@contextmanager
def oxigraph(folder: Path, data: Path) -> Iterator[Server]:
    """Oxigraph's own server, read-only over its folder."""
    command = [program("oxigraph", "PyPI has it as oxigraph"), "load", "--location", str(folder / "oxigraph")]
    subprocess.run([*command, "--file", str(data)], check=True, capture_output=True)
    with servers.oxigraph("--union-default-graph", location=folder / "oxigraph") as found:
        yield port_of(found.query)


@contextmanager
def fuseki(folder: Path, data: Path) -> Iterator[Server]:
    """Fuseki over TDB2 with the union as default graph."""
    location, config = folder / "tdb2", folder / "union.ttl"
    config.write_text(UNION.format(location=location))
    java = [program("java", "Fuseki needs Java 17"), "-Xmx4G", "-cp", str(servers.fuseki_jar())]
    subprocess.run([*java, "tdb2.tdbloader", "--loc", str(location), str(data)], check=True, capture_output=True)
    with servers.fuseki(folder / "fuseki", "--config", str(config), memory="4G") as root:
        yield port_of(f"{root}/data/sparql")


@contextmanager
def virtuoso(folder: Path, data: Path) -> Iterator[Server]:
    """Virtuoso with 1.6 gigabytes of pages in memory."""
    with servers.virtuoso(folder / "virtuoso", rows=1_000_000, buffers=200_000, load=data) as found:
        yield port_of(found.query)


@contextmanager
def rdflib_endpoint(folder: Path, data: Path) -> Iterator[Server]:
    """rdflib-endpoint in memory, in an environment of its own that is made once."""
    port = free_port()
    command = [endpoint_python(), "-c", THEIRS, str(data), str(port)]
    with started(command, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D", 900):
        yield port, "/sparql"


def endpoint_python() -> str:
    """The interpreter that has rdflib-endpoint: UNAG_RDFLIB_ENDPOINT_PYTHON, or one made in the user's cache."""
    named = os.environ.get("UNAG_RDFLIB_ENDPOINT_PYTHON")
    if named:
        return named
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unag-tests" / "rdflib-endpoint"
    python = folder / "bin" / "python"
    if not (folder / "whole").is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "-q", "rdflib-endpoint>=0.5", "uvicorn"]
        if subprocess.run(install, capture_output=True).returncode:
            raise Missing("rdflib-endpoint cannot be installed")
        (folder / "whole").touch()
    return str(python)


SERVERS: dict[str, Callable[[Path, Path], AbstractContextManager[Server]]] = {
    "ours": ours,
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
    "rdflib-endpoint": rdflib_endpoint,
}
Figures = dict[str, dict[str, Measured]]
Rows = dict[str, list[int]]


@pytest.mark.shared
def test_rates_beside_other_servers(shared: Path, tmp_path: Path) -> None:
    data, corpus = tmp_path / "data.nq", tmp_path / "corpus"
    ingest(shared / "corpus", corpus)
    grown = grow(corpus, data, STATEMENTS)
    figures: Figures = {name: {} for name in QUERIES}
    rows: dict[str, Rows] = {}
    for who, server in SERVERS.items():
        try:
            with server(tmp_path, data) as (port, path):
                rows[who] = count_rows(grown, port, path)
                same_rows(who, rows)
                ask(figures, grown, who, port, path)
        except Missing as missing:
            print(f"\n{who}: left out: {missing}")
    show(figures, grown, rows["ours"])
    compare(figures)


def measured(name: str, grown: Grown) -> list[str]:
    """The queries of one kind that are measured, the same on every server."""
    return queries(name, grown)[COMPARED:][: COUNTS[name]]


def ask(figures: Figures, grown: Grown, who: str, port: int, path: str) -> None:
    """Every kind of query to one server; ours also what it has answered before, and its own route for chains."""
    for name in QUERIES:
        figures[name][who] = measure("127.0.0.1", port, path, measured(name, grown))
    if who != "ours":
        return
    for name in ("lookup", "document"):
        known = measured(name, grown)
        known = known[: len(known) // 2]
        measure("127.0.0.1", port, path, known)
        figures[name]["ours, kept"] = measure("127.0.0.1", port, path, known)
    # The first trace of a release waits for the index of citations.
    same_places(grown, port, path)
    asked = traces(grown)[COMPARED:][: COUNTS["path"]]
    figures["path"]["ours, /api/trace"] = measure_paths("127.0.0.1", port, asked)


def select(port: int, path: str, query: str) -> list[dict[str, dict[str, str]]]:
    """The rows of one query."""
    accept = {"Accept": "application/sparql-results+json"}
    answer = httpx.get(f"http://127.0.0.1:{port}{path}", params={"query": query}, headers=accept, timeout=300)
    found: list[dict[str, dict[str, str]]] = answer.raise_for_status().json()["results"]["bindings"]
    return found


def count_rows(grown: Grown, port: int, path: str) -> Rows:
    """How many rows a server answers to the queries that are compared."""
    return {name: [len(select(port, path, one)) for one in queries(name, grown)[:COMPARED]] for name in QUERIES}


def same_rows(who: str, rows: dict[str, Rows]) -> None:
    """A server answers as many rows as ours to each query; only what answers alike is compared."""
    for name, counts in rows["ours"].items():
        assert sum(counts), f"nothing answers {name}"
        assert rows[who][name] == counts, (who, name)


def same_places(grown: Grown, port: int, path: str) -> None:
    """Both ways of asking what a place rests on reach the same places, to the end."""
    asked = list(zip(queries("path", grown), traces(grown), strict=True))[:COMPARED]
    for query, trace in asked:
        chain = httpx.get(f"http://127.0.0.1:{port}{trace}", timeout=300).raise_for_status().json()
        rows = select(port, path, query)
        reached = {row["place"]["value"].removeprefix(f"{BASE}id/") for row in rows}
        assert reached, trace
        assert not chain["cut"], trace
        assert {one["target"] for one in chain["edges"]} == reached, trace


def show(figures: Figures, grown: Grown, rows: Rows) -> None:
    """A table: requests a second, and the 99th percentile in milliseconds; how many rows are answered."""
    print(f"\n{grown.statements} statements, {os.cpu_count()} cores, eight connections")
    for name, rates in figures.items():
        print(f"{name}, {sum(rows[name]) / len(rows[name]):.1f} rows, {len(measured(name, grown))} queries")
        for who, one in rates.items():
            print(f"  {who:18} {one.rate:9.1f}/s   p99 {one.p99:9.1f} ms")


# What is held against whom: at least so many times their rate. Kept answers are held against fresh ones of theirs.
GOALS = (
    *((name, "ours", "rdflib-endpoint", 20.0) for name in ("lookup", "document", "chain", "aggregate")),
    *((name, "ours", who, 1.0) for name in ("lookup", "document", "chain", "aggregate") for who in JVM_AND_C),
    ("lookup", "ours", "oxigraph", 0.5),
    ("document", "ours", "oxigraph", 0.9),
    ("lookup", "ours, kept", "oxigraph", 1.0),
    ("document", "ours, kept", "oxigraph", 5.0),
    *(("path", "ours, /api/trace", who, 1.0) for who in ("ours", "oxigraph", *JVM_AND_C, "rdflib-endpoint")),
)


def compare(figures: Figures) -> None:
    """The goals, where the server that they name is here; all are told before the first that is missed fails."""
    missed = []
    for name, who, other, least in GOALS:
        if other in figures[name]:
            ratio = figures[name][who].rate / figures[name][other].rate
            print(f"{name:10} {who:16} {ratio:8.2f} times {other} (goal {least:g})")
            missed += [(name, who, other, round(ratio, 2))] if ratio < least else []
    assert not missed, f"goals missed: {missed}"
