"""How the lines of a chain run in its picture, and where their words stand: clear of every card.

Cards stand in columns. A line that passes a column takes the free lane between two of its cards, or below the
last, that lies nearest to its way; words stand only in the gaps between columns, beside the place where arrows
arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graph_service.chains.chain import Chain, Edge
from graph_service.chains.layout import GAP, MARGIN, SPACE, WIDTH, Box, Layout, fit

CLEAR = 14
"""Between a card's edge and the words beside it: room for an arrow's head."""
ROOM = GAP - 2 * CLEAR
LETTER, HIGH = 6.3, 14
"""Of the words on lines: the usual width of a letter and the height of a line, in pixels."""
STEP = 3
"""Between two lines in one lane."""

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an edge: an SVG path, the point where it arrives, and the lowest point that it reaches."""

    edge: Edge
    path: str
    end: Point
    lowest: int


@dataclass(frozen=True, slots=True)
class Label:
    """The functions of the edges that arrive at a place, one line of text; its left end and its baseline."""

    text: str
    functions: tuple[str, ...]
    x: int
    y: int


class Lanes:
    """The free lanes of each column, and how many lines already run in them."""

    def __init__(self, layout: Layout) -> None:
        columns: dict[int, list[Box]] = {}
        for box in layout.boxes:
            columns.setdefault(box.x, []).append(box)
        self.columns = {x: sorted(boxes, key=lambda one: one.y) for x, boxes in sorted(columns.items())}
        self.used: dict[tuple[int, int], int] = {}

    def passed(self, start: int, end: int) -> list[int]:
        """The columns between two others, in the order in which they are passed."""
        between = [x for x in self.columns if min(start, end) < x < max(start, end)]
        return between if start < end else between[::-1]

    def lane(self, column: int, wanted: int) -> int:
        """The height at which one more line passes a column, as near as may be to the wanted one."""
        boxes = self.columns[column]
        last = boxes[-1].y + boxes[-1].height + SPACE // 2
        gaps = [one.y + one.height + SPACE // 2 for one in boxes[:-1]]
        nearest = min((*gaps, max(last, wanted)), key=lambda one: abs(one - wanted))
        number = self.used[column, nearest] = self.used.get((column, nearest), -1) + 1
        if nearest >= last:
            return nearest + STEP * number
        most = SPACE // 2 // STEP - 1
        number %= 2 * most + 1
        return nearest + STEP * (number + 1) // 2 * (1 if number % 2 else -1)


def routes(chain: Chain, layout: Layout) -> list[Route]:
    """The way of every edge of the chain, in its order."""
    lanes = Lanes(layout)
    boxes = {one.document.locator: one for one in layout.boxes}
    homes = {one.locator: boxes[one.document] for one in chain.nodes}
    return [route(edge, homes[edge.source], homes[edge.target], lanes) for edge in chain.edges]


def route(edge: Edge, origin: Box, goal: Box, lanes: Lanes) -> Route:
    """From the side of the citing card to the side of the cited one; within one column, around its right side."""
    y1, y2 = origin.row(edge.source), goal.row(edge.target)
    if origin.x == goal.x:
        x, bend = origin.x + WIDTH, origin.x + WIDTH + 60
        return Route(edge, f"M{x} {y1}C{bend} {y1} {bend} {y2} {x} {y2}", (x, y2), max(y1, y2))
    ahead = origin.x < goal.x
    at: Point = (origin.x + WIDTH if ahead else origin.x, y1)
    end: Point = (goal.x if ahead else goal.x + WIDTH, y2)
    path, lowest, left = f"M{at[0]} {at[1]}", max(y1, y2), abs(end[0] - at[0])
    for column in lanes.passed(origin.x, goal.x):
        enter, leave = (column, column + WIDTH) if ahead else (column + WIDTH, column)
        y = lanes.lane(column, at[1] + (y2 - at[1]) * (abs(enter - at[0]) + WIDTH // 2) // max(1, left))
        path += f"{curve(at, (enter, y))}H{leave}"
        at, left, lowest = (leave, y), abs(end[0] - leave), max(lowest, y)
    return Route(edge, path + curve(at, end), end, lowest)


def curve(start: Point, end: Point) -> str:
    """A curve through the gap between two columns that leaves and arrives level."""
    middle = (start[0] + end[0]) // 2
    return f"C{middle} {start[1]} {middle} {end[1]} {end[0]} {end[1]}"


def labels(found: Iterable[Route], say: Callable[[str], str] = str) -> list[Label]:
    """One label for all arrows that arrive at one place, at the side where they arrive.

    ``say`` gives the word of a function. What would lie on another label is left out; the table beside a picture
    and the title of each line say it.
    """
    places: dict[Point, dict[str, None]] = {}
    for one in found:
        places.setdefault(one.end, {})[one.edge.function] = None
    taken: dict[int, list[Point]] = {}
    return [label for end, functions in places.items() if (label := labelled(end, functions, say, taken))]


def labelled(
    end: Point, functions: Mapping[str, None], say: Callable[[str], str], taken: dict[int, list[Point]]
) -> Label | None:
    """The label of one place, unless its spot is taken; ``taken`` has the spots of each gap."""
    text = fit(", ".join(dict.fromkeys(say(one) for one in functions)), ROOM, LETTER)
    right = (end[0] - MARGIN) % (WIDTH + GAP) == WIDTH
    x = end[0] + CLEAR if right else end[0] - GAP + CLEAR
    y = end[1] - 4
    spots = taken.setdefault(x, [])
    if any(abs(y - other) < HIGH for _, other in spots):
        return None
    spots.append((x, y))
    return Label(text, tuple(functions), x, y)
