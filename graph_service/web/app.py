"""The web service as one application: SPARQL, graphs, linked data, API and pages under one envelope."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.errors import AccountabilityError
from graph_service.settings import Settings
from graph_service.web import logs, resources
from graph_service.web.answers import refuse
from graph_service.web.api import analysis, archive, chains, documents, lookups, manual, site
from graph_service.web.documented import PROTOCOLS, Problem
from graph_service.web.envelope import Envelope
from graph_service.web.faults import Refused
from graph_service.web.graphstore import Graphs
from graph_service.web.service import LOOK_AGAIN, Service, settle
from graph_service.web.sparql import Sparql
from graph_service.web.tracing import PREFIX, Tracing, read_chain

ABOUT = (
    "Which paragraph of a United Nations document cites, endorses or asks for which paragraph of which other. "
    "`/sparql` speaks the SPARQL 1.1 Protocol and `/graphs` the Graph Store Protocol. Every answer names its "
    "release in `X-Release`; every error has one shape, `Problem`."
)
log = logging.getLogger("graph_service.web.faults")


class Application(FastAPI):
    """FastAPI inside the envelope; ``/sparql`` does not pass through its routing."""

    def __init__(self, service: Service, **options: Any) -> None:
        super().__init__(**options)
        self.service = service
        self.state.service = service
        self.state.settings = service.settings
        self.sparql = Sparql(service)
        self.graphs = Graphs(service)
        self.tracing = Tracing(service)
        self.envelope = Envelope(self._inner, service)

    async def _inner(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.state.store = self.service.store
        scope["app"] = self
        app = self._direct(scope) if scope["type"] == "http" else None
        if app is None and scope["type"] == "http" and scope["method"] == "HEAD":
            # Routes are for GET; the server leaves the body out (RFC 9110, 9.3.2).
            scope = {**scope, "method": "GET"}
        await (app or super().__call__)(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """The description, with the shape of errors and the two protocols that routing does not see."""
        if self.openapi_schema is None:
            described = super().openapi()
            components = described.setdefault("components", {})
            components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
            components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            described["paths"].update(PROTOCOLS)
        return self.openapi_schema or {}

    def _direct(self, scope: Scope) -> ASGIApp | None:
        path: str = scope["path"]
        if path in {"/sparql", "/sparql/"}:
            return self.sparql
        if path.startswith(PREFIX) and scope["method"] == "GET":
            scope["unag.chain"] = read_chain(path, scope["query_string"])
            return self.tracing if scope["unag.chain"] else None
        return self.graphs if path.startswith("/graph") and path.split("/")[1] in {"graph", "graphs"} else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        await self.envelope(scope, receive, send)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The workers live as long as the application."""
    service: Service = app.state.service
    handler = logs.start(service.settings.log)
    await service.start()
    warming = asyncio.create_task(keep_warm(app, service)) if service.settings.warm else None
    try:
        yield
    finally:
        if warming is not None:
            warming.cancel()
        await asyncio.shield(service.stop())
        logs.stop(handler)


async def keep_warm(app: FastAPI, service: Service) -> None:
    """At the start and after every publication makes what many answers need, before anybody waits for it."""
    warmed, first = "", True
    while True:
        with contextlib.suppress(AccountabilityError, ImportError):
            if (release := service.release()) != warmed:
                await service.warm()
                app.state.store = service.store
                from graph_service.web import pages

                await asyncio.to_thread(pages.warm, app)
                warmed = release
                await pages.keep_readings(service)
                if first:
                    first = False
                    settle()
                await service.hold()
        await asyncio.sleep(LOOK_AGAIN)


def create_app(settings: Settings) -> FastAPI:
    """The application; nothing is started before its lifespan begins."""
    service = Service(settings)
    app = Application(
        service,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        title="The UN Accountability Graph",
        version=version("unag"),
        description=ABOUT,
        license_info={"name": "MIT"},
    )
    app.add_exception_handler(AccountabilityError, refused)
    app.add_exception_handler(HTTPException, misdirected)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, broken)
    for router in routers():
        app.include_router(router)
    return app


def routers() -> list[APIRouter]:
    """All routers; the pages' before the linked data, whose last route takes every path with two steps."""
    api = [one.router for one in (documents, chains, analysis, lookups, archive, site, manual)]
    try:
        from graph_service.web.pages import router as pages
    except ImportError as fault:
        log.warning("pages", extra={"facts": {"missing": str(fault)}})
        return [*api, resources.router]
    return [*api, pages, resources.router]


async def refused(request: Request, error: Exception) -> Response:
    """An error of ours as a problem."""
    return refuse(error, request.url.path)


async def misdirected(request: Request, error: Exception) -> Response:
    """What routing itself refuses, in the same shape."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    return refuse(Refused(error.status_code, str(error.detail), headers=headers), request.url.path)


async def invalid(request: Request, error: Exception) -> Response:
    """A parameter of another type than it should be."""
    assert isinstance(error, RequestValidationError)
    found = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return refuse(Refused(400, "; ".join(found), do="see /docs for the parameters"), request.url.path)


async def broken(request: Request, error: Exception) -> Response:
    """A fault of ours: logged with its trace, answered without it."""
    log.error("fault", exc_info=error, extra={"facts": {"path": request.url.path}})
    return refuse(error, request.url.path)
