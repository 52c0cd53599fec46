"""``/api/documents``: the list with its filters, one document as JSON, and the taking in of a new one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from graph_service.web.answers import respond
from graph_service.web.api.asking import After, Form, Release, Serving, Size, next_link, page_of
from graph_service.web.api.filters import DocumentFilters
from graph_service.web.api.filters import plain as plain_values
from graph_service.web.bodies import read_body
from graph_service.web.documented import listing, plain, problems
from graph_service.web.faults import Refused
from graph_service.web.security import authorise

router = APIRouter(prefix="/api/documents", tags=["documents"])
ROW = {
    "symbol": "A/RES/66/257",
    "kind": "Resolution",
    "title": "Progress towards an accountability system",
    "adopted": "2012-04-09",
    "session": 66,
    "body": "general-assembly",
    "languages": ["en", "zh"],
    "loaded": True,
}
UPLOAD = {
    "requestBody": {
        "required": True,
        "description": "the file: text, PDF, DOCX or HTML",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    "security": [{"token": []}],
}


@router.get("", responses=listing(ROW, "Documents in the order of their symbols"), summary="Documents")
async def list_documents(
    request: Request,
    service: Serving,
    release: Release,
    filters: Annotated[DocumentFilters, Depends()],
    after: After = None,
    size: Size = None,
    format: Form = None,
) -> Response:
    """All documents, filtered; pages by cursor, so that they stay right while documents come in."""
    page = page_of(request, format, after, size)
    made = await service.read("documents", release, filters=plain_values(filters), **page)
    return respond(made, next_link(made.head, page))


@router.get(
    "/{locator:path}",
    responses=plain({"symbol": "A/RES/66/257", "language": "zh", "paragraphs": []}, "The document"),
    summary="One document",
)
async def one_document(
    service: Serving,
    release: Release,
    locator: str,
    with_text: Annotated[bool, Query(alias="with-text", description="with the words of each paragraph")] = False,
) -> Response:
    """A document as JSON, in the language of the locator (``A/RES/66/257@zh``); or one paragraph of it.

    It is what ``unag parse`` gives, read back from the graph, without ``segments`` (how a reader cut the text).
    Lists that the graph keeps as sets (agenda items, candidates, grounds, targets of a note) may be in another
    order, and a citation said twice has one status.
    """
    return respond(await service.read("document", release, locator=locator, with_text=with_text))


@router.post(
    "",
    status_code=201,
    responses={
        **plain({"symbol": "A/RES/66/257", "release": "13"}, "What came in"),
        **problems(401, 403, 413, 415, 422),
    },
    openapi_extra=UPLOAD,
    summary="Take in a document",
)
async def ingest(
    request: Request,
    service: Serving,
    name: Annotated[
        str, Query(description="the file's name, its ending says the format", examples=["A_RES_66_257.txt"])
    ],
    language: Annotated[str | None, Query(description="its language, where the text does not tell")] = None,
) -> Response:
    """Reads the body as a document, validates it and publishes a release; needs a token."""
    authorise(service.settings, request.headers.get("authorization", ""))
    data = await read_body(request.scope, request.receive, service.settings)
    if not data:
        raise Refused(400, "the body is empty", do="send the file as the body")
    return respond(await service.write("ingest", data, name=name, language=language))
