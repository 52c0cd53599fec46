"""``/api/releases`` and ``/dumps``: published states, their differences, bulk downloads."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from graph_service.errors import UnknownError
from graph_service.graph import releases
from graph_service.web.answers import respond
from graph_service.web.api.asking import Release, Serving
from graph_service.web.documented import PROBLEMS, plain
from graph_service.web.service import Service

router = APIRouter(tags=["releases"])
JELLY = "application/x-jelly-rdf"
LASTING = {"Cache-Control": "public, max-age=31536000, immutable"}


def dumps_of(release: str) -> dict[str, str]:
    """The paths of a release's dumps."""
    return {"dump": f"/dumps/{release}.nq.gz", "jelly": f"/dumps/{release}.jelly.gz"}


ONE = {"name": "12", "published": "2026-11-24T13:35:22+00:00", "statements": 250000, "graphs": 310, "changed": []}
ONE |= dumps_of("12")


@router.get(
    "/api/releases", responses=plain({"items": [ONE], "release": "12"}, "All releases"), summary="Releases"
)
async def list_releases(service: Serving, release: Release) -> Response:
    """All published states, the oldest first; a remote store has the present one only."""
    if service.remote:
        items = [{"name": release} | dumps_of(release)]
    else:
        found = await run_in_threadpool(releases.list_releases, service.folder)
        items = [asdict(one) | dumps_of(one.name) for one in found]
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
@router.get("/dumps/latest.jelly", include_in_schema=False)
@router.get("/dumps/latest.jelly.gz", include_in_schema=False)
async def latest(request: Request, release: Release) -> Response:
    """The dump of the release that is served."""
    there = request.url.path.replace("latest", release)
    return RedirectResponse(there, 302, headers={"Cache-Control": "no-store"})


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
    return packed(await kept(service, release, name, "nq"), name)


@router.get(
    "/dumps/{name}.jelly.gz",
    responses={200: {"description": "Jelly, compressed", "content": {"application/gzip": {}}}, **PROBLEMS},
    summary="A release in bulk, in its smallest form",
)
async def small_dump(service: Serving, release: Release, name: str) -> Response:
    """The same statements as Jelly (https://w3id.org/jelly), compressed by gzip. Takes Range requests."""
    return packed(await kept(service, release, name, "jelly"), name)


@router.get(
    "/dumps/{name}.jelly",
    responses={200: {"description": "Jelly, a binary form of RDF", "content": {JELLY: {}}}, **PROBLEMS},
    summary="A release in bulk, binary",
)
async def binary_dump(service: Serving, release: Release, name: str) -> Response:
    """The same as a Jelly stream, to be read as it comes; an eighth of the N-Quads, or less."""
    path = await kept(service, release, name, "jelly")
    headers = LASTING | {"X-Release": name, "Content-Disposition": f'attachment; filename="{path.stem}"'}
    return StreamingResponse(unpacked(path), media_type=JELLY, headers=headers)


def packed(path: Path, name: str) -> Response:
    """A dump as it is kept, to be put into a file."""
    return FileResponse(
        path, media_type="application/gzip", filename=path.name, headers=LASTING | {"X-Release": name}
    )


async def kept(service: Service, release: str, name: str, form: str) -> Path:
    """The file of a release's dump, made if it is not there; raises UnknownError for no release."""
    if name != release if service.remote else not name.isdigit():
        raise UnknownError(f"there is no release {name}", do="see /api/releases")
    made = await service.keep("dump", name, form=form)
    return Path(made.head["file"])


def unpacked(path: Path) -> Iterator[bytes]:
    """What was compressed, in pieces."""
    with gzip.open(path) as file:
        while piece := file.read(1 << 16):
            yield piece
