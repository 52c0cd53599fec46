"""The picture of a chain as values that a template writes as SVG: cards, rows, lines, and what can be expanded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_service.chains.chain import Chain, Node
from graph_service.chains.layout import HEAD, MARGIN, ROW, WIDTH, Box, fit, lay_out
from graph_service.chains.routes import Label, Route, labels, routes

if TYPE_CHECKING:
    from graph_service.web.pages.chain import View

INNER = WIDTH - 20
SMALL = 6.3
"""The usual width of a letter of a card's second line."""
LOOP = 80
"""Room for the curves between two documents of the last year."""


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
class Picture:
    """The whole picture; pixels. A column has its year, or its session, or neither, and its left end."""

    width: int
    height: int
    columns: tuple[tuple[str, str, int], ...]
    cards: tuple[Card, ...]
    lines: tuple[Route, ...]
    labels: tuple[Label, ...]
    card_width: int = WIDTH


def draw(chain: Chain, view: View, more: Mapping[str, tuple[bool, bool]], say: Callable[[str], str]) -> Picture:
    """The picture of a chain in the layout of its exports, so that screen and file agree.

    ``say`` gives the word of a function.
    """
    layout = lay_out(chain)
    cards = tuple(card(box, chain, view, more.get(box.document.locator, (False, False))) for box in layout.boxes)
    lines = routes(chain, layout)
    lowest = max((one.lowest for one in lines), default=0)
    return Picture(
        layout.width + LOOP,
        max(layout.height - 40, lowest + MARGIN),
        tuple((*captioned(caption), x) for caption, x in layout.columns),
        cards,
        tuple(lines),
        tuple(labels(lines, say)),
    )


def captioned(caption: str) -> tuple[str, str]:
    """The year and the session of a column's caption, '' for what it does not say.

    >>> captioned("2012"), captioned("session 66"), captioned("no date")
    (('2012', ''), ('', '66'), ('', ''))
    """
    year = caption if caption.isdigit() else ""
    return year, "" if year else "".join(filter(str.isdigit, caption))


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
        fit(facts, INNER, SMALL),
        box.x,
        box.y,
        box.height,
        rows,
        chain.start.partition("~")[0] == node.locator,
        node.loaded or any(one.loaded for one in box.places),
        view.address(opened=(*view.opened, f"f.{node.locator}")) if more[0] else "",
        view.address(opened=(*view.opened, f"b.{node.locator}")) if more[1] else "",
    )
