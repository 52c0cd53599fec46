"""The jobs behind ``/api/trace`` and ``/api/paths``: run beside the index of citations."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO

import orjson

from graph_service.chains.archive import kept_index, open_index
from graph_service.chains.export import FORMS, path_record, write_chain
from graph_service.chains.fragments import write_reached
from graph_service.chains.index import Index
from graph_service.chains.paths import paths
from graph_service.chains.traverse import Filter, reach, trace
from graph_service.errors import QueryError
from graph_service.places import kept_with
from graph_service.search import open_search
from graph_service.web.worker import Context

Json = dict[str, Any]


def index_of(context: Context, release: str) -> Index:
    """The index of a release: the one last used stays in memory, all are kept as files beside the store."""
    kept = context.kept.get("index")
    if kept is None or kept.release != release:
        context.kept["register"] = {}
        folder, base = kept_with(context.settings), context.settings.base
        kept = kept_index(folder, release, base)
        if kept is None:
            kept = open_index(context.store(release), base, folder)
        context.kept["index"] = kept
    found: Index = kept
    return found


def warm(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """Builds the release's indexes of citations and of words, so that the first who asks does not wait."""
    index_of(context, request["release"])
    open_search(context.store(request["release"]), context.settings.base, kept_with(context.settings))
    return {"media": "text/plain"}


def trace_chain(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """A chain in one of the forms of `graph_service.chains.export`; JSON, the usual one, without white space."""
    index, form = index_of(context, request["release"]), request["form"]
    place, direction = request["locator"], request["direction"]
    how = {"depth": request["depth"], "size": request["size"], "whole": request["whole"]}
    only = filter_of(request)
    if form == "json":
        output.write(write_reached(index, reach(index, place, direction, only=only, **how)))
    else:
        chain = trace(index, place, direction, only=only, **how)
        output.write(write_chain(chain, form, context.settings.base).encode())
    media = FORMS[form].media
    return {"media": media + ("; charset=utf-8" if "text" in media else "")}


def filter_of(request: Json) -> Filter:
    """Which edges the walk takes; raises QueryError for a day that is none."""
    chosen: Json = {name: value for name, value in request["only"].items() if value}
    chosen |= {name: day_of(value) for name in ("since", "until") if (value := request.get(name))}
    return Filter(**chosen)


def day_of(text: str) -> date:
    """A day as the API takes it; raises QueryError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError(f"{text} is no day", do="write it like 2012-04-09") from None


def find_paths(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """The shortest ways between two places."""
    index = index_of(context, request["release"])
    found = paths(
        index,
        request["start"],
        request["goal"],
        least=request["least"],
        directed=request["directed"],
        limit=request["limit"],
    )
    items = [path_record(one) for one in found]
    output.write(orjson.dumps({"items": items, "next": None, "total": len(items), "release": request["release"]}))
    return {"media": "application/json"}
