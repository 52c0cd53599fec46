"""The walk along citations: forward to what a place rests on, backward to what rests on it.

The rules of the walk, as a reader of resolutions expects them:

* Forward from a place goes on with all that the place *contains*: a document cites what its paragraphs cite,
  a paragraph what its sub-paragraphs cite. It never goes up: what paragraph 1 rests on is not what
  paragraph 2 cites.
* Backward to a place counts whoever cites it or a part of it. With ``whole`` it also counts whoever cites
  the document as a whole, which is weaker and therefore asked for.
* Depth counts citations; going from a place to a part of it costs nothing.
* A place is opened once, at its least depth; a later edge to it is kept and marked ``again``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph_service.chains.chain import Chain, Part
from graph_service.chains.index import EDGE_KINDS, EDGE_STATUSES, Index
from graph_service.chains.steps import Step, Steps
from graph_service.chains.values import edges_at, nodes_at
from graph_service.errors import QueryError

Direction = Literal["forward", "backward", "both"]
USUAL = ("citation", "answer", "comment", "mandate", "replacement", "identity")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which edges a walk takes; an empty collection takes all.

    ``bodies`` are slugs of the issuing body of the document where the step leads; ``since`` and ``until``
    bound the day of the citing document (one without a day fails a bound); ``languages`` want evidence in
    one of them.
    """

    functions: Collection[str] = ()
    forces: Collection[str] = ()
    kinds: Collection[str] = USUAL
    statuses: Collection[str] = ()
    bodies: Collection[str] = ()
    languages: Collection[str] = ()
    since: date | None = None
    until: date | None = None
    confidence: float = 0.0

    def compile(self, index: Index) -> _Sieve:
        """The filter as sets of the index's numbers, so that a row costs a few comparisons."""
        functions = None
        if self.functions or self.forces:
            functions = {
                number
                for number, one in enumerate(index.functions)
                if (not self.functions or one.notation in self.functions)
                and (not self.forces or one.force in self.forces)
            }
        return _Sieve(
            index=index,
            rule=self,
            functions=functions,
            kinds={EDGE_KINDS.index(one) for one in self.kinds} if self.kinds else set(range(len(EDGE_KINDS))),
            statuses={EDGE_STATUSES.index(one) for one in self.statuses} if self.statuses else None,
        )

    @property
    def plain(self) -> bool:
        """Whether it looks at the kinds of edges only."""
        chosen = self.functions, self.forces, self.statuses, self.bodies, self.languages
        return not (any(chosen) or self.since or self.until or self.confidence)


@dataclass(frozen=True, slots=True)
class _Sieve:
    index: Index
    rule: Filter
    functions: set[int] | None
    kinds: set[int]
    statuses: set[int] | None

    @property
    def passes(self) -> Callable[[int, int], bool] | None:
        """What is asked of a row of a kind that is taken and the place where it leads; None if nothing is."""
        return None if self.rule.plain else self._passes

    def _passes(self, row: int, goal: int) -> bool:
        index, rule = self.index, self.rule
        if self.functions is not None and index.function[row] not in self.functions:
            return False
        if self.statuses is not None and index.status[row] not in self.statuses:
            return False
        if index.confidence[row] < rule.confidence:
            return False
        if rule.bodies and index.document(goal).body not in rule.bodies:
            return False
        return self._timely(row) and self._spoken(row)

    def _timely(self, row: int) -> bool:
        rule = self.rule
        if rule.since is None and rule.until is None:
            return True
        day = self.index.document(self.index.source[row]).date
        return day is not None and (rule.since or day) <= day <= (rule.until or day)

    def _spoken(self, row: int) -> bool:
        wanted = self.rule.languages
        return not wanted or any(one.language in wanted for one in self.index.evidence(row))


@dataclass(slots=True)
class Reached:
    """What a walk reached, as numbers of the index, in the order in which it was reached.

    ``nodes`` gives each place its depth, ``rows`` each edge its depth and whether it leads to a place shown
    already, ``parts`` are pairs of a place and one inside it; ``cut`` says which bound ended the walk.
    """

    start: int
    direction: Direction
    depth: int
    nodes: dict[int, int] = field(default_factory=dict)
    rows: dict[int, tuple[int, bool]] = field(default_factory=dict)
    parts: dict[tuple[int, int], None] = field(default_factory=dict)
    cut: Literal["", "depth", "size"] = ""


@dataclass(slots=True)
class _Walk:
    index: Index
    sieve: _Sieve
    reached: Reached
    size: int
    whole: bool

    def run(self, sign: int) -> None:
        """Widen ring by ring; ``sign`` is 1 forward, -1 backward."""
        reached, steps = self.reached, self.index.beside(Steps, sign, self.whole)
        ring, opened = [reached.start], {reached.start}
        reached.nodes.setdefault(reached.start, 0)
        for level in range(1, reached.depth + 1):
            ring = self._widen(ring, steps, level * sign, opened)
            if reached.cut == "size" or not ring:
                return
        if any(self._leads_on(steps.of(place)) for place in ring):
            reached.cut = reached.cut or "depth"

    def _widen(self, ring: list[int], steps: Steps, level: int, opened: set[int]) -> list[int]:
        """Take the edges of a ring of places and their parts; the ring beyond, as far as the size allows."""
        rows, nodes, kinds = self.reached.rows, self.reached.nodes, self.sieve.kinds
        passes, steps_of = self.sieve.passes, steps.of
        fresh, again, size = (level, False), (level, True), self.size
        beyond: list[int] = []
        for place in ring:
            joined = place
            for row, goal, part, kind in steps_of(place):
                if kind not in kinds or row in rows or (passes is not None and not passes(row, goal)):
                    continue
                if len(rows) >= size:
                    self.reached.cut = "size"
                    return beyond
                if part != joined:
                    self._join(place, part, level)
                    joined = part
                if goal in opened:
                    rows[row] = again
                else:
                    rows[row] = fresh
                    nodes.setdefault(goal, level)
                    opened.add(goal)
                    beyond.append(goal)
        return beyond

    def _join(self, place: int, part: int, level: int) -> None:
        if part == place:
            return
        self.reached.nodes.setdefault(part, level - (1 if level > 0 else -1))
        self.reached.parts.setdefault((place, part) if self._holds(place, part) else (part, place))

    def _holds(self, place: int, part: int) -> bool:
        while part >= 0 and part != place:
            part = self.index.parent[part]
        return part == place

    def _leads_on(self, steps: Iterable[Step]) -> bool:
        kinds, passes, rows = self.sieve.kinds, self.sieve.passes, self.reached.rows
        return any(
            kind in kinds and row not in rows and (passes is None or passes(row, goal))
            for row, goal, _, kind in steps
        )


SIGNS: dict[str, tuple[int, ...]] = {"forward": (1,), "backward": (-1,), "both": (1, -1)}


def reach(
    index: Index,
    locator: str,
    direction: Direction = "forward",
    *,
    depth: int = 3,
    size: int = 2000,
    only: Filter | None = None,
    whole: bool = False,
) -> Reached:
    """Everything that a place rests on (forward), that rests on it (backward), or both.

    ``depth`` is counted in citations, ``size`` bounds the edges; ``Reached.cut`` tells when one of them ended
    the walk. Raises UnknownError (with the nearest locators) and QueryError for a bad bound.
    """
    if depth < 0 or size < 1 or direction not in SIGNS:
        raise QueryError(
            f"cannot trace {direction} to depth {depth} and size {size}",
            where=locator,
            do="direction is forward, backward or both; depth from 0; size from 1",
        )
    reached = Reached(index.find(locator), direction, depth)
    walk = _Walk(index, (only or Filter()).compile(index), reached, size, whole)
    for sign in SIGNS[direction]:
        walk.run(sign)
    return reached


def trace(
    index: Index,
    locator: str,
    direction: Direction = "forward",
    *,
    depth: int = 3,
    size: int = 2000,
    only: Filter | None = None,
    whole: bool = False,
) -> Chain:
    """What `reach` finds, as values. Raises as it does."""
    with _uncollected():
        reached = reach(index, locator, direction, depth=depth, size=size, only=only, whole=whole)
        wholes, parts = zip(*reached.parts, strict=True) if reached.parts else ((), ())
        names = index.locators
        return Chain(
            start=names[reached.start],
            direction=direction,
            depth=depth,
            nodes=nodes_at(index, reached.nodes),
            edges=edges_at(index, reached.rows),
            parts=tuple(map(Part, names.at(wholes), names.at(parts))),
            release=index.release,
            cut=reached.cut,
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """A chain makes thousands of values and no circles: looking for garbage would take a third of its time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
