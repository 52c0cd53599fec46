"""``/api/queries``, ``/api/search``, ``/api/resolve`` and ``/api/verify``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from graph_service.graph.queries import NamedQuery, find_query, load_queries
from graph_service.web.answers import respond
from graph_service.web.api.asking import After, Form, Release, Serving, Size, list_form, next_link, page_of
from graph_service.web.api.filters import Criteria
from graph_service.web.api.filters import plain as plain_values
from graph_service.web.bodies import read_body
from graph_service.web.documented import listing, plain, problems
from graph_service.web.faults import Refused
from graph_service.web.pages.wording import preferred, wordings

router = APIRouter(prefix="/api", tags=["questions"])
RESERVED = frozenset({"format", "after", "size", "lang"})
QUERY = {"name": "cq-07-what-cites-a-place", "title": "What cites a place", "parameters": []}
HIT = {"locator": "A/RES/66/257~I.op12", "kind": "paragraph", "language": "en", "snippet": "… ‹accountability› …"}
DRAFT = {
    "requestBody": {
        "required": True,
        "description": "the draft: text, DOCX or PDF",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def documentation(query: NamedQuery, language: str) -> dict[str, Any]:
    """A named query with its question, parameters, example and text; words in a language, or in English.

    ``headings`` are what people call the columns. ``language`` is that of title, question and descriptions.
    """
    title, said = query.title_in(language)
    return {
        "name": query.name,
        "language": said,
        "title": title,
        "question": query.question_in(language)[0],
        "audience": query.audience,
        "parameters": [
            {"name": one.name, "type": one.type, "about": one.about_in(language)[0], "default": one.default}
            for one in query.parameters
        ],
        "example": dict(query.example),
        "columns": list(query.columns),
        "headings": [wordings()[language].concept("column", one) for one in query.columns],
        "sparql": query.text,
        "address": f"/api/queries/{query.name}",
    }


@router.get("/queries", responses=plain({"items": [QUERY]}, "All named queries"), summary="Named queries")
async def list_queries(
    request: Request,
    release: Release,
    lang: Annotated[str | None, Query(description="language of the words, before Accept-Language")] = None,
) -> Response:
    """Every question that has a query, with its parameters and an example, in the reader's language."""
    known = wordings()
    chosen = lang if lang and lang in known else preferred(request.headers.get("accept-language", ""), known)
    items = [documentation(one, chosen) for one in load_queries().values()]
    return JSONResponse(
        {"items": items, "next": None, "total": len(items), "release": release},
        headers={"Content-Language": chosen},
    )


@router.get(
    "/queries/{name}",
    responses=listing({"paragraph": "A/RES/66/257~I.op12"}, "The answer"),
    summary="The answer of a named query",
)
async def run_query(
    request: Request, service: Serving, release: Release, name: str, format: str | None = None
) -> Response:
    """Runs a named query; its parameters are those of its header, sent as query parameters.

    ``/api/queries`` has the documentation; ``?format=`` also takes the SPARQL result formats.
    """
    find_query(name)
    values = {key: value for key, value in request.query_params.items() if key not in RESERVED}
    accept = request.headers.get("accept", "")
    form = format if format and format not in {"json", "csv"} else None
    sparql = form is not None or "sparql-results" in accept
    chosen = form if sparql else list_form(request, format)
    made = await service.read(
        "named_query",
        release,
        name=name,
        values=values,
        form=chosen,
        accept=accept,
        address=request.url.path + "?",
    )
    return respond(made)


@router.get("/search", responses=listing(HIT, "Hits, best first"), summary="Full text and symbols")
async def search(
    request: Request,
    service: Serving,
    release: Release,
    criteria: Annotated[Criteria, Depends()],
    q: Annotated[str, Query(description="words in any language, a symbol or a locator", max_length=1000)] = "",
    after: After = None,
    size: Size = None,
    format: Form = None,
) -> Response:
    """Places whose words or name match; a locator that is known comes first."""
    page = page_of(request, format, after, size)
    made = await service.walk("search", release, text=q, criteria=plain_values(criteria), **page)
    return respond(made, next_link(made.head, page))


@router.get(
    "/resolve",
    responses=listing({"printed": "resolution 64/259", "target": "A/RES/64/259"}, "The references"),
    summary="References in a phrase",
)
async def resolve(
    service: Serving,
    release: Release,
    text: Annotated[str, Query(description="a phrase in any official language", min_length=1, max_length=20_000)],
    language: Annotated[str | None, Query(description="its language")] = None,
) -> Response:
    """The references in a phrase as locators, with candidates and reasons."""
    return respond(await service.walk("resolve", release, text=text, language=language))


@router.post(
    "/verify",
    responses={**listing({"outcome": "confirmed"}, "One finding for each reference"), **problems(408, 413, 422)},
    openapi_extra=DRAFT,
    summary="Check the references of a draft",
)
async def verify(
    request: Request,
    service: Serving,
    release: Release,
    name: Annotated[str, Query(description="the file's name, its ending says the format")] = "draft.txt",
    language: Annotated[str | None, Query(description="its language, where the text does not tell")] = None,
    format: Literal["json", "sarif"] = "json",
) -> Response:
    """Checks every reference of a draft: document, paragraph, printed date and title. Keeps nothing."""
    data = await read_body(request.scope, request.receive, service.settings)
    if not data:
        raise Refused(400, "the body is empty", do="send the draft as the body")
    made = await service.walker.run(
        {"job": "verify", "release": release, "name": name, "language": language, "form": format}, data
    )
    return respond(made)
