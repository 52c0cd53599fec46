"""Moulds: the JSON of records that are alike but for their names, written once and filled for each.

A mould is a record of `graph_service.chains.export` with marks where names go, so that what a record says is said
there alone. The places of a document share one by kind, edges by function, kind, status and confidence.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import orjson

from graph_service.chains.chain import Evidence
from graph_service.chains.export import edge_record, evidence_record, node_record
from graph_service.chains.index import EDGE_STATUSES, Index
from graph_service.chains.values import gather

Json = dict[str, Any]
Value = TypeVar("Value")
# No name has it.
MARK: Final = "\0"
PINPOINTED: Final = f"{MARK}~{MARK}"
HOLE: Final = orjson.dumps(MARK)
UNRESOLVED: Final = EDGE_STATUSES.index("unresolved")
MOST_KEPT: Final = 20_000
# The pieces of a record up to the walk's numbers, every second one to be filled; the piece after them.
Mould = tuple[list[bytes], bytes]


def tell_place(depth: int) -> bytes:
    """What a walk says of a place, as it stands in its record."""
    return b'"depth":%d' % depth


def tell_edge(met: tuple[int, bool]) -> bytes:
    """What a walk says of an edge, its depth and whether again, as it stands in its record."""
    depth, again = met
    return b'"depth":%d,"again":%s' % (depth, b"true" if again else b"false")


@dataclass(slots=True)
class Places:
    """The records of an index's places, each in two pieces around what `tell_place` writes."""

    index: Index
    _moulds: dict[Hashable, Mould] = field(default_factory=dict, repr=False)

    def cast(self, numbers: list[int]) -> Iterator[tuple[bytes, bytes]]:
        """The pieces of these places' records, in their order."""
        index, moulds = self.index, self._moulds
        works, kinds = gather(index.work, numbers), gather(index.kind, numbers)
        names = map(orjson.dumps, index.locators.at(numbers))
        for number, work, kind, name in zip(numbers, works, kinds, names, strict=True):
            sort = work, -1 if number == work else kind
            mould = moulds.get(sort)
            if mould is None:
                mould = _cut(node_record(index.node(number)._replace(locator=MARK)), tell_place(0))
                _keep(moulds, sort, mould)
            pieces, after = mould
            yield _fill(pieces, [name]), after


@dataclass(slots=True)
class Edges:
    """The records of an index's edges, each in two pieces around what `tell_edge` writes."""

    index: Index
    _moulds: dict[Hashable, Mould] = field(default_factory=dict, repr=False)
    _expressions: dict[int, bytes] = field(default_factory=dict, repr=False)

    def cast(self, rows: list[int]) -> Iterator[tuple[bytes, bytes]]:
        """The pieces of these edges' records, in their order."""
        index, names = self.index, self.index.locators
        columns = index.function, index.edge_kind, index.status, index.confidence
        sorts = zip(*(gather(one, rows) for one in columns), strict=True)
        sources, targets = (map(orjson.dumps, names.at(gather(one, rows))) for one in (index.source, index.target))
        notes = gather(index.note, rows)
        for row, sort, source, target, note in zip(rows, sorts, sources, targets, notes, strict=True):
            pieces, after = self._mould(row, sort, note >= 0)
            values = [source, target]
            if sort[2] != UNRESOLVED:
                values.append(b'"' + (target.partition(b"~")[2] or b'"'))
            if note >= 0:
                values.append(orjson.dumps(names[note]))
            yield _fill(pieces, values), after[:-2] + self._evidence(row) + after[-2:]

    def _mould(self, row: int, sort: tuple[Any, ...], noted: bool) -> Mould:
        rare = self.index.rare.get(row) is not None
        mould = None if rare else self._moulds.get((*sort, noted))
        if mould is None:
            edge = self.index.edge(row)
            edge = edge._replace(source=MARK, target=PINPOINTED, note=MARK if noted else "", evidence=())
            mould = _cut(edge_record(edge), tell_edge((0, False)))
            if not rare:
                _keep(self._moulds, (*sort, noted), mould)
        return mould

    def _evidence(self, row: int) -> bytes:
        index, openings = self.index, self._expressions
        places = range(index.first_witness[row], index.first_witness[row + 1])
        said: dict[bytes, None] = {}
        for place in places:
            number = index.witness_expression[place]
            opening = openings.get(number)
            if opening is None:
                record = evidence_record(Evidence(index.expressions[number], 0, 0))
                opening = orjson.dumps(record).removesuffix(b"0,0]}")
                _keep(openings, number, opening)
            said[b"%s%d,%d]}" % (opening, index.witness_start[place], index.witness_end[place])] = None
        return b",".join(said)


def _cut(record: Json, told: bytes) -> Mould:
    """The mould of a record with marks. A quote inside a string is escaped: ``told`` stands in one place only."""
    text = orjson.dumps(record).replace(orjson.dumps(PINPOINTED), HOLE)
    before, _, after = (b"," + text).partition(told)
    pieces = before.split(HOLE)
    return [part for piece in pieces for part in (piece, b"")][:-1], after


def _fill(pieces: list[bytes], values: list[bytes]) -> bytes:
    filled = pieces.copy()
    filled[1::2] = values
    return b"".join(filled)


def _keep(kept: dict[Any, Value], key: Hashable, value: Value) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
