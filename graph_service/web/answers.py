"""From what a worker made to an HTTP response; large answers go from their file, piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import BinaryIO

import anyio.to_thread
import orjson
from starlette.responses import Response, StreamingResponse

from graph_service.errors import AccountabilityError
from graph_service.web.faults import Refused, problem
from graph_service.web.link import Made

PIECE = 1 << 18
PROBLEM = "application/problem+json"
VOLATILE = "no-store"
RENEWED = "public, no-cache"


def respond(made: Made, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """The response with what a worker made; it may be kept unless its head says that it is volatile."""
    media = made.head.get("media", "application/json")
    extra = {
        "Cache-Control": VOLATILE if made.head.get("volatile") else RENEWED,
        **made.head.get("headers", {}),
        **(headers or {}),
    }
    status = made.head.get("status", status)
    if made.file is None:
        return Response(made.data, status, {**extra, "Content-Type": media})
    length = {"Content-Length": str(made.head["length"])}
    return StreamingResponse(pieces(made, made.file), status, {**extra, **length, "Content-Type": media})


async def pieces(made: Made, file: BinaryIO) -> AsyncIterator[bytes]:
    """The pieces of a file, which is let go after the last or when nobody wants more."""
    try:
        while data := await anyio.to_thread.run_sync(file.read, PIECE):
            yield data
    finally:
        made.let_go()


def refuse(error: Exception, instance: str = "") -> Response:
    """The one shape of errors (RFC 9457), with Retry-After where waiting helps."""
    body = problem(error, instance)
    headers = dict(error.headers) if isinstance(error, Refused) else {}
    if body["status"] in {429, 503}:
        headers.setdefault("Retry-After", "5")
    if isinstance(error, AccountabilityError) and body["status"] == 406:
        headers["Vary"] = "Accept"
    return Response(
        orjson.dumps(body), body["status"], {**headers, "Cache-Control": VOLATILE, "Content-Type": PROBLEM}
    )
