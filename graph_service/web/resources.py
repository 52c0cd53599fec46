"""``/id/{locator}`` and the other IRIs under our base: each answers with what the graph says about it."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from graph_service.akn_names import symbol_of
from graph_service.errors import SymbolError, UnknownError
from graph_service.graph.formats import FORMATS, GRAPH, named
from graph_service.symbols import candidates, parse_locator
from graph_service.web.answers import respond
from graph_service.web.describing import STATEMENT
from graph_service.web.documented import PROBLEMS, graph_answers
from graph_service.web.service import Service
from graph_service.web.sparql import for_people

router = APIRouter(tags=["linked data"])
ONTOLOGY_BASE = "https://w3id.org/unag/"
PAGE_OF = re.compile(
    r"^(?:https?:/+)?(?:docs\.un\.org/(?P<language>[a-z]{2})|(?:www\.)?undocs\.org(?:/(?P<other>[a-z]{2}))?)/"
)
SAFE = "/~@!$&'()*+,;=:"
PORTION = re.compile(r"(sub)?(sec|para|annex|art|chp)_([A-Za-z0-9]+)")
PORTIONS = {"sec": "", "para": "op", "annex": "annex", "art": "art", "chp": ""}


@router.get("/id/{locator:path}", responses={**graph_answers(), **PROBLEMS}, summary="A resource of the graph")
async def resource(request: Request, locator: str, format: str | None = None) -> Response:
    """A document, paragraph, footnote, citation, mandate or body: as a page, or as JSON-LD, Turtle, N-Triples or
    RDF/XML by Accept or ``?format=``. A loose name (``66/257``) redirects to the normal one."""
    normal = normalise(locator)
    if normal != locator:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/id/{quote(normal, safe=SAFE)}{query}", 301)
    accept = request.headers.get("accept", "")
    if wants_page(accept, format):
        return await page(request, locator)
    service: Service = request.app.state.service
    made = await service.read(
        "resource",
        request.scope["unag.release"],
        locator=locator,
        iri=f"{service.settings.base}id/{locator}",
        accept=accept,
        form=None if format == "html" else format,
    )
    return respond(
        made,
        {"Link": links(locator, service.settings.base), "Content-Location": own(locator, made.head["format"])},
    )


def wants_page(accept: str, form: str | None) -> bool:
    """Whether the answer is a page: ``?format=html``, or a browser."""
    return form == "html" or (form is None and for_people(accept))


async def page(request: Request, locator: str) -> Response:
    """The page, written by the pages' room in a thread of its own."""
    from graph_service.web import pages

    return await run_in_threadpool(pages.render_resource, request, locator)


def normalise(locator: str) -> str:
    """The normal form of what a path says; what is no locator stays as it is, and is looked up so.

    Raises UnknownError with the candidates where a loose form means several.

    >>> normalise("66/257~i.op12"), normalise("https://docs.un.org/zh/A/RES/66/257")
    ('A/RES/66/257~I.op12', 'A/RES/66/257@zh')
    """
    found = PAGE_OF.match(locator)
    if found:
        language = found["language"] or found["other"]
        return normalise(locator[found.end() :] + (f"@{language}" if language else ""))
    if locator.startswith("body/"):
        return locator
    statement = STATEMENT.search(locator)
    head, rest = (locator[: statement.start()], locator[statement.start() :]) if statement else (locator, "")
    try:
        return str(parse_locator(head)) + rest
    except SymbolError as error:
        meant = candidates(head.partition("~")[0].partition("@")[0])
        if meant:
            raise UnknownError(error.message, do=error.do, nearest=meant) from error
        return locator


def own(locator: str, form: str) -> str:
    """The address of one form of a resource."""
    return f"/id/{quote(locator, safe=SAFE)}?format={form}"


def links(locator: str, base: str) -> str:
    """The Link field: the resource's own name, its other forms, its page (RFC 8288)."""
    forms = [
        f'<{own(locator, form.extension)}>; rel="alternate"; type="{form.media}"'
        for form in FORMATS
        if GRAPH in form.kinds and form.name in {"turtle", "ntriples", "rdfxml", "jsonld"}
    ]
    page_form = f'<{own(locator, "html")}>; rel="alternate"; type="text/html"'
    return ", ".join([f'<{base}id/{quote(locator, safe=SAFE)}>; rel="canonical"', page_form, *forms])


@router.get(
    "/function/{name}", responses={**graph_answers(), **PROBLEMS}, summary="A function of acts and citations"
)
@router.get("/force/{name}", include_in_schema=False)
@router.get("/status/{name}", include_in_schema=False)
@router.get("/unit/{name}", include_in_schema=False)
@router.get("/lifecycle/{name}", include_in_schema=False)
@router.get("/standing/{name}", include_in_schema=False)
@router.get("/source/{name}", include_in_schema=False)
async def concept(request: Request, name: str, format: str | None = None) -> Response:
    """A concept of the vocabulary (a function such as ``recall``, a force …) as a graph."""
    service: Service = request.app.state.service
    path = request.url.path.lstrip("/")
    base = service.settings.base if path.startswith("source/") else ONTOLOGY_BASE
    accept = request.headers.get("accept", "")
    made = await service.read(
        "resource",
        request.scope["unag.release"],
        locator=f"/act/{path}",
        iri=base + path,
        accept="text/turtle" if wants_page(accept, format) else accept,
        form=format if format and named(format, GRAPH) else None,
    )
    return respond(made)


@router.get("/id/function/{name}", include_in_schema=False)
async def function(name: str) -> Response:
    """The other way to ask for a function."""
    return RedirectResponse(f"/function/{quote(name)}", 303)


@router.get("/akn/{name:path}", responses=PROBLEMS, summary="A document by its Akoma Ntoso name")
async def by_akn_name(name: str) -> Response:
    """Redirects an AKN4UN name (``/akn/un/statement/deliberation/un-ga/2012-04-09/66-257``) to the resource."""
    whole, _, portion = f"/akn/{name}".partition("~")
    symbol = symbol_of(whole)
    if symbol is None:
        raise UnknownError(f"{whole} is no AKN name of a UN document")
    place = f"~{subdivision_of(portion)}" if portion else ""
    return RedirectResponse(f"/id/{quote(symbol.text + place, safe=SAFE)}", 303)


def subdivision_of(portion: str) -> str:
    """The place that an eId names.

    >>> subdivision_of("sec_I__para_12"), subdivision_of("para_9__subpara_b"), subdivision_of("sec_II")
    ('I.op12', 'op9.b', 'secII')
    """
    found = [(one[1] or "", one[2], one[3]) for one in PORTION.finditer(portion)]
    if found and all(kind == "sec" for _, kind, _ in found):
        return "sec" + ".".join(number for _, _, number in found)
    return ".".join(f"{'' if below else PORTIONS[kind]}{number}" for below, kind, number in found)


@router.get("/{language}/{symbol:path}", include_in_schema=False)
async def by_official_page(language: str, symbol: str) -> Response:
    """Redirects what follows the host in an official address (``/en/A/RES/66/257``)."""
    if language in {"ar", "en", "es", "fr", "ru", "zh"}:
        return RedirectResponse(f"/id/{quote(normalise(symbol + '@' + language), safe=SAFE)}", 303)
    if language in {"A", "S", "E", "ST", "JIU"}:
        return RedirectResponse(f"/id/{quote(normalise(f'{language}/{symbol}'), safe=SAFE)}", 303)
    raise UnknownError(f"there is nothing at /{language}/{symbol}")
