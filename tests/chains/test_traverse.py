"""What the walk reaches, in which words, and where it ends."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.chains.chain import Chain
from graph_service.chains.columns import Columns
from graph_service.chains.index import Facts, Index
from graph_service.chains.traverse import Filter, trace
from graph_service.errors import QueryError, UnknownError


def steps(chain: Chain) -> set[tuple[int, str, str, str]]:
    """Depth, citing place, function and cited place of every step."""
    return {(one.depth, one.source, one.function, one.target) for one in chain.edges}


def test_a_paragraph_shows_both_recalls_and_the_recall_behind_one_of_them(index: Index) -> None:
    chain = trace(index, "A/RES/998/57~I.op12", depth=2)
    assert {
        (1, "A/RES/998/57~I.op12", "recall", "A/RES/997/59~op21"),
        (1, "A/RES/998/57~I.op12", "recall", "A/997/683~para36"),
        (2, "A/RES/997/59~op21", "recall", "A/997/683~para36"),
    } <= steps(chain)
    behind = next(one for one in chain.edges if one.source == "A/RES/997/59~op21")
    assert behind.again, "the place is shown once and marked the second time"
    assert behind.pinpoint == "para36"
    assert behind.note == "A/RES/997/59~fn2"


def test_every_step_carries_function_status_confidence_and_span(index: Index) -> None:
    noted = next(one for one in trace(index, "A/RES/998/57~I.op12").edges if one.function == "note")
    assert (noted.force, noted.status, noted.confidence) == ("neutral", "coreferent", 0.8)
    assert [(one.language, one.start, one.end) for one in noted.evidence] == [("en", 240, 249), ("zh", 240, 249)]


def test_a_document_cites_what_its_paragraphs_cite_in_reading_order(index: Index) -> None:
    chain = trace(index, "A/RES/997/59", depth=1)
    citing = [one.source for one in chain.edges if one.kind == "citation"]
    assert citing == [f"A/RES/997/59~{one}" for one in ("pp1", "op1", "op2", "op21", "op23")]
    assert ("A/RES/997/59", "A/RES/997/59~op21") in {(one.whole, one.part) for one in chain.parts}


def test_forward_never_goes_up_to_the_document(index: Index) -> None:
    assert {one[1] for one in steps(trace(index, "A/RES/997/59~op21", depth=1))} == {"A/RES/997/59~op21"}


def test_backward_counts_parts_and_only_on_request_the_whole(index: Index) -> None:
    narrow = trace(index, "A/997/640", "backward", depth=1)
    assert {one[1] for one in steps(narrow)} == {
        "A/RES/997/59~op1", "A/997/683~para28", "A/997/683~para36", "A/997/683~para43",
    }  # fmt: skip
    assert not trace(index, "A/RES/997/59~op23", "backward").edges
    wide = trace(index, "A/RES/997/59~op23", "backward", depth=1, whole=True)
    assert (-1, "A/RES/998/57~I.pp1", "recall", "A/RES/997/59") in steps(wide)


def test_the_loop_is_walked_from_the_first_request_to_the_last_resolution(index: Index) -> None:
    chain = trace(index, "A/RES/996/76~op9", "backward", depth=6, whole=True)
    assert {"A/997/640", "A/RES/997/59", "A/RES/998/57", "A/RES/999/53"} <= set(chain.documents)
    assert (-1, "A/997/640", "answer", "A/RES/996/76~op9") in steps(chain)


def test_a_mandate_is_a_start_too(index: Index) -> None:
    chain = trace(index, "A/RES/998/57~I.op7/mandate/1", depth=1)
    assert {(one[2], one[3]) for one in steps(chain)} == {
        ("recall", "A/998/738~para11"), ("continue", "A/RES/997/59~op33/mandate/1"),
    }  # fmt: skip


def test_doubt_is_shown_with_candidates_and_reasons(index: Index) -> None:
    unclear = [one for one in trace(index, "A/RES/999/53~op8", depth=1).edges if one.status == "ambiguous"]
    assert {one.target for one in unclear} == {
        "A/RES/998/57~op3", "A/RES/998/57~I.op3", "A/RES/998/57~II.op3",
    }  # fmt: skip
    (open_end,) = trace(index, "A/RES/998/57~II.op8", depth=1).edges
    assert (open_end.status, open_end.reason) == ("unresolved", "no antecedent for the plan")


@pytest.mark.parametrize(
    ("only", "functions"),
    [
        (Filter(functions={"endorse"}), {"endorse"}),
        (Filter(forces={"neutral"}), {"take-note", "note"}),
        (Filter(kinds={"answer"}), set()),
        (Filter(statuses={"unresolved"}), {"note"}),
        (Filter(bodies={"acabq"}), {"recall", "endorse"}),
        (Filter(confidence=0.9, statuses={"coreferent"}), set()),
        (Filter(until=date(2002, 12, 31)), set()),
        (Filter(languages={"fr"}), set()),
    ],
    ids=("function", "force", "kind", "status", "body", "confidence", "until", "language"),
)
def test_filters(index: Index, only: Filter, functions: set[str]) -> None:
    chain = trace(index, "A/RES/998/57", depth=1, only=only)
    assert {one.function for one in chain.edges} == functions


def test_dates_bound_the_citing_document(index: Index) -> None:
    chain = trace(index, "A/997/683~para36", "backward", depth=1, only=Filter(since=date(2003, 1, 1)))
    assert {one.source for one in chain.edges} == {"A/RES/998/57~I.op12"}


def test_bounds_are_said(index: Index) -> None:
    assert trace(index, "A/RES/999/53", depth=1).cut == "depth"
    small = trace(index, "A/RES/999/53", depth=9, size=3)
    assert (small.cut, len(small.edges)) == ("size", 3)
    assert trace(index, "A/RES/998/57~II.pp1", depth=9).cut == ""
    with pytest.raises(QueryError):
        trace(index, "A/RES/999/53", depth=-1)


def test_a_cycle_is_shown_once() -> None:
    columns = Columns()
    for source, target in (("A/1~p1", "A/2~p1"), ("A/2~p1", "A/3~p1"), ("A/3~p1", "A/1~p1")):
        columns.add_edge(source, target, "recall")
    chain = trace(columns.freeze("x:", "1"), "A/1~p1", depth=50)
    assert [(one.source, one.again) for one in chain.edges] == [
        ("A/1~p1", False),
        ("A/2~p1", False),
        ("A/3~p1", True),
    ]
    assert chain.cut == ""


def test_both_directions_in_one_chain(index: Index) -> None:
    chain = trace(index, "A/RES/997/59~op21", "both", depth=1)
    assert {one.depth for one in chain.edges} == {1, -1}


def test_an_unknown_place_is_answered_with_the_nearest(index: Index) -> None:
    with pytest.raises(UnknownError) as caught:
        trace(index, "A/RES/998/57~I.op13")
    assert "A/RES/998/57~I.op12" in caught.value.nearest
    assert all(one.startswith("A/RES/998/57") for one in caught.value.nearest)
    with pytest.raises(UnknownError) as caught:
        trace(index, "A/RES/998/58")
    assert "A/RES/998/57" in caught.value.nearest


def test_loose_forms_and_languages_are_taken(index: Index) -> None:
    assert trace(index, "a/res/998/57~I.op12").start == "A/RES/998/57~I.op12"
    assert trace(index, "A/RES/998/57@zh~I.op12").start == "A/RES/998/57~I.op12"


def test_what_is_read_and_what_is_only_cited(index: Index) -> None:
    nodes = {one.locator: one for one in trace(index, "A/RES/998/57", depth=1).nodes}
    assert nodes["A/998/738~para5"].loaded
    assert not nodes["UN-CHARTER~art17"].loaded
    assert nodes["A/998/738~para5"].body == "acabq"
    assert isinstance(index.document(index.find("A/RES/998/57")), Facts)
    assert index.document(index.find("A/RES/998/57")).languages == ("en", "zh")
