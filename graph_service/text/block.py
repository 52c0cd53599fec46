"""A block: lines that belong together, while they are being put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.model import Span
from graph_service.text import markers
from graph_service.text.specials import Special

# A mark of punctuation at a line's end, a footnote mark behind it or not; a symbol's own points (A/C.5/99/L.7)
# end nothing.
END = re.compile(
    r"(?<!/L)(?<!/SR)(?<!/WP)(?<!/CRP)(?<!\bAdd)(?<!\bCorr)(?<!\bRev)(?<!\bAmend)"
    r"([.;:,!?。；：，、؛،…])[”\"’»)\]]*\s*[(\[]?[\d¹²³⁰⁴-⁹]{0,3}[/)\]]?[*†]?[\s\u00ad\u200b\u200e\u200f\ufeff]*$"
)
COMMAS = (",", "，", "،")
COLONS = (":", "：")
SEMICOLONS = (";", "；", "؛")
STOPS = (".", "。", "．", "۔", "।")
_TITLE = 120
OPEN_ENDS = ("", "、")


@dataclass(slots=True)
class Block:
    """Lines that belong together; ``number`` is the printed number or marker, ``special`` what kind of head.

    ``inline``: the words of what it heads stand on the head's own line.
    """

    pieces: list[Span] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    marks: list[tuple[int, Span]] = field(default_factory=list)
    number: markers.Head | None = None
    number_span: Span | None = None
    item: bool = False
    special: Special | None = None
    gap: int = 0
    run: int = 0
    inline: bool = False
    bold: bool = False

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
        found = END.search(self.texts[-1]) if self.texts else None
        return found[1] if found else ""

    @property
    def ended(self) -> bool:
        """Whether its words may end here."""
        return self.ending not in OPEN_ENDS

    def completes(self, before: Block, small: Sequence[str]) -> bool:
        """Whether a title was broken in two: the second line begins small, the first ends with a small word, or
        both are bold with no room between."""
        if self.gap or self.ending or len(self.text) > _TITLE:
            return False
        return (self.bold and before.bold) or self.text[:1].islower() or before.text.split()[-1] in small

    def part(self, at: int) -> Block:
        """Takes its lines from the ``at``-th on away, as a block of their own."""
        tail = Block(self.pieces[at:], self.texts[at:])
        self.pieces, self.texts = self.pieces[:at], self.texts[:at]
        return tail

    def unmark(self, following: str) -> None:
        """Gives back a first item's marker to its words, if the number printed under them is the paragraph's."""
        if not self.item or self.number_span is None or len(self.texts) != 1 or self.ending:
            return
        if self.number is None or not following[:1].islower():
            return
        label = self.number.label
        self.texts = [f"{label if label.endswith('.') else f'({label})'} {self.texts[0]}"]
        self.pieces = [Span(self.number_span.start, self.pieces[0].end)]
        self.item, self.number, self.number_span = False, None, None
