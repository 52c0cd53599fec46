"""The picture of a chain as values that a template writes as SVG: boxes, rows, edges, and what can be expanded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_service.chains.chain import Chain, Edge, Node
from graph_service.chains.layout import HEAD, ROW, WIDTH, Box, Layout, fit, lay_out

if TYPE_CHECKING:
    from graph_service.web.pages.chain import View

INNER = WIDTH - 20
LOOP = 80
"""Room for the curves between two documents of the last year."""
LABELLED = 8
"""More edges than these are labelled only when they are pointed at: the table names them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A place of a document, in its box."""

    locator: str
    words: str
    y: int
    start: bool


@dataclass(frozen=True, slots=True)
class Card:
    """The box of a document; ``left`` and ``right`` are addresses that expand it, '' where nothing is unseen."""

    document: Node
    title: str
    x: int
    y: int
    height: int
    rows: tuple[Row, ...]
    start: bool
    loaded: bool
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: its path, where its word stands, and its number in the chain."""

    edge: Edge
    number: int
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture; pixels."""

    width: int
    height: int
    columns: tuple[tuple[str, int], ...]
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    busy: bool
    card_width: int = WIDTH


def draw(chain: Chain, view: View, more: Mapping[str, tuple[bool, bool]]) -> Picture:
    """The picture of a chain in the layout of its exports, so that screen and file agree."""
    layout = lay_out(chain)
    cards = tuple(card(box, chain, view, more.get(box.document.locator, (False, False))) for box in layout.boxes)
    lines = tuple(line(edge, number, layout, chain) for number, edge in enumerate(chain.edges))
    columns = tuple((year if year.isdigit() else "", x) for year, x in layout.columns)
    return Picture(layout.width + LOOP, layout.height - 40, columns, cards, lines, len(lines) > LABELLED)


def card(box: Box, chain: Chain, view: View, more: tuple[bool, bool]) -> Card:
    """One document with the places of it that the chain touches."""
    node = box.document
    rows = tuple(
        Row(one.locator, fit(one.locator[len(node.locator) :].lstrip("~"), INNER),
        box.y + HEAD + ROW * number + 14,
            one.locator == chain.start)
        for number, one in enumerate(box.places)
    )  # fmt: skip
    facts = " · ".join(part for part in (str(node.date) if node.date else "", node.label) if part)
    return Card(
        node,
        fit(facts, INNER),
        box.x,
        box.y,
        box.height,
        rows,
        chain.start.partition("~")[0] == node.locator,
        node.loaded or any(one.loaded for one in box.places),
        view.address(opened=(*view.opened, f"f.{node.locator}")) if more[0] else "",
        view.address(opened=(*view.opened, f"b.{node.locator}")) if more[1] else "",
    )


def line(edge: Edge, number: int, layout: Layout, chain: Chain) -> Line:
    """One edge as a curve from the citing place to the cited one; older documents stand to the left."""
    origin = layout.box(chain.node(edge.source).document)
    goal = layout.box(chain.node(edge.target).document)
    y1, y2 = origin.row(edge.source), goal.row(edge.target)
    if origin.x == goal.x:
        x1 = x2 = origin.x + WIDTH
        bends = (x1 + 60, x2 + 60)
    else:
        ahead = origin.x < goal.x
        x1, x2 = (origin.x + WIDTH, goal.x) if ahead else (origin.x, goal.x + WIDTH)
        reach = abs(x1 - x2) // 2
        bends = (x1 + reach, x2 - reach) if ahead else (x1 - reach, x2 + reach)
    middle = ((x1 + x2 + 3 * sum(bends)) // 8, (y1 + y2) // 2 - 4)
    return Line(edge, number, f"M{x1} {y1}C{bends[0]} {y1} {bends[1]} {y2} {x2} {y2}", *middle)
