"""Request bodies, with a bound on their length and on the time that they may take."""

from __future__ import annotations

import asyncio

from starlette.types import Receive, Scope

from graph_service.settings import Settings
from graph_service.web.faults import Refused
from graph_service.web.refusals import left


async def read_body(scope: Scope, receive: Receive, settings: Settings, most: int | None = None) -> bytes:
    """The whole body; raises Refused 413 past its length and 408 past its time."""
    bound = settings.body_bytes if most is None else most
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > bound:
            raise _too_long(bound)
    try:
        return await asyncio.wait_for(_gather(receive, bound), settings.body_seconds)
    except TimeoutError:
        raise Refused(408, f"the body did not arrive within {settings.body_seconds:g} seconds") from None


async def _gather(receive: Receive, bound: int) -> bytes:
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise left()
        part = message.get("body", b"")
        length += len(part)
        if length > bound:
            raise _too_long(bound)
        parts.append(part)
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_long(bound: int) -> Refused:
    return Refused(413, f"the body is longer than {bound} bytes", do="send less, or have the bound raised")
