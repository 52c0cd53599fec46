"""A document before it is printed: its blocks with the identifiers that a reader should give them.

Words carry their types inside: ``_italic_``, ``*bold*``, ``^1^`` the mark of note 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_RUN = re.compile(r"_([^_]+)_|\*([^*]+)\*|\^(\d+)\^|([^_*^]+)")


class Run(NamedTuple):
    """Words of one type: ``plain``, ``italic``, ``bold`` or ``mark``."""

    text: str
    kind: str


@dataclass(frozen=True)
class Block:
    """One paragraph on paper. ``name``: the identifier it should get, or '' for what is no paragraph.

    ``kind``: mast, symbol, title, enacting, section, head, text, item, close, row, rule.
    """

    kind: str
    text: str
    name: str = ""
    number: str = ""

    def runs(self) -> Iterator[Run]:
        """The words by their types."""
        for italic, bold, mark, plain in _RUN.findall(self.text):
            kind = "italic" if italic else "bold" if bold else "mark" if mark else "plain"
            yield Run(italic or bold or mark or plain, kind)

    @property
    def words(self) -> str:
        """The words without types and marks."""
        return "".join(run.text for run in self.runs() if run.kind != "mark")

    @property
    def marks(self) -> list[str]:
        """The numbers of the notes that are marked in it."""
        return [run.text for run in self.runs() if run.kind == "mark"]


@dataclass(frozen=True)
class Sheet:
    """A whole document with its notes, the running heads and the job number of its pages."""

    symbol: str
    running: str
    job: str
    blocks: Sequence[Block]
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def paragraphs(self) -> dict[str, str]:
        """The words that each paragraph should have."""
        found: dict[str, str] = {}
        for block in self.blocks:
            if block.name:
                found[block.name] = f"{found[block.name]} {block.words}" if block.name in found else block.words
        return found

    @property
    def marks(self) -> dict[str, list[str]]:
        """The marks that each paragraph should have."""
        found: dict[str, list[str]] = {}
        for block in self.blocks:
            if block.name and block.marks:
                found.setdefault(block.name, []).extend(block.marks)
        return found

    @property
    def headings(self) -> list[str]:
        """The words of all heads, in their order; heads of sections with their titles only."""
        return [block.words for block in self.blocks if block.kind in ("head", "section") and block.words]


def text(sheet: Sheet) -> str:
    """The sheet as plain text: one block a line, the notes under a rule."""
    lines = []
    for block in sheet.blocks:
        body = "".join(run.text for run in block.runs()).replace("|", "\t")
        lines.append(f"{block.number} {body}".strip() if block.kind != "rule" else "")
    notes = [f"{number} {words}" for number, words in sheet.notes.items()]
    return "\n\n".join([*lines, *(["_______________", *notes] if notes else [])]) + "\n"
