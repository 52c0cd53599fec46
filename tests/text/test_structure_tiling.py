"""Whatever the text, its segments tile it; damage of the kinds that extraction does changes no number."""

from __future__ import annotations

import random
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.model import Structure
from graph_service.text import rules
from tests.text.structure_samples import ANNEX_SAMPLE, CHINESE, RESOLUTION, marks, outline, structure


def tiles(found: Structure, text: str) -> bool:
    """Whether each code point lies in exactly one segment, and every value inside the text."""
    at = 0
    for segment in found.segments:
        if segment.span.start != at or segment.span.end <= at:
            return False
        at = segment.span.end
    inside = all(0 <= one.span.start <= one.span.end <= len(text) for one in found.paragraphs)
    return at == len(text) and inside


def words() -> list[str]:
    """Pieces of our documents and of the language data's own words, to be thrown together."""
    pieces = re.findall(r"\S+|\n+", RESOLUTION + CHINESE + ANNEX_SAMPLE)
    for code in rules.languages():
        pieces += rules.load(code).words
        pieces += [month for names in rules.load(code).months for month in names]
    return [
        *dict.fromkeys(pieces),
        "\f",
        "(a)",
        "(ii)",
        "1.",
        "2.",
        "12",
        "I",
        "II",
        "一",
        "____",
        "\u00a0",
        "A/RES/1/1",
        "1/",
        "²",
    ]


@given(st.lists(st.sampled_from(words()), max_size=120), st.sampled_from(["en", "zh", "fr", "ru", "ar", None]))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_recombinations_never_raise_and_always_tile(pieces: list[str], language: str | None) -> None:
    text = " ".join(pieces)
    code = language if language in (*rules.languages(), None) else None
    found = structure(text, code)
    assert tiles(found, text)
    assert len({one.id for one in found.paragraphs}) == len(found.paragraphs)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all_tiles(text: str) -> None:
    assert tiles(structure(text, "en"), text)


@given(st.integers(0, len(RESOLUTION)), st.integers(0, len(RESOLUTION)))
@settings(max_examples=80, deadline=None)
def test_a_text_torn_anywhere_tiles(start: int, end: int) -> None:
    text = RESOLUTION[min(start, end) : max(start, end)]
    assert tiles(structure(text, "en"), text)


CLEAN = """A/RES/999/1

Resolution adopted by the General Assembly on 3 March 2099

999/1. Keeping of lighthouses

The General Assembly,

Recalling its resolution 999/2 of 5 May 2098 on the keeping of lighthouses and of the lamps that burn in them,1

Noting that the keepers of lighthouses have asked for oil more than once and that it has not been sent to them,

1. Takes note of the report of the Secretary-General on the oil that was asked for by the keepers of lighthouses;1

2. Requests the Secretary-General to send oil to every keeper of a lighthouse before the storms of winter begin;

3. Invites the keepers of lighthouses to report on the oil that they have received, on the following in particular:

(a) The number of barrels that were sent to them and the number of those that came to their hands in good order;

(b) The nights on which no lamp was lit, with the reasons for that in the words of the keepers who were on duty;

4. Decides to return to the oil of lighthouses at its next session under the item entitled “Lighthouses and lamps”.

9th plenary meeting

3 March 2099

__________

1 A/999/13.
"""


def damaged(seed: int) -> str:
    """Wraps the lines, moves numbers under their first lines, puts page furniture between, as pdftotext does."""
    dice = random.Random(seed)
    lines: list[str] = []
    for block in CLEAN.split("\n\n"):
        number = re.match(r"(\d)\. (.*)", block)
        body = number[2] if number else block.strip()
        broken = _wrapped(body)
        if number:
            place = dice.choice([0, 1]) if len(broken) > 1 else 0
            broken.insert(place, f"{number[1]}.")
            if place == 0 and dice.random() < 0.5:
                broken.insert(1, "")
        lines += broken
    middle = next(at for at, line in enumerate(lines) if "begin;" in line or "winter" in line)
    if dice.random() < 0.7:
        lines[middle:middle] = ["", "2", "", "99-12345", "", "\fA/RES/999/1", ""]
    return "\n".join(lines).replace("__________", "\n__________") + "\n"


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > 74:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_damage_changes_neither_numbers_nor_words_nor_marks(seed: int) -> None:
    whole, broken = structure(CLEAN, "en"), structure(damaged(seed), "en")
    assert outline(broken) == outline(whole)
    assert marks(broken) == marks(whole)
    assert [one.view.text for one in broken.footnotes] == [one.view.text for one in whole.footnotes]


def test_reading_again_gives_the_same() -> None:
    assert structure(RESOLUTION) == structure(RESOLUTION)
