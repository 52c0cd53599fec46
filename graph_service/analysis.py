"""What analysts ask of mandates and network, as records: the command line and the HTTP API both print these.

Each question gives an `Account`: the whole answer for programs, and rows for tables and CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from graph_service.chains.approval import approval_record, approve
from graph_service.chains.asof import replaced, replacement_record, stand, standing_record
from graph_service.chains.index import Index
from graph_service.chains.inherited import heir_record, heritage
from graph_service.chains.lineage import lineage_record, trace_lineage
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.measures import (
    EXPLANATIONS,
    find_communities,
    most_cited,
    place_in_series,
    rank_documents,
)
from graph_service.chains.recurring import accumulate, recurring_record
from graph_service.chains.register import Wanted, overdue, read_register
from graph_service.errors import QueryError
from graph_service.symbols import parse_locator

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

Json = dict[str, Any]
REGISTER: Final = ("paragraph", "date", "act", "addressee", "asked", "due", "grounds", "lifecycle")
KIN: Final = ("relation", "place", "date", "proof", "steps", "function")
CONTENT: Final = ("paragraph", "date", "asked", "how")
APPROVED: Final = ("place", "standing", "sense", "advice", "reasons")
RANKED: Final = ("rank", "name", "value")
GROUPS: Final = ("size", "hub", "first", "last")
SERIES: Final = ("place", "document", "date", "here")


@dataclass(frozen=True, slots=True)
class Sources:
    """What every question is answered from: the index of citations, the store of the same release, its base."""

    index: Index
    store: GraphStore
    base: str


@dataclass(frozen=True, slots=True)
class Account:
    """An answer: ``record`` is all of it, ``rows`` its table, ``remarks`` what the table does not show."""

    record: Json
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    remarks: tuple[str, ...] = field(default=())


def list_mandates(
    sources: Sources, wanted: Wanted, as_of: date | None = None, overdue_on: date | None = None
) -> tuple[Mandate, ...]:
    """The register, filtered, as it stood on ``as_of`` (else on ``overdue_on``); raises QueryError."""
    wanted = replace(
        wanted, document=_normal(sources.index, wanted.document), ground=_normal(sources.index, wanted.ground)
    )
    found = read_register(sources.index, sources.store, sources.base, wanted, as_of or overdue_on)
    return overdue(found, overdue_on) if overdue_on else found


def _normal(index: Index, place: str | None) -> str | None:
    """A place as the graph names it; raises SymbolError for what is no name, or may be that of several."""
    if not place or place.partition("~")[0] in index.locators:
        return place
    return str(replace(parse_locator(place), language=None))


def mandate_row(one: Mandate) -> Json:
    """A mandate as a line of the register."""
    return {
        "paragraph": one.paragraph,
        "date": one.day,
        "act": one.act,
        "addressee": one.addressees,
        "asked": one.words(),
        "due": one.last_day or one.due_session,
        "grounds": one.grounds,
        "lifecycle": one.lifecycle.status,
    }


def tell_lineage(sources: Sources, place: str, *, wording: bool = True) -> Account:
    """A mandate's (or its paragraph's) ancestors, answers, successors; the wording inherited and handed on.

    Kin belongs to the paragraph: all mandates of one have the same. Raises UnknownError where nothing is mandated.
    """
    index, store, base = sources.index, sources.store, sources.base
    found = trace_lineage(index, store, base, place, wording=wording)
    heirs = heritage(index, store, base, found[0].mandate.paragraph) if wording else ()
    kin = lineage_record(found[0])
    record = {
        "mandates": [mandate_record(one.mandate) for one in found],
        **{relation: kin[relation] for relation in ("ancestors", "answers", "successors")},
        "wording": [heir_record(one) for one in heirs],
    }
    rows = [
        {"relation": relation, **one, "function": one["edge"]["function"]}
        for relation in ("ancestors", "answers", "successors")
        for one in kin[relation]
    ]
    remarks = (
        f"wording: {one.link.later} repeats {one.link.earlier} ({one.link.score:.2f}, {one.link.language})"
        for one in heirs
    )
    return Account(record, KIN, rows, tuple(remarks))


def tell_content(sources: Sources, place: str) -> Account:
    """What a recurring report must contain, from all paragraphs of its series; raises UnknownError."""
    found = accumulate(sources.index, sources.store, sources.base, place)
    rows = [{**mandate_row(one.mandate), "how": one.how} for one in found.contents]
    remark = f"reports so far: {', '.join(found.reports) or 'none known'}"
    return Account(recurring_record(found), CONTENT, rows, (remark,))


def tell_approved(sources: Sources, resolution: str) -> Account:
    """What a resolution in effect approved, with the reasons; raises UnknownError."""
    record = approval_record(approve(sources.index, sources.store, sources.base, resolution))
    endorsed = [
        {
            "place": one["edge"]["target"],
            "standing": "endorsed, reserved" if one["reserved"] else "endorsed",
            "advice": one["edge"]["source"],
            "reasons": () if one["loaded"] else ("its paragraphs are not loaded",),
        }
        for one in record["endorsements"]
    ]
    findings = [{**one, "advice": one["advice"]["source"]} for one in record["findings"]]
    neutral = (f"no approval: {one['source']} {one['function']} {one['target']}" for one in record["notApproval"])
    gaps = (f"not known: {one}" for one in record["gaps"])
    return Account(record, APPROVED, [*endorsed, *findings], (*neutral, *gaps))


def tell_standing(sources: Sources, day: date, document: str | None = None, most: int | None = None) -> Account:
    """What was cited, mandated and open on a day, and which cited instruments had been replaced by then.

    Lists longer than ``most`` are cut: ``counts`` says how long each is. Raises UnknownError.
    """
    found = stand(sources.index, sources.store, sources.base, day, document)
    gone = [replacement_record(one) for one in (replaced(sources.index, document, day) if document else ())]
    record = {**standing_record(found), "replaced": gone}
    counts = {name: len(value) for name, value in record.items() if isinstance(value, list)}
    cut = {name: value[:most] if isinstance(value, list) else value for name, value in record.items()}
    late = (
        f"replaced: {one['cited']} by {', '.join(later['document'] for later in one['replacedBy'])}"
        for one in gone
    )
    summary = f"{counts['documents']} documents, {counts['citations']} citations, {counts['overdue']} overdue"
    rows = [mandate_row(one) for one in found.open[:most]]
    return Account({**cut, "counts": counts}, REGISTER, rows, (summary, *late))


def measure(sources: Sources, what: str, limit: int = 20) -> Account:
    """The network measured: one of `MEASURES`, or a document for its place in its series.

    Raises QueryError for another measure, UnknownError for a document that is not there.
    """
    if what in MEASURES:
        columns, rows = MEASURES[what](sources.index, limit)
    elif "/" in what:
        columns, rows = _series(sources.index, what)
    else:
        raise QueryError(f"nothing is measured as {what}", do=f"use one of {', '.join(MEASURES)}, or a document")
    meaning = EXPLANATIONS[what if what in MEASURES else "series"]
    return Account({"measure": what, "meaning": meaning, "items": rows}, columns, rows, (meaning,))


def _ranked(what: str) -> Callable[[Index, int], tuple[tuple[str, ...], list[Json]]]:
    def ranked(index: Index, limit: int) -> tuple[tuple[str, ...], list[Json]]:
        found = rank_documents(index, limit) if what == "rank" else most_cited(index, what, limit)
        return RANKED, [
            {"rank": one.rank, "name": one.name, "value": int(one.value) if one.value.is_integer() else one.value}
            for one in found
        ]

    return ranked


def _communities(index: Index, limit: int) -> tuple[tuple[str, ...], list[Json]]:
    return GROUPS, [
        {
            "size": len(one.documents),
            "hub": one.hub,
            "first": one.first,
            "last": one.last,
            "documents": list(one.documents),
        }
        for one in find_communities(index)[:limit]
    ]


def _series(index: Index, document: str) -> tuple[tuple[str, ...], list[Json]]:
    place = place_in_series(index, document)
    return SERIES, [
        {"place": number, "document": name, "date": when, "here": name == place.document}
        for number, (name, when) in enumerate(zip(place.series, place.days, strict=True), 1)
    ]


MEASURES: Final[Mapping[str, Callable[[Index, int], tuple[tuple[str, ...], list[Json]]]]] = {
    **{what: _ranked(what) for what in ("paragraphs", "documents", "functions", "rank")},
    "communities": _communities,
}
