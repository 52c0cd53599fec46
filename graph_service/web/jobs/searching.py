"""The job behind ``/api/search``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, BinaryIO

from graph_service.errors import QueryError
from graph_service.places import kept_with
from graph_service.search import Criteria, open_search
from graph_service.web.lists import decode_cursor, write_page
from graph_service.web.worker import Context

Json = dict[str, Any]
HITS = ("locator", "document", "kind", "language", "snippet", "year", "body")


def search_places(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One page of hits."""
    store = context.store(request["release"])
    criteria = Criteria(**{name: value for name, value in request["criteria"].items() if value is not None})
    start = decode_cursor(request["after"]) or "0"
    if not start.isdigit():
        raise QueryError("the cursor is not one that this service gave", do="follow the addresses in next")
    size = request["size"]
    index = open_search(store, context.settings.base, kept_with(context.settings))
    found = index.find(request["text"], criteria, limit=size + 1, offset=int(start))
    items = [asdict(one) for one in found[:size]]
    return write_page(items, request, output, HITS, str(int(start) + size) if len(found) > size else None)
