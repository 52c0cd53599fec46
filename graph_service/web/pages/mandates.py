"""The register of mandates as a table, and the page of one mandate with its lineage."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request, Response

from graph_service.chains.mandate import Mandate
from graph_service.chains.register import STATUSES, Wanted
from graph_service.web.pages import linked_data, places
from graph_service.web.pages.access import release
from graph_service.web.pages.behind import editing
from graph_service.web.pages.frame import Alternate, alternates, manner, page
from graph_service.web.pages.lineage import timeline
from graph_service.web.pages.register import register, saying
from graph_service.web.pages.vocabulary import vocabulary

router = APIRouter(include_in_schema=False)
PAGE = 100

ORDERS: Mapping[str, Callable[[Mandate], tuple[str, ...]]] = {
    "adopted": lambda one: (str(one.day or ""),),
    "document": lambda one: (one.document,),
    "act": lambda one: (one.act,),
    "addressee": lambda one: (one.addressee,),
    "due": lambda one: (str(one.last_day or "9999"),),
    "status": lambda one: (one.lifecycle.status,),
}
COLUMNS = ("locator", "paragraph", "document", "adopted", "act", "strength", "addressee", "deliverable",
           "periodicity", "due_session", "due_by", "due_printed", "status", "grounds")  # fmt: skip


def narrowed(whole: tuple[Mandate, ...], wanted: Mapping[str, str]) -> list[Mandate]:
    """The mandates that meet every condition, in the order that is asked for."""
    fields = {name: wanted.get(name) or None for name in ("addressee", "act", "document")}
    status = wanted.get("status", "")
    filters = Wanted(
        addressee=fields["addressee"],
        act=fields["act"],
        document=fields["document"],
        lifecycle=status if status in STATUSES else None,
        text=wanted.get("q") or None,
    )
    kept = [one for one in whole if filters.takes(one) and str(one.day or "").startswith(wanted.get("year", ""))]
    order = wanted.get("sort", "")
    if order.removeprefix("-") in ORDERS:
        kept.sort(key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))
    return kept


@router.get("/mandates")
def table(request: Request) -> Response:
    """The register, narrowed and sorted by the address; ``format=csv`` or ``json`` exports the same rows."""
    whole = register(request)
    wanted = dict(request.query_params)
    found = narrowed(whole, wanted)
    language = manner(request).wording.language
    if wanted.get("format") in EXPORTS:
        return exported(request, found, wanted["format"], language)
    start = max(0, int(wanted["start"])) if wanted.get("start", "").isdigit() else 0
    return page(
        request,
        "mandates.html",
        alternates=[
            Alternate("application/json", "/mandates?format=json", "JSON"),
            Alternate("text/csv", "/mandates?format=csv", "CSV"),
        ],
        data=linked_data.dataset(request, manner(request).wording("mandates.title"), ""),
        rows=found[start : start + PAGE],
        total=len(found),
        start=start,
        step=PAGE,
        wanted=wanted,
        columns=list(ORDERS),
        choices=choices(whole),
        languages=(language, "en"),
        saying=saying,
        vocabulary=vocabulary(request),
    )


def choices(whole: tuple[Mandate, ...]) -> dict[str, list[str]]:
    """What each filter can be set to: only what occurs."""
    found = {"addressee": sorted({body for one in whole for body in one.addressees})}
    found["act"] = sorted({one.act for one in whole} - {""})
    found["status"] = sorted({one.lifecycle.status for one in whole})
    found["year"] = sorted({str(one.day.year) for one in whole if one.day}, reverse=True)
    return found


def record(one: Mandate, language: str) -> dict[str, str]:
    """One row of an export."""
    printed = one.due_printed.get(language) or next(iter(one.due_printed.values()), "")
    words, _ = saying(one, (language, "en"))
    row = (one.locator, one.paragraph, one.document, one.day, one.act, one.strength, " ".join(one.addressees),
           words,
           one.periodicity, one.due_session, one.last_day, printed, one.lifecycle.status,
           " ".join(one.grounds))  # fmt: skip
    return {name: "" if entry is None else str(entry) for name, entry in zip(COLUMNS, row, strict=True)}


def as_csv(records: list[dict[str, str]], name: str) -> str:
    """The rows as CSV (RFC 4180)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def as_json(records: list[dict[str, str]], name: str) -> str:
    """The rows as JSON, with the release they are from."""
    return json.dumps({"release": name, "mandates": records}, ensure_ascii=False)


EXPORTS: Mapping[str, tuple[str, Callable[[list[dict[str, str]], str], str]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}


def exported(request: Request, found: list[Mandate], form: str, language: str) -> Response:
    """The rows as a file."""
    media, write = EXPORTS[form]
    text = write([record(one, language) for one in found], release(request))
    name = {"Content-Disposition": f'attachment; filename="mandates.{form}"', "X-Content-Type-Options": "nosniff"}
    return Response(text, headers=name, media_type=media)


def mandate(request: Request, locator: str) -> Response:
    """The page of one mandate: who is asked for what, and its lineage in time."""
    whole = register(request)
    found = next((one for one in whole if one.locator == locator), None)
    if found is None:
        return places.missing(request, locator)
    language = manner(request).wording.language
    return page(
        request,
        "mandate.html",
        alternates=alternates(locator),
        data=linked_data.resource(request, "Legislation", locator, saying(found, (language, "en"))[0] or locator),
        behind=editing(request, "resource", locator),
        mandate=found,
        events=timeline(request, found),
        languages=(language, "en"),
        saying=saying,
        vocabulary=vocabulary(request),
    )
