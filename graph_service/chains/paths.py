"""How two places are connected: every shortest way, counted in steps or in instruments touched.

A step is a citation (in either direction) or a move between a place and the document or paragraph around it.
networkx finds the ways; here the steps get their edges back.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

import networkx as nx

from graph_service.chains.chain import Path, Step
from graph_service.chains.index import EDGE_KINDS, Index
from graph_service.chains.traverse import USUAL
from graph_service.errors import QueryError

Measure = Literal["steps", "instruments"]
# Entering another instrument outweighs any number of steps inside one; moves inside a document cost half
# a citation, so that a citation of the very paragraph is preferred to one of its whole document.
CITATION, INSIDE, INSTRUMENT = 2, 1, 1_000_000


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
    cited place to one that cites it. Raises UnknownError, and QueryError for a bad limit.
    """
    if limit < 1 or least not in ("steps", "instruments"):
        raise QueryError(f"no path by {least}, limit {limit}", do="least is steps or instruments, limit from 1")
    ends = index.find(start), index.find(goal)
    graph = _graph(index, kinds, directed)
    if not (graph.has_node(ends[0]) and graph.has_node(ends[1])):
        return ()
    try:
        ways = nx.all_shortest_paths(graph, *ends, weight=least)
        return tuple(islice(_distinct(_path(index, way, kinds) for way in ways), limit))
    except nx.NetworkXNoPath:
        return ()


def _distinct(found: Iterator[Path]) -> Iterator[Path]:
    """Ways that differ only in how they move inside a document are one way."""
    seen = set[tuple[tuple[str, str], ...]]()
    for path in found:
        key = tuple((step.origin, step.goal) for step in path.steps if step.edges)
        if key not in seen:
            seen.add(key)
            yield path


@lru_cache(maxsize=4)
def _graph(index: Index, kinds: tuple[str, ...], directed: bool) -> nx.DiGraph:
    graph = nx.DiGraph()
    for row in index.edges(*kinds):
        source, target = index.source[row], index.target[row]
        _link(graph, index, source, target)
        if not directed:
            _link(graph, index, target, source)
    cited = set(graph.nodes)
    for place in cited:
        whole = index.parent[place]
        while whole >= 0:
            if whole in cited or index.parent[whole] < 0:
                graph.add_edge(place, whole, steps=INSIDE, instruments=INSIDE)
                graph.add_edge(whole, place, steps=INSIDE, instruments=INSIDE)
            whole = index.parent[whole]
    return graph


def _link(graph: nx.DiGraph, index: Index, origin: int, goal: int) -> None:
    crossing = INSTRUMENT if index.work[origin] != index.work[goal] else 0
    graph.add_edge(origin, goal, steps=CITATION, instruments=CITATION + crossing)


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
    return Step(*ends, back, backward=bool(back))


def _between(index: Index, origin: int, goal: int, kinds: tuple[str, ...]) -> Iterator[int]:
    wanted = {EDGE_KINDS.index(one) for one in kinds}
    return (
        row
        for row in index.outgoing(origin)
        if index.target[row] == goal and (not wanted or index.edge_kind[row] in wanted)
    )
