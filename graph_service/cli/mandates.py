"""``unag mandates``, ``lineage``, ``content``, ``approved``, ``asof``, ``measures``: what analysts come for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer

from graph_service.chains.approval import approval_record, approve
from graph_service.chains.asof import replaced, replacement_record, stand, standing_record
from graph_service.chains.index import Index
from graph_service.chains.inherited import heir_record, heritage
from graph_service.chains.lineage import kin_record, trace_lineage
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.measures import find_communities, most_cited, place_in_series, rank_documents
from graph_service.chains.recurring import accumulate
from graph_service.chains.register import Wanted, overdue, read_register
from graph_service.cli.chains import DAY, index_of
from graph_service.cli.console import Format, FormatOption, StoreOption, reading, settings, show, show_json, tell
from graph_service.errors import QueryError
from graph_service.graph.store import GraphStore
from graph_service.settings import Settings

REGISTER = ("paragraph", "date", "act", "addressee", "asked", "due", "grounds", "lifecycle")
KIN = ("relation", "place", "date", "proof", "steps", "function")
APPROVED = ("place", "standing", "sense", "advice", "reasons")
MEASURES = ("paragraphs", "documents", "functions", "rank", "communities")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(mandates)
    app.command()(lineage)
    app.command()(content)
    app.command()(approved)
    app.command()(asof)
    app.command()(measures)


def _opened(store: str | None) -> tuple[Settings, GraphStore, Index]:
    chosen = settings(store=store)
    opened = reading(chosen)
    return chosen, opened, index_of(opened, chosen)


def mandates(
    store: StoreOption = None,
    document: Annotated[str | None, typer.Option(help="Only of this document or paragraph.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Only issued by this body.")] = None,
    addressee: Annotated[str | None, typer.Option(help="Only asked of this body: secretary-general.")] = None,
    act: Annotated[str | None, typer.Option(help="Only this act: request, decide, invite …")] = None,
    strength: Annotated[str | None, typer.Option(help="Only this force.")] = None,
    session: Annotated[int | None, typer.Option(help="Only of this session.")] = None,
    due_session: Annotated[int | None, typer.Option(help="Only due at this session.")] = None,
    periodicity: Annotated[str | None, typer.Option(help="Only this periodicity: annual …")] = None,
    ground: Annotated[str | None, typer.Option(help="Only grounded in this place.")] = None,
    lifecycle: Annotated[str | None, typer.Option(help="open, answered, reiterated, superseded …")] = None,
    text: Annotated[str | None, typer.Option(help="Only with these words in what is asked.")] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=DAY, help="As it stood on a day.")] = None,
    overdue_on: Annotated[
        datetime | None, typer.Option("--overdue", formats=DAY, help="Overdue on a day.")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """The register of mandates: who is asked for what, by when, on what ground, and what became of it."""
    chosen, opened, index = _opened(store)
    wanted = Wanted(
        issuer=issuer,
        addressee=addressee,
        act=act,
        strength=strength,
        session=session,
        due_session=due_session,
        periodicity=periodicity,
        ground=ground,
        lifecycle=lifecycle,
        document=document,
        text=text,
    )
    day = _day(as_of) or _day(overdue_on)
    found = read_register(index, opened, chosen.base, wanted, day)
    late = _day(overdue_on)
    _show_mandates(overdue(found, late) if late else found, form)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _show_mandates(found: Sequence[Mandate], form: Format) -> None:
    if form is Format.JSON:
        show_json([mandate_record(one) for one in found])
    else:
        show([_row(one) for one in found], REGISTER, form)


def _row(one: Mandate) -> dict[str, Any]:
    return {
        "paragraph": one.paragraph,
        "date": one.day,
        "act": one.act,
        "addressee": one.addressee,
        "asked": one.words(),
        "due": one.last_day or one.due_session,
        "grounds": one.grounds,
        "lifecycle": one.lifecycle.status,
    }


def lineage(
    locator: Annotated[str, typer.Argument(help="A mandate, or the paragraph that gives it.")],
    store: StoreOption = None,
    wording: Annotated[bool, typer.Option(help="Also by inherited wording.")] = True,
    form: FormatOption = Format.TABLE,
) -> None:
    """A mandate's ancestors, answers and successors, and the wording that it inherits and hands on."""
    chosen, opened, index = _opened(store)
    found = trace_lineage(index, opened, chosen.base, locator, wording=wording)
    heirs = heritage(index, opened, chosen.base, found[0].mandate.paragraph) if wording else ()
    rows = [
        {"relation": relation, **record, "function": record["edge"]["function"]}
        for one in found
        for relation in ("ancestors", "answers", "successors")
        for record in map(kin_record, getattr(one, relation))
    ]
    if form is Format.JSON:
        mandated = [mandate_record(one.mandate) for one in found]
        show_json({"mandates": mandated, "kin": rows, "wording": [heir_record(one) for one in heirs]})
        return
    show(rows, KIN, form)
    for one in heirs:
        tell(f"wording: {one.link.later} repeats {one.link.earlier} ({one.link.score:.2f}, {one.link.language})")


def content(
    locator: Annotated[str, typer.Argument(help="The request for a recurring report, or its paragraph.")],
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """What a recurring report must contain, from all paragraphs of all resolutions that add to it."""
    chosen, opened, index = _opened(store)
    found = accumulate(index, opened, chosen.base, locator)
    rows = [{**_row(one.mandate), "how": one.how} for one in found.contents]
    show(rows, ("paragraph", "date", "asked", "how"), form)
    tell(f"reports so far: {', '.join(found.reports) or 'none known'}")


def approved(
    resolution: Annotated[str, typer.Argument(help="A resolution that endorses a report.")],
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """What a resolution in effect approved, with the reasons; neutral verbs never count as approval."""
    chosen, opened, index = _opened(store)
    record = approval_record(approve(index, opened, chosen.base, resolution))
    if form is Format.JSON:
        show_json(record)
        return
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
    show([*endorsed, *findings], APPROVED, form)
    for edge in record["notApproval"]:
        tell(f"no approval: {edge['source']} {edge['function']} {edge['target']}")
    for gap in record["gaps"]:
        tell(f"not known: {gap}")


def asof(
    day: Annotated[datetime, typer.Argument(formats=DAY, help="A day, such as 2012-12-31.")],
    store: StoreOption = None,
    document: Annotated[str | None, typer.Option(help="Only what this document cites and asks.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """What was cited, mandated and open on a day; which cited instruments had been replaced by then."""
    chosen, opened, index = _opened(store)
    found = stand(index, opened, chosen.base, day.date(), document)
    gone = [replacement_record(one) for one in (replaced(index, document, day.date()) if document else ())]
    if form is Format.JSON:
        show_json({**standing_record(found), "replaced": gone})
        return
    show([_row(one) for one in found.open], REGISTER, form, title="open mandates")
    tell(f"{len(found.documents)} documents, {len(found.citations)} citations, {len(found.overdue)} overdue")
    for one in gone:
        tell(f"replaced: {one['cited']} by {', '.join(late['document'] for late in one['replacedBy'])}")


def measures(
    what: Annotated[
        str, typer.Argument(help="paragraphs, documents, functions, rank, communities, or a document.")
    ],
    store: StoreOption = None,
    limit: Annotated[int, typer.Option(help="Entries at most.")] = 20,
    form: FormatOption = Format.TABLE,
) -> None:
    """The network of citations measured: most cited, most central, communities, the place in a series."""
    _, _, index = _opened(store)
    if what in ("paragraphs", "documents", "functions", "rank"):
        found = rank_documents(index, limit) if what == "rank" else most_cited(index, what, limit)
        show(
            [{"rank": one.rank, "name": one.name, "value": one.value} for one in found],
            ("rank", "name", "value"),
            form,
        )
    elif what == "communities":
        groups = find_communities(index)[:limit]
        rows = [
            {"size": len(one.documents), "hub": one.hub, "first": one.first, "last": one.last} for one in groups
        ]
        show(rows, ("size", "hub", "first", "last"), form)
    elif "/" in what:
        place = place_in_series(index, what)
        rows = [
            {"place": number, "document": name, "date": when, "here": name == place.document}
            for number, (name, when) in enumerate(zip(place.series, place.days, strict=True), 1)
        ]
        show(rows, ("place", "document", "date", "here"), form)
    else:
        raise QueryError(f"nothing is measured as {what}", do=f"use one of {', '.join(MEASURES)}, or a document")
