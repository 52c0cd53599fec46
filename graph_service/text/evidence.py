"""Evidence: what a format shows of a line besides its words, laid on the lines once.

A PDF's page tells where paragraphs open, which rows are notes and which every page repeats; types (bold, italic)
tell heads and opening verbs. Where a format shows none of it, the words alone decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_service.model import Source, Span
from graph_service.text.lines import Line

# What may stand before a head in other type.
_LABEL = re.compile(r"(?:[IVXLC]+|[A-Z]|\d{1,3})[.)]?\s+")
_OPENING = 60
_LEAD = 12
_MARKS = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """The lines as the format marks them; ``furniture`` and ``notes`` are indexes of lines."""

    lines: list[Line]
    furniture: frozenset[int]
    notes: frozenset[int]


def gather(lines: Sequence[Line], source: Source) -> Evidence:
    """Lays the source's styles on its lines."""
    kinds = {kind: _Spans(source, kind) for kind in ("furniture", "note", "opens", "continues", "bold", "italic")}
    marked = [_marked(line, kinds) if line.text else line for line in lines] if source.styles else list(lines)
    furniture, notes = (
        frozenset(line.index for line in lines if line.text and kinds[kind].cover(line.start, line.end))
        for kind in ("furniture", "note")
    )
    return Evidence(marked, furniture, notes)


def _marked(line: Line, kinds: dict[str, _Spans]) -> Line:
    starts = None
    if kinds["opens"].cover(line.start, line.end):
        starts = True
    elif kinds["continues"].cover(line.start, line.end):
        starts = False
    italic = kinds["italic"].opening(line)
    label = _LABEL.match(line.text)
    bold = kinds["bold"].cover(line.start + (label.end() if label else 0), line.end)
    return replace(line, starts=starts, bold=bold, italic=italic) if starts is not None or bold or italic else line


class _Spans:
    """The spans of one style, to be asked for places."""

    def __init__(self, source: Source, kind: str) -> None:
        self.spans: list[Span] = sorted(one.span for one in source.styles if one.kind == kind)
        self.text = source.text

    def cover(self, start: int, end: int) -> bool:
        """Whether spans of the style cover the range, but for blanks, points and the figures of marks."""
        at = max(bisect_right(self.spans, Span(start, start)) - 1, 0)
        bare: list[str] = []
        covered = start
        for span in self.spans[at:]:
            if span.start >= end:
                break
            if span.end > covered:
                bare.append(self.text[covered : max(span.start, covered)])
                covered = span.end
        bare.append(self.text[covered:end])
        printed = "".join(bare).strip()
        return covered > start and not any(letter.isalpha() for letter in printed) and len(printed) < _MARKS

    def opening(self, line: Line) -> int:
        """Where the style's first run ends in a line that begins with it, after a number; 0 if it does not."""
        at = bisect_left(self.spans, Span(line.start, 0))
        if at >= len(self.spans) or self.spans[at].start - line.start > _LEAD:
            return 0
        span = self.spans[at]
        before = self.text[line.start : span.start]
        if any(letter.isalpha() for letter in before) or not self.text[span.start].isupper():
            return 0
        end = span.end - line.start
        return end if 0 < span.end - span.start <= _OPENING and span.end < line.end else 0
