"""The benchmark of chains itself, at a size that takes a second: what it compares must be the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.graph.embedded import MemoryStore
from tests.benchmarks import chains


def test_the_generator_gives_the_same_graph_each_time() -> None:
    first, second = (list(chains.generate(50, 6)) for _ in range(2))
    assert first == second
    assert len(first) == 49 * 6
    order = {chains.symbol(number): number for number in range(50)}
    for one in first:
        assert order[one.target.partition("~")[0]] < order[one.source.partition("~")[0]]


def test_the_index_of_a_store_is_the_index_that_was_generated(tmp_path: Path) -> None:
    import pyoxigraph as ox

    store = ox.Store()
    chains.fill(store, 30, 6, tmp_path)
    index = chains.load_index(MemoryStore(store), chains.BASE)
    built = chains.build(30, 6)
    edges = [
        {(one.source, one.function, one.target) for one in map(which.edge, range(len(which)))}
        for which in (index, built)
    ]
    assert edges[0] == edges[1]


@pytest.mark.benchmark
def test_one_run_tells_size_speed_memory_and_how_the_engines_compare(tmp_path: Path) -> None:
    found = chains.run(1500, 30, 60, tmp_path)
    size, slower = found["at_size"], found["side_by_side"]["times_slower_than_index"]
    assert found["kept"]
    assert size["chain_depth_6"]["cpu_p99_ms"] < chains.BOUND_MS
    assert size["columns_bytes_per_citation"] < 80
    assert size["open_ms"] < 1000
    assert slower["embedded"] > 1
    assert slower["rdflib"] > slower["embedded"]
