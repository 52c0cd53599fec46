"""What stands after the last paragraph: closing lines, recorded votes, and annexes with their units and text."""

from __future__ import annotations

from graph_service.text.block import STOPS, Block
from graph_service.text.boxes import Boxes
from graph_service.text.node import Node

_TITLE = 300


class Annexed(Boxes):
    """Reads the blocks of the closing and of annexes, and says of any block whether it reads like a head."""

    def _opening(self, block: Block) -> bool:
        return any(one.match(block.text) for one in self.language.openings)

    def _verb(self, block: Block) -> bool:
        return any(one.match(block.text) for one in self.language.verbs)

    def _headlike(self, block: Block) -> bool:
        text = block.text
        if block.bold and block.number is None and block.ending not in (*STOPS, ";"):
            return len(text) <= _TITLE
        if block.ending not in ("", "?", "!", "…") or len(text) > _TITLE or text[:1].islower():
            return False
        itemized = self.at + 1 < len(self.blocks) and self.blocks[self.at + 1].item
        return not (self._opening(block) and len(text) > 80) and not (itemized and self._verb(block))

    def _end_of(self, owner: Node) -> str:
        return self._before(owner).ending

    def _before(self, owner: Node) -> Block:
        last = next((node for node in reversed(self.nodes) if node is owner or node.role == "sub"), owner)
        return (last.tails or [last.block])[-1]

    def _tail(self, owner: Node, block: Block) -> None:
        """A tail is read where it stands but belongs to the paragraph that the list hangs on."""
        self.nodes.append(Node("tail", block, owner.path, parent=owner))

    def _in_closing(self, block: Block) -> None:
        text = block.text
        if (
            (self.language.date(text) and len(text) < 60)
            or len(text) < 3
            or (text[:1].islower() and self.nodes[-1:] and self.nodes[-1].role == "closing")
            or (any(node.role == "closing" for node in self.nodes[-1:]) and text.startswith(("[", "(", "*")))
        ):
            self._add("closing", block)
        else:
            self._after_closing(block)

    def _after_closing(self, block: Block) -> None:
        """Names of a recorded vote, or the text of an annex that has no head."""
        voted = self.nodes[-1].block.text.rstrip().endswith((":", "：", ",", "，", "،")) if self.nodes else False
        if voted or (self.nodes[-1].role == "closing" and block.text.count(",") > 3 and len(block.text) < 3000):
            self._add("closing", block)
            return
        self._enter_annex(None, "")
        self._in_annex(block)

    def _in_annex(self, block: Block) -> None:
        if self._headlike(block) and (
            self.current is None or self._before(self.current).ending not in (":", "：")
        ):
            self._add("heading", block)
        elif self.current is not None and self.current.role in ("annex", "sub") and self._continues(block):
            self.current.tails.append(block)
            self._tail(self.current, block)
        else:
            unit = self.path[-1] if self.path and self.path[-1].kind == "unit" else None
            if unit is not None and self.current is not None:
                self.current.tails.append(block)
                self._tail(self.current, block)
            else:
                self._paragraph("annex" if unit else "annex-text", block)

    def _continues(self, block: Block) -> bool:
        assert self.current is not None
        ending = self._before(self.current).ending
        return block.text[:1].islower() or ending in (":", "：", ",", "") or self.current.block.number is not None
