"""A document as JSON: it meets its schema, and reading it back loses no fact."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from graph_service.errors import CuratedError
from graph_service.facts import from_json, schema, to_json
from graph_service.model import (
    Act,
    Answer,
    Caution,
    Citation,
    Document,
    Due,
    Footnote,
    Front,
    Heading,
    Mandate,
    Mark,
    Paragraph,
    Reference,
    Segment,
    Source,
    Span,
    View,
)

CURATED = sorted((Path(__file__).resolve().parent.parent / "data" / "curated" / "documents").glob("*.json"))
TEXT = "1. Recalls paragraph 3 of resolution 999/1, and requests the Secretary-General to report."
PARAGRAPH = Paragraph(
    id="op1",
    kind="operative",
    number="1",
    span=Span(0, len(TEXT)),
    heading="h1",
    view=View(TEXT[3:], tuple(range(3, len(TEXT)))),
    marks=(Mark("2", Span(0, len(TEXT))),),
    acts=(Act("recall", Span(3, 10), ("also",)),),
    citations=(
        Citation("A/RES/999/1~op3", "recall", "explicit", Span(11, 42), 0.9, "2", printed_date=date(2099, 1, 2)),
        Citation(None, "recall", "ambiguous", Span(11, 42), candidates=("A/999/1", "A/999/2"), title="On things"),
        Citation(None, "recall", "unresolved", Span(11, 42), reason="no antecedent"),
    ),
    references=(Reference("A/RES/999/2~op7", Span(5, 9), "ambiguous", ("A/RES/999/2~I.op7",)),),
    mandates=(
        Mandate(
            "request",
            "Secretary-General",
            Span(48, 88),
            "report",
            periodicity="annual",
            report_to="General Assembly",
            due=Due("at its next session", 100, "main", date(2044, 9, 1), date(2044, 12, 31)),
            grounds=("A/RES/999/1~op3",),
            reiterates=True,
        ),
    ),
    summary="Asks for a report.",
)
DOCUMENT = Document(
    front=Front(
        "A/RES/999/2",
        "Resolution",
        "On things",
        date(2099, 1, 1),
        date(2099, 2, 1),
        999,
        ("7",),
        ("A/999/3",),
        4,
        "GA",
    ),
    language="en",
    source=Source(TEXT, "0" * 64, "text", "x.txt"),
    segments=(Segment("operative", Span(0, len(TEXT)), "op1"),),
    headings=(Heading("h1", "heading", None, "Things", Span(0, 0)),),
    paragraphs=(PARAGRAPH,),
    footnotes=(Footnote("2", ("A/999/1",), Span(1, 2), see=True),),
    answers=(Answer("A/RES/999/1~op3", Span(0, 1), "pursuant to"),),
    cautions=(Caution("gap", "a number is missing", Span(0, 1)),),
)


@pytest.mark.parametrize("with_text", [False, True])
def test_the_json_meets_its_schema(with_text: bool) -> None:
    facts = json.loads(json.dumps(to_json(DOCUMENT, with_text=with_text)))
    jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker()).validate(facts)


def test_reading_it_back_loses_no_fact() -> None:
    facts = to_json(DOCUMENT)
    assert to_json(from_json(facts)) == facts


def test_the_words_stand_in_it_only_when_asked_for() -> None:
    assert "Recalls" not in json.dumps(to_json(DOCUMENT))
    shown = to_json(DOCUMENT, with_text=True)
    assert shown["paragraphs"][0]["text"] == TEXT[3:]
    assert shown["paragraphs"][0]["acts"][0]["text"] == "Recalls"
    assert shown["paragraphs"][0]["mandates"][0]["text"].startswith("requests")


def test_the_curated_documents_meet_the_schema() -> None:
    assert CURATED
    for path in CURATED:
        facts = json.loads(path.read_bytes())
        jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker()).validate(facts)
        assert from_json(facts, name=path.name).symbol


@pytest.mark.parametrize("missing", ["symbol", "source", "paragraphs", "language"])
def test_a_document_that_lacks_a_member_names_file_and_member(missing: str) -> None:
    facts = to_json(DOCUMENT)
    del facts[missing]
    with pytest.raises(CuratedError, match=rf"odd\.json: .*{missing}"):
        from_json(facts, name="odd.json")
