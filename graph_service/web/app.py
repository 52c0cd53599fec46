"""The web service as one application: SPARQL, graphs, linked data, API and pages under one envelope."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.settings import Settings
from graph_service.web.envelope import Envelope
from graph_service.web.graphstore import Graphs
from graph_service.web.service import Service
from graph_service.web.sparql import Sparql


class Application(FastAPI):
    """FastAPI inside the envelope; ``/sparql`` does not pass through its routing."""

    def __init__(self, service: Service, **options: Any) -> None:
        super().__init__(**options)
        self.service = service
        self.state.service = service
        self.state.settings = service.settings
        self.sparql = Sparql(service)
        self.graphs = Graphs(service)
        self.envelope = Envelope(self._inner, service)

    async def _inner(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.state.store = self.service.store
        app = self._direct(scope["path"]) if scope["type"] == "http" else None
        await (app or super().__call__)(scope, receive, send)

    def _direct(self, path: str) -> ASGIApp | None:
        if path in {"/sparql", "/sparql/"}:
            return self.sparql
        return self.graphs if path.startswith("/graph") and path.split("/")[1] in {"graph", "graphs"} else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        await self.envelope(scope, receive, send)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The workers live as long as the application."""
    service: Service = app.state.service
    await service.start()
    try:
        yield
    finally:
        await asyncio.shield(service.stop())


def create_app(settings: Settings) -> FastAPI:
    """The application; nothing is started before its lifespan begins."""
    service = Service(settings)
    return Application(service, lifespan=lifespan, docs_url=None, redoc_url=None)
