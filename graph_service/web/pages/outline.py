"""The order in which a document is shown: sections, sub-headings and paragraphs, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph_service.web.pages.reading import Clause, Head, Reading


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the page: a head, or a paragraph with its depth below its section."""

    head: Head | None = None
    clause: Clause | None = None
    depth: int = 0


def outline(reading: Reading) -> list[Item]:
    """Every head before the first paragraph that stands under it, every paragraph in reading order."""
    heads = {one.locator: one for one in reading.heads}
    clauses = {one.locator: one for one in reading.clauses}
    items: list[Item] = []
    shown: set[str] = set()
    for clause in reading.clauses:
        for head in standing_over(clause, heads, clauses):
            if head.locator not in shown:
                shown.add(head.locator)
                items.append(Item(head=head))
        items.append(Item(clause=clause, depth=depth(clause, clauses)))
    return items


def standing_over(clause: Clause, heads: Mapping[str, Head], clauses: Mapping[str, Clause]) -> list[Head]:
    """The heads above a paragraph, the outermost first."""
    above: list[Head] = []
    for one in upward(clause, clauses):
        for name in (one.heading, one.parent):
            head = heads.get(name)
            if head and head not in above:
                above.append(head)
    for head in list(above):
        section = heads.get(head.section)
        if section and section not in above:
            above.append(section)
    return sorted(above, key=lambda head: (head.kind != "section", head.locator.count(".")))


def upward(clause: Clause, clauses: Mapping[str, Clause]) -> Iterator[Clause]:
    """The paragraph and the paragraphs it is part of."""
    seen: set[str] = set()
    current: Clause | None = clause
    while current and current.locator not in seen:
        yield current
        seen.add(current.locator)
        current = clauses.get(current.parent)


def depth(clause: Clause, clauses: Mapping[str, Clause]) -> int:
    """How many paragraphs a paragraph lies within."""
    return sum(1 for _ in upward(clause, clauses)) - 1
