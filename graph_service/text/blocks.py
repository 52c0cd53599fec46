"""Blocks: lines put together to paragraphs and heads, by the evidence of numbers, ends, indents and openings.

No single sign is trusted: a number counts if it is the next one, a line opens a paragraph if the one before
has ended and its own words, indent or gap say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.model import Span
from graph_service.text import markers
from graph_service.text.block import COLONS, END, Block
from graph_service.text.cues import Cues
from graph_service.text.lines import Line, Shape, joined, tabular
from graph_service.text.listing import begins_list
from graph_service.text.markers import Count
from graph_service.text.rules import Rules
from graph_service.text.specials import Special, Specials

_GLUED = re.compile(r"(?<=[^\W\d])(\d{1,3})\.$")
_GAP_ALLOWED = 4
_PEELED = 3
_HEAD_WIDTH = 30
_LONG = 30
_HABIT = 2
_PARTING = ".;:。；："
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


class _Assembler:
    """Takes one line after the other; the last block is open until a line says otherwise."""

    def __init__(self, lines: Sequence[Line], cues: Cues, specials: Specials, notes: set[int]) -> None:
        self.lines, self.cues, self.specials, self.notes = lines, cues, specials, notes
        self.language, self.whole = cues.language, cues.shape.whole
        self.blocks: list[Block] = []
        self.count = Count()
        self.items: tuple[tuple[str, int], ...] = ()
        self.habit = 0
        self.waiting: tuple[markers.Head, Span] | None = None

    @property
    def open(self) -> Block | None:
        """The block that still takes lines."""
        return self.blocks[-1] if self.blocks and self.blocks[-1].special is None else None

    @property
    def closed(self) -> bool:
        """Whether the text so far may end here."""
        return self.open is None or self.open.ended

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
            self._begin(line, special=special)
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

    def _fulfil(self, block: Block) -> None:
        """Gives the number that waits to the first paragraph after the list."""
        if self.waiting and self.cues.verb(block.text):
            block.number, block.number_span = self.waiting
            self.waiting = None
            self._count(block.number, block.text)

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

    def _begin(self, line: Line, special: Special | None = None) -> Block:
        block = Block([Span(line.start, line.end)], [line.text], special=special, gap=line.gap, bold=line.bold)
        self.blocks.append(block)
        return block

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

    def _lead(self, line: Line, head: markers.Head, item: bool) -> None:
        """Begins a block with a number or marker."""
        rest = line.text[head.length :]
        pieces = [Span(line.start + head.length, line.end)] if rest else []
        mark = Span(line.start, line.start + head.mark)
        self.blocks.append(
            Block(pieces, [rest] if rest else [], number=head, number_span=mark, item=item, gap=line.gap)
        )

    # --- numbers -----------------------------------------------------------------------------------------

    def _number(self, at: int, line: Line) -> bool:
        head = markers.numbered(line.text, self.language) or self._misread(line)
        if head is None:
            return False
        rest = line.text[head.length :]
        if not rest:
            return self._bare_number(at, line, head)
        if not self._plausible(line, head.value, rest):
            return False
        self._start_numbered(line, head)
        return True

    def _misread(self, line: Line) -> markers.Head | None:
        """A number whose point was lost: believed if it is the next and a verb follows ("l." also a capital)."""
        head = markers.loose(line.text, self.language, self.count.last + 1)
        if head is None or not self.closed:
            return None
        rest = line.text[head.length :]
        led = line.text[:1].isalpha() and len(rest) > _LONG and rest[:1].isupper()
        return head if led or self.cues.verb(rest) else None

    def _start_numbered(self, line: Line, head: markers.Head) -> None:
        self._peel()
        self._count(head, line.text[head.length :])
        self._lead(line, head, item=False)

    def _count(self, head: markers.Head, rest: str) -> None:
        """Counts on; a paragraph may begin with the first item of its list ("6. (a) If")."""
        self.count.take(head.value)
        first = markers.item(rest)
        self.items = markers.readings(first.label, self.language) if first else ()

    def _bare_number(self, at: int, line: Line, head: markers.Head) -> bool:
        """A number alone on its line belongs to the line before it if that has just begun a paragraph."""
        last, due = self.count.last, self.count.due(head.value)
        if not (last < head.value <= last + _GAP_ALLOWED or head.value == 1 or due):
            return False
        block = self.open
        if block and due:
            block = self._headed(block)
        following = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        if block and due:
            block.unmark(following)
        if block and self._awaits(block, line, head, at):
            return True
        if block and (
            self.cues.above(block, head.value, following) or self.cues.displaced(block, following, self.habit > 0)
        ):
            block.number, block.number_span = head, Span(line.start, line.start + head.mark)
            self._count(head, block.text)
            self.habit = min(self.habit + 1, _HABIT)
            return True
        if self.closed or self.cues.heading(block) or head.value == last + 1:
            self._start_numbered(line, head)
            self.habit -= 1
            return True
        return False

    def _awaits(self, block: Block, line: Line, head: markers.Head, at: int) -> bool:
        """A number that stands between a colon and its list is of the paragraph after the list."""
        following = markers.item(self.lines[at + 1].text) if at + 1 < len(self.lines) else None
        if block.ending not in COLONS or following is None or block.number is None or self.waiting:
            return False
        self.waiting = (head, Span(line.start, line.start + head.mark))
        return True

    def _headed(self, block: Block) -> Block:
        """The block, or its last line alone if that began a paragraph: it stands unended after an ended one."""
        if len(block.texts) < 2 or block.marks or block.texts[-1][:1].islower():
            return block
        if block.ending and not (self.habit > 0 and self.cues.full(block.texts[-1])):
            return block
        titled = block.number is None and self.cues.full(block.texts[-1]) and not self.cues.full(block.texts[-2])
        ended = END.search(block.texts[-2]) and block.texts[-2].rstrip()[-1:] in _PARTING
        if not (ended or (titled and self.cues.heading(block))):
            return block
        self.blocks.append(block.part(len(block.texts) - 1))
        return self.blocks[-1]

    def _peel(self) -> None:
        """A heading that was read on to the paragraph before it: unended lines after one that had ended."""
        block = self.open
        if block is None or block.ending or len(block.texts) < 2 or block.marks:
            return
        ended = [at for at, text in enumerate(block.texts) if END.search(text) and text.rstrip()[-1:] in ".;。；"]
        cut = ended[-1] + 1 if ended else 0
        head = block.texts[cut:]
        if not cut or len(head) > _PEELED or head[0][:1].islower() or self.cues.verb(head[0]):
            return
        self.blocks.append(block.part(cut))

    def _plausible(self, line: Line, value: int, rest: str) -> bool:
        """Whether a number at a line's start is a paragraph's: the next one, or one that may begin anew."""
        if self.whole or line.starts:
            return True
        likely = self.closed or self.cues.heading(self.open)
        if self.count.due(value):
            return likely or self.cues.verb(rest) or (rest[:1].isupper() and not self.cues.counted(self.open))
        if value == 1:
            return likely
        last = self.count.last
        near = last < value <= last + _GAP_ALLOWED or last == 0
        return near and likely and not rest[:1].islower()

    def _glued(self, line: Line) -> bool:
        """The next number glued to the end of a paragraph's first line ("results6.")."""
        found = _GLUED.search(line.text)
        if not found or int(found[1]) != self.count.last + 1 or not self.cues.verb(line.text):
            return False
        if not (self.closed or self.cues.heading(self.open)):
            return False
        block = self._begin(line)
        end = line.start + found.start()
        block.pieces, block.texts = [Span(line.start, end)], [line.text[: found.start()]]
        block.number = markers.Head(found[1], int(found[1]), 0, 0)
        block.number_span = Span(end, line.end)
        self.items = ()
        self.count.take(int(found[1]))
        return True

    # --- list items --------------------------------------------------------------------------------------

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
