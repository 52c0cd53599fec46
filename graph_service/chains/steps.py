"""The steps out of one place: its edges and those of its parts, kept for the places that many walks pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from typing import Final

from graph_service.chains.index import Index

# An edge's row, the place where it leads, the part where it begins, the number of its kind.
Step = tuple[int, int, int, int]
# Steps that are kept, some 150 bytes each, and the most of one place: what is cited by thousands is read anew.
MOST_STEPS: Final = 300_000
MOST_OF_PLACE: Final = 1000


@dataclass(slots=True)
class Steps:
    """The steps of an index in one direction: ``sign`` is 1 forward, -1 backward.

    Forward a place takes along all that it contains, and a mandate its paragraph; backward with ``whole`` also
    its document.
    """

    index: Index
    sign: int
    whole: bool
    _kept: dict[int, tuple[Step, ...]] = field(default_factory=dict, repr=False)
    _count: int = 0
    _mandates: int = -1

    def __post_init__(self) -> None:
        kinds = self.index.kinds
        self._mandates = kinds.index("Mandate") if "Mandate" in kinds else -1

    def of(self, place: int) -> Iterable[Step]:
        """All steps out of a place, part by part in reading order."""
        known = self._kept.get(place)
        return self._keep(place) if known is None else known

    def _keep(self, place: int) -> Iterable[Step]:
        steps = self._read(place)
        found = tuple(islice(steps, MOST_OF_PLACE))
        if len(found) == MOST_OF_PLACE:
            return chain(found, steps)
        if self._count > MOST_STEPS:
            self._kept.clear()
            self._count = 0
        self._count += len(found) + 1
        self._kept[place] = found
        return found

    def _read(self, place: int) -> Iterator[Step]:
        index, kinds = self.index, self.index.edge_kind
        for part in self._span(place):
            if self.sign > 0:
                rows = index.outgoing(part)
                here = slice(rows.start, rows.stop)
                yield from zip(rows, index.target[here], repeat(part), kinds[here], strict=False)
            else:
                back = index.incoming(part)
                goals = map(index.source.__getitem__, back)
                yield from zip(back, goals, repeat(part), map(kinds.__getitem__, back), strict=False)

    def _span(self, place: int) -> list[int]:
        index = self.index
        found = index.parts(place)
        if len(found) > 1:
            found.sort(key=index.order.__getitem__)
        if index.kind[place] == self._mandates:
            found.append(index.parent[place])
        if self.sign < 0 and self.whole and index.work[place] not in found:
            found.append(index.work[place])
        return found
