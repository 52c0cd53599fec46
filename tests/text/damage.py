"""What `pdftotext` (without ``-layout``) leaves of a page: damage seen in real files, put on sheets of ours.

Seen: a paragraph's number under its first line or over it, notes' numbers apart from their words, running heads,
page and job numbers inside sentences, marks spaced, glued or on lines of their own, blanks before hyphens and
after brackets, soft hyphens at line ends, a section's letter apart from its title, a last line under the next
paragraph.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.text.papers.sheet import Block, Sheet

_WIDTH, _FIRST, _PAGE = 86, 80, 44
_LETTER = re.compile(r"[A-Z]\.")


@dataclass
class Printer:
    """Prints one sheet; ``seed`` decides where damage falls, ``strays`` how often a last line is displaced."""

    sheet: Sheet
    seed: int
    page: int = _PAGE
    strays: float = 0.0
    lines: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    count: int = 0
    pages: int = 1

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def print(self) -> str:
        """The whole text."""
        stray: list[str] = []
        for block in self.sheet.blocks:
            lines = list(self._block(block))
            movable = block.kind == "text" and block.number and len(lines) > 3 and len(lines[-1]) < 60
            if stray and movable:
                lines, stray = [lines[0], *stray, *lines[1:]], []
            if stray:
                self._lay(stray)
                stray = []
            if movable and self.chance.random() < self.strays:
                stray = [lines.pop()]
            self._lay(lines, block)
        self._lay(stray)
        self._turn(last=True)
        return "\n".join(self.lines) + "\n"

    def _lay(self, lines: list[str], block: Block | None = None) -> None:
        marks = list(block.marks) if block else []
        for line in lines:
            self.lines.append(line)
            self.count += 1
            for mark in [one for one in marks if re.search(rf"{one}\b", line)]:
                marks.remove(mark)
                self.foot += [mark] if mark not in self.foot else []
            if self.count >= self.page:
                self._turn()
        self.foot += [one for one in marks if one not in self.foot]

    def _turn(self, last: bool = False) -> None:
        if self.foot:
            self._notes()
        job = self.sheet.job
        self.lines += ["", f"{self.pages}/9", "", job, ""] if self.pages % 2 else ["", job, f"{self.pages}/9", ""]
        if not last:
            self.pages += 1
            self.lines += [f"\f{self.sheet.symbol}", ""]
            if self.sheet.running and self.chance.random() < 0.7:
                self.lines += [self.sheet.running, ""]
        self.foot, self.count = [], 0

    def _notes(self) -> None:
        notes = [(one, self.sheet.notes[one]) for one in self.foot if one in self.sheet.notes]
        self.sheet = Sheet(
            self.sheet.symbol,
            self.sheet.running,
            self.sheet.job,
            self.sheet.blocks,
            {key: words for key, words in self.sheet.notes.items() if key not in self.foot},
        )
        if not notes:
            return
        self.lines += ["", "_" * self.chance.choice([15, 18])]
        if self.chance.random() < 0.4:
            self.lines += [one for one, _ in notes] + [""] + [words for _, words in notes]
            return
        for number, words in notes:
            self.lines += [f"{number} {words}"] if self.chance.random() < 0.3 else [number, "", words]

    def _block(self, block: Block) -> Iterator[str]:
        if block.kind == "row":
            yield from (cell for cell in block.text.split("|"))
            return
        words = self._words(block)
        if block.kind in ("mast", "symbol", "title"):
            yield from textwrap.wrap(f"{block.number} {words}".strip(), 60)
            yield ""
        elif block.kind in ("section", "head"):
            yield ""
            yield from self._head(block, words)
        elif block.kind == "text" and block.number:
            yield from self._numbered(block.number, words)
        elif block.kind == "item":
            yield from self._broken(f"{block.number} {words}", _FIRST)
        else:
            yield from self._broken(words, _FIRST)

    def _head(self, block: Block, words: str) -> Iterator[str]:
        if not words:
            yield from textwrap.wrap(block.number, 64)
        elif _LETTER.fullmatch(block.number) and self.chance.random() < 0.7:
            yield from (block.number, "", words)
        else:
            yield from textwrap.wrap(f"{block.number} {words}".strip(), 64)

    def _numbered(self, number: str, words: str) -> Iterator[str]:
        lines = self._broken(words, _FIRST)
        style = self.chance.random()
        if len(number) > 2 and style < 0.4 and number.rstrip(".").isdecimal():
            yield from (f"{number} {lines[0]}", *lines[1:])
        elif style < 0.6 and len(lines) > 1:
            yield from (lines[0], number, *lines[1:])
        elif style < 0.75:
            yield from (number, "", *lines)
        else:
            yield from (number, *lines)

    def _broken(self, words: str, first: int) -> list[str]:
        """Wrapped at full width, the first line indented."""
        wrapped = textwrap.wrap(words, _WIDTH, initial_indent="#" * (_WIDTH - first), break_on_hyphens=True)
        lines = [line.lstrip("#") for line in wrapped]
        for at, line in enumerate(lines[:-1]):
            if line.endswith("-") and self.chance.random() < 0.3:
                lines[at] = line[:-1] + "\u00ad"
        return [part for line in lines for part in line.split("\v") if part.strip()]

    def _words(self, block: Block) -> str:
        text = "".join(self._run(run.text, run.kind) for run in block.runs())
        text = re.sub(r"(?<=[a-z])-(?=[A-Z])", lambda m: " -" if self.chance.random() < 0.2 else m[0], text)
        return re.sub(r"\((?=[A-Z]/)", lambda m: "( " if self.chance.random() < 0.3 else m[0], text)

    def _run(self, text: str, kind: str) -> str:
        if kind != "mark":
            return text
        return self.chance.choice([text, f" {text} ", f" {text}", f"\v{text}\v"]) if text else ""


def pages(sheet: Sheet, seed: int, strays: float = 0.0, page: int = _PAGE) -> str:
    """The sheet as `pdftotext` prints it, damaged in ways that ``seed`` chooses."""
    return Printer(sheet, seed, page, strays).print()
