"""The benchmark of chains itself, at a size that takes a second: what it compares must be the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.chains.crossing import Ground, find_ways
from graph_service.chains.load import load_index
from graph_service.chains.traverse import USUAL
from graph_service.graph.embedded import MemoryStore
from tests.benchmarks import chains, engines, generated


def test_the_generator_gives_the_same_graph_each_time() -> None:
    first, second = (list(generated.generate(50, 6)) for _ in range(2))
    assert first == second
    assert len(first) == 49 * 6
    order = {generated.symbol(number): number for number in range(50)}
    for one in first:
        assert order[one.target.partition("~")[0]] < order[one.source.partition("~")[0]]


def test_the_index_of_a_store_is_the_index_that_was_generated(tmp_path: Path) -> None:
    import pyoxigraph as ox

    store = ox.Store()
    chains.fill(store, 30, 6, tmp_path)
    index = load_index(MemoryStore(store), generated.BASE)
    built = generated.build(30, 6)
    edges = [
        {(one.source, one.function, one.target) for one in map(which.edge, range(len(which)))}
        for which in (index, built)
    ]
    assert edges[0] == edges[1]


@pytest.mark.benchmark
def test_one_run_tells_size_speed_memory_and_how_the_engines_compare(tmp_path: Path) -> None:
    found = chains.run((1500, 30), [60], tmp_path, patience=60)
    size, (beside,) = found["at_size"], found["side_by_side"]
    assert found["kept"]
    assert size["chain_depth_6"]["cpu_p99_ms"] < generated.BOUND_MS
    assert size["columns_bytes_per_citation"] < 80
    assert size["open_ms"] < 1000
    assert {one["connected"] for one in size["ways"].values()} == {1.0}
    slower = {name: beside[name]["times_slower_than_index"] for name in engines.ENGINES}
    assert 1 < slower["embedded"] < slower["rdflib"]


def test_an_engine_that_takes_too_long_is_given_up_and_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    found = engines.compare(60, 30, 0.0)
    for name in engines.ENGINES:
        assert found[name]["asked"] == engines.GIVEN_UP
        assert found[name]["answered"] == 0
        assert str(found[name]["p50_ms"]).startswith("more than")
        assert str(found[name]["times_slower_than_index"]).startswith("more than")
    assert "60 documents, rdflib" in capsys.readouterr().err


def test_the_search_for_ways_looks_at_little_of_the_release() -> None:
    index = generated.build(3000, 30)
    pairs = [(f"{generated.symbol(2990)}~op1", f"{generated.symbol(2700 - number)}~op1") for number in range(20)]
    pairs = [one for one in pairs if one[0] in index.locators and one[1] in index.locators]
    assert len(pairs) > 10
    reached = []
    for one, other in pairs:
        ground = Ground.of(index, USUAL, dear=False, directed=False)
        assert find_ways(ground, index.find(one), index.find(other))
        reached.append(len(ground._through))
    assert sorted(reached)[len(reached) // 2] < len(index.locators) / 4
