"""Nodes of a document's outline: blocks with their roles, and the labelled sections around them."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_service.text.block import Block
from graph_service.text.lines import heads

_HEADS = 4


@dataclass(slots=True)
class Section:
    """A labelled container: a part, section, chapter, annex or numbered unit of an annex."""

    kind: str
    label: str
    name: str = ""
    titled: bool = False


@dataclass(slots=True)
class Node:
    """One block with its role. ``path`` are the sections around it, ``parent`` the paragraph it hangs on."""

    role: str
    block: Block
    path: tuple[Section, ...] = ()
    section: Section | None = None
    parent: Node | None = None
    labels: tuple[str, ...] = ()
    tails: list[Block] = field(default_factory=list)
    implicit: bool = False
    identifier: str = ""


def tabulate(nodes: list[Node]) -> None:
    """More than a few headings in a row are no headings but the cells of a table; a heading under a heading and
    over a table may be the table's row of heads."""
    run: list[Node] = []
    for node in [*nodes, None]:
        if node is not None and (node.role == "heading" or (node.role == "table" and run)):
            run.append(node)
            continue
        if len(run) > _HEADS:
            for one in run:
                one.role = "table"
        run = []
    for head, row, following in zip(nodes, nodes[1:], nodes[2:], strict=False):
        if (head.role, row.role, following.role) == ("heading", "heading", "table") and heads(row.block.text):
            row.role = "table"
