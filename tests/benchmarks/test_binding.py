"""Whether the binding frees the interpreter while it evaluates and serialises: what the pool was chosen by.

Run with ``pytest -m benchmark -s tests/benchmarks/test_binding.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest

from tests.benchmarks.generated import BASE, statements

pytestmark = pytest.mark.benchmark


def seconds(work: Callable[[], object], threads: int) -> float:
    """How long so many threads take that each do the work once."""
    running = [Thread(target=work) for _ in range(threads)]
    started = time.perf_counter()
    for one in running:
        one.start()
    for one in running:
        one.join()
    return time.perf_counter() - started


def longest_gap(work: Callable[[], object]) -> float:
    """The longest time for which another thread could not run while the work was done."""
    thread = Thread(target=work)
    last = time.perf_counter()
    gap = 0.0
    thread.start()
    while thread.is_alive():
        now = time.perf_counter()
        gap, last = max(gap, now - last), now
    return gap


def test_the_interpreter_is_free_during_queries(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    with data.open("w") as file:
        file.writelines(statements(300, 60))
    store = ox.Store(tmp_path / "store")
    store.bulk_load(path=str(data), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(f"{BASE}graph/all"))

    def count() -> object:
        return list(
            store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o FILTER(REGEX(STR(?o), '9.*9.*8')) } }")
        )

    def serialise() -> object:
        return store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }").serialize(format=ox.QueryResultsFormat.JSON)

    for name, work in (("evaluation", count), ("serialisation", serialise)):
        work()
        one, two, gap = seconds(work, 1), seconds(work, 2), longest_gap(work)
        print(f"\n{name}: one thread {one:.2f} s, two threads {two:.2f} s, gap {gap * 1000:.0f} ms")
        assert gap < one / 2
