"""``/api/trace``, ``/api/paths`` and ``/api/mandates``: chains of citation, ways between places, the register."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from graph_service.web.answers import respond
from graph_service.web.api.asking import After, Form, Release, Serving, Size, next_link, page_of
from graph_service.web.documented import listing, plain

router = APIRouter(prefix="/api", tags=["chains and mandates"])
CHAIN_FORMS = Literal["json", "jsonld", "csv", "dot", "graphml", "svg", "tree", "table"]
MANDATE = {
    "mandate": "A/RES/66/257~I.op12/mandate/1",
    "paragraph": "A/RES/66/257~I.op12",
    "act": "request",
    "addressee": "secretary-general",
    "lifecycle": {"status": "open"},
}
MORE = "repeat it for several"


@router.get(
    "/trace/{locator:path}",
    responses=plain({"start": "A/RES/66/257~I.op12", "nodes": [], "edges": []}, "The chain"),
    summary="A chain of citations",
)
async def trace(
    service: Serving,
    release: Release,
    locator: str,
    direction: Literal["forward", "backward", "both"] = "forward",
    depth: Annotated[int, Query(ge=0, le=50, description="citations to follow")] = 3,
    size: Annotated[int, Query(ge=1, le=100_000, description="edges at most")] = 2000,
    function: Annotated[list[str] | None, Query(description=f"only these functions; {MORE}")] = None,
    force: Annotated[list[str] | None, Query(description=f"only functions of this force; {MORE}")] = None,
    kind: Annotated[list[str] | None, Query(description=f"kinds of edges; {MORE}")] = None,
    status: Annotated[list[str] | None, Query(description=f"explicit, coreferent …; {MORE}")] = None,
    body: Annotated[list[str] | None, Query(description=f"slugs of issuing bodies; {MORE}")] = None,
    language: Annotated[list[str] | None, Query(description=f"evidence in this language; {MORE}")] = None,
    since: Annotated[date | None, Query(description="citing documents of this day or later")] = None,
    until: Annotated[date | None, Query(description="citing documents of this day or earlier")] = None,
    confidence: Annotated[float, Query(ge=0, le=1, description="at least this confidence")] = 0.0,
    whole: Annotated[bool, Query(description="backward: also who cites the document as a whole")] = False,
    format: CHAIN_FORMS = "json",
) -> Response:
    """What a place rests on (forward), what rests on it (backward), or both, with the words that say so."""
    only = {
        "functions": function,
        "forces": force,
        "kinds": kind,
        "statuses": status,
        "bodies": body,
        "languages": language,
        "confidence": confidence,
    }
    days = {"since": since and since.isoformat(), "until": until and until.isoformat()}
    made = await service.walk(
        "trace",
        release,
        locator=locator,
        direction=direction,
        depth=depth,
        size=size,
        whole=whole,
        only=only,
        form=format,
        **days,
    )
    return respond(made)


@router.get(
    "/paths",
    responses=listing({"steps": []}, "The ways, the shortest first"),
    summary="How two places are connected",
)
async def paths(
    service: Serving,
    release: Release,
    start: Annotated[str, Query(alias="from", description="a locator", examples=["A/RES/66/257~I.op12"])],
    goal: Annotated[str, Query(alias="to", description="a locator", examples=["A/64/683~para36"])],
    least: Annotated[Literal["steps", "instruments"], Query(description="what is counted")] = "steps",
    directed: Annotated[bool, Query(description="only in the direction of citing")] = False,
    limit: Annotated[int, Query(ge=1, le=1000, description="ways at most")] = 50,
) -> Response:
    """Every shortest way between two paragraphs or documents."""
    made = await service.walk(
        "paths", release, start=start, goal=goal, least=least, directed=directed, limit=limit
    )
    return respond(made)


@router.get(
    "/mandates",
    responses=listing(MANDATE, "Mandates by day and reading order"),
    summary="The register of mandates",
)
async def mandates(
    request: Request,
    service: Serving,
    release: Release,
    issuer: Annotated[str | None, Query(description="slug of the body that asks")] = None,
    addressee: Annotated[
        str | None, Query(description="slug of the body that is asked", examples=["secretary-general"])
    ] = None,
    act: Annotated[str | None, Query(description="function of the act", examples=["request"])] = None,
    strength: Annotated[str | None, Query(description="force of the act", examples=["directive"])] = None,
    session: Annotated[int | None, Query(description="session of the document")] = None,
    due_session: Annotated[int | None, Query(description="session for which it is due")] = None,
    periodicity: Annotated[str | None, Query(description="how often", examples=["annual"])] = None,
    report_to: Annotated[str | None, Query(description="slug of the body that gets the report")] = None,
    ground: Annotated[str | None, Query(description="recalls this place for it", examples=["A/66/738"])] = None,
    lifecycle: Annotated[str | None, Query(description="what has become of it", examples=["open"])] = None,
    document: Annotated[str | None, Query(description="lies in this document or place")] = None,
    text: Annotated[str | None, Query(description="stands in its words, any language and case")] = None,
    as_of: Annotated[date | None, Query(description="as things stood on this day")] = None,
    after: After = None,
    size: Size = None,
    format: Form = None,
) -> Response:
    """Who is asked by whom for what, by when, on what ground, and what has become of it."""
    filters = {
        "issuer": issuer,
        "addressee": addressee,
        "act": act,
        "strength": strength,
        "session": session,
        "due_session": due_session,
        "periodicity": periodicity,
        "report_to": report_to,
        "ground": ground,
        "lifecycle": lifecycle,
        "document": document,
        "text": text,
    }
    page = page_of(request, format, after, size)
    made = await service.walk("mandates", release, filters=filters, as_of=as_of and as_of.isoformat(), **page)
    return respond(made, next_link(made.head, page))


@router.get(
    "/mandates/{mandate:path}/lineage",
    responses=plain({"mandates": [MANDATE], "series": {"requests": [], "reports": []}}, "The mandate's lineage"),
    summary="The lineage of a mandate",
)
async def lineage(service: Serving, release: Release, mandate: str) -> Response:
    """A mandate (``A/RES/66/257~I.op12/mandate/1``, or its paragraph), its ancestors, answers and successors."""
    return respond(await service.walk("lineage", release, mandate=mandate))
