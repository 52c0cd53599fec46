"""What pages need of a whole release, made before anybody asks: at the start, and after every publication."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request

from graph_service.errors import AccountabilityError
from graph_service.web.pages import searching
from graph_service.web.pages.access import shelf
from graph_service.web.pages.register import register
from graph_service.web.pages.search import figures
from graph_service.web.pages.vocabulary import vocabulary
from graph_service.web.service import Service

# Cheap ones first: every page needs the vocabulary, the first page the works, the register comes last.
MADE: tuple[Callable[[Request], Any], ...] = (
    vocabulary,
    searching.known_works,
    searching.choices,
    figures,
    searching.index,
    register,
)


def warm(app: FastAPI) -> None:
    """Makes it for the release that ``app.state.store`` reads; a fault is left to the page that meets it."""
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "app": app}
    request = Request(scope)
    shelf(request)["warming"] = True
    try:
        for make in MADE:
            with contextlib.suppress(AccountabilityError):
                make(request)
    finally:
        shelf(request)["warming"] = False


AT_ONCE, PAUSE = 1.0, 0.2
"""Seconds of work and of rest: a write that comes meanwhile waits no longer, and who reads has the machine too."""


async def keep_readings(service: Service) -> None:
    """Has the readings of the release made by the process that writes, until all are there or a new one is out."""
    release = service.release()
    with contextlib.suppress(AccountabilityError):
        while not service.remote and service.release() == release:
            made = await service.keep("readings", release, seconds=AT_ONCE)
            if not made.head["left"]:
                return
            await asyncio.sleep(PAUSE)
