"""Citations: every language's own examples, and what holds whatever the language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.text import rules
from tests.text.reading import cited, document, paragraph

CASES = [
    (code, row)
    for code in rules.languages()
    for row in rules.tables(code).get("citations", {}).get("examples", ())
]


def test_examples_are_there() -> None:
    assert {code for code, _ in CASES} >= {"en", "zh"}
    assert len(CASES) >= 11


@pytest.mark.parametrize(("code", "row"), CASES)
def test_examples(code: str, row: dict[str, object]) -> None:
    text, kind = str(row["text"]), str(row.get("kind", "operative"))
    identifier = "pp1" if kind == "preambular" else "op1"
    read = document(
        paragraph(text, identifier, kind, row.get("marks")),  # type: ignore[arg-type]
        notes=row.get("notes"),  # type: ignore[arg-type]
        language=code,
        organ=str(row.get("organ", "General Assembly")),
    )
    assert cited(read) == row["expect"]


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        (
            "Recalls resolution 36/999 A and B and resolution 77/998 A–C;",
            "36/999-A 36/999-B 77/998-A 77/998-B 77/998-C",
        ),
        ("Recalls its resolutions 3999 (XXX) and 3998 A and B (XXIX);", "3999(XXX) 3998(XXIX)-A 3998(XXIX)-B"),
        ("Recalls resolution 64/999, para. 21;", "64/999~op21"),
        ("Recalls resolution 64/999 (para. 5 (a) and (b));", "64/999~op5.a 64/999~op5.b"),
        ("Recalls paragraph 3 of section II of resolution 64/999;", "64/999~II.op3"),
        (
            "Recalls annex II to resolution 64/999 and the annex to its resolution 64/998;",
            "64/999~annexII 64/998~annex",
        ),
        ("Recalls paragraph 6 of the annex to resolution 64/999;", "64/999~annex.para6"),
        ("Recalls resolution S-10/99 and resolution ES-10/98;", "S-10/99 ES-10/98"),
        ("Recalls the Commission on Human Rights and its resolution 64/999 A and B;", "64/999-A 64/999-B"),
        ("Recalls “the title of resolution 64/999”;", ""),
    ],
)
def test_resolutions(text: str, expect: str) -> None:
    assert cited(document(paragraph(text))) == [f"recall A/RES/{one}" for one in expect.split()]


def test_the_organ_decides_what_a_number_is() -> None:
    text = "Recalls its resolution 17/99, General Assembly resolution 60/999 and Council resolution 9566 (2004);"
    council = document(paragraph(text), organ="Human Rights Council", symbol="A/HRC/RES/50/99")
    assert cited(council) == ["recall A/HRC/RES/17/99", "recall A/RES/60/999", "recall S/RES/9566(2004)"]


def test_a_date_tells_the_organ() -> None:
    text = "Recalls resolution 48/99 of 20 December 1993 and resolution 48/98 of 8 October 2021;"
    council = document(paragraph(text), organ="Human Rights Council", symbol="A/HRC/RES/50/99")
    assert cited(council) == ["recall A/RES/48/99", "recall A/HRC/RES/48/98"]
    assert [str(one.printed_date) for _, one in council.citations()] == ["1993-12-20", "2021-10-08"]


def test_two_organs_left_is_ambiguous() -> None:
    council = document(
        paragraph("Recalls resolution 48/99;"), organ="Human Rights Council", symbol="A/HRC/RES/50/99"
    )
    (_, one), *rest = council.citations()
    assert (one.status, one.target, rest) == ("ambiguous", None, [])
    assert set(one.candidates) == {"A/HRC/RES/48/99", "A/RES/48/99"}


def test_an_unknown_organ_is_unresolved_with_the_reason() -> None:
    read = document(paragraph("Recalls World Health Assembly resolution 5/99 of 2 March 2022;"))
    (_, one), *rest = read.citations()
    assert (one.status, one.target, rest) == ("unresolved", None, [])
    assert one.reason


def test_one_note_with_several_symbols_and_one_mark_twice() -> None:
    notes = {"1": "A/99/710/Add.1, A/99/380/Add.1 and A/98/788/Add.1-3.", "2": "See A/99/710."}
    read = document(
        paragraph("Takes note of the notes by the Secretary-General;", "op1", marks={"1": "Secretary-General;"}),
        paragraph("Welcomes the report of the Board of Auditors;", "op2", marks={"2": "Auditors;"}),
        paragraph("Endorses paragraph 4 of the report of the Board of Auditors;", "op3", marks={"2": "Auditors;"}),
        notes=notes,
    )
    assert cited(read) == [
        "take-note A/99/710/Add.1",
        "take-note A/99/380/Add.1",
        "take-note A/98/788/Add.1",
        "take-note A/98/788/Add.2",
        "take-note A/98/788/Add.3",
        "welcome A/99/710",
        "endorse A/99/710~para4",
    ]
    assert read.footnotes[1].targets == ("A/99/710",)
    assert all(one.via_footnote for _, one in read.citations())


def test_titles_between_quotation_marks_belong_to_their_marks() -> None:
    text = "Having considered the reports of the Joint Inspection Unit entitled “Frames”, “Posts” and “Risks”,"
    marks = {"3": "“Frames”,", "4": "“Posts”", "5": "“Risks”,"}
    notes = {"3": "See A/99/710.", "4": "See A/99/380.", "5": "See A/98/788."}
    read = document(paragraph(text, "pp1", "preambular", marks), notes=notes)
    assert [(one.target, one.title) for _, one in read.citations()] == [
        ("A/99/710", "Frames"),
        ("A/99/380", "Posts"),
        ("A/98/788", "Risks"),
    ]


def test_the_span_of_a_citation_is_its_words() -> None:
    text = "Recalls paragraph 21 of resolution 64/999;"
    (_, one), *_ = document(paragraph(text)).citations()
    assert text[one.span.start : one.span.end] == "paragraph 21 of resolution 64/999"


def test_the_act_before_it_governs_a_citation() -> None:
    text = "Recalls resolution 64/999, and requests the Board to act as decided in resolution 64/998;"
    assert cited(document(paragraph(text))) == ["recall A/RES/64/999", "request A/RES/64/998"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Recalls",
                "resolution",
                "resolutions",
                "64/999",
                "A",
                "and",
                "B",
                "(XXX)",
                "(2004)",
                "paragraph",
                "paragraphs",
                "5",
                "to",
                "9",
                "(b)",
                "section",
                "II",
                "of",
                "the",
                "report",
                "Advisory",
                "Committee",
                ",",
                ";",
                "“",
                "”",
                "above",
                "annex",
                "Article",
                "17",
                "Charter",
                "回顾",
                "第",
                "号决议",
                "段",
                "和",
                "、",
                "《宪章》",
            ]
        ),
        max_size=30,
    )
)
def test_any_recombination_of_the_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    for code in ("en", "zh"):
        read = document(paragraph(text, marks={"1": text}), notes={"1": text}, language=code)
        for _, one in read.citations():
            assert 0 <= one.span.start <= one.span.end <= len(text)
            assert one.target or one.candidates or one.reason
