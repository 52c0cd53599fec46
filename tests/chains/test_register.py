"""The register: what is asked of whom, what became of it, and what a recurring report must contain."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph_service.chains.index import Index
from graph_service.chains.lineage import trace_lineage
from graph_service.chains.load import load_index
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.recurring import accumulate, recurring_record
from graph_service.chains.register import FILTERS, Wanted, overdue, read_register
from graph_service.errors import QueryError, UnknownError
from tests.chains.builder import BASE, Memory, functions
from tests.chains.sample import bodies, second_request


def names(mandates: tuple[Mandate, ...]) -> list[str]:
    return [one.locator.removesuffix("/mandate/1") for one in mandates]


@pytest.fixture(scope="module")
def register(index: Index, store: Memory) -> tuple[Mandate, ...]:
    return read_register(index, store, BASE)


def test_every_mandate_is_listed_once_in_order_of_time(register: tuple[Mandate, ...]) -> None:
    assert len(register) == 13
    days = [one.day for one in register]
    assert days == sorted(days, key=str)
    assert names(register)[:3] == ["A/RES/996/76~op9", "A/RES/997/59~op4", "A/RES/997/59~op6"]


def test_a_mandate_carries_what_the_text_says(register: tuple[Mandate, ...]) -> None:
    one = next(one for one in register if one.paragraph == "A/RES/998/57~I.op7")
    assert (one.issuer, one.addressee, one.act, one.strength) == (
        "general-assembly", "secretary-general", "request", "directive",
    )  # fmt: skip
    assert one.deliverable == {"en": "annual report on bookkeeping", "zh": "annual report on bookkeeping"}
    assert (one.periodicity, one.report_to, one.grounds) == ("annual", "general-assembly", ("A/998/738~para11",))
    assert one.words("fr") == "annual report on bookkeeping"


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 13),
        (Wanted(issuer="general-assembly"), 13),
        (Wanted(addressee="joint-inspection-unit"), 1),
        (Wanted(act="reiterate-request"), 1),
        (Wanted(strength="soft-directive"), 0),
        (Wanted(session=997), 5),
        (Wanted(due_session=998), 1),
        (Wanted(periodicity="annual"), 1),
        (Wanted(report_to="general-assembly"), 2),
        (Wanted(ground="A/998/738"), 2),
        (Wanted(ground="A/998/738~para5"), 1),
        (Wanted(lifecycle="answered"), 1),
        (Wanted(document="A/RES/999/53"), 2),
        (Wanted(document="A/RES/998/57~I.op4"), 1),
        (Wanted(document="A/RES/998/5"), 0),
        (Wanted(text="LESSONS"), 2),
        (Wanted(due_since=date(2004, 12, 31), due_until=date(2004, 12, 31)), 1),
        (Wanted(due_since=date(2005, 4, 30)), 1),
        (Wanted(due_until=date(2002, 4, 29)), 0),
    ],
    ids=str,
)
def test_filters(index: Index, store: Memory, wanted: Wanted, count: int) -> None:
    assert len(read_register(index, store, BASE, wanted)) == count


def test_every_filter_is_tested() -> None:
    assert len(FILTERS) == 14


@pytest.mark.parametrize(
    ("place", "status", "reason"),
    [
        ("A/RES/996/76~op9", "answered", "A/997/640 answers A/RES/996/76~op9/mandate/1"),
        (
            "A/RES/997/59~op33",
            "reiterated",
            "A/RES/998/57~I.op7 takes A/RES/997/59~op33/mandate/1 up again (continue)",
        ),
        ("A/RES/997/59~op9", "reiterated", "A/RES/998/57~I.op9 takes A/RES/997/59~op9 up again (inherit)"),
        ("A/RES/998/57~I.op4", "reiterated", "A/RES/999/53~op3 takes A/RES/998/57~I.op4 up again (reiterate)"),
        ("A/RES/997/59~op4", "open", "no answer, renewal or end of it is known in this release"),
        ("A/RES/998/57~I.op3", "open", "no answer, renewal or end of it is known in this release"),
    ],
)
def test_lifecycles_with_their_evidence(
    register: tuple[Mandate, ...], place: str, status: str, reason: str
) -> None:
    one = next(one for one in register if one.paragraph == place)
    assert one.lifecycle.status == status
    assert reason in one.lifecycle.reasons


def test_an_ambiguous_reiteration_proves_nothing(register: tuple[Mandate, ...]) -> None:
    one = next(one for one in register if one.paragraph == "A/RES/998/57~I.op3")
    assert one.lifecycle.events == ()


def test_a_day_in_the_past_knows_no_later_event(index: Index, store: Memory) -> None:
    then = read_register(index, store, BASE, as_of=date(2003, 3, 1))
    status = {one.paragraph: one.lifecycle.status for one in then}
    assert status["A/RES/997/59~op33"] == "answered"
    assert "A/RES/998/57~I.op7" not in status


def test_overdue_on_a_day(register: tuple[Mandate, ...]) -> None:
    assert names(overdue(register, date(2004, 12, 31))) == []
    assert names(overdue(register, date(2005, 1, 1))) == ["A/RES/997/59~op4"]
    assert names(overdue(register, date(2005, 6, 1))) == ["A/RES/997/59~op4", "A/RES/999/53~op11"]
    assert names(overdue(register, date(2002, 1, 1))) == []


@pytest.mark.parametrize(
    ("part", "day"),
    [("main", date(2011, 12, 31)), ("first resumed", date(2012, 4, 30)), ("", date(2012, 9, 15))],
)
def test_a_printed_session_has_a_last_day(part: str, day: date) -> None:
    one = Mandate("m", "p", "d", "", "request", "directive", due_session=66, due_part=part)
    assert one.last_day == day


def test_the_content_of_a_recurring_report_is_accumulated(index: Index, store: Memory) -> None:
    found = accumulate(index, store, BASE, "A/RES/998/57~I.op7")
    assert names(found.requests) == ["A/RES/997/59~op33", "A/RES/998/57~I.op7", "A/RES/999/53~op11"]
    assert [(one.mandate.paragraph, one.how) for one in found.contents] == [
        ("A/RES/997/59~op33", "requests the report"),
        ("A/RES/998/57~I.op7", "requests the report"),
        ("A/RES/998/57~I.op21", "refers to the report requested in A/RES/998/57~I.op7"),
        ("A/RES/999/53~op8", "stated to add to A/RES/998/57~I.op7/mandate/1"),
        ("A/RES/999/53~op11", "requests the report"),
    ]
    assert found.reports == ("A/998/692",)
    assert json.dumps(recurring_record(found))


def test_bad_input(index: Index, store: Memory) -> None:
    with pytest.raises(QueryError, match="open, answered"):
        read_register(index, store, BASE, Wanted(lifecycle="forgotten"))
    with pytest.raises(UnknownError, match="gives nobody a mandate"):
        accumulate(index, store, BASE, "A/RES/998/57~I.op12")


def test_a_mandate_as_json(register: tuple[Mandate, ...]) -> None:
    record = json.loads(json.dumps(mandate_record(register[0])))
    assert record["due"] == {"printed": {}, "session": 997, "part": None, "from": None, "by": "2002-04-30"}
    assert record["lifecycle"]["status"] == "answered"


def test_who_is_asked_keeps_the_order_of_the_text() -> None:
    writer, name = second_request(), "A/RES/997/59~op4/mandate/1"
    names = ("joint-inspection-unit", *(f"body-{letter}" for letter in "lkjihgfedcba"))
    for number, body in enumerate(names, 1):
        writer.say(name, "unag:addressee", f"id:body/{body}")
        writer.say(f"{name}/addressees", f"rdf:_{number}", f"id:body/{body}")
    writer.say(name, "unag:addresseeOrder", f"id:{name}/addressees")
    writer.say(f"{name}/addressees", "a", "<rdf:Seq")
    asked = Memory(functions(), bodies(), writer)
    whole = load_index(asked, BASE)
    (one,) = read_register(whole, asked, BASE, Wanted(addressee="body-a"))
    assert one.addressees == names
    assert mandate_record(one)["addressees"] == list(names)
    assert one.addressee == "joint-inspection-unit"


def test_whoever_is_asked_finds_the_mandate() -> None:
    writer, name = second_request(), "A/RES/997/59~op4/mandate/1"
    writer.say(name, "unag:addressee", "id:body/board-of-auditors")
    asked = Memory(functions(), bodies(), writer)
    whole = load_index(asked, BASE)
    for body in ("joint-inspection-unit", "board-of-auditors"):
        (one,) = read_register(whole, asked, BASE, Wanted(addressee=body))
        assert (one.locator, one.addressees) == (name, ("board-of-auditors", "joint-inspection-unit"))
    record = mandate_record(one)
    assert record["addressees"] == ["board-of-auditors", "joint-inspection-unit"]
    late = overdue(read_register(whole, asked, BASE), date(2010, 1, 1))
    assert [one.locator for one in late].count(name) == 1
    (kin,) = trace_lineage(whole, asked, BASE, name)
    assert kin.mandate.addressees == one.addressees
