"""The vocabulary, the dataset's description, and what is for those who run the service."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from graph_service.errors import AccountabilityError
from graph_service.resources import folder
from graph_service.web.answers import respond
from graph_service.web.api.asking import Release, Serving
from graph_service.web.description import write_description
from graph_service.web.documented import PROBLEMS, graph_answers, plain
from graph_service.web.metrics import MEDIA
from graph_service.web.sparql import for_people

router = APIRouter()
VOCABULARY = "vocabulary"
GRAPHS: dict[int | str, dict[str, Any]] = {**graph_answers(), **PROBLEMS}


@cache
def vocabulary(*names: str) -> tuple[ox.Triple, ...]:
    """The statements of Turtle files of the ontology."""
    triples: dict[ox.Triple, None] = {}
    for name in names:
        data = (folder("ontology") / f"{name}.ttl").read_bytes()
        for quad in ox.parse(data, ox.RdfFormat.TURTLE, base_iri="https://w3id.org/unag/ontology"):
            triples[quad.triple if isinstance(quad, ox.Quad) else quad] = None
    return tuple(triples)


@router.get("/ontology", responses=GRAPHS, tags=[VOCABULARY], summary="The ontology")
async def ontology(request: Request, service: Serving, format: str | None = None) -> Response:
    """The terms of the graph with their alignments, for people as a page."""
    accept = request.headers.get("accept", "") if format is None else ""
    if format == "html" or for_people(accept):
        from graph_service.web import pages

        return await run_in_threadpool(pages.render_ontology, request)
    return write_description(
        vocabulary("instruments", "alignments"), machine(accept), format, service.settings.base
    )


@router.get("/shapes", responses=GRAPHS, tags=[VOCABULARY], summary="The shapes")
async def shapes(request: Request, service: Serving, format: str | None = None) -> Response:
    """What SHACL checks before anything is published."""
    accept = request.headers.get("accept", "") if format is None else ""
    return write_description(vocabulary("shapes"), machine(accept), format, service.settings.base)


def machine(accept: str) -> str:
    """An Accept that also takes Turtle, so that a browser gets the graph to read."""
    return f"{accept}, text/turtle;q=0.1" if "text/html" in accept else accept


@cache
def context_text() -> bytes:
    """The JSON-LD context, as it is written."""
    return (folder("ontology") / "context.jsonld").read_bytes()


@router.get("/context.jsonld", responses=plain({"@context": {}}, "The JSON-LD context"), tags=[VOCABULARY])
async def context() -> Response:
    """The context that our JSON-LD refers to."""
    return Response(context_text(), media_type="application/ld+json")


@router.get("/.well-known/void", responses=GRAPHS, tags=["dataset"], summary="The dataset (VoID)")
async def void(request: Request, service: Serving, release: Release, format: str | None = None) -> Response:
    """Access, dumps, counts, vocabularies and examples."""
    accept = machine(request.headers.get("accept", ""))
    return respond(await service.read("dataset", release, which="void", accept=accept, form=format))


@router.get("/catalog", responses=GRAPHS, tags=["dataset"], summary="The catalogue (DCAT)")
async def catalogue(request: Request, service: Serving, release: Release, format: str | None = None) -> Response:
    """The dataset, its dump and its services for catalogues of data."""
    accept = machine(request.headers.get("accept", ""))
    return respond(await service.read("dataset", release, which="catalog", accept=accept, form=format))


@router.get("/healthz", responses=plain({"status": "ok"}, "It runs"), tags=["operation"], summary="Liveness")
async def health(service: Serving, release: Release) -> Response:
    """Whether the process answers."""
    return JSONResponse({"status": "ok", "release": release}, headers={"Cache-Control": "no-store"})


@router.get("/readyz", responses=plain({"status": "ok"}, "It can answer"), tags=["operation"], summary="Readiness")
async def ready(service: Serving, release: Release) -> Response:
    """Whether queries are answered: workers are there and the store can be read."""
    facts = {"release": release, "workers": len(service.readers.links), "waiting": service.readers.queued}
    facts["memory"] = service.held == release
    if not service.ready:
        return JSONResponse(
            {"status": "starting", **facts}, 503, headers={"Cache-Control": "no-store", "Retry-After": "2"}
        )
    try:
        await service.read("query", service.release(), b"ASK {}", accept="", default=None, named=None)
    except AccountabilityError as fault:
        told = {"status": "not ready", "reason": str(fault), **facts}
        return JSONResponse(told, 503, headers={"Cache-Control": "no-store", "Retry-After": "5"})
    return JSONResponse({"status": "ok", **facts}, headers={"Cache-Control": "no-store"})


@router.get(
    "/metrics", responses=plain(None, "Counters and gauges", "text/plain"), tags=["operation"], summary="Metrics"
)
async def metrics(service: Serving) -> Response:
    """What Prometheus scrapes."""
    return Response(service.metrics.text(), headers={"Content-Type": MEDIA, "Cache-Control": "no-store"})


@router.get(
    "/schema/document.json",
    responses=plain({}, "The JSON Schema"),
    tags=["documents"],
    summary="Schema of a document",
)
async def document_schema() -> Response:
    """The JSON Schema of ``/api/documents/{locator}`` and of ``unag parse``."""
    from graph_service.facts import schema

    return Response(json.dumps(schema(), ensure_ascii=False), media_type="application/schema+json")
