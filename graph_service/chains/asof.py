"""The state of things on a day: what was cited, mandated and open, and what has been replaced since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from graph_service.chains.chain import Edge
from graph_service.chains.export import edge_record
from graph_service.chains.index import EDGE_KINDS, Index
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.register import overdue, read_register

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class Replacement:
    """An instrument that was cited and what stands in its place: ``by`` newest last, ``since`` their days."""

    cited: str
    by: tuple[str, ...]
    since: tuple[date | None, ...]
    edges: tuple[Edge, ...]

    @property
    def current(self) -> str:
        """What stands in its place now."""
        return self.by[-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """What held on ``day``: instruments in force of notice, citations made, mandates with their lifecycles."""

    day: date
    documents: tuple[str, ...]
    citations: tuple[Edge, ...]
    mandates: tuple[Mandate, ...]
    overdue: tuple[Mandate, ...]
    undated: tuple[str, ...]

    @property
    def open(self) -> tuple[Mandate, ...]:
        """The mandates that were open that day (never answered, replaced or ended by then)."""
        return tuple(one for one in self.mandates if one.lifecycle.status in ("open", "reiterated"))


def stand(index: Index, store: GraphStore, base: str, day: date, document: str | None = None) -> Standing:
    """What was there, cited, mandated, open and overdue on a day; ``document`` keeps to one citing document.

    A document without a day can stand nowhere in time and is listed as undated. Raises UnknownError.
    """
    own = index.find(document) if document else None
    known = [number for number, facts in index.facts.items() if facts.date and facts.date <= day]
    rows = (
        row
        for number in sorted(known, key=lambda one: (str(index.facts[one].date), index.locators[one]))
        if own is None or number == own
        for part in sorted(index.parts(number), key=index.order.__getitem__)
        for row in index.outgoing(part)
        if index.edge_kind[row] == EDGE_KINDS.index("citation")
    )
    register = read_register(index, store, base, as_of=day)
    mandates = tuple(one for one in register if own is None or one.document == index.locators[own])
    return Standing(
        day=day,
        documents=tuple(sorted(index.locators[one] for one in known if own is None or one == own)),
        citations=tuple(index.edge(row) for row in rows),
        mandates=tuple(one for one in mandates if one.day),
        overdue=overdue((one for one in mandates if one.day), day),
        undated=tuple(sorted(index.locators[one] for one, facts in index.facts.items() if not facts.date)),
    )


def replaced(index: Index, document: str, day: date | None = None) -> tuple[Replacement, ...]:
    """The instruments that a document cites and that have been replaced (by ``day``, if given), in reading order.

    A chain of replacements is followed to its end; a circle is walked once. Raises UnknownError.
    """
    found: dict[int, list[Edge]] = {}
    for part in sorted(index.parts(index.find(document)), key=index.order.__getitem__):
        for row in index.outgoing(part):
            if index.edge_kind[row] == EDGE_KINDS.index("citation"):
                found.setdefault(index.work[index.target[row]], []).append(index.edge(row))
    results = []
    for work, edges in found.items():
        line = _successors(index, work, day)
        if line:
            names = tuple(index.locators[one] for one in line)
            days = tuple(index.document(one).date for one in line)
            results.append(Replacement(index.locators[work], names, days, tuple(edges)))
    return tuple(results)


def _successors(index: Index, work: int, day: date | None) -> list[int]:
    line, seen, place = list[int](), {work}, work
    while True:
        later = [
            index.work[index.source[row]]
            for row in index.incoming(place)
            if index.edge_kind[row] == EDGE_KINDS.index("replacement")
        ]
        ahead = [one for one in later if one not in seen and _by(index, one, day)]
        if not ahead:
            return line
        place = min(ahead, key=lambda one: (str(index.document(one).date or "9999"), index.locators[one]))
        seen.add(place)
        line.append(place)


def _by(index: Index, work: int, day: date | None) -> bool:
    when = index.document(work).date
    return day is None or (when is not None and when <= day)


def standing_record(found: Standing) -> dict[str, Any]:
    """The state of a day as JSON."""
    return {
        "day": found.day.isoformat(),
        "documents": list(found.documents),
        "citations": [edge_record(one) for one in found.citations],
        "mandates": [mandate_record(one) for one in found.mandates],
        "open": [one.locator for one in found.open],
        "overdue": [one.locator for one in found.overdue],
        "undated": list(found.undated),
    }


def replacement_record(one: Replacement) -> dict[str, Any]:
    """One replaced instrument as JSON."""
    return {
        "cited": one.cited,
        "replacedBy": [
            {"document": name, "since": day.isoformat() if day else None}
            for name, day in zip(one.by, one.since, strict=True)
        ],
        "citedIn": [edge.source for edge in one.edges],
    }
