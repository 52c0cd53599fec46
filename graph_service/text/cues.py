"""Cues: what single lines say about where paragraphs begin and end; none of them is trusted alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.text import markers
from graph_service.text.block import COMMAS, END, OPEN_ENDS, SEMICOLONS, STOPS, Block
from graph_service.text.lines import Line, Shape, heads, tabular
from graph_service.text.rules import Rules

_SHORT = 0.75
_FULL = 0.8
_FITS = 0.88
_FITS_ENDED = 0.93
_SHORT_END = 12
_HEAD = 300
_HEAD_LINES = 4
_TITLE = 120
_SENTENCE = 60
_PARAGRAPH = 150
_AHEAD = 3
_JOINED = re.compile(r"[;,]\s+\w{1,6}$")


@dataclass(frozen=True, slots=True)
class Cues:
    """Reads cues by the rules of one language and the shape of one text."""

    language: Rules
    shape: Shape

    def verb(self, text: str) -> bool:
        """Whether an operative paragraph may begin so."""
        return any(one.match(text) for one in self.language.verbs)

    def opening(self, text: str) -> bool:
        """Whether a preambular paragraph may begin so."""
        return any(one.match(text) for one in self.language.openings)

    def starts(self, text: str) -> bool:
        """Whether either may begin so."""
        return self.opening(text) or self.verb(text)

    def begins(self, line: Line) -> bool:
        """Whether a paragraph may begin with this line: by its words, or by an italic opening."""
        return line.italic > 0 or self.starts(line.text)

    def _headed(self, block: Block, line: Line) -> bool:
        """Whether a bold head begins or ends here: what stands before it has ended, or it is a whole head."""
        if line.bold:
            return block.ending in (*STOPS, *SEMICOLONS)
        return self.heading(block) and line.text[:1].isupper()

    def heading(self, block: Block | None) -> bool:
        """Whether the block reads like a head: short, unended, no paragraph's first words."""
        if block is None or block.number or block.ending or len(block.texts) > _HEAD_LINES:
            return False
        return len(block.text) < _HEAD and not self.starts(block.text)

    def short(self, block: Block) -> bool:
        """Whether its last line leaves room; fragments around a mark on a line of its own count together."""
        return max(block.run, len(block.texts[-1]) if block.texts else 0) < _SHORT * self.shape.width

    def room(self, block: Block, line: Line) -> bool:
        """Whether the next line's first word would have gone on its last line, so that none was broken there."""
        first = line.text.split(maxsplit=1)[0]
        marker = block.number.length if block.number and len(block.texts) == 1 else 0
        fits = _FITS_ENDED if block.ending in STOPS else _FITS
        return max(block.run, len(block.texts[-1]) + marker) + 1 + len(first) < fits * self.shape.width

    def full(self, text: str) -> bool:
        """Whether a line fills the width."""
        return len(text) >= _FULL * self.shape.width

    def counted(self, block: Block | None) -> bool:
        """Whether the words so far end with one that a figure goes with ("paragraph" at a line's end)."""
        tail = block.text[-40:] if block is not None and not block.ending else ""
        if not tail or _JOINED.search(tail):
            return False
        return any(
            re.search(rf"(?:^|(?<=\W))(?:{one.pattern})$", tail, re.IGNORECASE) for one in self.language.guards
        )

    def displaced(self, block: Block, following: str, habit: bool) -> bool:
        """Whether the block's first line is the head of the paragraph whose number stands under it.

        ``habit``: numbers stood so before in this text.
        """
        if block.number or block.ending in SEMICOLONS or len(block.texts) > 2:
            return False
        if block.ending in STOPS:
            likely = habit and len(block.texts) == 1 and self.full(block.text)
            return likely and not self.verb(following) and (following[:1].islower() or self.full(following))
        score = 2 * self.verb(block.text) - 2 * self.verb(following)
        score += 1 if self.full(block.texts[0]) and self.full(block.texts[-1]) else -1
        score += 0 if not following[:1].islower() else 1 if block.ending else 2
        return score > 0

    def opens(self, block: Block, line: Line, ahead: Sequence[Line], numbered: bool) -> bool:
        """Whether an unnumbered line begins a block of its own after this one.

        ``ahead`` are the lines after it, ``numbered`` tells whether the numbering has begun.
        """
        row, before = tabular(line.text), block.number is None and tabular(block.texts[-1])
        if line.starts is not None and not before:
            return line.starts
        if not row and not before and self._over_table(block, line, ahead):
            return True
        if row or before:
            return not (row and block.number is None and tabular(block.texts[0]))
        if self.shape.whole:
            return not (self._hangs(block, line) or self._broken_title(block, line))
        if block.ending in COMMAS and not numbered and self._heads_numbering(line, ahead):
            return True
        if numbered and self.verb(line.text) and self._late_head(block):
            return True
        return self._parted(block, line)

    def above(self, block: Block, value: int, following: str) -> bool:
        """Whether the next number follows at once, so that the words of this one stand above it."""
        after = markers.numbered(following, self.language)
        bare = after is not None and after.length >= len(following) and after.value == value + 1
        return bare and block.number is None and self.verb(block.text)

    def _over_table(self, block: Block, line: Line, ahead: Sequence[Line]) -> bool:
        """Whether the line is the head of a table that follows it, or the row of heads over its first row."""
        if not block.ending and ahead and tabular(ahead[0].text) and heads(line.text):
            return True
        if block.ending not in STOPS or len(line.text) > _SENTENCE or END.search(line.text):
            return False
        rows = [one.text for one in ahead[:2] if not END.search(one.text)]
        return any(map(tabular, rows)) and line.text[:1].isupper()

    def stray(self, before: Block, block: Block, line: Line) -> bool:
        """Whether a line is the last of the paragraph before this one: that broke off, this one has ended."""
        figures = line.text[:1].isdecimal() and len(line.text) < _SHORT_END and END.search(line.text) is not None
        if before.special or block.special or before.ending or not (line.text[:1].islower() or figures):
            return False
        return block.ending in (*STOPS, *SEMICOLONS) and self.full(before.texts[-1]) and len(line.text) < _SENTENCE

    def _hangs(self, block: Block, line: Line) -> bool:
        """Whether a page or a column broke the paragraph that the line goes on."""
        if block.ending or len(block.text) <= _SENTENCE:
            return False
        small = block.texts[-1].split()[-1] in self.language.words
        broken = (len(block.text) > _PARAGRAPH or small) and not self.starts(line.text)
        return broken or line.text[:1].islower()

    def _broken_title(self, block: Block, line: Line) -> bool:
        if block.ending or block.number is not None or line.gap or len(block.text) >= _TITLE:
            return False
        if block.bold != line.bold or END.search(line.text):
            return False
        return self.heading(block) and not self.starts(line.text)

    def _heads_numbering(self, line: Line, ahead: Sequence[Line]) -> bool:
        """Whether a line after the preamble's last comma is the head over the first operative paragraph."""
        if len(line.text) > self.shape.width or line.text[:1].islower() or self.starts(line.text):
            return False
        head = line
        for following in ahead[:_AHEAD]:
            if END.search(head.text) or self.opening(head.text):
                return False
            first = markers.numbered(following.text, self.language)
            if self.verb(following.text) or (first is not None and first.value == 1):
                return True
            head = following
        return False

    def _late_head(self, block: Block) -> bool:
        """A head among numbered paragraphs; its first word may look like a preamble's ("Financing of …")."""
        if block.number or block.ending or len(block.texts) > _HEAD_LINES:
            return False
        return len(block.text) < _HEAD and not self.verb(block.text)

    def _parted(self, block: Block, line: Line) -> bool:
        """By how the text so far ended, and by what the line shows: first words, indent, gap, room before it."""
        starts, lower, short = self.begins(line), line.text[:1].islower(), self.short(block)
        if line.bold != block.bold and self._headed(block, line):
            return True
        gap = line.gap > 0 and self.shape.gaps
        indent = self.shape.indents and line.indent > 0
        if block.ending in OPEN_ENDS:
            if (line.text.startswith("[") and short) or (starts and self.heading(block)):
                return True
            alone = not block.item and len(block.texts) == 1 and not self.verb(block.text)
            return (gap and short and not lower and (not block.number or alone)) or self._under_title(block, line)
        short = short or self.room(block, line)
        if block.ending in COMMAS:
            likely = short or indent or gap or not block.number or block.item
            tail = block.item and line.text[:1].isalpha() and self.room(block, line)
            return (starts and likely) or tail or (indent and gap and short and not lower)
        if block.ending in STOPS and self.opening(block.text) and self.opening(line.text):
            return True
        inside = line.text[:1].isdecimal() or block.texts[-1].count("(") > block.texts[-1].count(")")
        parted = short or gap or indent
        return parted or (block.ending in SEMICOLONS and (starts or not (lower or inside)))

    def _under_title(self, block: Block, line: Line) -> bool:
        """Whether a title that left room on its last line stands over a full line or a sentence."""
        if block.number or block.marks or block.ending or self.verb(block.text) or not self.short(block):
            return False
        if any(one.fullmatch(block.text) for one in self.language.summaries):
            return not line.text[:1].islower()
        if len(block.texts) > 1 and self.opening(block.text):
            return False
        sentence = self.full(line.text) or bool(END.search(line.text))
        return sentence and line.text[:1].isupper() and len(block.texts) <= _HEAD_LINES
