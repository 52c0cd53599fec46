"""Ways between two places."""

from __future__ import annotations

import pytest

from graph_service.chains.index import Index
from graph_service.chains.paths import paths
from graph_service.errors import QueryError, UnknownError


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
