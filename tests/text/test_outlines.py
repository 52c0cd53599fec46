"""Numbering in documents of every age and organ: outlines written by hand before the program read the texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph_service.text import rules
from tests.text.structure_samples import outline, structure

FOLDER = Path(__file__).parent.parent / "cases" / "outlines"


@dataclass
class Shape:
    """A document with its outline; "|" parts alternatives; ``missed`` says why the program reads it otherwise."""

    name: str
    symbol: str = ""
    text: list[str] = field(default_factory=list)
    expect: list[str] = field(default_factory=list)
    missed: str = ""


def shapes(code: str) -> Iterator[Shape]:
    """The documents of a file: "=== name", "symbol: …", "missed: …", the text, then "--- id: first words"."""
    found: Shape | None = None
    for line in (FOLDER / f"{code}.txt").read_text("utf-8").splitlines():
        if line.startswith("=== "):
            if found:
                yield found
            found = Shape(line[4:])
        elif found and line.startswith("--- "):
            found.expect.append(line[4:])
        elif found and line.startswith("symbol: ") and not found.symbol:
            found.symbol = line[8:]
        elif found and line.startswith("missed: "):
            found.missed = line[8:]
        elif found:
            found.text.append(line)
    if found:
        yield found


def wrong(shape: Shape, code: str) -> list[str]:
    """What the program's outline has otherwise: rows missed, and paragraphs nobody expects."""
    found = outline(structure("\n".join(shape.text), code, shape.symbol))
    rows = [[option.partition(": ")[::2] for option in row.split("|")] for row in shape.expect]
    hit = [next((place for place, words in row if found.get(place, "").startswith(words)), None) for row in rows]
    missed = [row for row, place in zip(shape.expect, hit, strict=True) if place is None]
    return [*missed, *(f"unexpected {place}" for place in found if place not in hit)]


CASES = [(code, one) for code in ("en",) for one in shapes(code)]


def test_the_documents_are_there() -> None:
    assert len(CASES) >= 17
    assert {code for code, _ in CASES} <= set(rules.languages())


@pytest.mark.parametrize(("code", "shape"), CASES, ids=[one.name for _, one in CASES])
def test_every_paragraph_has_the_number_it_is_printed_with(code: str, shape: Shape) -> None:
    found = wrong(shape, code)
    assert bool(found) == bool(shape.missed), found
