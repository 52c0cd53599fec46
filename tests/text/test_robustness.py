"""A thousand recombinations of the languages' own words and of pieces of real text: the text half never raises.

What comes out must still be sound: segments tile the text, spans lie inside it, and reading again gives the same.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.facts import to_json
from graph_service.model import Document, Source, Span
from graph_service.resources import folder
from graph_service.text.citations import understand
from graph_service.text.rules import languages
from graph_service.text.segments import split
from tests.conftest import SHARED

RECOMBINATIONS = 1000
OWN = [
    "1. Requests the Secretary-General to report on paragraph 7 above;\n",
    "1. 请秘书长报告第999/1号决议第3至第5段的执行情况；\n",
    "_______________\n1\nA/999/1 and Corr.1.\n",
    "(a) To continue;\n", "(i)", "\n\n", "\n", " ", "\t", "I\n", "二\n", "12", "’", "“", "”", "²",
    "\u202b", "\x0c",
]  # fmt: skip


def strings(value: object) -> Iterator[str]:
    """Every string of a language file, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@cache
def pieces() -> tuple[str, ...]:
    """Words of the language data, and real texts cut at their blanks where the corpora are here."""
    found = list(OWN)
    for code in languages():
        data = tomllib.loads((folder("data") / "languages" / f"{code}.toml").read_text("utf-8"))
        found += sorted({one for one in strings(data) if len(one) < 400})
    for path in sorted((SHARED / "corpus" / "resolutions").rglob("*.txt")):
        found += re.findall(r"(?s).{1,180}", path.read_text("utf-8"))
    return tuple(found)


def read_again(text: str, language: str | None) -> Document:
    """The whole text half on a string."""
    source = Source(text, hashlib.sha256(text.encode()).hexdigest(), "text", "mixed.txt", language=language)
    return understand(split(source, language), source)


def spans(document: Document) -> Iterator[Span]:
    """Every span that the document's facts carry."""
    for one in document.paragraphs:
        yield one.span
        for part in (*one.marks, *one.acts, *one.citations, *one.references, *one.mandates):
            yield part.span


@pytest.mark.skipif(not languages(), reason="there is no language data")
@settings(max_examples=RECOMBINATIONS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_that_words_can_form_is_an_error(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(pieces()), max_size=30))
    language = data.draw(st.sampled_from((None, *languages())))
    text = data.draw(st.sampled_from(("", " ", "\n"))).join(chosen)
    document = read_again(text, language)
    ends = [0] + [one.span.end for one in document.segments]
    assert [one.span.start for one in document.segments] == ends[:-1]
    assert ends[-1] == len(text)
    assert all(0 <= start <= end <= len(text) for start, end in spans(document))
    assert to_json(read_again(text, language)) == to_json(document)


def test_there_is_enough_to_mix() -> None:
    assert len(pieces()) > 2000
