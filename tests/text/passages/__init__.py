"""Passages in the form of UN documents with what they cite, written before the program read them.

A passage is its first line; ``@`` lines say what is around it (``organ``, ``symbol``, ``kind``, ``note N words``,
``before words``); ``->`` ends it with what it cites: locators, ``?a|b`` where both may be meant. A figure in
braces is a footnote mark. What is named without telling which document it is stands in no list: it may be left
unresolved, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.model import Document, Footnote, Front, Mark, Paragraph, Source, Span, Structure
from graph_service.text.citations import understand
from tests.text.reading import view

HERE = Path(__file__).parent
_MARK = re.compile(r"\{(\d+)\}")


@dataclass(slots=True)
class Passage:
    """One passage: ``group`` is the heading it stands under, ``expect`` what a careful reader finds."""

    language: str
    group: str
    text: str
    expect: frozenset[str] = frozenset()
    before: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    organ: str = "General Assembly"
    symbol: str = "A/RES/99/999"
    kind: str = ""

    def found(self) -> frozenset[str]:
        """What the program finds in the passage itself."""
        cited = self.read().paragraphs[-1].citations
        return frozenset(one.target or _doubt(one.candidates) for one in cited if one.target or one.candidates)

    def read(self) -> Document:
        """The passage with what stands before it, understood as one document."""
        texts = [*self.before, self.text]
        paragraphs = tuple(self._paragraph(text, index) for index, text in enumerate(texts))
        notes = tuple(Footnote(one, (), Span(0, len(text)), view(text)) for one, text in self.notes.items())
        front = Front(symbol=self.symbol, organ=self.organ)
        source = Source("", "0" * 64, "plain", "by hand")
        return understand(Structure(front, self.language, (), (), paragraphs, notes), source)

    def _paragraph(self, text: str, index: int) -> Paragraph:
        plain, marks = _marked(text)
        kind = self.kind or ("preambular" if plain.endswith((",", "，")) else "operative")
        prefix = {"preambular": "pp", "operative": "op"}.get(kind, "para")
        span = Span(0, len(plain))
        return Paragraph(f"{prefix}{index + 90}", kind, None, span, view=view(plain), marks=marks)


def _doubt(candidates: tuple[str, ...]) -> str:
    return f"?{'|'.join(sorted(candidates))}"


def _marked(text: str) -> tuple[str, tuple[Mark, ...]]:
    marks, plain, last = [], "", 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        marks.append(Mark(match[1], Span(len(plain), len(plain)), len(plain)))
        last = match.end()
    return plain + text[last:], tuple(marks)


def passages(language: str) -> list[Passage]:
    """All passages of a language, in their order."""
    return list(_passages(language))


def _passages(language: str) -> Iterator[Passage]:
    group, current = "", None
    for line in (HERE / f"{language}.txt").read_text("utf-8").splitlines():
        key, _, rest = line.partition(" ")
        if key == "#":
            group = rest
        elif key == "->" and current is not None:
            current.expect = frozenset(
                _doubt(tuple(one[1:].split("|"))) if one[0] == "?" else one for one in rest.split()
            )
            yield current
            current = None
        elif key in ("@organ", "@symbol", "@kind") and current is not None:
            setattr(current, key[1:], rest)
        elif key == "@before" and current is not None:
            current.before.append(rest)
        elif key == "@note" and current is not None:
            number, _, words = rest.partition(" ")
            current.notes[number] = words
        elif line:
            current = Passage(language.partition(".")[0], group, line)


@dataclass(slots=True)
class Tally:
    """Right, wrong and missing targets with their pinpoints."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    passages: int = 0
    whole: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missing)

    def add(self, expect: frozenset[str], found: frozenset[str]) -> None:
        """Counts one passage."""
        self.right += len(expect & found)
        self.wrong += len(found - expect)
        self.missing += len(expect - found)
        self.passages += 1
        self.whole += expect == found
