"""The index while it grows: interned names and plain columns, frozen into an Index at the end."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from graph_service.chains.encoding import decode_facts, decode_rare, encode_facts, encode_rare
from graph_service.chains.index import EDGE_KINDS, EDGE_STATUSES, Facts, Function, Index, Rare
from graph_service.chains.names import Names, Records
from graph_service.chains.terms import parent_of


@dataclass(slots=True)
class Interned:
    """Names with small numbers, in the order in which they came."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The number of a name, a new one if it is new."""
        return self.numbers.setdefault(name, len(self.numbers))

    def __len__(self) -> int:
        return len(self.numbers)

    def ranks(self) -> Any:
        """For each number its place among the sorted names."""
        names = list(self.numbers)
        order = sorted(range(len(names)), key=names.__getitem__)
        ranks = np.empty(len(names), dtype=np.int32)
        ranks[order] = np.arange(len(names), dtype=np.int32)
        return ranks


@dataclass(slots=True)
class Columns:
    """Edges and nodes as they are read; ``freeze`` puts all in order and closes them."""

    nodes: Interned = field(default_factory=Interned)
    kinds: Interned = field(default_factory=lambda: Interned({"": 0}))
    functions: Interned = field(default_factory=Interned)
    expressions: Interned = field(default_factory=Interned)
    facts: dict[str, Facts] = field(default_factory=dict)
    concepts: dict[str, Function] = field(default_factory=dict)
    kind_of: dict[int, int] = field(default_factory=dict)
    order_of: dict[int, int] = field(default_factory=dict)
    parent_of: dict[int, int] = field(default_factory=dict)
    source: array[int] = field(default_factory=lambda: array("i"))
    target: array[int] = field(default_factory=lambda: array("i"))
    function: array[int] = field(default_factory=lambda: array("H"))
    kind: array[int] = field(default_factory=lambda: array("B"))
    status: array[int] = field(default_factory=lambda: array("B"))
    confidence: array[float] = field(default_factory=lambda: array("d"))
    note: array[int] = field(default_factory=lambda: array("i"))
    rare: dict[int, Rare] = field(default_factory=dict)
    witness_edge: array[int] = field(default_factory=lambda: array("i"))
    witness_expression: array[int] = field(default_factory=lambda: array("i"))
    witness_start: array[int] = field(default_factory=lambda: array("i"))
    witness_end: array[int] = field(default_factory=lambda: array("i"))

    def add_edge(
        self,
        source: str,
        target: str,
        function: str,
        kind: str = "citation",
        status: str = "explicit",
        confidence: float = 1.0,
    ) -> int:
        """Add one edge and return its number among the columns."""
        self.source.append(self.nodes.number(source))
        self.target.append(self.nodes.number(target))
        self.function.append(self.functions.number(function))
        self.kind.append(EDGE_KINDS.index(kind))
        self.status.append(EDGE_STATUSES.index(status) if status in EDGE_STATUSES else 0)
        self.confidence.append(confidence)
        self.note.append(-1)
        return len(self.source) - 1

    def add_citations(self, source: Any, target: Any, function: Any) -> int:
        """Add explicit citations by the numbers of places and functions; returns the number of the first."""
        first, count = len(self.source), len(source)
        self.source.frombytes(source.astype("i4").tobytes())
        self.target.frombytes(target.astype("i4").tobytes())
        self.function.frombytes(function.astype("u2").tobytes())
        self.kind.frombytes(bytes([EDGE_KINDS.index("citation")]) * count)
        self.status.frombytes(bytes(count))
        self.confidence.frombytes(np.ones(count).tobytes())
        self.note.frombytes(np.full(count, -1, dtype="i4").tobytes())
        return first

    def add_evidence(self, edge: int, expression: str, start: int, end: int) -> None:
        """Say where the words of an edge stand; the same place twice counts once."""
        self.witness_edge.append(edge)
        self.witness_expression.append(self.expressions.number(expression))
        self.witness_start.append(start)
        self.witness_end.append(end)

    def add_rare(self, edge: int, reason: str = "", printed: date | None = None) -> None:
        """Keep what few edges have: a reason, a printed date; what was kept before stays."""
        known = self.rare.get(edge, Rare())
        if reason or printed:
            self.rare[edge] = Rare(reason or known.reason, printed or known.printed)

    def freeze(self, base: str, release: str) -> Index:
        """The index of these columns. Every part gets its parents and its document as nodes too."""
        for name in self.facts:
            self.nodes.number(name)
        parents, works = self._hierarchy()
        ranks = self.nodes.ranks()
        count = len(ranks)
        place = self._rows(ranks)
        order = np.argsort(place).astype(np.int32)
        reading = _spread(self.order_of, ranks, -1, "i4")
        parents, works = _renumbered(parents, ranks), _renumbered(works, ranks)
        children: Any = np.lexsort((reading, parents)).astype(np.int32)
        return Index(
            base=base,
            release=release,
            locators=Names.of(sorted(self.nodes.numbers)),
            kinds=tuple(self.kinds.numbers),
            kind=memoryview(_spread(self.kind_of, ranks, 0, "u1")),
            work=memoryview(works),
            parent=memoryview(parents),
            order=memoryview(reading),
            children=memoryview(children),
            first_child=memoryview(_starts(parents[children], count)),
            facts=Records.of(self._labelled(ranks), encode_facts, decode_facts),
            functions=tuple(self.concepts.get(one, Function(one)) for one in self.functions.numbers),
            rare=Records.of(
                {int(place[number]): one for number, one in self.rare.items()}, encode_rare, decode_rare
            ),
            **self._edges(ranks, order),
            **self._witnesses(place),
        )

    def _edges(self, ranks: Any, order: Any) -> dict[str, Any]:
        source, target = ranks[_sorted(self.source, "i4", order)], ranks[_sorted(self.target, "i4", order)]
        note = _sorted(self.note, "i4", order)
        note[note >= 0] = ranks[note[note >= 0]]
        backward: Any = np.argsort(target, kind="stable").astype(np.int32)
        return {
            "source": memoryview(source),
            "target": memoryview(target),
            "function": memoryview(_sorted(self.function, "u2", order)),
            "edge_kind": memoryview(_sorted(self.kind, "u1", order)),
            "status": memoryview(_sorted(self.status, "u1", order)),
            "confidence": memoryview(_sorted(self.confidence, "f8", order)),
            "note": memoryview(note),
            "first_edge": memoryview(_starts(source, len(ranks))),
            "backward": memoryview(backward),
            "first_back": memoryview(_starts(target[backward], len(ranks))),
        }

    def _labelled(self, ranks: Any) -> dict[int, Facts]:
        return {
            int(ranks[self.nodes.number(name)]): replace(one, label=one.title())
            for name, one in self.facts.items()
        }

    def _rows(self, ranks: Any) -> Any:
        """Each edge's row: by citing place, and there as their words stand in the text."""
        start = np.full(len(self.source), np.iinfo(np.int32).max, dtype=np.int32)
        if len(self.witness_edge):
            edges = np.asarray(self.witness_edge, dtype=np.int32)
            np.minimum.at(start, edges, np.asarray(self.witness_start, dtype=np.int32))
        source, target = (ranks[np.asarray(one, dtype=np.int32)] for one in (self.source, self.target))
        order = np.lexsort((target, start, source))
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        return place

    def _hierarchy(self) -> tuple[Any, Any]:
        """Parent and document of every place by number; those that were not read become places here."""
        number, known = self.nodes.number, self.parent_of
        parents, works, queue = array("i"), array("i"), list(self.nodes.numbers)
        for at, name in enumerate(queue):
            around = known.get(at, -1)
            # What a citation fails to lead to is no part of the place that cites.
            if around < 0 and "/cites/" not in name and (parent := parent_of(name)) is not None:
                around = self.nodes.numbers.get(parent, -1)
                if around < 0:
                    around = number(parent)
                    queue.append(parent)
            work = name[: _first_of(name)]
            document = self.nodes.numbers.get(work, -1)
            if document < 0:
                document = number(work)
                queue.append(work)
            parents.append(around)
            works.append(document)
        return np.asarray(parents, dtype=np.int32), np.asarray(works, dtype=np.int32)

    def _witnesses(self, place: Any) -> dict[str, Any]:
        edges = np.asarray(self.witness_edge, dtype=np.int32)
        edges = place[edges] if len(edges) else edges
        ranks = self.expressions.ranks()
        spoken = ranks[np.asarray(self.witness_expression, dtype=np.int32)]
        ends: list[Any] = [np.asarray(one, dtype=np.int32) for one in (self.witness_start, self.witness_end)]
        start, end = ends
        order = np.lexsort((end, start, spoken, edges))
        return {
            "expressions": Names.of(sorted(self.expressions.numbers)),
            "first_witness": memoryview(_starts(edges[order], len(place))),
            "witness_expression": memoryview(spoken[order]),
            "witness_start": memoryview(start[order]),
            "witness_end": memoryview(end[order]),
        }


def _first_of(name: str) -> int:
    """Where a document's own name ends in a locator."""
    ends = [at for sign in "~@" if (at := name.find(sign)) >= 0]
    return min(ends, default=len(name))


def _sorted(column: Iterable[Any], kind: str, order: Any) -> Any:
    return np.asarray(column, dtype=kind)[order]


def _renumbered(column: Any, ranks: Any) -> Any:
    """The column of every place, in the order of the ranks and with its numbers turned into ranks."""
    turned = np.empty(len(ranks), dtype=np.int32)
    turned[ranks] = np.where(column >= 0, ranks[column], -1)
    return turned


def _starts(ordered: Any, count: int) -> Any:
    """Where the run of each number begins in a sorted column: ``starts[n]:starts[n + 1]``."""
    return np.searchsorted(ordered, np.arange(count + 1)).astype(np.int32)


def _spread(values: Mapping[int, int], ranks: Any, default: int, kind: str) -> Any:
    column = np.full(len(ranks), default, dtype=kind)
    if values:
        numbers = np.fromiter(values.keys(), dtype=np.int64, count=len(values))
        column[ranks[numbers]] = np.fromiter(values.values(), dtype=np.int64, count=len(values))
    return column
