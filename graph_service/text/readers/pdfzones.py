"""What rows of a PDF page are for: what every page repeats, the notes at the foot, where paragraphs open.

As in `pdflayout`, only places, sizes and drawn rules count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph_service.text.readers.pdflayout import Page, Row, Stack

_SMALL = 0.95
_EDGE = 0.13
_HEADED = 0.6
_RULE = 20.0
_SHORT_RULE = 0.6
_GAP = 1.22
_INDENT = 8.0
_NEAR = 4.0
_COMMON = 0.03
_LAST = 0.92
_PLACE = 20
_RAGGED = 0.08
_REACHED = 3
_ROOM = 0.25
_DETACHED = 1.8


def furnish(pages: Sequence[Page]) -> None:
    """Marks rows at the pages' edges as furniture: above a head rule, apart at the foot, or the same again."""
    edges: list[tuple[int, Row, tuple[str, ...]]] = []
    for at, page in enumerate(pages):
        for row in _edge(page, at):
            if _over_head_rule(page, row, at) or _apart(page, row):
                row.kind = "furniture"
            edges.append((at, row, _key(row)))
    for at, row, key in edges:
        alike = {spot for spot, other, same in edges if same == key and abs(other.bottom - row.bottom) < _NEAR}
        if len(alike) > 1 and (at > 0 or row.top > pages[at].height / 2):
            row.kind = "furniture"


def _edge(page: Page, at: int) -> Iterator[Row]:
    top, foot = page.height * _EDGE, page.height * (1 - _EDGE)
    yield from (row for row in page.rows if row.top > foot or (at > 0 and row.bottom < top))


def _key(row: Row) -> tuple[str, ...]:
    """A row's words in any order, figures all alike: even and odd pages print them on other sides."""
    return tuple(sorted(re.sub(r"\d+", "#", word.text) for word in row.words))


def _over_head_rule(page: Page, row: Row, at: int) -> bool:
    """Whether a rule over most of the page's width, near its top, stands below the row."""
    heads = [one.y for one in page.rules if one.x1 - one.x0 > _HEADED * page.width and one.y < page.height * _EDGE]
    return at > 0 and bool(heads) and row.bottom <= max(heads) + 1


def _apart(page: Page, row: Row) -> bool:
    """Whether the row is one of the page's last, far below all others."""
    if row.bottom < _LAST * page.height:
        return False
    above = max((one.bottom for one in page.rows if one.bottom < _LAST * page.height), default=row.bottom)
    return row.top - above > (_DETACHED - 1) * 1.2 * row.size


# --- notes -------------------------------------------------------------------------------------------------


def note(pages: Sequence[Page], body: float) -> None:
    """Marks the rows of notes at the foot of each stack: under a short rule, or smaller with a raised number."""
    for page in pages:
        for stack in page.stacks:
            found = [row for row in stack.rows if row.kind == "body"]
            at = _ruled(found, stack, page, body)
            ruled = at is not None
            at = _smaller(found, body) if at is None else at
            for row in found[at:] if at is not None else ():
                row.kind = "note"
            if at is not None and ruled:
                found[at].ruled = True


def _ruled(found: Sequence[Row], stack: Stack, page: Page, body: float) -> int | None:
    """The first row under a short rule at the column's left edge, if all below reads like notes."""
    for rule in sorted(page.rules, key=lambda one: one.y):
        length = rule.x1 - rule.x0
        if not _RULE < length < _SHORT_RULE * page.width or abs(rule.x0 - stack.left) > 2 * _INDENT:
            continue
        at = next((at for at, row in enumerate(found) if row.bottom > rule.y + 1), None)
        if at is None or (at and found[at - 1].bottom > rule.y + 2) or _cells(found[at:]):
            continue
        small = all(row.size <= _SMALL * body for row in found[at:])
        if small or _numbered(found[at]):
            return at
    return None


def _smaller(found: Sequence[Row], body: float) -> int | None:
    """The first of the last rows that are all smaller than the text and begin with a raised number."""
    at = len(found)
    while at and found[at - 1].size <= _SMALL * body:
        at -= 1
    first = next((spot for spot in range(at, len(found)) if _numbered(found[spot])), None)
    return first if at and first is not None and not _cells(found[first:]) else None


def _cells(found: Sequence[Row]) -> bool:
    """Whether a table is among the rows, so that they are no notes."""
    return any(row.cells for row in found)


def _numbered(row: Row) -> bool:
    first = row.words[0]
    return row.raised(first) and first.text.isdecimal()


# --- paragraphs --------------------------------------------------------------------------------------------


def open_paragraphs(pages: Sequence[Page], body: float) -> None:
    """Says of each row of text whether it opens a paragraph: room above it, a line before it that was full."""
    stacks = [stack for page in pages for stack in page.stacks if any(row.kind == "body" for row in stack.rows)]
    leading = _leading(stacks, body)
    _set_margins(stacks)
    for stack in stacks:
        mine = [row for row in stack.rows if row.kind == "body"]
        for before, row in pairwise(mine):
            distance = row.bottom - before.bottom
            row.gap = distance > _GAP * max(leading, 0.9 * row.size)
            if row.gap:
                row.opens = True
            elif _full(before, row, stack) and not row.cells and row.x0 < before.x0 + _INDENT:
                row.opens = False
    indented = _indents(stacks)
    for above, stack in pairwise(stacks):
        before = next(row for row in reversed(above.rows) if row.kind == "body")
        row = next(row for row in stack.rows if row.kind == "body")
        row.opens = _turned(before, row, above, stack, indented)


def _set_margins(stacks: Sequence[Stack]) -> None:
    """The edges of columns, from all rows of columns at the same place; an edge that few lines reach is none."""
    places: dict[int, list[Row]] = {}
    for stack in stacks:
        mine = [row for row in stack.rows if row.kind == "body"]
        stack.left = min(row.x0 for row in mine)
        places.setdefault(round(stack.left / _PLACE), []).extend(mine)
    for stack in stacks:
        reach = sorted(row.x1 for row in places[round(stack.left / _PLACE)])
        edge = reach[-1]
        near = sum(edge - one < _RAGGED * (edge - stack.left) for one in reach)
        stack.right = edge if near >= max(_REACHED, _REACHED * len(reach) // 20) else float("inf")


def _leading(stacks: Sequence[Stack], body: float) -> float:
    """The distance of base lines inside paragraphs: the least of those that are common."""
    steps: Counter[float] = Counter()
    for stack in stacks:
        mine = [row for row in stack.rows if row.kind == "body" and abs(row.size - body) < 1]
        steps.update(round(b.bottom - a.bottom) for a, b in pairwise(mine) if b.bottom - a.bottom > 0.5 * body)
    usual_steps = [step for step, times in steps.items() if times >= _COMMON * steps.total()]
    return min((step for step in usual_steps if step >= body), default=1.2 * body)


def _full(before: Row, row: Row, stack: Stack) -> bool:
    """Whether the row's first word had no more room on the line before it."""
    first = row.words[0]
    return before.x1 + (first.x1 - first.x0) + 0.2 * row.size > stack.right - 1


def _indents(stacks: Sequence[Stack]) -> bool:
    """Whether the first lines of paragraphs of more lines are indented as a habit."""
    opened = [
        (row, stack)
        for stack in stacks
        for row, following in pairwise(stack.rows)
        if row.opens and following.opens is False
    ]
    deep = sum(row.x0 > stack.left + _INDENT for row, stack in opened)
    return len(opened) > 1 and deep > 0.7 * len(opened)


def _turned(before: Row, row: Row, above: Stack, stack: Stack, indented: bool) -> bool | None:
    """What a new page or column does to the paragraph before it."""
    if row.cells or before.cells or before.bold or row.bold:
        return None
    deep = row.x0 > stack.left + _INDENT
    if indented and not deep and _full(before, row, above):
        return False
    width = above.right - above.left
    short = width < float("inf") and before.x1 < above.right - _ROOM * width
    return True if short or (deep and indented) else None
