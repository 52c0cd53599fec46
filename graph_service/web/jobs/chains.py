"""The jobs behind ``/api/trace``, ``/api/paths`` and ``/api/mandates``: run beside the index of citations."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO

import orjson

from graph_service.chains.archive import open_index
from graph_service.chains.export import FORMS, path_record, write_chain
from graph_service.chains.index import Index
from graph_service.chains.mandate import mandate_record
from graph_service.chains.paths import paths
from graph_service.chains.recurring import accumulate, recurring_record
from graph_service.chains.register import Wanted, read_register
from graph_service.chains.traverse import Filter, trace
from graph_service.errors import QueryError, UnknownError
from graph_service.publishing import kept_with, search_of
from graph_service.web.lists import decode_cursor, write_page
from graph_service.web.worker import Context

Json = dict[str, Any]
COLUMNS = (
    "mandate", "paragraph", "document", "issuer", "date", "act", "strength", "addressee", "action", "deliverable",
    "summary", "periodicity", "reportTo", "due", "grounds", "lifecycle",
)  # fmt: skip


def index_of(context: Context, release: str) -> Index:
    """The index of a release: the one last used stays in memory, all are kept as files beside the store."""
    kept = context.kept.get("index")
    if kept is None or kept.release != release:
        context.kept["register"] = {}
        kept = open_index(context.store(release), context.settings.base, kept_with(context.settings))
        context.kept["index"] = kept
    found: Index = kept
    return found


def warm(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """Builds the release's indexes of citations and of words, so that the first who asks does not wait."""
    index_of(context, request["release"])
    search_of(context.store(request["release"]), context.settings)
    return {"media": "text/plain"}


def trace_chain(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """A chain in one of the forms of `graph_service.chains.export`."""
    index = index_of(context, request["release"])
    only = filter_of(request)
    chain = trace(
        index,
        request["locator"],
        request["direction"],
        depth=request["depth"],
        size=request["size"],
        only=only,
        whole=request["whole"],
    )
    output.write(write_chain(chain, request["form"], context.settings.base).encode())
    return {
        "media": FORMS[request["form"]].media
        + ("; charset=utf-8" if "text" in FORMS[request["form"]].media else "")
    }


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


def list_mandates(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One page of the register of mandates."""
    index, store = index_of(context, request["release"]), context.store(request["release"])
    wanted = Wanted(**{name: value for name, value in request["filters"].items() if value is not None})
    as_of = day_of(request["as_of"]) if request["as_of"] else None
    found = [mandate_record(one) for one in read_register(index, store, context.settings.base, wanted, as_of)]
    after = decode_cursor(request["after"])
    places = [one["mandate"] for one in found]
    start = places.index(after) + 1 if after in places else 0
    page = found[start : start + request["size"]]
    more = start + request["size"] < len(found)
    return write_page(page, request, output, COLUMNS, page[-1]["mandate"] if more else None, total=len(found))


def tell_lineage(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One mandate: itself, the requests that it continues and that continue it, the reports that answered."""
    index, store, base = (
        index_of(context, request["release"]),
        context.store(request["release"]),
        context.settings.base,
    )
    name = request["mandate"]
    register = read_register(index, store, base, Wanted(document=name.partition("/mandate/")[0]))
    own = [one for one in register if name in (one.locator, one.paragraph)]
    if not own:
        near = tuple(
            one.locator for one in read_register(index, store, base, Wanted(document=name.partition("~")[0]))[:5]
        )
        raise UnknownError(f"there is no mandate {name}", do="see /api/mandates", nearest=near)
    series = recurring_record(accumulate(index, store, base, own[0].locator))
    made = {"mandates": [mandate_record(one) for one in own], "series": series, "release": request["release"]}
    output.write(orjson.dumps(made))
    return {"media": "application/json"}
