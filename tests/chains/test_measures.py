"""The state on a day, replaced instruments, and measures over the network."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph_service.chains.asof import replaced, replacement_record, stand, standing_record
from graph_service.chains.index import Index
from graph_service.chains.load import load_index
from graph_service.chains.measures import (
    EXPLANATIONS,
    find_communities,
    most_cited,
    place_in_series,
    rank_documents,
)
from graph_service.errors import QueryError
from tests.chains.builder import BASE, Memory, Writer


def test_a_day_knows_nothing_later(index: Index, store: Memory) -> None:
    then = stand(index, store, BASE, date(2002, 12, 31))
    assert "A/RES/997/59" in then.documents
    assert "A/RES/998/57" not in then.documents
    assert {one.source.partition("~")[0] for one in then.citations} <= set(then.documents)
    assert {one.locator for one in then.open} == {
        f"A/RES/997/59~op{number}/mandate/1" for number in (4, 6, 9, 21, 33)
    }
    assert "A/997/683/Corr.1" not in then.undated
    assert json.dumps(standing_record(then))


def test_what_was_open_one_day_is_answered_the_next(index: Index, store: Memory) -> None:
    before, after = (stand(index, store, BASE, date(2003, 2, day)) for day in (27, 28))
    assert len(before.open) == len(after.open) == 4
    early = stand(index, store, BASE, date(2003, 1, 31))
    assert "A/RES/997/59~op33/mandate/1" in {one.locator for one in early.open}


def test_one_document_on_a_day(index: Index, store: Memory) -> None:
    then = stand(index, store, BASE, date(2004, 12, 31), "A/RES/997/59")
    assert then.documents == ("A/RES/997/59",)
    assert {one.document for one in then.mandates} == {"A/RES/997/59"}
    later = stand(index, store, BASE, date(2005, 1, 1), "A/RES/997/59")
    assert [one.locator for one in later.overdue] == ["A/RES/997/59~op4/mandate/1"]


def test_replaced_instruments_are_named_with_their_day(index: Index) -> None:
    (found,) = replaced(index, "A/RES/998/57")
    assert (found.cited, found.current, found.since) == ("ST/SGB/990/8", "ST/SGB/998/3", (date(2003, 6, 1),))
    assert replacement_record(found)["citedIn"] == ["A/RES/998/57~II.op3"]
    assert replaced(index, "A/RES/998/57", date(2003, 5, 31)) == ()
    assert replaced(index, "A/RES/999/53") == ()


def test_most_cited(index: Index) -> None:
    (first, *_) = most_cited(index, "paragraphs")
    assert (first.name, first.value, first.rank) == ("A/997/683~para36", 2, 1)
    documents = most_cited(index, "documents")
    assert {one.name for one in documents if one.rank == 1} == {
        "A/997/640", "A/997/683", "A/998/692", "A/RES/996/76",
    }  # fmt: skip
    assert most_cited(index, "functions", 1)[0].name == "recall"
    with pytest.raises(QueryError):
        most_cited(index, "colours")


def test_rank_and_communities_are_the_same_each_time(index: Index) -> None:
    assert rank_documents(index) == rank_documents(index)
    groups = find_communities(index)
    assert groups == find_communities(index)
    documents = [one for group in groups for one in group.documents]
    assert len(documents) == len(set(documents))
    assert all(group.hub in group.documents for group in groups)


def test_a_resolution_has_a_place_in_its_series(index: Index) -> None:
    found = place_in_series(index, "A/RES/998/57~I.op7")
    assert found.series == ("A/RES/996/76", "A/RES/997/59", "A/RES/998/57", "A/RES/999/53")
    assert found.position == 3


def test_a_series_that_a_person_stated_needs_neither_title_nor_renewal() -> None:
    known = Writer("curated/mine")
    for number, title in ((96, "Lamps"), (97, "Ladders"), (98, "Ropes")):
        known.work(f"A/RES/9{number}/1", "Resolution", f"20{number - 90:02}-01-01", title)
    for number in (96, 98):
        known.say(f"A/RES/9{number}/1", "unag:inSeries", "id:series/stores")
    index = load_index(Memory(known), BASE)
    assert place_in_series(index, "A/RES/998/1").series == ("A/RES/996/1", "A/RES/998/1")
    assert place_in_series(index, "A/RES/997/1").series == ("A/RES/997/1",)


def test_every_measure_is_explained() -> None:
    assert set(EXPLANATIONS) == {"paragraphs", "documents", "functions", "rank", "communities", "series"}
