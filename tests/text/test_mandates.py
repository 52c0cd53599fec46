"""Mandates: the languages' examples, grounds, sub-paragraphs, the session calendar."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.model import Mandate
from graph_service.text import rules
from graph_service.text.mandatetables import conferring
from graph_service.text.timelimits import calendar
from tests.text.reading import document, paragraph

CASES = [
    (code, row["text"], row["expect"])
    for code in rules.languages()
    for row in rules.tables(code).get("mandates", {}).get("examples", ())
]


def _facts(one: Mandate) -> dict[str, object]:
    found = {
        "act": one.act,
        "addressee": one.addressee,
        "periodicity": one.periodicity,
        "report_to": one.report_to,
        "deliverable": one.deliverable,
        "session": one.due.session if one.due else None,
        "part": one.due.part if one.due else None,
        "by": str(one.due.latest) if one.due and one.due.latest else None,
        "addressees": list(one.addressees),
        "within": one.within,
        "starts": one.starts,
        "ends": one.ends,
    }
    return {key: value for key, value in found.items() if value is not None}


def test_examples_are_there() -> None:
    assert {code for code, *_ in CASES} >= {"en", "zh"}
    assert len(CASES) >= 5


@pytest.mark.parametrize(("code", "text", "expect"), CASES)
def test_examples(code: str, text: str, expect: dict[str, object]) -> None:
    (one,) = document(paragraph(text), language=code).paragraphs[0].mandates
    found = _facts(one)
    assert {key: found.get(key) for key in expect} == expect


def test_what_was_recalled_is_the_ground() -> None:
    text = (
        "Recalls paragraph 4 of resolution 64/999, and requests the Board of Auditors to act on resolution 64/998;"
    )
    (one,) = document(paragraph(text)).paragraphs[0].mandates
    assert one.grounds == ("A/RES/64/999~op4",)


def test_sub_paragraphs_have_the_act_of_their_chapeau() -> None:
    read = document(
        paragraph("Requests the Secretary-General:", "op1"),
        paragraph("To submit a report on progress;", "op1.a", "subparagraph"),
        paragraph("To review resolution 64/999;", "op1.b", "subparagraph"),
    )
    mandates = [one for found in read.paragraphs[1:] for one in found.mandates]
    assert [(one.act, one.addressee) for one in mandates] == [("request", "Secretary-General")] * 2
    assert read.paragraphs[2].citations[0].function == "request"
    assert mandates[0].deliverable == "a report on progress"


def test_every_conferring_act_has_one_mandate() -> None:
    text = "Urges States to act, encourages the Board of Auditors to help, and decides to consider the matter;"
    read = document(paragraph(text)).paragraphs[0]
    assert (
        [one.function for one in read.acts]
        == [one.act for one in read.mandates]
        == ["urge", "encourage", "decide"]
    )
    assert {"request", "reiterate-request", "decide"} <= conferring()
    assert not {"take-note", "recall", "remain-seized"} & conferring()


def test_a_reiterated_request_says_so() -> None:
    (one,) = (
        document(paragraph("Reiterates its request that the Secretary-General take measures;"))
        .paragraphs[0]
        .mandates
    )
    assert (one.act, one.addressee, one.reiterates) == ("reiterate-request", "Secretary-General", True)


@pytest.mark.parametrize(
    ("session", "part", "first", "last"),
    [
        (67, None, date(2012, 9, 1), date(2013, 9, 30)),
        (67, "main", date(2012, 9, 1), date(2012, 12, 31)),
        (67, "first resumed", date(2013, 3, 1), date(2013, 4, 30)),
        (67, "second resumed", date(2013, 5, 1), date(2013, 7, 31)),
    ],
)
def test_the_session_calendar(session: int, part: str | None, first: date, last: date) -> None:
    assert calendar(session, part) == (first, last)


@pytest.mark.parametrize(
    ("text", "printed", "latest"),
    [
        (
            "Requests the Board of Auditors to report no later than 1 March 2099;",
            "no later than 1 March 2099",
            date(2099, 3, 1),
        ),
        ("Requests the Board of Auditors to report within 90 days;", "within 90 days", None),
    ],
)
def test_dates(text: str, printed: str, latest: date | None) -> None:
    (one,) = document(paragraph(text)).paragraphs[0].mandates
    assert one.due
    assert (one.due.printed, one.due.latest) == (printed, latest)


def test_sessions_of_the_human_rights_council_have_their_own_calendar() -> None:
    text = "Requests the Independent Expert to report to the Human Rights Council at its fifty-seventh session;"
    read = document(paragraph(text), organ="Human Rights Council", symbol="A/HRC/RES/50/99")
    (one,) = read.paragraphs[0].mandates
    assert one.due is not None
    assert (one.due.session, one.due.earliest, one.due.latest) == (57, date(2024, 9, 1), date(2024, 10, 31))
