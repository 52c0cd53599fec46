"""Many places and edges of an index at once, as values: each column is read in one go, not number by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np

from graph_service.chains.chain import Edge, Evidence, Node
from graph_service.chains.index import EDGE_KINDS, EDGE_STATUSES, Index

# Made from whole rows without a call into Python for each: a chain has thousands.
NODE: Final[Callable[[Iterable[Any]], Node]] = partial(tuple.__new__, Node)
EDGE: Final[Callable[[Iterable[Any]], Edge]] = partial(tuple.__new__, Edge)
EVIDENCE: Final[Callable[[Iterable[Any]], Evidence]] = partial(tuple.__new__, Evidence)


def nodes_at(index: Index, depths: Mapping[int, int]) -> tuple[Node, ...]:
    """The places of these numbers, each with its depth, in the order given."""
    numbers = list(depths)
    works, kinds = _gather(index.work, numbers), _gather(index.kind, numbers)
    heads = {work: index.head(work) for work in set(works)}
    known = [heads[work] for work in works]
    whole = [number == work for number, work in zip(numbers, works, strict=True)]
    columns = (
        index.locators.at(numbers),
        [head[0] if own else index.kinds[kind] for own, head, kind in zip(whole, known, kinds, strict=True)],
        index.locators.at(works),
        depths.values(),
        [head[1] for head in known],
        [head[2] for head in known],
        [head[3] if own else kind != 0 for own, head, kind in zip(whole, known, kinds, strict=True)],
        [head[4] for head in known],
    )
    return tuple(map(NODE, zip(*columns, strict=True)))


def edges_at(index: Index, taken: Mapping[int, tuple[int, bool]]) -> tuple[Edge, ...]:
    """The edges of these rows, each with its depth and whether it leads to a place shown already."""
    rows = list(taken)
    functions = [index.functions[one] for one in _gather(index.function, rows)]
    rare = [index.rare.get(row) for row in rows] if len(index.rare) else [None] * len(rows)
    columns = (
        index.locators.at(_gather(index.source, rows)),
        index.locators.at(_gather(index.target, rows)),
        [one.notation for one in functions],
        [one.force for one in functions],
        [EDGE_KINDS[one] for one in _gather(index.edge_kind, rows)],
        [EDGE_STATUSES[one] for one in _gather(index.status, rows)],
        _gather(index.confidence, rows),
        _spoken(index, rows),
        [index.locators[one] if one >= 0 else "" for one in _gather(index.note, rows)],
        [one.reason if one else "" for one in rare],
        [one.printed if one else None for one in rare],
        [depth for depth, _ in taken.values()],
        [again for _, again in taken.values()],
    )
    return tuple(map(EDGE, zip(*columns, strict=True)))


def _spoken(index: Index, rows: list[int]) -> Iterable[tuple[Evidence, ...]]:
    """The evidence of each row, by expression."""
    at: Any = np.asarray(rows, dtype=np.int64)
    starts: Any = np.asarray(index.first_witness)
    first, many = starts[at], starts[at + 1] - starts[at]
    ends: Any = np.concatenate(([0], np.cumsum(many)))
    places = np.repeat(first - ends[:-1], many) + np.arange(ends[-1])
    columns = (
        index.expressions.at(_gather(index.witness_expression, places)),
        _gather(index.witness_start, places),
        _gather(index.witness_end, places),
        [""] * len(places),
    )
    said = list(map(EVIDENCE, zip(*columns, strict=True)))
    if len(said) == len(rows) and (many == 1).all():
        return list(zip(said, strict=True))
    pieces = (said[start:end] for start, end in pairwise(ends.tolist()))
    return [tuple(one) if len(one) < 2 else tuple(sorted(set(one))) for one in pieces]


def _gather(column: memoryview, numbers: Any) -> list[Any]:
    found: Any = np.asarray(column)[np.asarray(numbers, dtype=np.int64)]
    return found.tolist()  # type: ignore[no-any-return]
