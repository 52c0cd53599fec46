"""Translation parity: texts in the six official languages are read the same way in each.

The paragraph numbers are the same in every language, so numbering, targets, pinpoints, acts and mandates must
agree; a difference is an error in a language file. The texts are our own, in the form that UN documents have.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph_service.model import Document, Mandate, Paragraph, Source
from graph_service.text.citations import understand
from graph_service.text.grammar import body_names
from graph_service.text.readers import read
from graph_service.text.segments import split

FOLDER = Path(__file__).parent.parent / "cases" / "parallel"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
EXPECTED: dict[str, dict[str, Any]] = {
    one.parent.name: json.loads(one.read_text("utf-8")) for one in sorted(FOLDER.glob("*/expected.json"))
}
# Functions that some language renders by one verb (рекомендует, aprueba, 强调): either is right.
ALIKE = [
    frozenset({"encourage", "recommend"}),
    frozenset({"stress", "emphasize", "underline"}),
    frozenset({"recognize", "acknowledge"}),
    frozenset({"approve", "adopt"}),
]
PARAGRAPHS = [(name, one) for name, expected in EXPECTED.items() for one in expected["paragraphs"]]

everywhere = pytest.mark.parametrize("language", LANGUAGES)
every_text = pytest.mark.parametrize("text", EXPECTED)


@cache
def document(text: str, language: str) -> Document:
    source = read(FOLDER / text / f"{language}.txt")
    return understand(split(source), source)


def same(function: str) -> str:
    """One name for functions that a language may render by one verb."""
    return next((min(one) for one in ALIKE if function in one), function)


def mandate(one: Mandate) -> dict[str, Any]:
    """What of a mandate does not depend on the language: a body without a known name is left out."""
    due, known = one.due, set(body_names("en").values())
    found = {
        "act": same(one.act),
        "addressee": one.addressee if one.addressee in known else None,
        "periodicity": one.periodicity,
        "reportTo": one.report_to,
        "session": due.session if due else None,
        "part": due.part if due else None,
        "latest": str(due.latest) if due and due.latest and not due.session else None,
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


def wanted(text: str, identifier: str) -> dict[str, Any]:
    expected = dict(EXPECTED[text]["paragraphs"][identifier])
    acts = [same(one) for one in expected.get("acts", ())]
    cites = [" ".join((same(function), target)) for function, target in map(str.split, expected.get("cites", ()))]
    mandates = [{**one, "act": same(one["act"])} for one in expected.get("mandates", ())]
    found = {**expected, "acts": acts, "cites": cites, "mandates": mandates}
    return {key: value for key, value in found.items() if value}


def test_every_text_is_there_in_each_language() -> None:
    assert {name: len(one["paragraphs"]) for name, one in EXPECTED.items()} == {
        "almanac": 16,
        "council": 9,
        "harbour": 9,
        "inventory": 6,
        "library": 20,
        "lighthouse": 17,
        "orchard": 17,
    }
    assert len(list(FOLDER.glob("*/*.txt"))) == len(EXPECTED) * len(LANGUAGES)


@everywhere
@every_text
def test_the_language_is_recognised(text: str, language: str) -> None:
    found = document(text, language)
    assert found.language == language
    assert [one for one in found.cautions if one.code.startswith("language")] == []


@everywhere
@every_text
def test_the_front_says_the_same(text: str, language: str) -> None:
    front = document(text, language).front
    # A resolution of the Security Council bears its number, and no title.
    assert bool(front.title) == (front.organ != "Security Council")
    assert {
        "symbol": front.symbol,
        "adopted": str(front.adopted),
        "distributed": str(front.distributed),
        "agendaItems": list(front.agenda_items),
        "basedOn": list(front.based_on),
        "meeting": front.meeting,
        "organ": front.organ,
    } == EXPECTED[text]["front"]


@everywhere
@every_text
def test_numbering_heads_and_notes_are_the_same(text: str, language: str) -> None:
    found = document(text, language)
    assert [one.id for one in found.paragraphs] == list(EXPECTED[text]["paragraphs"])
    assert [one.id for one in found.headings] == EXPECTED[text]["headings"]
    assert all(one.title for one in found.headings)
    assert {one.number: list(one.targets) for one in found.footnotes} == EXPECTED[text]["footnotes"]
    assert [one.target for one in found.answers] == EXPECTED[text].get("answers", [])


@everywhere
@pytest.mark.parametrize(("text", "identifier"), PARAGRAPHS)
def test_each_paragraph_says_the_same(text: str, identifier: str, language: str) -> None:
    paragraph = document(text, language).paragraph(identifier)
    assert paragraph is not None
    assert facts(paragraph) == wanted(text, identifier)


@everywhere
@every_text
def test_nothing_is_left_unresolved_or_unread(text: str, language: str) -> None:
    found = document(text, language)
    assert [one.reason for _, one in found.citations() if not one.target] == []
    unread = [found.source.text[slice(*one.span)] for one in found.segments if one.kind == "unclassified"]
    assert "".join(unread).strip() == ""


def glue(text: str) -> str:
    """Marks as plain figures at the end of the word, as extraction leaves superscripts."""
    return text.translate(str.maketrans("¹²³", "123"))


DAMAGE = {
    "glued marks": glue,
    "marks in round brackets": lambda text: re.sub("[¹²³]", lambda mark: f"({glue(mark[0])})", text),
    "marks with a stroke": lambda text: re.sub("[¹²³]", lambda mark: f" {glue(mark[0])}/", text),
    "no empty lines": lambda text: re.sub(r"\n\n+", "\n", glue(text)),
}


@everywhere
@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("text", ["library", "lighthouse", "orchard"])
def test_what_extraction_does_to_a_text_changes_nothing(text: str, damage: str, language: str) -> None:
    printed = (FOLDER / text / f"{language}.txt").read_text("utf-8")
    source = Source(DAMAGE[damage](printed), "", "plain", f"{text} {language}")
    found = understand(split(source), source)
    assert {one.id: facts(one) for one in found.paragraphs} == {
        identifier: wanted(text, identifier) for identifier in EXPECTED[text]["paragraphs"]
    }
