"""Blocks: lines put together to paragraphs and heads, by the evidence of numbers, ends, indents and openings.

No single sign is trusted: a number counts if it is the next one, a line opens a paragraph if the one before
has ended and its own words, indent or gap say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.model import Span
from graph_service.text import markers
from graph_service.text.lines import Line, Shape, tabular
from graph_service.text.rules import Rules
from graph_service.text.specials import Special, Specials

_END = re.compile(r"([.;:,!?。；：，、؛،…])[”\"’»)\]]*\s*[(\[]?[\d¹²³⁰⁴-⁹]{0,3}[/)\]]?[*†]?\s*$")
_GLUED = re.compile(r"(?<=[^\W\d])(\d{1,3})\.$")
_FULL = 0.8
_SHORT = 0.75
_GAP_ALLOWED = 4
_HEAD_LINES = 3
_HEAD_WIDTH = 30
_COMMAS = (",", "，", "،")
_STRONG = (".", ";", ":", "。", "；", "：", "؛", "?", "!", "…")


@dataclass(slots=True)
class Block:
    """Lines that belong together; ``number`` is the printed number or marker, ``special`` what kind of head."""

    pieces: list[Span] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    marks: list[tuple[int, Span]] = field(default_factory=list)
    number: markers.Head | None = None
    number_span: Span | None = None
    item: bool = False
    special: Special | None = None
    gap: int = 0
    run: int = 0

    @property
    def text(self) -> str:
        """All its words with single blanks, for matching only."""
        return " ".join(self.texts)

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return min(
            [*(piece.start for piece in self.pieces), *([self.number_span.start] if self.number_span else [])]
        )

    @property
    def ending(self) -> str:
        """Its last mark of punctuation, or ''."""
        found = _END.search(self.texts[-1]) if self.texts else None
        return found[1] if found else ""


def assemble(
    lines: Sequence[Line], language: Rules, shape: Shape, specials: Specials, notes: set[int]
) -> list[Block]:
    """Blocks from the printed lines of the body, in reading order."""
    reader = _Assembler(lines, language, shape, specials, notes)
    for at in range(len(lines)):
        reader.take(at)
    return reader.blocks


class _Assembler:
    """Takes one line after the other; the last block is open until a line says otherwise."""

    def __init__(
        self, lines: Sequence[Line], language: Rules, shape: Shape, specials: Specials, notes: set[int]
    ) -> None:
        self.lines, self.language, self.shape, self.specials, self.notes = lines, language, shape, specials, notes
        self.blocks: list[Block] = []
        self.counters: list[int] = [0]
        self.item: tuple[tuple[str, int], ...] = ()

    @property
    def open(self) -> Block | None:
        """The block that still takes lines."""
        return self.blocks[-1] if self.blocks and self.blocks[-1].special is None else None

    @property
    def last(self) -> int:
        """The number last given to a paragraph in the numbering now running."""
        return self.counters[-1]

    def _count(self, value: int) -> None:
        """Counts on, or begins anew inside a numbering that may go on afterwards (numbered headings do that)."""
        while len(self.counters) > 1 and value != self.counters[-1] + 1 and value == self.counters[-2] + 1:
            self.counters.pop()
        if value == 1 and self.counters[-1] > 0:
            self.counters.append(1)
        else:
            self.counters[-1] = value

    def _next(self, value: int) -> bool:
        return value in (self.counters[-1] + 1, self.counters[-2] + 1 if len(self.counters) > 1 else 0)

    @property
    def closed(self) -> bool:
        """Whether the text so far may end here."""
        block = self.open
        return block is None or (bool(block.ending) and block.ending != "、")

    def take(self, at: int) -> None:
        line = self.lines[at]
        special = self.specials.of(line)
        if self._mark(line):
            return
        if special and self._stands(special, line):
            self._begin(line, special=special)
            if special.kind in ("enacting", "annex", "unit"):
                self.counters = [0]
            return
        if self._number(at, line) or self._item(line) or self._glued(line):
            return
        if self._opens(at, line):
            self._begin(line)
        else:
            self._append(line, line.start, line.text)

    def _stands(self, special: Special, line: Line) -> bool:
        """Whether a line that looks like a head may be one here; a wrapped sentence may look like it too."""
        if special.sure or self.shape.whole or line.gap or self._heading(self.open):
            return True
        alone = special.rest is None and len(line.text) < _HEAD_WIDTH
        if alone and self.open is not None and len(self.open.texts[-1:] and self.open.texts[-1]) < _SHORT * self.shape.width:
            return True
        if special.kind in ("unit", "annex"):
            return self.open is None or self.open.ending in _STRONG
        return self.closed

    def _begin(self, line: Line, special: Special | None = None) -> Block:
        block = Block([Span(line.start, line.end)], [line.text], special=special, gap=line.gap)
        self.blocks.append(block)
        return block

    def _append(self, line: Line, start: int, text: str) -> None:
        block = self.blocks[-1]
        split = block.marks and block.pieces and block.marks[-1][1].start > block.pieces[-1].end
        block.run = (block.run if split else 0) + len(text)
        block.pieces.append(Span(start, line.end))
        block.texts.append(text)

    def _mark(self, line: Line) -> bool:
        """A note's mark that extraction put on a line of its own."""
        text = line.text.strip("()[]/ ")
        if not text.isdecimal() or len(text) > 3 or int(text) not in self.notes or not self.blocks:
            return False
        if line.text.endswith("."):
            return False
        self.blocks[-1].marks.append((int(text), Span(line.start, line.end)))
        return True

    def _number(self, at: int, line: Line) -> bool:
        head = markers.numbered(line.text, self.language)
        if head is None:
            head = markers.loose(line.text, self.language, self.last + 1)
            if head is None or not self.closed or not self._led(line.text[head.length :], line.text):
                return False
        rest = line.text[head.length :]
        if not rest:
            return self._bare_number(at, line, head)
        if not self._plausible(head.value, rest):
            return False
        self._start_numbered(line, head, rest)
        return True

    def _led(self, rest: str, text: str) -> bool:
        """Whether words after a misread number speak for it: a verb, or a capital where "l." stands for "1."."""
        return self._verb(rest) or (text[:1].isalpha() and len(rest) > 30 and rest[:1].isupper())

    def _start_numbered(self, line: Line, head: markers.Head, rest: str) -> None:
        self._peel()
        self.item = ()
        span = Span(line.start, line.start + head.mark)
        pieces = [Span(line.start + head.length, line.end)] if rest else []
        self.blocks.append(Block(pieces, [rest] if rest else [], number=head, number_span=span, gap=line.gap))
        self._count(head.value)

    def _bare_number(self, at: int, line: Line, head: markers.Head) -> bool:
        """A number alone on its line belongs to the line before it if that has just begun a paragraph."""
        block = self.open
        near = self.last < head.value <= self.last + _GAP_ALLOWED or head.value == 1 or self._next(head.value)
        if not near:
            return False
        if block and self._next(head.value):
            block = self._headed(block)
        if block and self._displaced(at, block):
            block.number, block.number_span = head, Span(line.start, line.start + head.mark)
            self._count(head.value)
            return True
        if self.closed or self._heading(block) or head.value == self.last + 1:
            self._start_numbered(line, head, "")
            return True
        return False

    def _headed(self, block: Block) -> Block:
        """The block, or its last line alone if that began a paragraph: it stands unended after an ended one."""
        if len(block.texts) < 2 or block.ending or not _END.search(block.texts[-2]) or block.marks:
            return block
        if block.texts[-2].rstrip()[-1:] not in ".;:。；：" or block.texts[-1][:1].islower():
            return block
        self.blocks.append(Block(block.pieces[-1:], block.texts[-1:]))
        block.pieces, block.texts = block.pieces[:-1], block.texts[:-1]
        return self.blocks[-1]

    def _displaced(self, at: int, block: Block) -> bool:
        """Whether the open block's first line is the head of the paragraph whose number stands after it."""
        if block.number or block.ending in ";.。；" and block.ending or len(block.texts) > 2:
            return False
        following = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        score = 2 * self._verb(block.text) - 2 * self._verb(following)
        score += 1 if len(block.texts[0]) >= _FULL * self.shape.width else -1
        score += 1 if following[:1].islower() else 0
        return score > 0

    def _verb(self, text: str) -> bool:
        return any(one.match(text) for one in self.language.verbs)

    def _opening(self, text: str) -> bool:
        return any(one.match(text) for one in self.language.openings)

    def _plausible(self, value: int, rest: str) -> bool:
        if self.shape.whole:
            return True
        likely = self.closed or self._heading(self.open)
        if self._next(value):
            return likely or self._verb(rest) or (rest[:1].isupper() and not self._counted())
        if value == 1:
            return likely
        near = self.last < value <= self.last + _GAP_ALLOWED or self.last == 0
        return near and likely and not rest[:1].islower()

    def _counted(self) -> bool:
        """Whether the text so far ends with a word that a figure goes with ("paragraph" at a line's end)."""
        tail = self.blocks[-1].text[-40:] if self.blocks else ""
        if re.search(r"[;,]\s+\w{1,6}$", tail):
            return False
        return any(re.search(rf"(?:^|(?<=\W))(?:{one.pattern})$", tail, re.IGNORECASE) for one in self.language.guards)

    def _lists(self, label: str, line: Line) -> bool:
        """Whether a wrapped line may begin a list: with its first marker, after a colon, a gap or a short line."""
        block = self.open
        if block is None or not any(value == 1 for _, value in markers.readings(label, self.language)):
            return block is None or (line.gap > 0 and self.closed)
        short = bool(block.texts) and len(block.texts[-1]) < _SHORT * self.shape.width
        return block.ending in (":", "：") or line.gap > 0 or (self.closed and short)

    def _due(self, label: str) -> bool:
        """Whether the marker is the one after the last, or a first one under it."""
        readings = markers.readings(label, self.language)
        return any((kind, value - 1) in self.item for kind, value in readings)

    def _peel(self) -> None:
        """A heading that was read on to the paragraph before it: unended lines after one that had ended."""
        block = self.open
        if block is None or block.ending or len(block.texts) < 2 or block.marks:
            return
        ended = [at for at, text in enumerate(block.texts) if _END.search(text) and text.rstrip()[-1:] in ".;。；"]
        cut = ended[-1] + 1 if ended else 0
        head = block.texts[cut:]
        if not cut or len(head) > _HEAD_LINES or head[0][:1].islower() or self._verb(head[0]):
            return
        self.blocks.append(Block(block.pieces[cut:], head))
        block.pieces, block.texts = block.pieces[:cut], block.texts[:cut]

    def _item(self, line: Line) -> bool:
        head = markers.item(line.text)
        if head is None or not markers.readings(head.label, self.language):
            return False
        due = self._due(head.label) and not self._counted()
        if tabular(line.text) or not (due or self.shape.whole or self._lists(head.label, line)):
            return False
        self.item = markers.readings(head.label, self.language)
        rest = line.text[head.length :]
        if not rest and head.label.isdecimal():
            return False
        span = Span(line.start, line.start + head.mark)
        pieces = [Span(line.start + head.length, line.end)] if rest else []
        self.blocks.append(
            Block(pieces, [rest] if rest else [], number=head, number_span=span, item=True, gap=line.gap)
        )
        return True

    def _glued(self, line: Line) -> bool:
        """The next number glued to the end of a paragraph's first line ("results6.")."""
        found = _GLUED.search(line.text)
        if not found or int(found[1]) != self.last + 1 or not self._verb(line.text):
            return False
        if not (self.closed or self._heading(self.open)):
            return False
        block = self._begin(line)
        end = line.start + found.start()
        block.pieces, block.texts = [Span(line.start, end)], [line.text[: found.start()]]
        block.number = markers.Head(found[1], int(found[1]), 0, 0)
        block.number_span = Span(end, line.end)
        self._count(int(found[1]))
        return True

    def _heading(self, block: Block | None) -> bool:
        """Whether the open block reads like a head: short, unended, no paragraph's first words."""
        if block is None or block.number or block.ending or len(block.texts) > 4:
            return False
        return len(block.text) < 300 and not self._opening(block.text) and not self._verb(block.text)

    def _opens(self, at: int, line: Line) -> bool:
        """Whether an unnumbered line begins a block of its own."""
        block = self.open
        if block is None:
            return True
        if not block.texts:
            return False
        row = tabular(line.text)
        if row or (len(block.texts) > 0 and block.number is None and tabular(block.texts[-1])):
            return not (row and block.number is None and tabular(block.texts[0]))
        starts = self._opening(line.text) or self._verb(line.text)
        lower = line.text[:1].islower()
        if self.shape.whole:
            small = block.texts[-1].split()[-1:] and block.texts[-1].split()[-1] in self.language.words
            broken = (len(block.text) > 150 or (small and len(block.text) > 60)) and not starts
            hanging = not block.ending and (broken or (lower and len(block.text) > 60))
            return not (hanging or self._broken_title(block, line))
        short = max(block.run, len(block.texts[-1])) < _SHORT * self.shape.width
        gap = line.gap > 0 and self.shape.gaps
        indent = self.shape.indents and line.indent > 0
        if block.ending in _COMMAS and not starts and not lower and self._heads(at, line):
            return True
        return self._decide(block, starts, lower, short, gap, indent)

    def _heads(self, at: int, line: Line) -> bool:
        """Whether a line after the preamble's last comma is the head over the first operative paragraph."""
        if self.last or len(line.text) > self.shape.width:
            return False
        for spot in range(at, min(at + _HEAD_LINES, len(self.lines) - 1)):
            following = self.lines[spot + 1].text
            first = markers.numbered(following, self.language)
            if _END.search(self.lines[spot].text) or self._opening(self.lines[spot].text):
                return False
            if self._verb(following) or (first is not None and first.value == 1):
                return True
        return False

    def _broken_title(self, block: Block, line: Line) -> bool:
        return (
            not block.ending
            and block.special is None
            and line.gap == 0
            and block.number is None
            and (
                len(block.text) < 120
                and self._heading(block)
                and not self._opening(line.text)
                and not self._verb(line.text)
            )
        )

    def _decide(self, block: Block, starts: bool, lower: bool, short: bool, gap: bool, indent: bool) -> bool:
        ending = block.ending
        if ending in ("", "、"):
            if self._heading(block) and starts:
                return True
            alone = not block.number or (not block.item and len(block.texts) == 1 and not self._verb(block.text))
            return gap and short and not lower and alone
        if ending in (",", "，", "،"):
            return (
                starts and (short or indent or gap or not block.number or block.item) or (indent and gap and short and not lower)
            )
        if ending in (";", "；", "؛"):
            return short or gap or indent or starts or not lower
        return short or gap or indent
