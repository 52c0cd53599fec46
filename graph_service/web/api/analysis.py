"""``/api/mandates`` and what analysts ask: lineage, content, approval, the state of a day, measures."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator
from starlette.responses import Response

from graph_service.web.answers import respond
from graph_service.web.api.asking import After, Form, Release, Serving, Size, list_form, next_link, page_of
from graph_service.web.api.filters import Day, MandateFilters, iso_day
from graph_service.web.api.filters import plain as plain_values
from graph_service.web.documented import listing, told

router = APIRouter(prefix="/api", tags=["mandates and measures"])
MANDATE = {
    "mandate": "A/RES/66/257~I.op12/mandate/1",
    "paragraph": "A/RES/66/257~I.op12",
    "act": "request",
    "addressee": "secretary-general",
    "lifecycle": {"status": "open"},
}
KIN = {"place": "A/RES/64/259~op20", "date": "2010-03-29", "proof": "cited", "steps": 1, "mandates": []}
CHANGE = {"kind": "added", "text": "at its sixty-seventh session"}
LINEAGE = {
    "mandates": [MANDATE],
    "ancestors": [KIN],
    "answers": [],
    "successors": [],
    "wording": [{"later": "A/RES/66/257~I.op12", "earlier": "A/RES/64/259~op20", "changes": [CHANGE]}],
}
APPROVED = {"resolution": "A/RES/66/257", "endorsements": [], "findings": [], "notApproval": [], "gaps": []}
STANDING = {"day": "2012-12-31", "open": ["A/RES/66/257~I.op12/mandate/1"], "overdue": [], "counts": {"open": 1}}
RANKED = {"measure": "paragraphs", "items": [{"rank": 1, "name": "A/RES/64/259~op8", "value": 12.0}]}


@router.get(
    "/mandates",
    responses=listing(MANDATE, "Mandates by day and reading order"),
    summary="The register of mandates",
)
async def mandates(
    request: Request,
    service: Serving,
    release: Release,
    filters: Annotated[MandateFilters, Depends()],
    as_of: Annotated[Day, Query(description="as things stood on this day")] = None,
    overdue: Annotated[Day, Query(description="only those overdue on this day")] = None,
    after: After = None,
    size: Size = None,
    format: Form = None,
) -> Response:
    """Who is asked by whom for what, by when, on what ground, and what has become of it."""
    page = page_of(request, format, after, size)
    days = {"as_of": as_of and as_of.isoformat(), "overdue": overdue and overdue.isoformat()}
    made = await service.walk("mandates", release, filters=plain_values(filters), **days, **page)
    return respond(made, next_link(made.head, page))


@router.get(
    "/mandates/{mandate:path}/lineage",
    responses=told(LINEAGE, "The mandate with its kin; as CSV the kin alone"),
    summary="The lineage of a mandate",
)
async def lineage(
    request: Request,
    service: Serving,
    release: Release,
    mandate: str,
    wording: Annotated[bool, Query(description="also by inherited wording")] = True,
    format: Form = None,
) -> Response:
    """A mandate (``A/RES/66/257~I.op12/mandate/1``) or its paragraph: ancestors, answers, successors.

    ``wording`` has what is inherited and handed on without citing, with the differences word by word.
    """
    form = list_form(request, format)
    asked = {"question": "lineage", "place": mandate, "wording": wording, "form": form}
    return respond(await service.walk("question", release, **asked))


@router.get(
    "/content/{locator:path}",
    responses=told({"requests": [MANDATE], "contents": [MANDATE], "reports": []}, "The report's content"),
    summary="What a recurring report must contain",
)
async def content(
    request: Request, service: Serving, release: Release, locator: str, format: Form = None
) -> Response:
    """All that the resolutions of its series ask of a recurring report, by the request for it or its paragraph."""
    asked = {"question": "content", "place": locator, "form": list_form(request, format)}
    return respond(await service.walk("question", release, **asked))


@router.get(
    "/approved/{locator:path}",
    responses=told(APPROVED, "Endorsements and what follows from them"),
    summary="What a resolution approved",
)
async def approved(
    request: Request, service: Serving, release: Release, locator: str, format: Form = None
) -> Response:
    """What a resolution in effect approved, with the reasons; neutral verbs never count as approval (55/488)."""
    asked = {"question": "approved", "place": locator, "form": list_form(request, format)}
    return respond(await service.walk("question", release, **asked))


@router.get(
    "/asof",
    responses=told(STANDING, "The state of the day; as CSV the open mandates"),
    summary="What held on a day",
)
async def asof(
    request: Request,
    service: Serving,
    release: Release,
    day: Annotated[date, BeforeValidator(iso_day), Query(description="the day", examples=["2012-12-31"])],
    document: Annotated[str | None, Query(description="only what this document cites and asks")] = None,
    size: Annotated[int, Query(ge=1, le=100_000, description="entries of each list at most")] = 10_000,
    format: Form = None,
) -> Response:
    """What was cited, mandated, open and overdue; with ``document``, which cited instruments had been replaced.

    ``counts`` tells how long each list is; one that is longer than ``size`` is cut.
    """
    form = list_form(request, format)
    asked = {"question": "asof", "day": day.isoformat(), "document": document, "size": size, "form": form}
    return respond(await service.walk("question", release, **asked))


@router.get(
    "/measures/{what:path}",
    responses=told(RANKED, "The measure, what it means, and its entries"),
    summary="The network of citations measured",
)
async def measures(
    request: Request,
    service: Serving,
    release: Release,
    what: str,
    size: Annotated[int, Query(ge=1, le=1000, description="entries at most")] = 20,
    format: Form = None,
) -> Response:
    """One of paragraphs, documents, functions, rank, communities; or a document, for its place in its series."""
    asked = {"question": "measures", "what": what, "size": size, "form": list_form(request, format)}
    return respond(await service.walk("question", release, **asked))
