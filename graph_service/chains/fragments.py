"""A chain's JSON, joined from pieces: each record up to where the walk's own numbers stand, and from there on.

The records are those of `graph_service.chains.export` without white space. The pieces of the places and edges that
many chains share are kept, so that a chain of hundreds of edges is some hundred look-ups and one join.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Generic, TypeVar

import orjson

from graph_service.chains.chain import Chain
from graph_service.chains.export import chain_record
from graph_service.chains.index import Index
from graph_service.chains.moulds import Edges, Places, tell_edge, tell_place
from graph_service.chains.traverse import Reached

# How a walk met a place (its depth), or an edge (its depth, and whether it led to a place shown already).
Met = TypeVar("Met")
Pieces = tuple[bytes, bytes]
# Records of one sort that are kept in pieces, some 600 bytes each, and how many go when there are too many.
MOST_KEPT: Final = 100_000
MOST_DROPPED: Final = 10_000


def write_reached(index: Index, reached: Reached) -> bytes:
    """What a walk reached, as `chain_record` tells the chain of it, in UTF-8."""
    names = index.locators
    empty = Chain(names[reached.start], reached.direction, reached.depth, (), (), (), index.release, reached.cut)
    head, _, _ = orjson.dumps(chain_record(empty)).rpartition(b'"nodes":[]')
    wholes, parts = zip(*reached.parts, strict=True) if reached.parts else ((), ())
    pairs = zip(names.at(wholes), names.at(parts), strict=True)
    pieces = (
        head,
        b'"nodes":[',
        index.beside(_places).join(reached.nodes),
        b'],"edges":[',
        index.beside(_edges).join(reached.rows),
        b'],"parts":',
        orjson.dumps([{"whole": whole, "part": part} for whole, part in pairs]),
        b"}",
    )
    return b"".join(pieces)


@dataclass(slots=True)
class Fragments(Generic[Met]):
    """The records of one sort in two pieces each; between them stands how the walk met it, as ``tell`` writes it.

    ``make`` gives the pieces of many numbers, in their order.
    """

    make: Callable[[list[int]], Iterable[Pieces]]
    tell: Callable[[Met], bytes]
    _kept: dict[int, Pieces] = field(default_factory=dict, repr=False)

    def join(self, met: Mapping[int, Met]) -> bytes:
        """The records of these numbers, as the inside of an array."""
        kept, told = self._kept, {one: self.tell(one) for one in set(met.values())}
        try:
            found = [kept[number] for number in met]
        except KeyError:
            found = self._complete(met)
        pairs = zip(found, met.values(), strict=True)
        return b"".join([piece for (before, after), one in pairs for piece in (before, told[one], after)])[1:]

    def _complete(self, met: Mapping[int, Met]) -> list[Pieces]:
        kept = self._kept
        missing = [number for number in met if number not in kept]
        kept.update(zip(missing, self.make(missing), strict=True))
        found = [kept[number] for number in met]
        if len(kept) > MOST_KEPT:
            # The oldest go; what many chains share is soon made again.
            for number in list(islice(kept, len(kept) - MOST_KEPT + MOST_DROPPED)):
                del kept[number]
        return found


def _places(index: Index) -> Fragments[int]:
    return Fragments(Places(index).cast, tell_place)


def _edges(index: Index) -> Fragments[tuple[int, bool]]:
    return Fragments(Edges(index).cast, tell_edge)
