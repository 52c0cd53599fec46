"""``/api/trace`` and ``/api/paths``: chains of citation, and ways between places."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from graph_service.web.answers import respond
from graph_service.web.api.asking import Release, Serving
from graph_service.web.api.filters import Only, Walk
from graph_service.web.api.filters import plain as plain_values
from graph_service.web.documented import listing, plain

router = APIRouter(prefix="/api", tags=["chains"])
CHAIN_FORMS = Literal["json", "jsonld", "csv", "dot", "graphml", "svg", "tree", "table"]


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
    made = await service.trace(release, locator=locator, only=only.rule(), form=format, **plain_values(how))
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
