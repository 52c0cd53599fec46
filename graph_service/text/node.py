"""Nodes of a document's outline: blocks with their roles, and the labelled sections around them."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_service.text.block import Block


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
