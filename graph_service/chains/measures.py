"""Network measures over the citations, each with a sentence that says what it means and what it does not.

Counts are of *distinct citing paragraphs* or *documents*: citing a place twice in one paragraph counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import networkx as nx

from graph_service.chains.index import EDGE_KINDS, Index
from graph_service.errors import QueryError

EXPLANATIONS: Final = {
    "paragraphs": "How many distinct paragraphs cite this very paragraph. Cited much is not important: "
    "a definition that is recalled each year outranks a decision that was carried out at once.",
    "documents": "How many distinct documents cite this document or any part of it.",
    "functions": "How often each function is used. Taking note and noting are neutral (55/488).",
    "rank": "PageRank over documents: one ranks high if documents that rank high cite it. Old documents have had "
    "more time to be cited, so compare only documents of about the same age.",
    "communities": "Documents that cite each other more than they cite others (Louvain, on counts of citing "
    "paragraphs, either way). Usually one agenda item over the years; the number of groups is found, not set.",
    "series": "The documents that are stated to be one series, have one title or are linked by renewal, in order "
    "of time, with the place of this one.",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing with its measure; ``rank`` counts from 1, equal values share a rank."""

    name: str
    value: float
    rank: int


@dataclass(frozen=True, slots=True)
class Community:
    """A group of documents that cite each other; ``hub`` is the one that most of the others cite."""

    documents: tuple[str, ...]
    hub: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A document's place in its series."""

    document: str
    series: tuple[str, ...]
    days: tuple[date | None, ...]

    @property
    def position(self) -> int:
        """Its place, counted from 1."""
        return self.series.index(self.document) + 1


def most_cited(index: Index, what: str = "paragraphs", limit: int = 20) -> tuple[Measured, ...]:
    """The most-cited paragraphs or documents, or the functions by use. Raises QueryError for another measure."""
    kind = EDGE_KINDS.index("citation")
    rows = [row for row in range(len(index)) if index.edge_kind[row] == kind]
    if what == "paragraphs":
        pairs = {
            (index.target[row], index.source[row])
            for row in rows
            if index.work[index.target[row]] != index.target[row]
        }
    elif what == "documents":
        pairs = {(index.work[index.target[row]], index.work[index.source[row]]) for row in rows}
        pairs = {pair for pair in pairs if pair[0] != pair[1]}
    elif what == "functions":
        return _ranked(Counter(index.functions[index.function[row]].notation for row in rows), limit)
    else:
        raise QueryError(f"no measure “{what}”", do="paragraphs, documents or functions")
    return _ranked(Counter(index.locators[cited] for cited, _ in pairs), limit)


def _ranked(counts: dict[str, Any], limit: int) -> tuple[Measured, ...]:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ranks: dict[Any, int] = {}
    for place, (_, value) in enumerate(ordered, 1):
        ranks.setdefault(value, place)
    return tuple(Measured(name, float(value), ranks[value]) for name, value in ordered[:limit])


@lru_cache(maxsize=2)
def document_network(index: Index) -> nx.DiGraph:
    """Documents and how many paragraphs of the one cite the other (``weight``); later points to earlier."""
    graph, seen = nx.DiGraph(), set[tuple[int, int]]()
    for row in index.edges("citation"):
        source, target = index.work[index.source[row]], index.work[index.target[row]]
        if source == target or (index.source[row], target) in seen:
            continue
        seen.add((index.source[row], target))
        ends = index.locators[source], index.locators[target]
        weight = graph.get_edge_data(*ends, {"weight": 0})["weight"]
        graph.add_edge(*ends, weight=weight + 1)
    return graph


def rank_documents(index: Index, limit: int = 20) -> tuple[Measured, ...]:
    """Documents by PageRank over the weighed document network."""
    graph = document_network(index)
    if not graph:
        return ()
    ranks = nx.pagerank(graph, weight="weight")
    return _ranked({name: round(value, 6) for name, value in ranks.items()}, limit)


def find_communities(index: Index, least: int = 2) -> tuple[Community, ...]:
    """Groups of at least ``least`` documents, largest first; the same graph gives the same groups."""
    graph = document_network(index)
    if not graph:
        return ()
    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph.nodes))
    for source, target, weight in sorted(graph.edges(data="weight")):
        known = plain.get_edge_data(source, target, {"weight": 0})["weight"]
        plain.add_edge(source, target, weight=known + weight)
    groups = nx.community.louvain_communities(plain, weight="weight", seed=1)
    found = (_community(index, graph, group) for group in groups if len(group) >= least)
    return tuple(sorted(found, key=lambda one: (-len(one.documents), one.documents)))


def _community(index: Index, graph: nx.DiGraph, group: Iterable[str]) -> Community:
    inside = graph.subgraph(group)
    members = sorted(inside.nodes, key=lambda one: (str(_day(index, one) or "9999"), one))
    hub = max(members, key=lambda one: (inside.in_degree(one), one))
    days = [day for one in members if (day := _day(index, one))]
    return Community(tuple(members), hub, min(days, default=None), max(days, default=None))


def _day(index: Index, document: str) -> date | None:
    return index.document(index.find(document)).date


def place_in_series(index: Index, document: str) -> Place:
    """The resolution's place among those of its series, oldest first. Raises UnknownError.

    A series is what a person stated to be one (``unag:inSeries``), and what hangs together by renewal of mandates,
    by replacement, or by one title (case and punctuation apart) and citation of one another.
    """
    start = index.work[index.find(document)]
    found = {start}
    queue = [start]
    for work in queue:
        for other in _linked(index, work):
            if other not in found:
                found.add(other)
                queue.append(other)
    ordered = sorted(found, key=lambda one: (str(index.document(one).date or "9999"), index.locators[one]))
    return Place(
        index.locators[start],
        tuple(index.locators[one] for one in ordered),
        tuple(index.document(one).date for one in ordered),
    )


def _linked(index: Index, work: int) -> set[int]:
    kinds = {EDGE_KINDS.index(one) for one in ("mandate", "replacement")}
    series = index.document(work).series
    linked = {other for other, facts in index.facts.items() if not {*series}.isdisjoint(facts.series)}
    for part in index.parts(work):
        ends = [(row, index.target[row]) for row in index.outgoing(part)]
        ends += [(row, index.source[row]) for row in index.incoming(part)]
        for row, end in ends:
            other = index.work[end]
            same_kind = index.document(other).kind == index.document(work).kind
            if same_kind and (index.edge_kind[row] in kinds or _same_title(index, work, other)):
                linked.add(other)
    return linked - {work}


def _same_title(index: Index, one: int, other: int) -> bool:
    mine, theirs = (dict(index.document(number).titles) for number in (one, other))
    return any(_folded(mine[code]) == _folded(theirs[code]) for code in mine.keys() & theirs.keys())


def _folded(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())
