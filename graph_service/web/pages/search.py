"""The first page, the search, and the suggestions that come while one types."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from graph_service.web.pages import linked_data, searching
from graph_service.web.pages.access import made, per_release, rows
from graph_service.web.pages.frame import Alternate, manner, page
from graph_service.web.pages.printing import printed
from graph_service.web.pages.register import register, saying
from graph_service.web.pages.terms import path
from graph_service.web.pages.vocabulary import vocabulary

router = APIRouter(include_in_schema=False)
SHOWN = 8

COUNTS = {
    "documents": "SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE { ?one unag:symbol ?symbol }",
    "paragraphs": "SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE { ?one unag:orderKey ?key }",
    "citations": "SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE { ?one a unag:Citation }",
    "mandates": "SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE { ?one a unag:Mandate }",
}


@router.get("/")
def home(request: Request) -> Response:
    """The first page: the search, requests with the paragraphs they recall, and what is here."""
    wording = manner(request).wording
    works = searching.known_works(request)
    ready = made(request, "register")
    asked = [one for one in register(request) if any("~" in ground for ground in one.grounds)] if ready else []
    described = {one.document for one in asked}
    answer = page(
        request,
        "home.html",
        data=linked_data.dataset(request, wording("site.name"), wording("site.description")),
        alternates=[
            Alternate("text/turtle", "/.well-known/void", "VoID"),
            Alternate("text/turtle", "/catalog", "DCAT"),
        ],
        worded=[one for one in works if one.worded][:50],
        known=sorted(
            (one for one in works if not one.worded and one.titles), key=lambda one: one.symbol not in described
        )[:SHOWN],
        asked=asked[-SHOWN:],
        counts=figures(request),
        choices=searching.choices(request),
        wanted={},
        languages=(wording.language, "en"),
        saying=saying,
        vocabulary=vocabulary(request),
    )
    if not ready:
        # The register is being made: the page goes out without it, and is not kept.
        answer.headers["Cache-Control"] = "no-store"
    return answer


def figures(request: Request) -> dict[str, int]:
    """The counts of the release."""
    return per_release(request, "counts", count)


def count(request: Request) -> dict[str, int]:
    """How many documents, paragraphs, citations and mandates there are."""
    return {name: int(rows(request, query)[0]["n"]) for name, query in COUNTS.items()}


@router.get("/search")
def search(request: Request, q: str = "") -> Response:
    """A text that names one place leads straight to it; any other text is looked for."""
    wanted = {name: request.query_params.get(name, "") for name in searching.CONDITIONS}
    locator, candidates = searching.named(q) if q.strip() else (None, ())
    if locator and not any(wanted.values()):
        return RedirectResponse(path(locator), 303)
    narrowed = {name: text for name, text in {"q": q, **wanted}.items() if text}
    found = [] if locator else searching.places(request, q, wanted)
    return page(
        request,
        "search.html",
        alternates=[Alternate("application/json", f"/api/search?{urlencode(narrowed)}", "JSON")],
        data=linked_data.results(request, q, [one.locator for one in found[: searching.MOST]]),
        q=q,
        wanted=wanted,
        locator=locator,
        candidates=candidates,
        documents=[] if any(wanted.values()) else searching.documents(request, q, 20),
        hits=found[: searching.MOST],
        cut=len(found) > searching.MOST,
        choices=searching.choices(request),
        vocabulary=vocabulary(request),
    )


@router.get("/suggest")
def suggest(request: Request, q: str = "") -> Response:
    """A few places for what has been typed so far: label, what it is, address."""
    wording = manner(request).wording
    locator, candidates = searching.named(q) if q.strip() else (None, ())
    offered = [
        {"label": printed(wording, one), "about": "", "href": path(one)}
        for one in ([locator] if locator else candidates)
    ]
    for one in searching.documents(request, q):
        entry = {"label": one.symbol, "about": one.title(wording.language)[0], "href": path(one.symbol)}
        if all(entry["href"] != other["href"] for other in offered):
            offered.append(entry)
        elif entry["about"]:
            offered = [
                {**other, "about": entry["about"]} if other["href"] == entry["href"] else other
                for other in offered
            ]
    if len(offered) < searching.SUGGESTED and len(q.strip()) > 1 and not locator:
        room = searching.SUGGESTED - len(offered)
        for hit in searching.places(request, q, {}, room)[:room]:
            about = "".join(words for words, _ in hit.said)[:90]
            offered.append({"label": printed(wording, hit.locator), "about": about, "href": path(hit.locator)})
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
    return JSONResponse(offered[: searching.SUGGESTED], headers=headers)
