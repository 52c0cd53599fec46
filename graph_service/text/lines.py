"""The lines of a text: each knows its place, and together they tile the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
# What table cells and Markdown put around a line's words.
_PADDED = re.compile(r"\s*(?:\|\s*(?=[^|]*\|\s*$)|#{1,6}\s+|_(?=[^_\s]))")
_RULED = re.compile(r"[\s_|:#*―─—–-]+")
_BLOCK_WIDTH = 130
_LONG = 400
_WORTH = 0.6
_BLOCK_ENDS = 0.7
_MANY = 6
_ENDS = (",", ";", ".", ":")
_FEW = 60
_SENTENCE = tuple(".;。；؛?!”’»\"')）]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``lead``–``stop`` tiles the text (with its break), ``start``–``end`` is what is printed.

    ``gap`` counts the blank lines before it, ``page`` tells whether a page break stands between. What the format
    shows: ``starts`` (a paragraph begins here; None: it does not tell), ``bold`` (the whole line), ``italic``
    (where its italic opening ends, 0 for none).
    """

    index: int
    lead: int
    start: int
    end: int
    stop: int
    text: str
    gap: int = 0
    page: bool = False
    starts: bool | None = None
    bold: bool = False
    italic: int = 0

    @property
    def indent(self) -> int:
        """Blanks before the first printed character."""
        return self.start - self.lead

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Shape:
    """How lines relate to paragraphs in this text.

    ``width``: characters of a full line; ``whole``: each line is a whole paragraph; ``indents``: a paragraph's
    first line is indented; ``gaps``: blank lines part paragraphs.
    """

    width: int
    whole: bool
    indents: bool
    gaps: bool


_FIGURE = re.compile(r"[(]?[-–—+]?[\d.]*[\d–—][)]?%?")
# Blanks that no writer puts between words: a layout's cells are parted so.
_WIDE = re.compile(r"\S {3,}(?=\S)")


def tabular(text: str) -> bool:
    """Whether a line reads like a table's row: cells parted by tabs, or hardly anything but figures."""
    if text.count("\t") > 1:
        return True
    if text.endswith(_ENDS[:3]):
        return False
    if len(_WIDE.findall(text)) > 1:
        return True
    words = text.split()
    figures = sum(bool(_FIGURE.fullmatch(word)) for word in words)
    return figures > 2 and figures >= 0.6 * len(words)


def heads(text: str) -> bool:
    """Whether a line may be a table's row of heads: several words, each with a capital, that end no sentence."""
    words = text.split()
    return len(words) > 2 and all(word[0].isupper() for word in words) and not text.endswith(_ENDS)


def cut(text: str) -> list[Line]:
    """Cuts the text at its line and page breaks; blank lines are lines too."""
    lines: list[Line] = []
    at, gap, page = 0, 0, False
    breaks = [(found.start(), found.end()) for found in _BREAK.finditer(text)]
    for end, stop in [*breaks, (len(text), len(text))]:
        if stop == at:
            continue
        line = _line(len(lines), text, at, end, stop, gap, page)
        lines.append(line)
        ends_page = text[end:stop] in ("\f", "\v")
        gap, page = (gap + 1, page or ends_page) if line.blank else (0, ends_page)
        at = stop
    return lines


def _line(index: int, text: str, lead: int, end: int, stop: int, gap: int, page: bool) -> Line:
    raw = text[lead:end]
    found = _PADDED.match(raw)
    body = raw[found.end() :].rstrip().rstrip("|_").rstrip() if found else raw.strip()
    if not body or _RULED.fullmatch(raw.strip()):
        body = raw.strip()
        found = None
    start = lead + (found.end() if found else len(raw) - len(raw.lstrip())) if body else end
    return Line(index, lead, start, start + len(body), stop, body, gap, page)


def measure(lines: Sequence[Line], blocks: bool = False) -> Shape:
    """The shape of the text, from the lengths, ends, indents and gaps of its printed lines.

    ``blocks``: the format has paragraphs of its own, so that few ends of sentences show that they are lines here.
    """
    printed = [line for line in lines if line.text]
    lengths = sorted(len(line.text) for line in printed) or [0]
    width = _full_width(lengths)
    whole = width > _BLOCK_WIDTH or lengths[-1] > _LONG or _ended(printed, width, blocks)
    indented = sum(line.indent > 0 for line in printed) / max(len(printed), 1)
    gapped = sum(line.gap > 0 for line in printed) / max(len(printed), 1)
    return Shape(width, whole, 0.03 < indented < 0.7, gapped < 0.6)


def _full_width(lengths: Sequence[int]) -> int:
    """The length that nine tenths of the lines stay within; of the characters, where so few lines are printed that
    heads and last lines are more than a tenth of them."""
    if len(lengths) >= _FEW:
        return lengths[int(len(lengths) * 0.9)]
    left = 0.9 * sum(lengths)
    for length in lengths:
        left -= length
        if left <= 0:
            return length
    return lengths[-1]


def _ended(printed: Sequence[Line], width: int, blocks: bool) -> bool:
    """Whether long lines end as paragraphs do: in wrapped text hardly one in six does."""
    long = [line.text for line in printed if len(line.text) > _WORTH * width]
    ends = sum(text.rstrip("0123456789¹²³").endswith((*_SENTENCE, ",", ":", "，", "：")) for text in long)
    return ends >= _BLOCK_ENDS * len(long) if blocks else len(long) >= _MANY and ends == len(long)


def joined(lines: Sequence[Line]) -> list[Line]:
    """The lines with no gap where page furniture or notes stood between, unless a sentence had ended there."""
    found = list(lines[:1])
    for before, line in pairwise(lines):
        torn = line.index - before.index - 1 > line.gap and before.text[-1:] not in _SENTENCE
        found.append(replace(line, gap=0) if torn else line)
    return found
