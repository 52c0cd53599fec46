"""Where the documents of a chain stand in a picture: one column per year, older to the left."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from graph_service.chains.chain import Chain, Node

WIDTH, GAP, ROW, HEAD, MARGIN, TOP = 230, 130, 20, 44, 30, 96
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
    for document in sorted(groups, key=lambda one: (str(groups[one][0].date or ""), one)):
        day = groups[document][0].date
        years.setdefault(str(day.year) if day else "no date", []).append(document)
    boxes, columns, tallest = [], [], TOP
    for number, (year, documents) in enumerate(years.items()):
        x, y = MARGIN + number * (WIDTH + GAP), TOP
        columns.append((year, x))
        for document in documents:
            box = _box(document, groups[document], x, y)
            boxes.append(box)
            y += box.height + 24
        tallest = max(tallest, y)
    width = max(MARGIN * 2 + len(columns) * (WIDTH + GAP) - GAP, 640)
    return Layout(tuple(boxes), tuple(columns), width, tallest + MARGIN + 40)


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


def fit(text: str, width: int) -> str:
    """The text cut to a width in pixels; a wide character counts as two letters."""
    room, kept = width / LETTER, ""
    for letter in text:
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 1:
            return f"{kept.rstrip()}…"
        kept += letter
    return kept
