"""The job behind ``/api/queries/{name}``."""

from __future__ import annotations

from typing import Any, BinaryIO

from graph_service.graph.queries import find_query, plain
from graph_service.web.evaluating import choices_of
from graph_service.web.lists import write_page
from graph_service.web.worker import Context

Json = dict[str, Any]


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
