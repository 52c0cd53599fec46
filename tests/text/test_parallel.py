"""Translation parity: one text in the six official languages is read the same way in each.

The paragraph numbers are the same in every language, so numbering, targets, pinpoints, acts and mandates must
agree; a difference is an error in a language file. The texts are our own, in the form that UN documents have.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph_service.model import Document, Mandate, Paragraph
from graph_service.text.citations import understand
from graph_service.text.readers import read
from graph_service.text.segments import split

FOLDER = Path(__file__).parent.parent / "cases" / "parallel"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
ALIKE = [frozenset(one) for one in EXPECTED["alike"]]

everywhere = pytest.mark.parametrize("language", LANGUAGES)


@cache
def document(language: str) -> Document:
    source = read(FOLDER / f"{language}.txt")
    return understand(split(source), source)


def same(function: str) -> str:
    """One name for functions that a language may render by one verb."""
    return next((min(one) for one in ALIKE if function in one), function)


def mandate(one: Mandate) -> dict[str, Any]:
    due = one.due
    found = {
        "act": same(one.act),
        "addressee": one.addressee,
        "periodicity": one.periodicity,
        "reportTo": one.report_to,
        "session": due.session if due else None,
        "part": due.part if due else None,
    }
    return {key: value for key, value in found.items() if value}


def facts(paragraph: Paragraph) -> dict[str, Any]:
    found = {
        "kind": paragraph.kind,
        "marks": [one.number for one in paragraph.marks],
        "acts": [same(one.function) for one in paragraph.acts],
        "cites": [f"{same(one.function)} {one.target}" for one in paragraph.citations],
        "refers": [one.target for one in paragraph.references],
        "mandates": [mandate(one) for one in paragraph.mandates],
    }
    return {key: value for key, value in found.items() if value}


def test_there_is_one_text_for_each_language() -> None:
    assert sorted(one.stem for one in FOLDER.glob("*.txt")) == list(LANGUAGES)
    assert len(EXPECTED["paragraphs"]) == 20


@everywhere
def test_the_language_is_recognised(language: str) -> None:
    found = document(language)
    assert found.language == language
    assert [one for one in found.cautions if one.code.startswith("language")] == []


@everywhere
def test_the_front_says_the_same(language: str) -> None:
    front = document(language).front
    assert front.title
    assert {
        "symbol": front.symbol,
        "adopted": str(front.adopted),
        "distributed": str(front.distributed),
        "agendaItems": list(front.agenda_items),
        "basedOn": list(front.based_on),
        "meeting": front.meeting,
        "organ": front.organ,
    } == EXPECTED["front"]


@everywhere
def test_numbering_and_heads_are_the_same(language: str) -> None:
    found = document(language)
    assert [one.id for one in found.paragraphs] == list(EXPECTED["paragraphs"])
    assert [one.id for one in found.headings] == EXPECTED["headings"]
    assert all(one.title for one in found.headings)
    assert {one.number: list(one.targets) for one in found.footnotes} == EXPECTED["footnotes"]


@everywhere
@pytest.mark.parametrize("identifier", EXPECTED["paragraphs"])
def test_each_paragraph_says_the_same(language: str, identifier: str) -> None:
    paragraph = document(language).paragraph(identifier)
    assert paragraph is not None
    expected = EXPECTED["paragraphs"][identifier]
    expected = {**expected, "acts": [same(one) for one in expected.get("acts", ())]}
    for one in expected.get("mandates", ()):
        one["act"] = same(one["act"])
    found = facts(paragraph)
    assert found == {key: value for key, value in expected.items() if value}


@everywhere
def test_nothing_is_left_unresolved_or_unread(language: str) -> None:
    found = document(language)
    assert [one.reason for _, one in found.citations() if one.status != "explicit"] == []
    text = found.source.text
    unread = [text[slice(*one.span)] for one in found.segments if one.kind == "unclassified"]
    assert "".join(unread).strip() == ""
