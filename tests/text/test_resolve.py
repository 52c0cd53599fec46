"""Coreference and internal references."""

from __future__ import annotations

import pytest

from graph_service.model import Document
from tests.text.reading import cited, document, paragraph

NOTES = {"1": "A/99/692.", "2": "A/99/738.", "7": "A/97/683."}
PREAMBLE = paragraph(
    "Having considered the report of the Secretary-General and the related report of the Advisory Committee on"
    " Administrative and Budgetary Questions,",
    "I.pp1",
    "preambular",
    {"1": "of the Secretary-General", "2": "Questions,"},
)


def test_an_unmarked_report_is_the_one_the_preamble_considered() -> None:
    read = document(
        PREAMBLE, paragraph("Recalls paragraph 5 of the report of the Advisory Committee;", "I.op1"), notes=NOTES
    )
    assert cited(read)[2:] == ["recall A/99/738~para5"]
    assert [one.status for _, one in read.citations()] == ["explicit", "explicit", "coreferent"]


def test_unless_another_note_says_otherwise() -> None:
    text = "Recalls paragraph 5 of the report of the Advisory Committee to the Assembly at its last session;"
    read = document(PREAMBLE, paragraph(text, "I.op1", marks={"7": "session;"}), notes=NOTES)
    assert cited(read)[2:] == ["recall A/97/683~para5"]


def test_two_antecedents_are_ambiguous_with_both() -> None:
    other = paragraph(
        "Having also considered the report of the Secretary-General,", "I.pp2", "preambular", {"7": "General,"}
    )
    read = document(
        PREAMBLE, other, paragraph("Takes note of the report of the Secretary-General;", "I.op1"), notes=NOTES
    )
    assert cited(read)[3:] == ["take-note ambiguous A/99/692 A/97/683"]


def test_none_is_unresolved_with_the_reason() -> None:
    read = document(paragraph("Takes note of the report of the Board of Auditors;"))
    (_, one), *_ = read.citations()
    assert (one.status, one.target) == ("unresolved", None)
    assert one.reason


def test_that_report_is_the_last_one() -> None:
    text = "Notes the report of the Change Management Team, and requests paragraphs 8 and 16 to 18 of that report;"
    places = [f"request CHANGE-PLAN-2011~para{number}" for number in (8, 16, 17, 18)]
    assert cited(document(paragraph(text))) == ["note CHANGE-PLAN-2011", *places]


def test_its_means_the_last_organ_if_the_documents_own_has_no_such_number() -> None:
    text = "Recalls the Group established by the Commission on Human Rights in its resolution 1995/999;"
    assert cited(document(paragraph(text))) == ["recall E/CN.4/RES/1995/999"]


def test_a_year_printed_once_for_a_list() -> None:
    text = "Recalls its resolutions 9561 and 9562 (2016);"
    read = document(paragraph(text), organ="Security Council", symbol="S/RES/9999(2099)")
    assert cited(read) == ["recall S/RES/9561(2016)", "recall S/RES/9562(2016)"]


def test_a_number_without_its_year_is_completed() -> None:
    text = "Recalls resolution 9556 (2004), and requests States to apply paragraph 7 of resolution 9556;"
    assert cited(document(paragraph(text))) == ["recall S/RES/9556(2004)", "request S/RES/9556(2004)~op7"]


def test_a_report_still_to_come_is_no_citation() -> None:
    read = document(
        PREAMBLE,
        paragraph("Requests the Secretary-General to include it in his next report;", "I.op1"),
        notes=NOTES,
    )
    assert len(cited(read)) == 2


def _references(read: Document) -> list[str]:
    return [one.target for found in read.paragraphs for one in found.references]


@pytest.mark.parametrize(
    ("text", "language", "identifier", "expect"),
    [
        ("Requests him to act on paragraphs 1 to 3 above;", "en", "II.op8", ["II.op1", "II.op2", "II.op3"]),
        ("Requests him to include it in the report requested in paragraph 7 above;", "en", "I.op21", ["I.op7"]),
        ("Requests him to apply paragraph 5 (c) of the present resolution;", "en", "op9", ["op5.c"]),
        ("Adopts the rules in the annex to the present resolution;", "en", "op1", ["annex"]),
        ("请他按照上文第1至第3段采取行动；", "zh", "II.op8", ["II.op1", "II.op2", "II.op3"]),
        ("请他在上文第7段要求的报告中列入信息；", "zh", "I.op21", ["I.op7"]),
    ],
)
def test_places_in_the_same_document(text: str, language: str, identifier: str, expect: list[str]) -> None:
    read = document(paragraph(text, identifier), language=language)
    assert _references(read) == [f"A/RES/99/999~{one}" for one in expect]
    assert cited(read) == []


@pytest.mark.parametrize(
    ("text", "language"), [("Requests him to implement the present resolution;", "en"), ("请他执行本决议；", "zh")]
)
def test_the_document_itself(text: str, language: str) -> None:
    assert _references(document(paragraph(text), language=language)) == ["A/RES/99/999"]


def test_a_number_without_any_document_is_of_this_one_if_it_is_there() -> None:
    read = document(
        paragraph("Decides to freeze all assets;", "op1"),
        paragraph("Decides that paragraph 1 shall not apply to food;", "op2"),
        symbol="S/RES/9999(2099)",
        organ="Security Council",
    )
    assert [(one.target, one.status) for one in read.paragraphs[1].references] == [
        ("S/RES/9999(2099)~op1", "coreferent")
    ]
