"""Frames: the parts, sections, annexes and units around the paragraphs, as an outline is walked through."""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.text import items, markers
from graph_service.text.block import COMMAS, Block
from graph_service.text.node import Node, Section
from graph_service.text.rules import Rules

DRAFT = "draft"
_PART_REACH = 4
_TITLED = 60


def decides(blocks: Sequence[Block], language: Rules) -> bool:
    """Whether nothing is enacted and the text begins with no preamble, as in a decision."""
    if any(one.special is not None and one.special.kind == "enacting" for one in blocks):
        return False
    first = next((one for one in blocks if one.special is None and len(one.text) > _TITLED), None)
    if first is None or first.number is not None:
        return False
    return first.ending not in COMMAS and not any(one.match(first.text) for one in language.openings)


class Frames:
    """Where the walk is: the region, the sections around, the paragraph last begun, the list that hangs on it."""

    def __init__(self, blocks: Sequence[Block], language: Rules, report: bool) -> None:
        self.blocks, self.language, self.report = blocks, language, report
        self.nodes: list[Node] = []
        self.region = "body" if report else "preamble"
        self.path: list[Section] = []
        self.current: Node | None = None
        self.list = items.ListState(language)
        self.awaiting: Node | None = None
        self.last = 0
        self.chapter = ""
        self.at = 0

    def _add(self, role: str, block: Block, **values: object) -> Node:
        node = Node(role, block, tuple(self.path), **values)  # type: ignore[arg-type]
        self.nodes.append(node)
        return node

    def _paragraph(self, role: str, block: Block) -> Node:
        self.awaiting = None
        self.list = items.ListState(self.language)
        self.current = self._add(role, block)
        first = markers.item(block.text) if block.number is not None and not block.item else None
        if first is not None:
            self.list.begin(first.label)
        return self.current

    def _special(self, at: int, block: Block) -> None:
        special = block.special
        assert special is not None
        if special.kind == "enacting":
            if self.region in ("annex",) and not self._part_open():
                self._paragraph("text", block)
                return
            if self.report:
                self._enact_draft()
            if self.region in ("operative", "closing") and self._part_enacted():
                self.path = [Section("part", chr(ord(self.path[0].label) + 1))]
            self.region = "preamble"
            self._leave()
            self._add("enacting", block)
        elif special.kind == "closing":
            self._closing(block)
        elif special.kind == "annex":
            self._annex(block, special.label)
        elif special.kind == "rec":
            self._recommendation(at, block)
        elif special.kind == "unit":
            self._enter_draft(block) if special.name == DRAFT else self._unit(block)
        else:
            self._section(at, block)

    def _recommendation(self, at: int, block: Block) -> None:
        raise NotImplementedError

    def _enter_draft(self, block: Block) -> None:
        raise NotImplementedError

    def _enact_draft(self) -> None:
        raise NotImplementedError

    def _resumes(self, block: Block) -> bool:
        raise NotImplementedError

    def _resume(self) -> None:
        raise NotImplementedError

    def _end_of(self, owner: Node) -> str:
        raise NotImplementedError

    def _part_open(self) -> bool:
        return bool(self.path) and self.path[0].kind == "part"

    def _part_enacted(self) -> bool:
        """Whether the lettered part that is open has an enacting formula of its own: the next opens another part,
        whose letter is lost."""
        if not self._part_open() or len(self.path[0].label) != 1:
            return False
        return any(node.role == "enacting" and node.path[:1] == (self.path[0],) for node in self.nodes)

    def _leave(self) -> None:
        """A new scope: numbering and lists begin anew."""
        self.current = None
        self.list = items.ListState(self.language)
        self.last = 0
        self.awaiting = None
        self.chapter = ""

    def _closing(self, block: Block) -> None:
        if self.region == "annex" and not self._part_open() and self.path and self.path[0].kind == "annex":
            self._add("closing", block)
            return
        if self.report and self.region == "body":
            self._add("closing", block)
            return
        self.region = "closing"
        self._leave()
        self._add("closing", block)

    def _annex(self, block: Block, label: str) -> None:
        self.path = [one for one in self.path if one.kind == "part"][:1]
        self._enter_annex(block, label)

    def _enter_annex(self, block: Block | None, label: str) -> None:
        self.region = "annex"
        self._leave()
        section = Section("annex", label)
        self.path.append(section)
        if block is not None:
            self.awaiting = self._add("section", block, section=section)

    def _unit(self, block: Block) -> None:
        special = block.special
        assert special is not None
        if self.region != "annex":
            self._enter_annex(None, "")
        self.path = [one for one in self.path if one.kind != "unit"]
        self._leave()
        section = Section("unit", special.label, special.name, titled=special.rest is not None)
        self.path.append(section)
        self.awaiting = self._add("section", block, section=section)

    def _section(self, at: int, block: Block) -> None:
        special = block.special
        assert special is not None
        if self._resumes(block):
            self._resume()
        if special.name == "letter" and (
            self._enacts_soon(at) or (special.rest is None and self._next_part(special.label))
        ):
            self.path = [Section("part", special.label)]
            self.region = "preamble"
            self._leave()
        else:
            self._nest(Section("section", special.label, special.name))
            self.current = None
            self.list = items.ListState(self.language)
            if self.region in ("operative", "closing"):
                self.region = "preamble"
        section = self.path[-1]
        section.titled = special.rest is not None
        self.awaiting = self._add("section", block, section=section)

    def _next_part(self, label: str) -> bool:
        """Whether one enacting formula opens all parts: A stands right after it, B after part A."""
        if self.nodes and self.nodes[-1].role == "enacting":
            return label == "A"
        return self._part_open() and len(label) == 1 and ord(label) == ord(self.path[0].label[:1]) + 1

    def _enacts_soon(self, at: int) -> bool:
        following = self.blocks[at + 1 : at + 1 + _PART_REACH]
        return any(one.special is not None and one.special.kind == "enacting" for one in following)

    def _nest(self, section: Section) -> None:
        """A letter stands under the numeral before it, a numeral beside its like or under a part or annex."""
        frame = [one for one in self.path if one.kind in ("part", "annex")]
        inner = [one for one in self.path if one.kind == "section"]
        if section.name == "letter" and inner and inner[0].name == "roman":
            frame.append(inner[0])
        self.path = [*frame, section]
