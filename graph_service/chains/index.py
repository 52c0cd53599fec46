"""The chain index: every place and every citation of one release in compact columns, read only.

Places are numbered in the order of their names. An edge is a row number; rows stand sorted by citing place, so all
that a place cites is one slice, and ``backward`` lists the rows by cited place. Four million rows fit in a few
hundred megabytes of a file that is mapped, not read, and one step costs a slice, not a query.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from graph_service.chains.chain import Edge, Evidence, Node
from graph_service.chains.names import MOST_KEPT, Names, Records
from graph_service.errors import SymbolError, UnknownError
from graph_service.symbols import parse_locator

Made = TypeVar("Made")
EDGE_KINDS = (
    "citation", "answer", "comment", "mandate", "replacement", "identity", "internal", "basis", "wording",
)  # fmt: skip
EDGE_STATUSES = ("explicit", "coreferent", "ambiguous", "unresolved")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of citing with the force it has in law (neutral, approval, directive …; '' if unknown)."""

    notation: str
    force: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document: kind, titles by language, day, session, issuing body, languages read, series.

    ``label`` is the title to show where no language is asked for.
    """

    kind: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    date: date | None = None
    session: int | None = None
    body: str = ""
    languages: tuple[str, ...] = ()
    label: str = ""
    series: tuple[str, ...] = ()

    def title(self, language: str = "en") -> str:
        """The title in that language, else in English, else in any."""
        named = dict(self.titles)
        return named.get(language) or named.get("en") or next(iter(named.values()), "")


@dataclass(frozen=True, slots=True)
class Rare:
    """What few edges have."""

    reason: str = ""
    printed: date | None = None


NOTHING = Facts()
# What a node tells of its document: kind, label, day, whether it was read, issuing body.
Head = tuple[str, str, date | None, bool, str]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Read-only columns; ask it with the methods. Numbers are row numbers of this index only."""

    base: str
    release: str
    locators: Names
    kinds: tuple[str, ...]
    kind: memoryview
    work: memoryview
    parent: memoryview
    order: memoryview
    children: memoryview
    first_child: memoryview
    facts: Records[Facts]
    functions: tuple[Function, ...]
    source: memoryview
    target: memoryview
    function: memoryview
    edge_kind: memoryview
    status: memoryview
    confidence: memoryview
    note: memoryview
    first_edge: memoryview
    backward: memoryview
    first_back: memoryview
    rare: Records[Rare]
    expressions: Names
    first_witness: memoryview
    witness_expression: memoryview
    witness_start: memoryview
    witness_end: memoryview
    # Exact tuples of plain values: the collector of garbage passes them over, however many are kept.
    _heads: dict[int, Head] = field(default_factory=dict, repr=False)
    _beside: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.source)

    def beside(self, make: Callable[..., Made], *how: Hashable) -> Made:
        """What ``make(index, *how)`` gives, made once and kept as long as the index."""
        made: Made | None = self._beside.get((make, *how))
        if made is None:
            made = self._beside[(make, *how)] = make(self, *how)
        return made

    def find(self, locator: str) -> int:
        """The number of a place; language is dropped, loose forms are taken.

        Raises UnknownError with the nearest locators that are there.
        """
        found = self.locators.number(locator)
        if found is not None:
            return found
        normal = _normal(locator)
        found = self.locators.number(normal)
        if found is None:
            raise UnknownError(
                f"nothing is known of {normal}",
                where=locator,
                do=_advice(near := self.nearest(normal)),
                nearest=near,
            )
        return found

    def nearest(self, locator: str, limit: int = 5) -> tuple[str, ...]:
        """The closest locators: places of the same document, or, where that is unknown, documents."""
        number = self.locators.number(locator.partition("~")[0])
        known = self.parts(number) if number is not None else self.facts
        pool: Sequence[str] = [self.locators[one] for one in known] or self.locators
        best = process.extract(locator, pool, scorer=fuzz.ratio, limit=limit, score_cutoff=50)
        return tuple(name for name, _, _ in best)

    def outgoing(self, number: int) -> range:
        """The rows of all that this very place cites."""
        return range(self.first_edge[number], self.first_edge[number + 1])

    def incoming(self, number: int) -> memoryview:
        """The rows of all that cite this very place."""
        return self.backward[self.first_back[number] : self.first_back[number + 1]]

    def held(self, number: int) -> memoryview:
        """The places directly inside this one."""
        return self.children[self.first_child[number] : self.first_child[number + 1]]

    def parts(self, number: int) -> list[int]:
        """This place and all that lies inside it, however deep."""
        found = [number]
        if self.first_child[number] == self.first_child[number + 1]:
            return found
        for one in found:
            found.extend(self.held(one))
        return found

    def document(self, number: int) -> Facts:
        """What is known of the document in which this place lies."""
        found: Facts = self.facts.get(self.work[number], NOTHING)
        return found

    def loaded(self, number: int) -> bool:
        """Whether its text was read or its facts curated, not only a citation to it."""
        if self.work[number] == number:
            return bool(self.document(number).languages)
        return self.kind[number] != 0

    def head(self, work: int) -> Head:
        """What is told of a document wherever one of its places is."""
        known = self._heads.get(work)
        if known is None:
            if len(self._heads) >= MOST_KEPT:
                self._heads.clear()
            facts = self.facts.read(work) or NOTHING
            known = self._heads[work] = facts.kind, facts.label, facts.date, bool(facts.languages), facts.body
        return known

    def node(self, number: int, depth: int = 0) -> Node:
        """The place as a value."""
        work = self.work[number]
        kind, label, day, loaded, body = self.head(work)
        if work != number:
            kind, loaded = self.kinds[self.kind[number]], self.kind[number] != 0
        return Node(self.locators[number], kind, self.locators[work], depth, label, day, loaded, body)

    def evidence(self, row: int) -> tuple[Evidence, ...]:
        """Where the words of an edge stand, by expression."""
        first, last = self.first_witness[row], self.first_witness[row + 1]
        found = [
            Evidence(self.expressions[self.witness_expression[at]], self.witness_start[at], self.witness_end[at])
            for at in range(first, last)
        ]
        return tuple(found) if len(found) < 2 else tuple(sorted(set(found)))

    def edge(self, row: int, depth: int = 0, again: bool = False) -> Edge:
        """The edge of a row as a value."""
        function, rare, note = self.functions[self.function[row]], self.rare.get(row), self.note[row]
        return Edge(
            self.locators[self.source[row]],
            self.locators[self.target[row]],
            function.notation,
            function.force,
            EDGE_KINDS[self.edge_kind[row]],
            EDGE_STATUSES[self.status[row]],
            self.confidence[row],
            self.evidence(row),
            self.locators[note] if note >= 0 else "",
            rare.reason if rare else "",
            rare.printed if rare else None,
            depth,
            again,
        )

    def edges(self, *kinds: str) -> Iterator[int]:
        """The rows of these kinds, all rows without one."""
        wanted = {EDGE_KINDS.index(one) for one in kinds}
        return (row for row in range(len(self)) if not wanted or self.edge_kind[row] in wanted)


def _normal(locator: str) -> str:
    plain, slash, rest = locator.partition("/mandate/")
    try:
        text = str(parse_locator(plain))
    except SymbolError as error:
        if error.candidates:
            raise UnknownError(error.message, do=error.do, nearest=error.candidates) from error
        return locator
    work, sign, place = text.partition("~")
    return work.partition("@")[0] + sign + place + slash + rest


def _advice(near: tuple[str, ...]) -> str:
    return f"nearest: {', '.join(near)}" if near else "ingest the document first"
