"""The jobs behind ``/api/mandates`` and the questions of analysts: lineage, content, approval, a day, measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, Final

import orjson

from graph_service import analysis
from graph_service.analysis import Account, Sources
from graph_service.chains.mandate import mandate_record
from graph_service.chains.register import Wanted
from graph_service.web.jobs.chains import day_of, index_of
from graph_service.web.lists import MEDIA, as_csv, decode_cursor, write_page
from graph_service.web.worker import Context

Json = dict[str, Any]
COLUMNS = (
    "mandate", "paragraph", "document", "issuer", "date", "act", "strength", "addressee", "action", "deliverable",
    "summary", "periodicity", "reportTo", "due", "grounds", "lifecycle",
)  # fmt: skip
DAYS: Final = {"due_since", "due_until"}
QUESTIONS: Final[dict[str, Callable[[Sources, Json], Account]]] = {
    "lineage": lambda sources, asked: analysis.tell_lineage(sources, asked["place"], wording=asked["wording"]),
    "content": lambda sources, asked: analysis.tell_content(sources, asked["place"]),
    "approved": lambda sources, asked: analysis.tell_approved(sources, asked["place"]),
    "asof": lambda sources, asked: analysis.tell_standing(
        sources, day_of(asked["day"]), asked["document"], asked["size"]
    ),
    "measures": lambda sources, asked: analysis.measure(sources, asked["what"], asked["size"]),
}


def sources_of(context: Context, release: str) -> Sources:
    """What a release's questions are answered from."""
    return Sources(index_of(context, release), context.store(release), context.settings.base)


def list_mandates(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One page of the register of mandates."""
    filters = {name: value for name, value in request["filters"].items() if value is not None}
    wanted = Wanted(**filters | {name: day_of(filters[name]) for name in DAYS & filters.keys()})
    as_of, late = (day_of(request[name]) if request[name] else None for name in ("as_of", "overdue"))
    found = analysis.list_mandates(sources_of(context, request["release"]), wanted, as_of, late)
    after = decode_cursor(request["after"])
    places = [one.locator for one in found]
    start = places.index(after) + 1 if after in places else 0
    page = found[start : start + request["size"]]
    more = start + request["size"] < len(found)
    items = [mandate_record(one) for one in page]
    return write_page(items, request, output, COLUMNS, page[-1].locator if more else None, total=len(found))


def answer_question(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One of `QUESTIONS`: the whole record as JSON, or its rows as CSV."""
    found = QUESTIONS[request["question"]](sources_of(context, request["release"]), request)
    if request["form"] == "csv":
        output.write(as_csv([dict(row) for row in found.rows], found.columns))
    else:
        output.write(orjson.dumps({**found.record, "release": request["release"]}))
    return {"media": MEDIA[request["form"]]}
