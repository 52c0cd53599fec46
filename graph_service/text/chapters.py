"""Numbers that carry their chapter ("IV.32", "3.14", "2.1.4") at the head of paragraphs.

A figure with a point may also be a quantity, a table's or a heading's; so they count together or not at all: where
a chain of them counts on from 1 in one chapter after the other, and most of them stand at a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.text import markers
from graph_service.text.block import END
from graph_service.text.lines import Line, Shape, tabular
from graph_service.text.markers import Head
from graph_service.text.rules import Rules

_LEAST = 3
_MOST = 0.6
_SKIP = 4
_FULL, _WHOLE = 0.7, 120


def find(lines: Sequence[Line], language: Rules, shape: Shape) -> dict[int, Head]:
    """The numbers with chapters by the indexes of their lines; empty where this text does not count so."""
    found: dict[int, Head] = {}
    styles: dict[tuple[str, int], list[tuple[int, Head]]] = {}
    for at, line in enumerate(lines):
        head = _head(line.text, language)
        if head is not None and not tabular(line.text):
            styles.setdefault(_style(head), []).append((at, head))
    for candidates in styles.values():
        chain = _chain(candidates)
        sentences = sum(_sentence(lines, at, head, shape) for at, head in chain)
        if len(chain) >= _LEAST and sentences >= _MOST * len(chain):
            found.update({lines[at].index: head for at, head in chain})
    return found


def _head(text: str, language: Rules) -> Head | None:
    for pattern in language.chaptered:
        found = pattern.match(text)
        if found:
            blanks = re.compile(r"\s*").match(text, found.end())
            length = blanks.end() if blanks else found.end()
            label = f"{found['chapter']}.{int(found['n'])}"
            return Head(label, int(found["n"]), length, found.end(), chapter=found["chapter"])
    return None


def _style(head: Head) -> tuple[str, int]:
    """How a number counts: with numerals, letters or figures, and on which level."""
    chapter = head.chapter
    kind = "figure" if chapter[0].isdecimal() else "roman" if markers.roman(chapter) else "letter"
    return kind, chapter.count(".")


def _rank(chapter: str) -> tuple[int, ...]:
    return tuple(int(one) if one.isdecimal() else markers.roman(one) or ord(one) for one in chapter.split("."))


def _chain(candidates: Sequence[tuple[int, Head]]) -> list[tuple[int, Head]]:
    """Those that count on in their chapter, or begin a later one."""
    chain: list[tuple[int, Head]] = []
    for at, head in candidates:
        last = chain[-1][1] if chain else None
        if last is not None and head.chapter == last.chapter:
            follows = last.value < head.value <= last.value + _SKIP
        else:
            follows = head.value == 1 and (last is None or _rank(head.chapter) > _rank(last.chapter))
        if follows:
            chain.append((at, head))
    return chain


def _sentence(lines: Sequence[Line], at: int, head: Head, shape: Shape) -> bool:
    """Whether a sentence stands at the number: a full line or an ended one, beside it, under it or over it."""
    rest = lines[at].text[head.length :]
    beside = [rest] if rest else [one.text for one in (*lines[at + 1 : at + 2], *lines[max(at - 1, 0) : at])]
    least = _WHOLE if shape.whole else _FULL * shape.width
    return any(len(text) >= least or END.search(text) for text in beside)
