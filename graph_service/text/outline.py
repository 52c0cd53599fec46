"""The outline: what each block is in its document, before it has a name.

Rules used (UN editing practice): a preambular paragraph ends with a comma and begins with a participle; an
operative one begins with a verb, ends with a semicolon, the last of them with a full stop; numbering begins
anew only with a section, a part or an annex.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.text.annexed import Annexed
from graph_service.text.block import COMMAS, STOPS, Block
from graph_service.text.frames import decides
from graph_service.text.lines import tabular
from graph_service.text.node import Node, tabulate
from graph_service.text.rules import Rules

_TITLE = 300
_HEADED = 100


def outline(blocks: Sequence[Block], language: Rules, report: bool) -> list[Node]:
    """The role of every block, in reading order. ``report``: paragraphs are numbered throughout."""
    reader = _Outliner(blocks, language, report)
    if not report and decides(blocks, language):
        reader.region = "operative"
    for at, block in enumerate(blocks):
        reader.take(at, block)
    tabulate(reader.nodes)
    return reader.nodes


class _Outliner(Annexed):
    """Walks the blocks, keeping where it is: the region, the sections around, the paragraph last begun."""

    def take(self, at: int, block: Block) -> None:
        self.at = at
        if self._boxed(block):
            return
        self.box = "" if block.special is None else self.box
        if block.special is not None:
            self._special(at, block)
        elif block.item and self._item(block):
            return
        elif block.number is not None and not block.item:
            self._numbered(at, block)
        elif not block.texts:
            self._add("unclassified", block)
        else:
            self._plain(at, block)

    def _numbered(self, at: int, block: Block) -> None:
        assert block.number is not None
        value, turn = block.number.value, block.number.turn
        if self._resumes(block):
            self._resume()
        if block.number.chapter != self.chapter:
            self.chapter, self.last = block.number.chapter, 0
        if not block.number.inserted and self._listed(block, value):
            return
        if (self.report and turn <= self.last) or self._numbered_head(at, block):
            self._add("heading", block)
            return
        if self.region == "closing" or (
            self.region == "operative" and turn == value and self._begins_annex(value)
        ):
            self._enter_annex(None, "")
            self._adopt_heads()
        if self.region in ("preamble", "operative"):
            self.region = "operative"
        role = {"operative": "op", "annex": "annex"}.get(self.region, "numbered")
        self._paragraph(role, block)
        self.last = value

    def _listed(self, block: Block, value: int) -> bool:
        """A list in figures inside a paragraph: begun after a colon in small letters, or counting on."""
        owner = self.current
        if owner is None or block.number is None or self.report:
            return False
        level = self.list.levels[-1] if self.list.levels else None
        goes_on = level is not None and level.kind == "figure" and value == level.value + 1
        small = block.text[:1].islower()
        begun = value == 1 and small and self._before(owner).ending in (":", "：")
        if not (begun or (goes_on and (small or value != self.last + 1))):
            return False
        return self._item(block)

    def _numbered_head(self, at: int, block: Block) -> bool:
        """A numbered heading inside an annex: no sentence, with a unit, a bracket or a new count under it."""
        if self.region != "annex" or block.ending or len(block.text) > 120 or at + 1 >= len(self.blocks):
            return False
        following = self.blocks[at + 1]
        under = following.special is not None and following.special.kind == "unit"
        return under or (following.number is None and following.text.startswith("["))

    def _begins_annex(self, value: int) -> bool:
        """Numbering that begins anew after a full stop, with nothing announced: an annex without its head."""
        if value != 1 or self.last < 1 or self.current is None:
            return False
        before = [node for node in self.nodes if node.role in ("op", "sub")]
        last = before[-1] if before else None
        return last is not None and (last.tails or [last.block])[-1].ending in STOPS

    def _adopt_heads(self) -> None:
        """Heads and text just before an unannounced annex are that annex's."""
        for node in reversed(self.nodes):
            if node.role not in ("heading", "text"):
                break
            node.path = tuple(self.path)

    def _item(self, block: Block) -> bool:
        """A list item hangs on the paragraph before it; False if there is none or it counts nothing."""
        assert block.number is not None
        owner = self.current
        if owner is None or self.region == "closing":
            return self._orphan(block)
        labels = self.list.place(block.number.label, self._before(owner).ending)
        if not labels:
            return False
        parent = self._holder(owner, labels[:-1])
        node = self._add("sub", block, parent=parent, labels=labels)
        self.list.hold(labels, node)
        return True

    def _orphan(self, block: Block) -> bool:
        if self.region == "annex" or self.report or self.region in ("preamble", "closing"):
            self._paragraph("text" if self.region != "annex" else "annex-text", block)
            return True
        return False

    def _holder(self, owner: Node, labels: tuple[str, ...]) -> Node:
        held = self.list.held(labels)
        return held if isinstance(held, Node) else owner

    def _plain(self, at: int, block: Block) -> None:
        if self.awaiting is not None and self._titles(block):
            self.awaiting.tails.append(block)
            assert self.awaiting.section is not None
            self.awaiting.section.titled = True
            return
        if block.texts and sum(tabular(text) for text in block.texts) * 2 >= len(block.texts):
            self._add("table", block)
            return
        if any(one.fullmatch(block.text.rstrip(".,|_ ").lstrip("_")) for one in self.language.dates):
            self._add("closing", block)
            return
        read = {
            "preamble": self._in_preamble,
            "operative": self._in_operative,
            "closing": self._in_closing,
            "annex": self._in_annex,
            "body": self._in_body,
        }[self.region]
        read(block)

    def _titles(self, block: Block) -> bool:
        awaiting = self.awaiting
        assert awaiting is not None
        fresh = not awaiting.tails and not (awaiting.section and awaiting.section.titled)
        before = (awaiting.tails or [awaiting.block])[-1]
        wrapped = block.completes(before, self.language.words)
        return (fresh or wrapped) and (self._headlike(block) or block.text[:1].islower())

    def _count_follows(self, at: int) -> bool:
        """Whether numbered paragraphs still begin in this scope, so that an unnumbered one is of the preamble."""
        for block in self.blocks[at + 1 :]:
            if block.special is not None and block.special.kind in ("enacting", "annex", "closing", "section"):
                return False
            if block.number is not None and not block.item:
                return True
        return False

    def _awaits_count(self, block: Block) -> bool:
        """A comma ends it and the numbering is still to begin: of the preamble, whatever its verb."""
        return block.ending in COMMAS and self._count_follows(self.at)

    def _in_preamble(self, block: Block) -> None:
        at = self.at
        if self._headlike(block) and not self._opening(block):
            self._add("heading", block)
        elif (self._verb(block) and not self._opening(block) and not self._awaits_count(block)) or (
            block.ending in (*STOPS, ";", "；", "؛") and not self._opening(block) and not self._count_follows(at)
        ):
            self.region = "operative"
            self._paragraph("op", block)
        elif block.text[:1].islower() and self.current is not None and not self._opening(block):
            self.current.tails.append(block)
            self._tail(self.current, block)
        else:
            self._paragraph("pp", block)

    @property
    def _finished(self) -> bool:
        """The last operative paragraph ended with a full stop, those before with semicolons; a head followed."""
        heads = [node for node in self.nodes[-4:] if node.role == "heading"]
        if not heads or self.nodes[-1].role != "heading" or self.current is None:
            return False
        ends = [(node.tails or [node.block])[-1].ending for node in self.nodes if node.role == "op"]
        return len(ends) > 1 and ends[-2] in (";", "；") and self._before(self.current).ending in STOPS

    def _in_operative(self, block: Block) -> None:
        owner = self.current
        if self._finished and (owner is None or owner.block.number is not None):
            self._enter_annex(None, "")
            self._adopt_heads()
            self._in_annex(block)
        elif self._headlike(block) and (
            owner is None or self._before(owner).ending not in ("", ":", "：", ",", "，", "،")
        ):
            self._add("heading", block)
        elif owner is None or self._follows(owner, block):
            self._paragraph("op", block)
        elif (
            self._opening(block) and block.ending in COMMAS and self._before(owner).ending not in (":", "：", ",")
        ):
            self._paragraph("pp", block)
        else:
            owner = self._under(owner, block)
            owner.tails.append(block)
            self._tail(owner, block)

    def _under(self, owner: Node, block: Block) -> Node:
        """Text under an item that is only a head ("(a) Mode of operation") is that item's."""
        item = next((node for node in reversed(self.nodes) if node is owner or node.role == "sub"), owner)
        if (item.tails or [item.block])[-1].ending or not (block.ending or len(block.text) > _HEADED):
            return owner
        return item if item.tails or block.text[:1].isupper() else owner

    def _follows(self, owner: Node, block: Block) -> bool:
        """Whether an unnumbered operative paragraph follows another: by its verb, or after a full stop."""
        if owner.block.number is not None or owner.role != "op":
            return False
        return self._verb(block) or (self._before(owner).ending in STOPS and bool(block.ending))

    def _in_body(self, block: Block) -> None:
        if self._headlike(block):
            self._add("heading", block)
        elif self.current is not None and self.current.role in ("numbered", "rec"):
            self.current.tails.append(block)
            self._tail(self.current, block)
        else:
            self._paragraph("text", block)
