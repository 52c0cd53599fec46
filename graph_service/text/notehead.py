"""Notes as they are found: values, and the number at the head of a note's line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from graph_service.model import Caution, Span
from graph_service.text import rules
from graph_service.text.lines import Line


@dataclass(frozen=True, slots=True)
class Note:
    """One note: its number, the number's place, and the pieces of its text."""

    number: int
    mark: Span
    pieces: tuple[Span, ...]


@dataclass(slots=True)
class Notes:
    """What was found: the notes, the lines that belong to them, and doubts."""

    notes: list[Note] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    ruled: set[int] = field(default_factory=set)
    strays: set[int] = field(default_factory=set)
    starred: list[tuple[str, Span, Span]] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    style: str = ""

    @property
    def last(self) -> int:
        """The highest number so far."""
        return max((note.number for note in self.notes), default=0)


@dataclass(frozen=True, slots=True)
class Head:
    """A note's number at the head of a line, and where its text begins in it."""

    number: int
    mark: Span
    text: int
    style: str


@cache
def _heads() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = rules.layout()["notes"]["heads"]
    return tuple((re.sub(r"\(\?P<n>.*?\)", "N", one), re.compile(rf"\|? ?(?:{one})\s*")) for one in table)


def figures(text: str) -> int:
    """The number that plain or superscript figures print."""
    table = rules.layout()["notes"]["superscripts"]
    return int("".join(table.get(letter, letter) for letter in text))


def head(line: Line) -> Head | None:
    """The note number that the line begins with, or None."""
    for style, pattern in _heads():
        found = pattern.match(line.text)
        if found:
            edge = line.start + len(line.text[: found.end()].rstrip())
            mark = Span(line.start + found.start(), edge)
            return Head(figures(found["n"]), mark, line.start + found.end(), style)
    return None
