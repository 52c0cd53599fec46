"""The index while it grows: interned names and plain columns, frozen into an Index at the end."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from graph_service.chains.index import EDGE_KINDS, EDGE_STATUSES, Facts, Function, Index, Rare
from graph_service.chains.terms import parent_of, work_of


@dataclass(slots=True)
class Names:
    """Names with small numbers, in the order in which they came."""

    names: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The number of a name, a new one if it is new."""
        found = self.numbers.get(name)
        if found is None:
            found = self.numbers[name] = len(self.names)
            self.names.append(name)
        return found


@dataclass(slots=True)
class Columns:
    """Edges and nodes as they are read; ``freeze`` sorts them by citing place and closes them."""

    nodes: Names = field(default_factory=Names)
    kinds: Names = field(default_factory=lambda: Names([""], {"": 0}))
    functions: Names = field(default_factory=Names)
    expressions: Names = field(default_factory=Names)
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
        parents, works = self._hierarchy()
        order = self._reading_order()
        place = np.empty_like(order)
        place[order] = np.arange(len(order), dtype=np.int32)
        count = len(self.nodes.names)
        source, target = _sorted(self.source, "i4", order), _sorted(self.target, "i4", order)
        backward: Any = np.argsort(target, kind="stable").astype(np.int32)
        reading = _spread(self.order_of, count, -1, "i4")
        children: Any = np.lexsort((reading, parents)).astype(np.int32)
        return Index(
            base=base,
            release=release,
            locators=self.nodes.names,
            numbers=self.nodes.numbers,
            kinds=tuple(self.kinds.names),
            kind=memoryview(_spread(self.kind_of, count, 0, "u1")),
            work=memoryview(works),
            parent=memoryview(parents),
            order=memoryview(reading),
            children=memoryview(children),
            first_child=memoryview(_starts(parents[children], count)),
            facts={self.nodes.number(name): replace(one, label=one.title()) for name, one in self.facts.items()},
            functions=tuple(self.concepts.get(one, Function(one)) for one in self.functions.names),
            source=memoryview(source),
            target=memoryview(target),
            function=memoryview(_sorted(self.function, "u2", order)),
            edge_kind=memoryview(_sorted(self.kind, "u1", order)),
            status=memoryview(_sorted(self.status, "u1", order)),
            confidence=memoryview(_sorted(self.confidence, "f8", order)),
            note=memoryview(_sorted(self.note, "i4", order)),
            first_edge=memoryview(_starts(source, count)),
            backward=memoryview(backward),
            first_back=memoryview(_starts(target[backward], count)),
            rare={int(place[number]): one for number, one in self.rare.items()},
            **self._witnesses(place),
        )

    def _reading_order(self) -> Any:
        """Edges by citing place, and there as their words stand in the text."""
        start = np.full(len(self.source), np.iinfo(np.int32).max, dtype=np.int32)
        if len(self.witness_edge):
            edges = np.asarray(self.witness_edge, dtype=np.int32)
            np.minimum.at(start, edges, np.asarray(self.witness_start, dtype=np.int32))
        return np.lexsort((start, np.asarray(self.source, dtype=np.int32))).astype(np.int32)

    def _hierarchy(self) -> tuple[Any, Any]:
        number, at = self.nodes.number, 0
        parents, works = array("i"), array("i")
        while at < len(self.nodes.names):
            name = self.nodes.names[at]
            known = self.parent_of.get(at, -1)
            parent = None if known >= 0 else parent_of(name)
            parents.append(known if parent is None else number(parent))
            works.append(number(work_of(name)))
            at += 1
        return np.asarray(parents, dtype=np.int32), np.asarray(works, dtype=np.int32)

    def _witnesses(self, place: Any) -> dict[str, Any]:
        edges = np.asarray(self.witness_edge, dtype=np.int32)
        edges = place[edges] if len(edges) else edges
        order = np.argsort(edges, kind="stable").astype(np.int32)
        return {
            "expressions": tuple(self.expressions.names),
            "first_witness": memoryview(_starts(edges[order], len(place))),
            "witness_expression": memoryview(_sorted(self.witness_expression, "i4", order)),
            "witness_start": memoryview(_sorted(self.witness_start, "i4", order)),
            "witness_end": memoryview(_sorted(self.witness_end, "i4", order)),
        }


def _sorted(column: Iterable[Any], kind: str, order: Any) -> Any:
    return np.asarray(column, dtype=kind)[order]


def _starts(ordered: Any, count: int) -> Any:
    """Where the run of each number begins in a sorted column: ``starts[n]:starts[n + 1]``."""
    return np.searchsorted(ordered, np.arange(count + 1)).astype(np.int32)


def _spread(values: dict[int, int], count: int, default: int, kind: str) -> Any:
    column = np.full(count, default, dtype=kind)
    if values:
        column[np.fromiter(values.keys(), dtype=np.int64)] = np.fromiter(values.values(), dtype=np.int64)
    return column
