"""What a recurring report must contain: all that the resolutions of its series ask of it, in one list.

A paragraph adds to a report when it asks for something *in* the report: by referring to the paragraph that
requests it ("in the report requested in paragraph 7 above"), or because a person stated it (``unag:addsTo``).
Whoever is asked for something else beside that report, another body for instance, adds nothing to it.
The series is the request itself with all that it continues and all that continues it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph_service.chains.index import EDGE_KINDS, Index
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.register import read_register
from graph_service.chains.terms import PREFIXES, locator_of, text_of
from graph_service.errors import UnknownError

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

ADDS: Final = "SELECT DISTINCT ?part ?whole WHERE { ?part unag:addsTo ?whole }"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One mandate that the report has to meet; ``how`` says why it belongs to the report."""

    mandate: Mandate
    how: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurring report: the requests for it, what it must contain, and the reports that came."""

    requests: tuple[Mandate, ...]
    contents: tuple[Contribution, ...]
    reports: tuple[str, ...]


def accumulate(index: Index, store: GraphStore, base: str, mandate: str) -> Recurring:
    """The accumulated content of the report that a mandate (or its paragraph) asks for, oldest first.

    Raises UnknownError where no mandate of that name is.
    """
    register = {one.locator: one for one in read_register(index, store, base)}
    start = _start(register.values(), index, mandate)
    series = _series(index, start)
    adding = {
        locator_of(text_of(row, "part"), base): locator_of(text_of(row, "whole"), base)
        for row in store.select(PREFIXES + ADDS)
    }
    contents = tuple(_contents(index, register, series, adding))
    reports = dict.fromkeys(
        event.by for one in _sorted(series, register) for event in one.lifecycle.events if event.kind == "answered"
    )
    return Recurring(tuple(_sorted(series, register)), contents, tuple(reports))


def _start(register: Iterable[Mandate], index: Index, name: str) -> str:
    locator = index.locators[index.find(name)]
    for one in register:
        if locator in (one.locator, one.paragraph):
            return one.locator
    raise UnknownError(
        f"{locator} gives nobody a mandate", where=name, do="name a paragraph that requests something"
    )


def _series(index: Index, start: str) -> dict[str, None]:
    """The mandate with all that it continues and that continue it, transitively."""
    found, kind = {start: None}, EDGE_KINDS.index("mandate")
    queue = [index.find(start)]
    for number in queue:
        linked = [index.target[row] for row in index.outgoing(number) if index.edge_kind[row] == kind]
        linked += [index.source[row] for row in index.incoming(number) if index.edge_kind[row] == kind]
        for other in linked:
            if "/mandate/" in index.locators[other] and index.locators[other] not in found:
                found[index.locators[other]] = None
                queue.append(other)
    return found


def _sorted(names: Iterable[str], register: dict[str, Mandate]) -> list[Mandate]:
    known = [register[name] for name in names if name in register]
    return sorted(known, key=lambda one: (str(one.day or ""), one.document, one.order))


def _contents(
    index: Index, register: dict[str, Mandate], series: dict[str, None], adding: dict[str, str]
) -> Iterator[Contribution]:
    paragraphs = {register[name].paragraph: register[name].addressees for name in series if name in register}
    internal = EDGE_KINDS.index("internal")
    found = dict.fromkeys(series, "requests the report")
    for paragraph, asked in paragraphs.items():
        for row in index.incoming(index.find(paragraph)):
            if index.edge_kind[row] == internal:
                for one in _mandates_in(register, index.locators[index.source[row]]):
                    if _same_asked(register[one].addressees, asked):
                        found.setdefault(one, f"refers to the report requested in {paragraph}")
    for part, whole in adding.items():
        if whole in series or whole in paragraphs:
            for one in _mandates_in(register, part):
                found.setdefault(one, f"stated to add to {whole}")
    for mandate in _sorted(found, register):
        yield Contribution(mandate, found[mandate.locator])


def _same_asked(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return some == others or not set(some).isdisjoint(others)


def _mandates_in(register: dict[str, Mandate], place: str) -> list[str]:
    return [name for name, one in register.items() if place in (name, one.paragraph)]


def recurring_record(found: Recurring) -> dict[str, Any]:
    """The result as JSON."""
    return {
        "requests": [mandate_record(one) for one in found.requests],
        "contents": [{"how": one.how, **mandate_record(one.mandate)} for one in found.contents],
        "reports": list(found.reports),
    }
