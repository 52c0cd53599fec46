"""What reports say they answer, and references in phrases."""

from __future__ import annotations

import pytest

from graph_service.text.phrases import read_phrase
from tests.text.reading import document, paragraph


@pytest.mark.parametrize(
    ("text", "language", "expect"),
    [
        (
            "The present report is submitted pursuant to General Assembly resolution 64/999.",
            "en",
            ["A/RES/64/999"],
        ),
        (
            "In paragraph 33 of its resolution 64/999, the General Assembly requested a report.",
            "en",
            ["A/RES/64/999~op33"],
        ),
        ("The report is in response to the request contained in resolution 64/999.", "en", ["A/RES/64/999"]),
        ("The matter was also discussed in resolution 64/999.", "en", []),
        ("本报告根据大会第64/999号决议提交。", "zh", ["A/RES/64/999"]),
    ],
)
def test_answers(text: str, language: str, expect: list[str]) -> None:
    read = document(paragraph(text, "para1", "numbered"), language=language, symbol="A/99/692")
    assert [one.target for one in read.answers] == expect


def test_a_resolution_answers_nothing() -> None:
    assert document(paragraph("Acting pursuant to resolution 64/999,", "pp1", "preambular")).answers == ()


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("A/99/683, para. 36", ["A/99/683~para36"]),
        ("paragraphs 4 and 5 of resolution 66/299", ["A/RES/66/299~op4", "A/RES/66/299~op5"]),
        ("第66/299号决议第21段", ["A/RES/66/299~op21"]),
        ("81/57 (para. 12)", ["A/RES/81/57~op12"]),
        ("81/57, paras. 12 and 13", ["A/RES/81/57~op12", "A/RES/81/57~op13"]),
        ("a/res/66/299~i.op12", ["A/RES/66/299~I.op12"]),
        ("Article 17 of the Charter", ["UN-CHARTER~art17"]),
        ("nothing at all", []),
        ("paragraph 21 of 66/299", ["A/RES/66/299~op21"]),
        ("a/res/66/299", ["A/RES/66/299"]),
        ("S/RES/9325(2000), para 3", ["S/RES/9325(2000)~op3"]),
        ("Artículo 17 de la Carta", ["UN-CHARTER~art17"]),
        ("the present resolution", [None]),
        ("paragraph 7 above", [None]),
    ],
)
def test_phrases(text: str, expect: list[str]) -> None:
    assert [one.target for one in read_phrase(text).paragraphs[0].citations] == expect


def test_a_bare_number_gives_its_candidates() -> None:
    (one,) = read_phrase("54/19").paragraphs[0].citations
    assert (one.status, one.target) == ("ambiguous", None)
    assert set(one.candidates) == {"A/RES/54/19", "A/HRC/RES/54/19"}


def test_a_number_of_one_organ_only_is_still_no_certainty() -> None:
    (one,) = read_phrase("paragraph 3 of 17/59").paragraphs[0].citations
    assert (one.status, one.candidates) == ("ambiguous", ("A/HRC/RES/17/59~op3",))
    assert one.reason
