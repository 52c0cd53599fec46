"""Where things stand on PDF pages: rows and columns of words.

Lengths are points, heights grow downwards, as pdfplumber gives them. Nothing here reads a language: only places,
sizes and types count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_OVERLAP = 0.4
_RAISED = 0.82
_COLUMN_ROWS = 4
_FILLED = 0.7
_STRIP = 8.0
_CROSSING = 0.25
_RUNNING = 0.35
_ASKEW = 0.2
_TINY = 0.4
_MISALIGNED = 0.3
_APART = 2.0
_TAB = 3.0


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word of one type, with the address that it leads to."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn horizontal line."""

    x0: float
    x1: float
    y: float


@dataclass(slots=True)
class Row:
    """Words on one base line, from left to right. ``kind``: body, note or furniture.

    ``opens``: whether a paragraph begins here (None: the page does not tell). ``gap``: room above it.
    """

    words: list[Word]
    size: float
    kind: str = "body"
    opens: bool | None = None
    gap: bool = False
    ruled: bool = False

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge of its words of usual size."""
        return max(word.bottom for word in self.words if word.size >= _RAISED * self.size)

    @property
    def top(self) -> float:
        """The upper edge of its words."""
        return min(word.top for word in self.words)

    @property
    def text(self) -> str:
        """Its words with single blanks."""
        return " ".join(word.text for word in self.words)

    def raised(self, word: Word) -> bool:
        """Whether a word is smaller than its row and stands higher."""
        return word.size < _RAISED * self.size and word.bottom < self.bottom - 0.1 * self.size

    @property
    def cells(self) -> bool:
        """Whether wide blanks part it into cells."""
        return any((b.x0 - a.x1) / self.size > _TAB for a, b in pairwise(self.words[1:]))

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all("bold" in word.font for word in self.words if not self.raised(word))


@dataclass(slots=True)
class Stack:
    """The rows of one column (or page, or part of one) from top to bottom."""

    rows: list[Row]
    left: float = 0.0
    right: float = 0.0


@dataclass(slots=True)
class Page:
    """A page's stacks in reading order, its size and its drawn rules."""

    stacks: list[Stack]
    width: float
    height: float
    rules: list[Rule] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """All rows in reading order."""
        return [row for stack in self.stacks for row in stack.rows]


def usual(words: Sequence[Word]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    return (sizes.most_common(1)[0][0] if sizes else 1.0) or 1.0


def rows(words: Sequence[Word]) -> list[Row]:
    """Words that share a base line; a raised mark overlaps the line that it belongs to."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (-round(one.size), one.top)):
        best = max(found, key=lambda row: _overlap(row[0], word), default=None)
        if best is not None and _overlap(best[0], word) > _OVERLAP:
            best.append(word)
        else:
            found.append([word])
    found.sort(key=lambda row: row[0].bottom)
    return [Row(sorted(row, key=lambda word: word.x0), usual(row)) for row in found]


def _overlap(first: Word, word: Word) -> float:
    shared = min(first.bottom, word.bottom) - max(first.top, word.top)
    return shared / max(min(first.bottom - first.top, word.bottom - word.top), 0.1)


# --- columns ---------------------------------------------------------------------------------------------


def columns(words: Sequence[Word], gutter: float | None) -> list[Stack]:
    """The page's stacks: one, or what spans the page and the two columns of running text beside each other."""
    if not words:
        return []
    if gutter is None or _crossing(words, gutter) > _CROSSING * len(rows(words)):
        return [_stack(rows(words))]
    stacks: list[Stack] = []
    for band, spans in _bands(words, gutter):
        sides = [rows([word for word in band if (word.x0 < gutter) is left]) for left in (True, False)]
        if spans or min(map(len, sides)) < _COLUMN_ROWS:
            stacks.append(_stack(rows(band)))
        else:
            stacks += [_stack(side) for side in sides]
    return stacks


def _stack(found: list[Row]) -> Stack:
    return Stack(found, min(row.x0 for row in found), max(row.x1 for row in found))


def _crosses(word: Word, gutter: float) -> bool:
    return word.x0 < gutter < word.x1


def _bands(words: Sequence[Word], gutter: float) -> Iterator[tuple[list[Word], bool]]:
    """The words from top to bottom, cut wherever a row spans both columns; whether each band is such a row."""
    spanning = sorted((word.top, word.bottom) for word in words if _crosses(word, gutter))
    band: list[Word] = []
    last = False
    for word in sorted(words, key=lambda one: (one.top + one.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        spans = any(top < middle < bottom for top, bottom in spanning)
        if band and spans is not last:
            yield band, last
            band = []
        band.append(word)
        last = spans
    yield band, last


def _crossing(words: Sequence[Word], gutter: float) -> int:
    return sum(_crosses(word, gutter) for word in words)


def common_gutter(gutters: Sequence[float | None]) -> float | None:
    """The gutter of a document with one on a third of its pages: pages that show none clearly have it too."""
    found = sorted(one for one in gutters if one is not None)
    return found[len(found) // 2] if found and 3 * len(found) >= len(gutters) else None


def gutter_of(words: Sequence[Word], width: float) -> float | None:
    """The middle of an empty strip that parts two columns of running text, or None."""
    found: list[tuple[int, float]] = []
    for place in range(44, 57):
        gutter = width * place / 100
        crossing = _crossing(words, gutter)
        sides = [rows([one for one in words if (one.x0 < gutter) is left]) for left in (True, False)]
        both = min(map(len, sides))
        share = _ASKEW if _askew(*sides) else _RUNNING
        if (
            both >= _COLUMN_ROWS
            and crossing <= _CROSSING * both
            and all(_running_text(side, share) for side in sides)
        ):
            found.append((crossing, gutter))
    least = min((crossing for crossing, _ in found), default=0)
    best = [gutter for crossing, gutter in found if crossing == least]
    return best[len(best) // 2] if best else None


def _askew(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether the lines beside each other stand at heights of their own, as a table's cells do not."""
    beside = [row for row in left if right and right[0].top < row.bottom < right[-1].bottom]
    alone = sum(all(abs(row.bottom - other.bottom) > _APART for other in right) for row in beside)
    return len(beside) >= _COLUMN_ROWS and alone > _MISALIGNED * len(beside)


def _running_text(side: Sequence[Row], share: float) -> bool:
    """Whether so many rows of one side are full lines of several words, as a table's cells are not."""
    left, right = min(row.x0 for row in side), max(row.x1 for row in side)
    full = sum(len(row.words) > 2 and not row.cells and row.x1 - left > _FILLED * (right - left) for row in side)
    tiny = sum(len(row.words) < 3 for row in side)
    return full >= share * len(side) and tiny <= _TINY * len(side)
