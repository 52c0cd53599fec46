"""``/api/trace``, ``/api/paths`` and ``/api/mandates``: chains of citation, ways between places, the register."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from graph_service.web.answers import respond
from graph_service.web.api.asking import After, Form, Release, Serving, Size, next_link, page_of
from graph_service.web.api.filters import MandateFilters, Only, Walk
from graph_service.web.api.filters import plain as plain_values
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


@router.get(
    "/trace/{locator:path}",
    responses=plain({"start": "A/RES/66/257~I.op12", "nodes": [], "edges": []}, "The chain"),
    summary="A chain of citations",
)
async def trace(
    service: Serving,
    release: Release,
    locator: str,
    how: Annotated[Walk, Depends()],
    only: Annotated[Only, Depends()],
    format: CHAIN_FORMS = "json",
) -> Response:
    """What a place rests on (forward), what rests on it (backward), or both, with the words that say so."""
    made = await service.walk(
        "trace", release, locator=locator, only=only.rule(), form=format, **plain_values(how)
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
    filters: Annotated[MandateFilters, Depends()],
    as_of: Annotated[date | None, Query(description="as things stood on this day")] = None,
    after: After = None,
    size: Size = None,
    format: Form = None,
) -> Response:
    """Who is asked by whom for what, by when, on what ground, and what has become of it."""
    page = page_of(request, format, after, size)
    made = await service.walk(
        "mandates", release, filters=plain_values(filters), as_of=as_of and as_of.isoformat(), **page
    )
    return respond(made, next_link(made.head, page))


@router.get(
    "/mandates/{mandate:path}/lineage",
    responses=plain({"mandates": [MANDATE], "series": {"requests": [], "reports": []}}, "The mandate's lineage"),
    summary="The lineage of a mandate",
)
async def lineage(service: Serving, release: Release, mandate: str) -> Response:
    """A mandate (``A/RES/66/257~I.op12/mandate/1``, or its paragraph), its ancestors, answers and successors."""
    return respond(await service.walk("lineage", release, mandate=mandate))
