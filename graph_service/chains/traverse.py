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
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph_service.chains.chain import Chain, Part
from graph_service.chains.index import EDGE_KINDS, EDGE_STATUSES, Index
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
        functions = {
            number
            for number, one in enumerate(index.functions)
            if (not self.functions or one.notation in self.functions)
            and (not self.forces or one.force in self.forces)
        }
        return _Sieve(
            index=index,
            rule=self,
            functions=functions if self.functions or self.forces else None,
            kinds={EDGE_KINDS.index(one) for one in self.kinds} if self.kinds else set(range(len(EDGE_KINDS))),
            statuses={EDGE_STATUSES.index(one) for one in self.statuses} if self.statuses else None,
            plain=self == Filter(kinds=self.kinds),
        )


@dataclass(frozen=True, slots=True)
class _Sieve:
    index: Index
    rule: Filter
    functions: set[int] | None
    kinds: set[int]
    statuses: set[int] | None
    plain: bool

    def passes(self, row: int, goal: int) -> bool:
        """Whether the walk takes this row to ``goal``."""
        index, rule = self.index, self.rule
        if index.edge_kind[row] not in self.kinds:
            return False
        if self.plain:
            return True
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
class _Walk:
    index: Index
    sieve: _Sieve
    depth: int
    size: int
    whole: bool
    nodes: dict[int, int] = field(default_factory=dict)
    rows: dict[int, tuple[int, bool]] = field(default_factory=dict)
    parts: dict[tuple[int, int], None] = field(default_factory=dict)
    cut: str = ""
    mandates: int = -1

    def __post_init__(self) -> None:
        kinds = self.index.kinds
        self.mandates = kinds.index("Mandate") if "Mandate" in kinds else -1

    def run(self, start: int, sign: int) -> None:
        """Widen ring by ring; ``sign`` is 1 forward, -1 backward."""
        ring, opened = [start], {start}
        self.nodes.setdefault(start, 0)
        for level in range(1, self.depth + 1):
            beyond: list[int] = []
            for place in ring:
                if not self._open(place, sign, level, opened, beyond):
                    return
            ring = beyond
            if not ring:
                return
        if any(self._leads_on(place, sign) for place in ring):
            self.cut = self.cut or "depth"

    def _open(self, place: int, sign: int, level: int, opened: set[int], beyond: list[int]) -> bool:
        """Take the edges of a place and its parts; False when the bound on the size is reached."""
        index, rows, nodes, passes = self.index, self.rows, self.nodes, self.sieve.passes
        kinds, kind_of, plain = self.sieve.kinds, index.edge_kind, self.sieve.plain
        goals, reached = (index.target if sign > 0 else index.source), level * sign
        for part in self._span(place, sign):
            edges: Iterable[int] = index.outgoing(part) if sign > 0 else index.incoming(part)
            joined = part == place
            for row in edges:
                goal = goals[row]
                if row in rows or not (kind_of[row] in kinds if plain else passes(row, goal)):
                    continue
                if len(rows) >= self.size:
                    self.cut = "size"
                    return False
                if not joined:
                    self._join(place, part, reached)
                    joined = True
                if goal in opened:
                    rows[row] = (reached, True)
                else:
                    rows[row] = (reached, False)
                    nodes.setdefault(goal, reached)
                    opened.add(goal)
                    beyond.append(goal)
        return True

    def _join(self, place: int, part: int, level: int) -> None:
        self.nodes.setdefault(part, level - (1 if level > 0 else -1))
        self.parts.setdefault((place, part) if self._holds(place, part) else (part, place))

    def _holds(self, place: int, part: int) -> bool:
        while part >= 0 and part != place:
            part = self.index.parent[part]
        return part == place

    def _span(self, place: int, sign: int) -> list[int]:
        index = self.index
        found = index.parts(place)
        if len(found) > 1:
            found.sort(key=index.order.__getitem__)
        if self.mandates >= 0 and index.kind[place] == self.mandates:
            found.append(index.parent[place])
        if sign < 0 and self.whole and index.work[place] not in found:
            found.append(index.work[place])
        return found

    def _leads_on(self, place: int, sign: int) -> bool:
        for part in self._span(place, sign):
            rows: Iterable[int] = self.index.outgoing(part) if sign > 0 else self.index.incoming(part)
            for row in rows:
                goal = self.index.target[row] if sign > 0 else self.index.source[row]
                if row not in self.rows and self.sieve.passes(row, goal):
                    return True
        return False


SIGNS: dict[str, tuple[int, ...]] = {"forward": (1,), "backward": (-1,), "both": (1, -1)}


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
    """Everything that a place rests on (forward), that rests on it (backward), or both.

    ``depth`` is counted in citations, ``size`` bounds the edges; ``Chain.cut`` tells when one of them ended
    the walk. Raises UnknownError (with the nearest locators) and QueryError for a bad bound.
    """
    if depth < 0 or size < 1 or direction not in SIGNS:
        raise QueryError(
            f"cannot trace {direction} to depth {depth} and size {size}",
            where=locator,
            do="direction is forward, backward or both; depth from 0; size from 1",
        )
    start = index.find(locator)
    walk = _Walk(index, (only or Filter()).compile(index), depth, size, whole)
    with _uncollected():
        for sign in SIGNS[direction]:
            walk.run(start, sign)
        wholes, parts = zip(*walk.parts, strict=True) if walk.parts else ((), ())
        names = index.locators
        return Chain(
            start=names[start],
            direction=direction,
            depth=depth,
            nodes=nodes_at(index, walk.nodes),
            edges=edges_at(index, walk.rows),
            parts=tuple(map(Part, names.at(wholes), names.at(parts))),
            release=index.release,
            cut=walk.cut,
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
