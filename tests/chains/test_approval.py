"""What was in effect approved: by endorsement, minus contrary provisions, never by a neutral verb."""

from __future__ import annotations

import json

import pytest

from graph_service.chains.approval import approval_record, approve
from graph_service.chains.index import Index
from graph_service.chains.load import load_index
from graph_service.errors import UnknownError
from tests.chains.builder import BASE, Memory, Writer, functions
from tests.chains.sample import reports, second_request


def test_endorsed_advice_stands_unless_the_resolution_says_otherwise(index: Index, store: Memory) -> None:
    found = approve(index, store, BASE, "A/RES/997/59")
    assert [(one.edge.target, one.sense, one.standing, one.approved) for one in found.findings] == [
        ("A/997/640~para10", "mentions", "in effect", False),
        ("A/997/640~para12", "approves", "taken up", True),
        ("A/997/640~para20", "criticises", "qualified", False),
    ]
    (given,) = found.endorsements
    assert given.reserved
    assert given.loaded


def test_every_finding_gives_its_reasons(index: Index, store: Memory) -> None:
    approved = approve(index, store, BASE, "A/RES/997/59").findings[1]
    assert approved.reasons == (
        "A/RES/997/59~op2 endorses A/997/683, subject to the provisions of the resolution itself",
        "A/997/683~para36 approves A/997/640~para12 (approve)",
        "A/RES/997/59~op21 takes it up (recall)",
    )


def test_taking_note_is_listed_as_what_it_is(index: Index, store: Memory) -> None:
    found = approve(index, store, BASE, "A/RES/997/59")
    assert [(one.function, one.target) for one in found.neutral] == [("take-note", "A/997/640")]
    assert not approve(index, store, BASE, "A/RES/996/76").findings
    noted = [one for one in approve(index, store, BASE, "A/RES/998/57").neutral if one.target == "A/998/692"]
    assert len(noted) == 2


def test_a_contrary_provision_sets_aside() -> None:
    more = Writer("A/RES/997/59@en", "A/RES/997/59@en")
    more.cite("A/RES/997/59~op24", "note-with-concern", "A/997/640~para12")
    store = Memory(functions(), *reports(), second_request(), more)
    found = approve(load_index(store, BASE), store, BASE, "A/RES/997/59")
    (aside,) = [one for one in found.findings if one.edge.target == "A/997/640~para12"]
    assert (aside.standing, aside.approved) == ("set aside", False)
    assert "A/RES/997/59~op24 says otherwise (note-with-concern)" in aside.reasons


def test_an_endorsed_report_that_is_not_loaded_is_a_gap() -> None:
    store = Memory(functions(), second_request())
    found = approve(load_index(store, BASE), store, BASE, "A/RES/997/59")
    assert found.findings == ()
    assert found.gaps == ("A/997/683 is endorsed but not loaded: what it says is not known here",)


def test_a_reservation_is_read_from_the_reference_to_the_resolution_itself() -> None:
    work = Writer("A/RES/997/60@en", "A/RES/997/60@en")
    work.work("A/RES/997/60", "Resolution", "2002-05-01")
    work.paragraph("A/RES/997/60~op2", 1, "Endorses", "endorse")
    work.cite("A/RES/997/60~op2", "endorse", "A/997/683")
    work.say("A/RES/997/60~op2", "unag:refersTo", "id:A/RES/997/60")
    store = Memory(functions(), work)
    assert approve(load_index(store, BASE), store, BASE, "A/RES/997/60").endorsements[0].reserved


def test_the_result_as_json(index: Index, store: Memory) -> None:
    record = json.loads(json.dumps(approval_record(approve(index, store, BASE, "A/RES/997/59"))))
    assert [one["approved"] for one in record["findings"]] == [False, True, False]
    assert record["notApproval"][0]["force"] == "neutral"
    with pytest.raises(UnknownError):
        approve(index, store, BASE, "A/RES/997/99")
