"""Boxes: what a report counts for itself: recommendations, and draft resolutions to be adopted.

Rules used: the Joint Inspection Unit prints its recommendations in boxes headed "Recommendation n" and repeats
them in its summary, so that the box after the first numbered paragraph is the recommendation's place; a Main
Committee's report quotes the drafts it recommends, whose numbering begins anew and after which the report's own
goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.text import items, markers
from graph_service.text.block import STOPS, Block
from graph_service.text.frames import DRAFT, Frames
from graph_service.text.node import Section
from graph_service.text.rules import Rules


def boxed(block: Block) -> str:
    """The number of the recommendation whose head the block is, or ''."""
    return block.special.label if block.special is not None and block.special.kind == "rec" else ""


def placed(blocks: Sequence[Block]) -> set[int]:
    """Places of the heads of recommendations that hold them: of each number one, in the body if it is there."""
    numbered = [
        at for at, one in enumerate(blocks) if one.number is not None and not one.item and one.special is None
    ]
    ends = [at for at, one in enumerate(blocks) if one.special is not None and one.special.kind == "annex"]
    first, last = next(iter(numbered), len(blocks)), next(iter(ends), len(blocks))
    found: dict[str, int] = {}
    for at, block in enumerate(blocks):
        label = boxed(block)
        if not label or not (block.inline or _holds(blocks, at)):
            continue
        held = found.get(label)
        if held is None or (held < first < at < last):
            found[label] = at
    return set(found.values())


def _holds(blocks: Sequence[Block], at: int) -> bool:
    """Whether words stand under the head that are no numbered paragraph's."""
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return following is not None and following.special is None and following.number is None


class Boxes(Frames):
    """Keeps which recommendation is open, and where the report was when a draft began."""

    def __init__(self, blocks: Sequence[Block], language: Rules, report: bool) -> None:
        super().__init__(blocks, language, report)
        self.placed = placed(blocks)
        self.box = ""
        self.draft: Section | None = None
        self.outer: tuple[tuple[Section, ...], int, str] | None = None

    def _recommendation(self, at: int, block: Block) -> None:
        """The head of a recommendation opens a box, unless its place is elsewhere."""
        self.box = boxed(block) if at in self.placed else ""
        if block.inline:
            block.special = None
            self._paragraph("rec" if self.box else "text", block)
            self._name_box()
            return
        self._add("heading", block)

    def _name_box(self) -> None:
        """Gives the box's number to the paragraph just begun."""
        if self.current is not None and self.box:
            self.current.labels = (self.box,)
        self.box = ""

    def _boxed(self, block: Block) -> bool:
        """Takes the first words under the head of a box as the recommendation."""
        if not self.box or block.special is not None or block.number is not None or not block.texts:
            return False
        self._paragraph("rec", block)
        self._name_box()
        return True

    def _enter_draft(self, block: Block) -> None:
        """The head of a draft resolution; it opens nothing until something is enacted under it."""
        special = block.special
        assert special is not None
        self.draft = Section("unit", special.label, DRAFT)
        self._add("heading", block)

    def _enact_draft(self) -> None:
        """A formula inside a report: a draft begins, and the report waits where it is."""
        if self.outer is None or self.region == "body":
            self.outer = (tuple(self.path), self.last, self.chapter)
        self.path = [self.draft] if self.draft is not None else []
        self.draft = None

    def _resumes(self, block: Block) -> bool:
        """Whether a section's head or a number goes on where the report stood when the draft began."""
        if self.outer is None or self.region == "body":
            return False
        path, last, _ = self.outer
        special = block.special
        if special is not None:
            outer = next((one for one in reversed(path) if one.name == special.name), None)
            return outer is not None and self._value(outer, special.name) + 1 == special.value
        number = block.number
        ended = self.current is None or self._end_of(self.current) in STOPS
        return number is not None and not block.item and ended and number.value == last + 1 != self.last + 1

    @staticmethod
    def _value(section: Section, name: str) -> int:
        return (
            (markers.roman(section.label) or 0) if name == "roman" else ord(section.label[:1].upper() or "@") - 64
        )

    def _resume(self) -> None:
        """Back to the report's body, its sections and its numbering."""
        assert self.outer is not None
        path, self.last, self.chapter = self.outer
        self.path, self.region, self.outer, self.current = list(path), "body", None, None
        self.list = items.ListState(self.language)
