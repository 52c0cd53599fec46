"""Ways between two places."""

from __future__ import annotations

import random
from itertools import pairwise, product

import networkx as nx
import pytest

from graph_service.chains import crossing
from graph_service.chains.chain import Path
from graph_service.chains.columns import Columns
from graph_service.chains.index import Index
from graph_service.chains.paths import Measure, paths
from graph_service.errors import QueryError, UnknownError

Way = tuple[tuple[str, str, bool, tuple[str, ...]], ...]


def test_all_shortest_ways_with_their_edges(index: Index) -> None:
    found = paths(index, "A/RES/998/57~I.op12", "A/997/683~para36")
    assert len(found) == 1
    (step,) = found[0].steps
    assert [one.function for one in step.edges] == ["recall"]


def test_the_way_back_to_the_first_request(index: Index) -> None:
    (way, *_) = paths(index, "A/RES/999/53", "A/RES/996/76")
    assert way.instruments == ("A/RES/999/53", "A/RES/998/57", "A/RES/996/76")
    assert [step.edges[0].function for step in way.steps if step.edges] == ["recall", "recall"]


def test_a_way_may_go_against_the_arrows_unless_directed(index: Index) -> None:
    (way, *_) = paths(index, "A/997/683~para28", "A/RES/996/76~op9")
    assert way.instruments == ("A/997/683", "A/997/640", "A/RES/996/76")
    assert not paths(index, "A/RES/996/76~op9", "A/997/683~para28", directed=True)
    back = paths(index, "A/RES/996/76~op9", "A/997/640")[0].steps
    assert [step.backward for step in back if step.edges] == [True]


def test_fewest_instruments_may_take_more_steps(index: Index) -> None:
    ways = paths(index, "A/RES/998/57~I.op12", "A/RES/996/76", least="instruments")
    assert {way.instruments for way in ways} == {("A/RES/998/57", "A/RES/996/76")}


def test_unconnected_unknown_and_bad(index: Index) -> None:
    assert paths(index, "A/RES/998/57~fn2", "A/RES/996/76") == ()
    with pytest.raises(UnknownError):
        paths(index, "A/RES/998/57", "A/RES/990/1")
    with pytest.raises(QueryError):
        paths(index, "A/RES/998/57", "A/RES/996/76", limit=0)


def scattered(seed: int) -> Index:
    """Documents with sections and paragraphs that cite one another at random, some of them nothing at all."""
    pick, columns = random.Random(seed), Columns()
    places = ("", "~secI", "~secI.A", "~I.op1", "~I.op1.a", "~I.op2", "~op3", "~fn1")
    for _ in range(pick.choice((6, 14, 30))):
        one, other = (f"A/RES/999/{pick.randint(1, 6)}{pick.choice(places)}" for _ in range(2))
        columns.add_edge(one, other, "recall", pick.choice(("citation", "citation", "answer", "internal")))
    return columns.freeze("https://w3id.org/unag/", "1")


def whole_network(index: Index, directed: bool) -> nx.DiGraph:
    """The whole release as one weighted graph, as the search must see it without ever building it."""
    graph = nx.DiGraph()
    for row in index.edges("citation", "answer"):
        ends = index.source[row], index.target[row]
        dear = crossing.INSTRUMENT if index.work[ends[0]] != index.work[ends[1]] else 0
        for pair in (ends,) if directed else (ends, ends[::-1]):
            graph.add_edge(*pair, steps=crossing.CITATION, instruments=crossing.CITATION + dear)
    cited = set(graph.nodes)
    for place in cited:
        whole = index.parent[place]
        while whole >= 0:
            if whole in cited or index.parent[whole] < 0:
                for pair in ((place, whole), (whole, place)):
                    graph.add_edge(*pair, steps=crossing.INSIDE, instruments=crossing.INSIDE)
            whole = index.parent[whole]
    return graph


def told(way: Path) -> Way:
    """The citations of a way, each with its direction and functions."""
    return tuple(
        (step.origin, step.goal, step.backward, tuple(one.function for one in step.edges))
        for step in way.steps
        if step.edges
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("least", ["steps", "instruments"])
def test_the_search_from_both_ends_finds_what_the_whole_graph_holds(
    seed: int, directed: bool, least: Measure
) -> None:
    index = scattered(seed)
    graph, names = whole_network(index, directed), index.locators
    steps = [(index.source[row], index.target[row]) for row in index.edges("citation", "answer")]
    cited, cases, found = {*steps, *(pair[::-1] for pair in steps)}, 0, 0
    for one, other in product(range(len(names)), repeat=2):
        if one == other or not (graph.has_node(one) and graph.has_node(other)):
            continue
        cases += 1
        ways = paths(index, names[one], names[other], least=least, directed=directed, limit=10_000)
        try:
            known = list(nx.all_shortest_paths(graph, one, other, weight=least))
        except nx.NetworkXNoPath:
            known = []
        assert bool(ways) == bool(known)
        assert {tuple((a, b) for a, b, *_ in told(way)) for way in ways} == {
            tuple((names[a], names[b]) for a, b in pairwise(way) if (a, b) in cited) for way in known
        }
        assert len({told(way) for way in ways}) == len(ways)
        found += bool(ways)
    assert cases > 50
    assert found


def test_ways_come_in_the_order_of_their_places_and_no_more_than_asked() -> None:
    columns = Columns()
    for place in (3, 1, 2):
        columns.add_edge(f"A/RES/999/1~op{place}", f"A/RES/998/{place}", "recall")
        columns.add_edge(f"A/RES/998/{place}", "A/RES/997/1", "recall")
    index = columns.freeze("https://w3id.org/unag/", "1")
    ways = [way.instruments[1] for way in paths(index, "A/RES/999/1", "A/RES/997/1")]
    assert ways == ["A/RES/998/1", "A/RES/998/2", "A/RES/998/3"]
    assert len(paths(index, "A/RES/999/1", "A/RES/997/1", limit=2)) == 2


def test_a_search_that_grows_too_large_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = Columns()
    for number in range(40):
        columns.add_edge(f"A/RES/999/{number + 1}", "A/RES/998/1", "recall")
        columns.add_edge(f"A/RES/999/{number + 1}", f"A/RES/997/{number + 1}", "recall")
    columns.add_edge("A/RES/997/40", "A/RES/990/1", "recall")
    index = columns.freeze("https://w3id.org/unag/", "1")
    assert paths(index, "A/RES/998/1", "A/RES/990/1")
    monkeypatch.setattr(crossing, "MOST_REACHED", 20)
    with pytest.raises(QueryError, match="first 20 places"):
        paths(index, "A/RES/998/1", "A/RES/990/1")
