"""Blocks: lines put together to paragraphs and heads, by the evidence of numbers, ends, indents and openings.

No single sign is trusted: a number counts if it is the next one, a line opens a paragraph if the one before
has ended and its own words, indent or gap say so.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.model import Span
from graph_service.text import markers
from graph_service.text.block import Block
from graph_service.text.counting import Counting
from graph_service.text.cues import Cues
from graph_service.text.lines import Line, Shape, joined, tabular
from graph_service.text.listing import begins_list
from graph_service.text.markers import Count
from graph_service.text.rules import Rules
from graph_service.text.specials import Special, Specials

_HEAD_WIDTH = 30
_JOINING = tuple(",;.:)，；。：")
_STRONG = (".", ";", ":", "。", "；", "：", "؛", "?", "!", "…")


def assemble(
    lines: Sequence[Line], language: Rules, shape: Shape, specials: Specials, notes: set[int]
) -> list[Block]:
    """Blocks from the printed lines of the body, in reading order; ``notes`` are the numbers of its notes."""
    lines = joined(lines)
    reader = _Assembler(lines, Cues(language, shape), specials, notes)
    for at in range(len(lines)):
        reader.take(at)
    return reader.blocks


class _Assembler(Counting):
    """Takes one line after the other; the last block is open until a line says otherwise."""

    def __init__(self, lines: Sequence[Line], cues: Cues, specials: Specials, notes: set[int]) -> None:
        super().__init__(lines, cues)
        self.specials, self.notes = specials, notes

    def take(self, at: int) -> None:
        """One line: a mark, a head, a numbered paragraph, a list item, a new block, or more of the open one."""
        line = self.lines[at]
        special = self.specials.of(line)
        if self._mark(line):
            return
        if line.starts is False and self.open is not None and not (special and special.sure):
            self._append(line)
            return
        if special and self._stands(special, at, line):
            self._peel()
            self._entitle(self._begin(line, special=special), line)
            if special.kind in ("enacting", "annex", "unit"):
                self.count, self.habit = Count(), min(self.habit, 1)
            return
        if self._number(at, line) or self._item(at) or self._glued(line):
            return
        block = self.open
        ahead = self.lines[at + 1 : at + 4]
        if block and self._stray(block, line):
            return
        if block is None or (block.texts and self.cues.opens(block, line, ahead, self.count.last > 0)):
            self._fulfil(self._begin(line))
        else:
            self._append(line)

    @staticmethod
    def _entitle(block: Block, line: Line) -> None:
        """The words on the line of a recommendation's head are the recommendation's."""
        special = block.special
        if special is None or special.kind != "rec" or special.rest is None:
            return
        head = line.text[: special.rest].rstrip()
        block.inline, block.number_span = True, Span(line.start, line.start + len(head))
        block.pieces, block.texts = [Span(line.start + special.rest, line.end)], [line.text[special.rest :]]

    def _stray(self, block: Block, line: Line) -> bool:
        """Gives a line back to the paragraph before, whose end extraction put under this one."""
        before = self.blocks[-2] if len(self.blocks) > 1 else None
        if (
            line.starts is not None
            or before is None
            or not before.texts
            or not self.cues.stray(before, block, line)
        ):
            return False
        before.pieces.append(Span(line.start, line.end))
        before.texts.append(line.text)
        return True

    def _stands(self, special: Special, at: int, line: Line) -> bool:
        """Whether a line that looks like a head may be one here; a wrapped sentence may look like it too."""
        block = self.open
        if special.sure or self.whole or line.gap or line.starts or block is None or self.cues.heading(block):
            return True
        if special.rest is None and len(line.text) < _HEAD_WIDTH:
            following = self.lines[at + 1].text[:1] if at + 1 < len(self.lines) else ""
            if self.cues.short(block) or (special.kind == "unit" and not following.islower()):
                return True
        return block.ending in _STRONG if special.kind in ("unit", "annex") else self.closed

    def _append(self, line: Line) -> None:
        block = self.blocks[-1]
        split = block.marks and block.pieces and block.marks[-1][1].start > block.pieces[-1].end
        block.run = (block.run if split else 0) + len(line.text)
        block.bold = block.bold and line.bold
        block.pieces.append(Span(line.start, line.end))
        block.texts.append(line.text)

    def _mark(self, line: Line) -> bool:
        """A note's mark that extraction put on a line of its own."""
        text = line.text.strip("()[]/ ")
        if not text.isdecimal() or len(text) > 3 or int(text) not in self.notes or not self.blocks:
            return False
        self.blocks[-1].marks.append((int(text), Span(line.start, line.end)))
        return True

    def _item(self, at: int) -> bool:
        line = self.lines[at]
        head = markers.item(line.text)
        readings = markers.readings(head.label, self.language) if head else ()
        if head is None or not readings or tabular(line.text):
            return False
        rest = line.text[head.length :]
        if (head.label.isdecimal() and not rest) or rest[:1] in _JOINING:
            return False
        due = any((kind, value - 1) in self.items for kind, value in readings)
        follows = due and not self.cues.counted(self.open)
        if not (
            follows or self.whole or line.starts or begins_list(self.lines, at, self.open, readings, self.cues)
        ):
            return False
        self.items = (*self.items, *readings)
        self._lead(line, head, item=True)
        return True
