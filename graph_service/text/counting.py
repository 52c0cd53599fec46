"""Counting: the numbers of paragraphs as lines are put together; a number counts if it is the next one.

A number may stand before its words, over them, or under their first line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.model import Span
from graph_service.text import chapters, markers
from graph_service.text.block import COLONS, COMMAS, END, STOPS, Block
from graph_service.text.cues import Cues
from graph_service.text.lines import Line, tabular
from graph_service.text.markers import Count
from graph_service.text.specials import Special

_GLUED = re.compile(r"(?<=[^\W\d])(\d{1,3})\.$")
_GAP_ALLOWED = 4
_PEELED = 3
_LONG = 30
_HABIT = 2
_PARTING = ".;:。；："


class Counting:
    """The blocks so far, the numbering that runs, and what a number at a line's start means for them."""

    def __init__(self, lines: Sequence[Line], cues: Cues) -> None:
        self.lines, self.cues = lines, cues
        self.language, self.whole = cues.language, cues.shape.whole
        self.blocks: list[Block] = []
        self.count = Count()
        self.chapters = chapters.find(lines, cues.language, cues.shape)
        self.items: tuple[tuple[str, int], ...] = ()
        self.habit = 0
        self.waiting: tuple[markers.Head, Span] | None = None

    @property
    def open(self) -> Block | None:
        """The block that still takes lines."""
        last = self.blocks[-1] if self.blocks else None
        return last if last is not None and (last.special is None or last.inline) else None

    @property
    def closed(self) -> bool:
        """Whether the text so far may end here; a table's rows have no ends of their own."""
        block = self.open
        return block is None or block.ended or bool(block.texts and tabular(block.texts[-1]))

    def _fulfil(self, block: Block) -> None:
        """Gives the number that waits to the first paragraph after the list."""
        ended = len(self.blocks) > 1 and self.blocks[-2].item and self.blocks[-2].ending in STOPS
        if self.waiting and (self.cues.verb(block.text) or (ended and block.text[:1].isupper())):
            block.number, block.number_span = self.waiting
            self.waiting = None
            self._count(block.number, block.text)

    def _begin(self, line: Line, special: Special | None = None) -> Block:
        block = Block([Span(line.start, line.end)], [line.text], special=special, gap=line.gap, bold=line.bold)
        self.blocks.append(block)
        return block

    def _lead(self, line: Line, head: markers.Head, item: bool) -> None:
        """Begins a block with a number or marker."""
        rest = line.text[head.length :]
        pieces = [Span(line.start + head.length, line.end)] if rest else []
        mark = Span(line.start, line.start + head.mark)
        self.blocks.append(
            Block(pieces, [rest] if rest else [], number=head, number_span=mark, item=item, gap=line.gap)
        )

    def _number(self, at: int, line: Line) -> bool:
        head = self.chapters.get(line.index) or markers.numbered(line.text, self.language) or self._misread(line)
        if head is None:
            return False
        rest = line.text[head.length :]
        if not rest:
            return self._bare_number(at, line, head)
        if not self._plausible(line, head, rest):
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
        last, due = self.count.last, bool(head.chapter) or self.count.due(head.turn)
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
        if self.closed or self.cues.heading(block) or head.chapter or head.turn == last + 1:
            self._start_numbered(line, head)
            self.habit -= 1
            return True
        return False

    def _awaits(self, block: Block, line: Line, head: markers.Head, at: int) -> bool:
        """A number that stands between a colon and its list is of the paragraph after the list."""
        following = markers.item(self.lines[at + 1].text) if at + 1 < len(self.lines) else None
        if block.ending not in COLONS or following is None or self.waiting:
            return False
        if block.number is None and not (self.count.last and head.value == self.count.last + 1):
            return False
        self.waiting = (head, Span(line.start, line.start + head.mark))
        return True

    def _headed(self, block: Block) -> Block:
        """The block, or its last line alone if that began a paragraph: it stands unended after an ended one."""
        if len(block.texts) < 2 or block.texts[-1][:1].islower():
            return block
        if any(span.start > block.pieces[-1].start for _, span in block.marks):
            return block
        whole = block.ending not in ("", *COMMAS)
        if whole and not (self.habit > 0 and self.cues.full(block.texts[-1])):
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

    def _plausible(self, line: Line, head: markers.Head, rest: str) -> bool:
        """Whether a number at a line's start is a paragraph's: the next one, or one that may begin anew."""
        if self.whole or line.starts or head.chapter:
            return True
        value = head.value
        likely = self.closed or self.cues.heading(self.open)
        if self.count.due(head.turn):
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
