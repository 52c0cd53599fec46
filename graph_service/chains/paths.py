"""How two places are connected: every shortest way, counted in steps or in instruments touched.

A step is a citation (in either direction) or a move between a place and the document or paragraph around it.
The search (`crossing`) gives the small graph of all cheapest ways, networkx walks it, and here the steps get their
edges back.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Literal

import networkx as nx

from graph_service.chains.chain import Path, Step
from graph_service.chains.crossing import Ground, find_ways
from graph_service.chains.index import EDGE_KINDS, Index
from graph_service.chains.traverse import USUAL
from graph_service.errors import QueryError

Measure = Literal["steps", "instruments"]
# Ways that differ only inside a document are told once; of so many at most is looked which do.
MOST_WALKED = 100_000


def paths(
    index: Index,
    start: str,
    goal: str,
    *,
    least: Measure = "steps",
    directed: bool = False,
    kinds: tuple[str, ...] = USUAL,
    limit: int = 50,
) -> tuple[Path, ...]:
    """All shortest ways from ``start`` to ``goal``, at most ``limit``; empty if nothing connects them.

    ``directed`` keeps to the direction of citing (later cites earlier); otherwise a way may also go from a
    cited place to one that cites it. Raises UnknownError, and QueryError for a bad limit or when the ends are so
    far apart that the search for a way is given up.
    """
    if limit < 1 or least not in ("steps", "instruments"):
        raise QueryError(f"no path by {least}, limit {limit}", do="least is steps or instruments, limit from 1")
    ends = index.find(start), index.find(goal)
    ground = Ground.of(index, kinds, dear=least == "instruments", directed=directed)
    walked = islice(_walk(ground, *ends), MOST_WALKED)
    return tuple(islice(_distinct(_path(index, way, kinds) for way in walked), limit))


def _walk(ground: Ground, start: int, goal: int) -> Iterator[list[int]]:
    """Every cheapest way as the places along it, in the order of their names."""
    if not all(ground.through(end) or ground.index.parent[end] < 0 for end in (start, goal)):
        return
    if start == goal:
        yield [start]
    elif ways := find_ways(ground, start, goal):
        yield from nx.all_simple_paths(ways, start, goal)


def _distinct(found: Iterator[Path]) -> Iterator[Path]:
    """Ways that differ only in how they move inside a document are one way."""
    seen = set[tuple[tuple[str, str], ...]]()
    for path in found:
        key = tuple((step.origin, step.goal) for step in path.steps if step.edges)
        if key not in seen:
            seen.add(key)
            yield path


def _path(index: Index, way: list[int], kinds: tuple[str, ...]) -> Path:
    steps = tuple(_step(index, origin, goal, kinds) for origin, goal in pairwise(way))
    documents = dict.fromkeys(index.locators[index.work[number]] for number in way)
    return Path(steps, tuple(documents))


def _step(index: Index, origin: int, goal: int, kinds: tuple[str, ...]) -> Step:
    ends = index.locators[origin], index.locators[goal]
    ahead = tuple(index.edge(row) for row in _between(index, origin, goal, kinds))
    if ahead:
        return Step(*ends, ahead)
    back = tuple(index.edge(row) for row in _between(index, goal, origin, kinds))
    return Step(*ends, back, backward=True) if back else Step(*ends, move=_move(index, origin, goal))


def _move(index: Index, origin: int, goal: int) -> str:
    while goal >= 0 and goal != origin:
        goal = index.parent[goal]
    return "contains" if goal == origin else "is part of"


def _between(index: Index, origin: int, goal: int, kinds: tuple[str, ...]) -> Iterator[int]:
    wanted = {EDGE_KINDS.index(one) for one in kinds}
    return (
        row
        for row in index.outgoing(origin)
        if index.target[row] == goal and (not wanted or index.edge_kind[row] in wanted)
    )
