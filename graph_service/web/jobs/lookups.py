"""The jobs behind ``/api/queries/{name}`` and ``/api/search``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, BinaryIO

from graph_service.errors import QueryError
from graph_service.graph.queries import find_query, plain
from graph_service.publishing import search_of
from graph_service.search import Criteria
from graph_service.web.evaluating import choices_of
from graph_service.web.lists import decode_cursor, write_page
from graph_service.web.worker import Context

Json = dict[str, Any]
HITS = ("locator", "document", "kind", "language", "snippet", "year", "body")


def run_named(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """The answer of a named query: plain rows, or SPARQL results where those are accepted."""
    base, store = context.settings.base, context.store(request["release"])
    query = find_query(request["name"])
    if request["form"] in {"json", "csv"}:
        rows = plain(query.run(store, base, **request["values"]), base)
        return write_page(
            rows, request, output, query.columns or sorted({key for row in rows for key in row}), None
        )
    choices = choices_of(request["accept"], request["form"], base, context.settings.rows)
    written = store.answer(query.sparql(base, **request["values"]), choices, output)
    return {"media": written.format.content_type(written.media)}


def search_places(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One page of hits."""
    store = context.store(request["release"])
    criteria = Criteria(**{name: value for name, value in request["criteria"].items() if value is not None})
    start = decode_cursor(request["after"]) or "0"
    if not start.isdigit():
        raise QueryError("the cursor is not one that this service gave", do="follow the addresses in next")
    size = request["size"]
    found = search_of(store, context.settings).find(request["text"], criteria, limit=size + 1, offset=int(start))
    items = [asdict(one) for one in found[:size]]
    return write_page(items, request, output, HITS, str(int(start) + size) if len(found) > size else None)
