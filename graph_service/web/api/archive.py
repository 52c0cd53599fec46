"""``/api/releases`` and ``/dumps``: published states, their differences, bulk downloads."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from graph_service.errors import UnknownError
from graph_service.graph import releases
from graph_service.web.answers import respond
from graph_service.web.api.asking import Release, Serving
from graph_service.web.documented import PROBLEMS, plain

router = APIRouter(tags=["releases"])
ONE = {"name": "12", "published": "2026-11-24T13:35:22+00:00", "statements": 250000, "graphs": 310, "changed": []}


@router.get(
    "/api/releases", responses=plain({"items": [ONE], "release": "12"}, "All releases"), summary="Releases"
)
async def list_releases(service: Serving, release: Release) -> Response:
    """All published states, the oldest first; a remote store has the present one only."""
    if service.remote:
        items = [{"name": release}]
    else:
        found = await run_in_threadpool(releases.list_releases, service.folder)
        items = [asdict(one) | {"dump": f"/dumps/{one.name}.nq.gz"} for one in found]
    return JSONResponse({"items": items, "next": None, "total": len(items), "release": release})


@router.get(
    "/api/releases/{older}/diff/{newer}",
    responses=plain({"counts": {"added": 12, "removed": 3}, "added": [], "removed": []}, "The difference"),
    summary="What two releases differ in",
)
async def difference(
    service: Serving,
    release: Release,
    older: str,
    newer: str,
    size: Annotated[int, Query(ge=0, le=100_000, description="statements of each kind at most")] = 1000,
    format: Literal["json", "text"] = "json",
) -> Response:
    """Statements that only one of two releases has; as text all of them, with + and - before each."""
    return respond(await service.walk("difference", release, older=older, newer=newer, size=size, form=format))


@router.get("/dumps/latest.nq.gz", include_in_schema=False)
async def latest(release: Release) -> Response:
    """The dump of the release that is served."""
    return RedirectResponse(f"/dumps/{release}.nq.gz", 302, headers={"Cache-Control": "no-store"})


@router.get(
    "/dumps/{name}.nq.gz",
    responses={
        200: {"description": "Sorted N-Quads, compressed", "content": {"application/gzip": {}}},
        **PROBLEMS,
    },
    summary="A release in bulk",
)
async def dump(service: Serving, release: Release, name: str) -> Response:
    """A whole release as sorted N-Quads, graph by graph, compressed by gzip. Takes Range requests."""
    if not name.isdigit() and not service.remote:
        raise UnknownError(f"there is no release {name}", do="see /api/releases")
    made = await service.keep("dump", name if not service.remote else release)
    path = Path(made.head["file"])
    headers = {"X-Release": name, "Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(path, media_type="application/gzip", filename=path.name, headers=headers)
