"""Many places and edges of an index at once, as values: each column is read in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice
from typing import Any, Final

from graph_service.chains.chain import Edge, Evidence, Node
from graph_service.chains.index import EDGE_KINDS, EDGE_STATUSES, Index

# Made from whole rows without a call into Python for each: a chain has thousands.
NODE: Final[Callable[[Iterable[Any]], Node]] = partial(tuple.__new__, Node)
EDGE: Final[Callable[[Iterable[Any]], Edge]] = partial(tuple.__new__, Edge)
EVIDENCE: Final[Callable[[Iterable[Any]], Evidence]] = partial(tuple.__new__, Evidence)


def nodes_at(index: Index, depths: Mapping[int, int]) -> tuple[Node, ...]:
    """The places of these numbers, each with its depth, in the order given."""
    numbers = list(depths)
    works, kinds = gather(index.work, numbers), gather(index.kind, numbers)
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
    functions = [index.functions[one] for one in gather(index.function, rows)]
    rare = [index.rare.get(row) for row in rows] if len(index.rare) else [None] * len(rows)
    columns = (
        index.locators.at(gather(index.source, rows)),
        index.locators.at(gather(index.target, rows)),
        [one.notation for one in functions],
        [one.force for one in functions],
        [EDGE_KINDS[one] for one in gather(index.edge_kind, rows)],
        [EDGE_STATUSES[one] for one in gather(index.status, rows)],
        gather(index.confidence, rows),
        _spoken(index, rows),
        [index.locators[one] if one >= 0 else "" for one in gather(index.note, rows)],
        [one.reason if one else "" for one in rare],
        [one.printed if one else None for one in rare],
        [depth for depth, _ in taken.values()],
        [again for _, again in taken.values()],
    )
    return tuple(map(EDGE, zip(*columns, strict=True)))


def _spoken(index: Index, rows: list[int]) -> list[tuple[Evidence, ...]]:
    """The evidence of each row, by expression."""
    starts = index.first_witness
    ends = [(starts[row], starts[row + 1]) for row in rows]
    places = [place for start, end in ends for place in range(start, end)]
    columns = (
        index.expressions.at(gather(index.witness_expression, places)),
        gather(index.witness_start, places),
        gather(index.witness_end, places),
        [""] * len(places),
    )
    said = map(EVIDENCE, zip(*columns, strict=True))
    pieces = (tuple(islice(said, end - start)) for start, end in ends)
    return [one if len(one) < 2 else tuple(sorted(set(one))) for one in pieces]


def gather(column: memoryview, numbers: Iterable[int]) -> list[Any]:
    """The values of a column at these numbers."""
    return [column[number] for number in numbers]
