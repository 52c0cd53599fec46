"""``/api/trace`` in its usual form, past the routing: that takes longer than most chains do.

What is asked otherwise, or wrongly, goes the way of all routes and is answered, or refused, there.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from graph_service.errors import AccountabilityError
from graph_service.web.answers import RENEWED, refuse, respond
from graph_service.web.service import Service

PREFIX: Final = "/api/trace/"
# The names of the filters, and those of the walk's own.
ONLY: Final = {
    "function": "functions",
    "force": "forces",
    "kind": "kinds",
    "status": "statuses",
    "body": "bodies",
    "language": "languages",
}
DIRECTIONS: Final = frozenset({"forward", "backward", "both"})
MOST: Final = {"depth": (0, 50), "size": (1, 100_000)}


class Tracing:
    """A plain ASGI application for requests that `read_chain` understands."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        try:
            made = await self.service.trace(scope["unag.release"], **scope["unag.chain"])
        except AccountabilityError as error:
            await refuse(error, scope["path"])(scope, receive, send)
            return
        if made.file is None:
            await scope["unag.exchange"].answer(made.head["media"], made.data, RENEWED)
        else:
            await respond(made)(scope, receive, send)


def read_chain(path: str, query: bytes) -> dict[str, Any] | None:
    """What a usual request asks, as the job takes it; None for anything unusual.

    >>> read_chain("/api/trace/A/1~para2", b"depth=5&kind=citation")["only"]["kinds"]
    ['citation']
    >>> read_chain("/api/trace/A/1~para2", b"depth=five")
    """
    chain: dict[str, Any] = {
        "locator": path[len(PREFIX) :], "direction": "forward", "depth": 3, "size": 2000, "whole": False,
        "since": None, "until": None, "form": "json", "only": {"confidence": 0.0, **dict.fromkeys(ONLY.values())},
    }  # fmt: skip
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name in ONLY:
            chain["only"][ONLY[name]] = [*(chain["only"][ONLY[name]] or ()), value]
        elif name == "direction" and value in DIRECTIONS:
            chain["direction"] = value
        elif name in MOST and value.isascii() and value.isdigit():
            least, most = MOST[name]
            if not least <= int(value) <= most:
                return None
            chain[name] = int(value)
        else:
            return None
    return chain
