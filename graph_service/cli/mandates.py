"""``unag mandates``, ``lineage``, ``content``, ``approved``, ``asof``, ``measures``: what analysts come for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

import typer

from graph_service import analysis
from graph_service.analysis import Account, Sources
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.register import Wanted
from graph_service.cli.chains import DAY, index_of
from graph_service.cli.console import Format, FormatOption, StoreOption, reading, settings, show, show_json, tell


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(mandates)
    app.command()(lineage)
    app.command()(content)
    app.command()(approved)
    app.command()(asof)
    app.command()(measures)


def _opened(store: str | None) -> Sources:
    chosen = settings(store=store)
    opened = reading(chosen)
    return Sources(index_of(opened, chosen), opened, chosen.base)


def _show_account(found: Account, form: Format, title: str = "") -> None:
    """The whole answer as JSON, else its rows, with what they do not show on standard error."""
    if form is Format.JSON:
        show_json(found.record)
        return
    show(found.rows, found.columns, form, title=title)
    for remark in found.remarks:
        tell(remark)


def mandates(
    store: StoreOption = None,
    document: Annotated[str | None, typer.Option(help="Only of this document or paragraph.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Only issued by this body.")] = None,
    addressee: Annotated[str | None, typer.Option(help="Only asked of this body: secretary-general.")] = None,
    act: Annotated[str | None, typer.Option(help="Only this act: request, decide, invite …")] = None,
    strength: Annotated[str | None, typer.Option(help="Only this force.")] = None,
    session: Annotated[int | None, typer.Option(help="Only of this session.")] = None,
    due_session: Annotated[int | None, typer.Option(help="Only due at this session.")] = None,
    due_since: Annotated[datetime | None, typer.Option(formats=DAY, help="Only due on this day or later.")] = None,
    due_until: Annotated[datetime | None, typer.Option(formats=DAY, help="Only due by this day.")] = None,
    periodicity: Annotated[str | None, typer.Option(help="Only this periodicity: annual …")] = None,
    report_to: Annotated[str | None, typer.Option(help="Only reported to this body.")] = None,
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
    wanted = Wanted(
        issuer=issuer,
        addressee=addressee,
        act=act,
        strength=strength,
        session=session,
        due_session=due_session,
        periodicity=periodicity,
        report_to=report_to,
        ground=ground,
        lifecycle=lifecycle,
        document=document,
        text=text,
        due_since=_day(due_since),
        due_until=_day(due_until),
    )
    _show_mandates(analysis.list_mandates(_opened(store), wanted, _day(as_of), _day(overdue_on)), form)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _show_mandates(found: Sequence[Mandate], form: Format) -> None:
    if form is Format.JSON:
        show_json([mandate_record(one) for one in found])
    else:
        show([analysis.mandate_row(one) for one in found], analysis.REGISTER, form)


def lineage(
    locator: Annotated[str, typer.Argument(help="A mandate, or the paragraph that gives it.")],
    store: StoreOption = None,
    wording: Annotated[bool, typer.Option(help="Also by inherited wording.")] = True,
    form: FormatOption = Format.TABLE,
) -> None:
    """A mandate's ancestors, answers and successors, and the wording that it inherits and hands on."""
    _show_account(analysis.tell_lineage(_opened(store), locator, wording=wording), form)


def content(
    locator: Annotated[str, typer.Argument(help="The request for a recurring report, or its paragraph.")],
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """What a recurring report must contain, from all paragraphs of all resolutions that add to it."""
    _show_account(analysis.tell_content(_opened(store), locator), form)


def approved(
    resolution: Annotated[str, typer.Argument(help="A resolution that endorses a report.")],
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """What a resolution in effect approved, with the reasons; neutral verbs never count as approval."""
    _show_account(analysis.tell_approved(_opened(store), resolution), form)


def asof(
    day: Annotated[datetime, typer.Argument(formats=DAY, help="A day, such as 2012-12-31.")],
    store: StoreOption = None,
    document: Annotated[str | None, typer.Option(help="Only what this document cites and asks.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """What was cited, mandated and open on a day; which cited instruments had been replaced by then."""
    _show_account(analysis.tell_standing(_opened(store), day.date(), document), form, "open mandates")


def measures(
    what: Annotated[
        str, typer.Argument(help="paragraphs, documents, functions, rank, communities, or a document.")
    ],
    store: StoreOption = None,
    limit: Annotated[int, typer.Option(help="Entries at most.")] = 20,
    form: FormatOption = Format.TABLE,
) -> None:
    """The network of citations measured: most cited, most central, communities, the place in a series."""
    _show_account(analysis.measure(_opened(store), what, limit), form)
