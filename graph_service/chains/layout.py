"""Where the documents of a chain stand in a picture: one column per year, older to the left.

A document without a day stands at its session if its symbol has one (a session spans two years), else far left.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from graph_service.chains.chain import Chain, Node
from graph_service.errors import SymbolError
from graph_service.symbols import parse_symbol

WIDTH, GAP, ROW, HEAD, MARGIN, TOP = 230, 160, 20, 44, 30, 96
SPACE = 26
"""Between two cards of a column: lines pass there."""
LETTER = 7.2


@dataclass(frozen=True, slots=True)
class Box:
    """A document with the places of it that the chain touches; pixels."""

    document: Node
    places: tuple[Node, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        """Height for the head and one row per place."""
        return HEAD + ROW * len(self.places) + (8 if self.places else 0)

    def row(self, locator: str) -> int:
        """The middle of a place's row, of the head for the document itself."""
        for number, place in enumerate(self.places):
            if place.locator == locator:
                return self.y + HEAD + ROW * number + ROW // 2
        return self.y + HEAD // 2


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes, the columns' captions with their left edges, and the size of the picture."""

    boxes: tuple[Box, ...]
    columns: tuple[tuple[str, int], ...]
    width: int
    height: int

    def box(self, document: str) -> Box:
        """The box of a document."""
        return next(one for one in self.boxes if one.document.locator == document)


def lay_out(chain: Chain) -> Layout:
    """Same chain, same picture: years ascending, within a year by day and symbol, undated documents first."""
    groups: dict[str, list[Node]] = {}
    for node in chain.nodes:
        groups.setdefault(node.document, []).append(node)
    years: dict[str, list[str]] = {}
    for _, caption, document in sorted((*_when(groups[one][0]), one) for one in groups):
        years.setdefault(caption, []).append(document)
    boxes, columns, tallest = [], [], TOP
    for number, (year, documents) in enumerate(years.items()):
        x, y = MARGIN + number * (WIDTH + GAP), TOP
        columns.append((year, x))
        for document in documents:
            box = _box(document, groups[document], x, y)
            boxes.append(box)
            y += box.height + SPACE
        tallest = max(tallest, y)
    width = max(MARGIN * 2 + len(columns) * (WIDTH + GAP) - GAP, 640)
    return Layout(tuple(boxes), tuple(columns), width, tallest + MARGIN + 40)


def _when(node: Node) -> tuple[str, str]:
    """What to sort a document by, and the caption of its column."""
    if node.date:
        return node.date.isoformat(), str(node.date.year)
    try:
        session = parse_symbol(node.document).session
    except SymbolError:
        session = None
    return (f"{1945 + session}-12-31", f"session {session}") if session else ("", "no date")


def _box(document: str, nodes: list[Node], x: int, y: int) -> Box:
    own = next((one for one in nodes if one.locator == document), None)
    first = nodes[0]
    head = own or Node(document, "", document, label=first.label, date=first.date, body=first.body)
    places = (one for one in nodes if one.locator != document)
    return Box(head, tuple(sorted(places, key=_reading_order)), x, y)


def _reading_order(node: Node) -> tuple[tuple[int, int, str], ...]:
    """Numbers by value, not by letters: op9 before op12."""
    word, found = "", list[tuple[int, int, str]]()
    for letter in node.locator + "\0":
        if word and letter.isdigit() != word[-1].isdigit():
            found.append((0, int(word), "") if word.isdigit() else (1, 0, word))
            word = ""
        word += letter
    return tuple(found)


def fit(text: str, width: int, letter_width: float = LETTER) -> str:
    """The text cut to a width in pixels; a wide character counts as two letters."""
    room, kept = width / letter_width, ""
    for letter in text:
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 1:
            return f"{kept.rstrip()}…"
        kept += letter
    return kept
