"""The job that makes what document pages need of a release before anybody asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from graph_service.places import kept_with
from graph_service.web.pages.filling import fill
from graph_service.web.worker import Context

Json = dict[str, Any]


def keep_readings(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """Makes readings for so many ``seconds``; the head says how many are ``left``. For folders only."""
    settings = context.settings
    store = context.store(request["release"])
    left = fill(store, settings.base, kept_with(settings), Path(settings.store), request["seconds"])
    return {"media": "text/plain", "left": left, "volatile": True}
