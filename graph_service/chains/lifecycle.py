"""What has become of a mandate: worked out from what later documents say, with the evidence.

Superseded and discontinued are final. Otherwise the latest event counts: a request that was answered in 2011 and
made again in 2012 is reiterated. A mandate without any event is open if it asks for something, as far as this
release knows; a decision without any event is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from graph_service.chains.index import Index
from graph_service.chains.mandate import Event, Lifecycle

FINAL: Final = ("discontinued", "superseded")
DIRECTIVE: Final = frozenset({"directive", "directive-strong", "soft-directive"})
# What a later edge to the mandate or to its paragraph means.
MEANINGS: Final[Mapping[str, str]] = {
    "fulfil": "answered",
    "answer": "answered",
    "continue": "reiterated",
    "reiterate": "reiterated",
    "reiterate-request": "reiterated",
    "renew": "reiterated",
    "inherit": "reiterated",
    "supersede": "superseded",
    "terminate": "discontinued",
    "revoke": "discontinued",
}


def live(index: Index, mandate: str, strength: str, stated: str = "", as_of: date | None = None) -> Lifecycle:
    """The lifecycle of a mandate on a day (None: as the release stands).

    ``stated`` is a status that a person curated; it wins, unless a day is asked for.
    """
    number = index.find(mandate)
    events = sorted(_events(index, number), key=lambda one: (one.day or date.min, one.kind, one.by))
    if as_of:
        events = [one for one in events if one.day and one.day <= as_of]
    known = tuple(events)
    if stated and not as_of:
        return Lifecycle(stated, ("stated in the curated data", *(one.reason for one in events)), known)
    final = [one for one in events if one.kind in FINAL]
    if final:
        return Lifecycle(final[-1].kind, (final[-1].reason,), known)
    if events:
        return Lifecycle(events[-1].kind, tuple(one.reason for one in events), known)
    whole = _whole_answers(index, number, as_of)
    if whole:
        return Lifecycle("unknown", whole)
    if strength in DIRECTIVE:
        return Lifecycle("open", ("no answer, renewal or end of it is known in this release",))
    return Lifecycle("unknown", ("it asks nobody for anything that could be answered",))


def _events(index: Index, number: int) -> Iterator[Event]:
    """Every later edge to the mandate or its paragraph that changes what it is."""
    seen = set[tuple[str, str]]()
    for place in (number, index.parent[number]):
        for row in index.incoming(place):
            edge = index.edge(row)
            kind = MEANINGS.get(edge.function)
            source = index.find(edge.source)
            by = (
                index.locators[index.work[source]] if kind == "answered" else edge.source.partition("/mandate/")[0]
            )
            if kind is None or (kind, by) in seen or edge.status not in ("explicit", "coreferent"):
                continue
            if edge.function == "inherit" and not _asks(index, source):
                continue
            seen.add((kind, by))
            yield Event(
                kind, by, index.document(source).date, _reason(kind, by, index.locators[place], edge.function)
            )


def _asks(index: Index, paragraph: int) -> bool:
    return any(index.kinds[index.kind[part]] == "Mandate" for part in index.held(paragraph))


def _reason(kind: str, by: str, place: str, function: str) -> str:
    words = {
        "answered": f"{by} answers {place}",
        "reiterated": f"{by} takes {place} up again ({function})",
        "superseded": f"{by} takes the place of {place}",
        "discontinued": f"{by} ends {place} ({function})",
    }
    return words[kind]


def _whole_answers(index: Index, number: int, as_of: date | None) -> tuple[str, ...]:
    """Reports that answer the resolution without naming a paragraph: they prove nothing about this one."""
    reasons = []
    for row in index.incoming(index.work[number]):
        edge = index.edge(row)
        day = index.document(index.source[row]).date
        if edge.function == "answer" and not (as_of and (day is None or day > as_of)):
            reasons.append(f"{edge.source} answers {edge.target} as a whole, without naming this paragraph")
    return tuple(reasons)
