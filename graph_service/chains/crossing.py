"""The search behind `paths`: from both ends at once over the columns of the index, cheapest first.

Nothing is built for the whole release. Each end widens until the two meet; what comes back is the small graph of
all shortest ways. The search is bounded by the places it reaches, so that two ends that nothing connects are
answered too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

import networkx as nx

from graph_service.chains.index import EDGE_KINDS, Index
from graph_service.errors import QueryError

# Entering another instrument outweighs any number of steps inside one; moves inside a document cost half
# a citation, so that a citation of the very paragraph is preferred to one of its whole document.
CITATION: Final = 2
INSIDE: Final = 1
INSTRUMENT: Final = 1_000_000
# Places reached from both ends together; some two microseconds each.
MOST_REACHED: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class Ground:
    """Where ways may lead: the kinds of edges, the extra price of another instrument, whether arrows bind.

    A way goes between a place and what holds it if both are cited or cite; a document always holds its places.
    """

    index: Index
    kinds: frozenset[int]
    crossing: int
    directed: bool
    _through: dict[int, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, index: Index, kinds: tuple[str, ...], *, dear: bool, directed: bool) -> Ground:
        """``dear``: whether another instrument costs more than any way inside one."""
        numbers = frozenset(map(EDGE_KINDS.index, kinds or EDGE_KINDS))
        return cls(index, numbers, INSTRUMENT if dear else 0, directed)

    def beside(self, place: int, *, ahead: bool) -> list[tuple[int, int]]:
        """The places one step from this one, each with the price; a backward search asks for ``ahead`` False."""
        index, kind, kinds = self.index, self.index.edge_kind, self.kinds
        goals = list[int]()
        if ahead or not self.directed:
            goals += [index.target[row] for row in index.outgoing(place) if kind[row] in kinds]
        if not (ahead and self.directed):
            goals += [index.source[row] for row in index.incoming(place) if kind[row] in kinds]
        work, own, far = index.work, index.work[place], CITATION + self.crossing
        found = [(goal, CITATION if work[goal] == own else far) for goal in goals]
        return found + [(other, INSIDE) for other in self._around(place)]

    def through(self, place: int) -> bool:
        """Whether an edge of these kinds leads from or to this very place."""
        known = self._through.get(place)
        if known is None:
            index, kind, kinds = self.index, self.index.edge_kind, self.kinds
            known = self._through[place] = any(kind[row] in kinds for row in index.outgoing(place)) or any(
                kind[row] in kinds for row in index.incoming(place)
            )
        return known

    def _around(self, place: int) -> Iterator[int]:
        """What holds this place, and what it holds."""
        parent = self.index.parent
        whole = parent[place]
        while whole >= 0:
            if parent[whole] < 0 or self.through(whole):
                yield whole
            whole = parent[whole]
        for part in self.index.parts(place):
            if part != place and self.through(part):
                yield part


@dataclass(slots=True)
class Side:
    """What was reached from one end: the price of each place, and from where it is reached at that price."""

    ground: Ground
    start: int
    ahead: bool
    price: dict[int, int] = field(default_factory=dict)
    before: dict[int, list[int]] = field(default_factory=dict)
    waiting: list[tuple[int, int]] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.price[self.start], self.before[self.start] = 0, []
        self.waiting.append((0, self.start))

    @property
    def reach(self) -> int | None:
        """Everything nearer than this has been opened; None when nothing is left."""
        while self.waiting and self.waiting[0][1] in self.opened:
            heappop(self.waiting)
        return self.waiting[0][0] if self.waiting else None

    def widen(self, other: Side) -> int | None:
        """Open the nearest place; returns the price of the cheapest meeting with the other side found by it."""
        price, place = heappop(self.waiting)
        self.opened.add(place)
        known, theirs, best = self.price, other.price, None
        for goal, step in self.ground.beside(place, ahead=self.ahead):
            total = price + step
            before = known.get(goal)
            if before is None or total < before:
                known[goal], self.before[goal] = total, [place]
                heappush(self.waiting, (total, goal))
                if goal in theirs and (best is None or total + theirs[goal] < best):
                    best = total + theirs[goal]
            elif total == before and place not in self.before[goal]:
                self.before[goal].append(place)
        return best


def find_ways(ground: Ground, start: int, goal: int) -> nx.DiGraph | None:
    """The graph of all cheapest ways between two different places, None if nothing connects them.

    Every way in it from ``start`` to ``goal`` is a cheapest one. Raises QueryError when the search has reached
    `MOST_REACHED` places without an answer.
    """
    ahead, back, best = Side(ground, start, True), Side(ground, goal, False), None
    while (one := ahead.reach) is not None and (two := back.reach) is not None:
        if best is not None and one + two >= best:
            return _joined_ways(ahead, back, one, best)
        side, other = (ahead, back) if len(ahead.waiting) <= len(back.waiting) else (back, ahead)
        met = side.widen(other)
        best = met if best is None else min(best, met or best)
        if len(ahead.price) + len(back.price) > MOST_REACHED:
            names = ground.index.locators
            raise QueryError(
                f"no way was found among the first {MOST_REACHED} places around both ends",
                where=f"{names[start]} – {names[goal]}",
                do="name a paragraph instead of a document, or keep to one direction",
            )
    return None if best is None else _joined_ways(ahead, back, ahead.reach, best)


def _joined_ways(ahead: Side, back: Side, reach: int | None, best: int) -> nx.DiGraph:
    """The ways through the places where the two sides meet: the first on each way that lies beyond ``reach``."""
    meeting = [
        place
        for place, price in ahead.price.items()
        if reach is not None and price >= reach and back.price.get(place, best + 1) + price == best
    ]
    if not meeting:  # one side went the whole way
        meeting = [one for one, price in ahead.price.items() if back.price.get(one, best + 1) + price == best]
    steps = set[tuple[int, int]]()
    for side, turned in ((ahead, False), (back, True)):
        queue, seen = list(meeting), set(meeting)
        for place in queue:
            for nearer in side.before[place]:
                steps.add((place, nearer) if turned else (nearer, place))
                if nearer not in seen:
                    seen.add(nearer)
                    queue.append(nearer)
    graph = nx.DiGraph()
    graph.add_edges_from(sorted(steps))
    return graph
