"""What all API routes share: the service of a request, the form of a list, the page that is asked for."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from graph_service.errors import QueryError
from graph_service.graph.formats import NotAcceptable, parse_accept, quality
from graph_service.web.service import Service

After = Annotated[str | None, Query(description="cursor of the page, from `next` of the page before")]
Size = Annotated[int | None, Query(ge=1, le=1000, description="entries on a page")]
Form = Annotated[str | None, Query(alias="format", description="json or csv, before Accept", examples=["csv"])]
LISTS = {"json": "application/json", "csv": "text/csv"}


def service_of(request: Request) -> Service:
    """The running service."""
    found: Service = request.app.state.service
    return found


def release_of(request: Request) -> str:
    """The release that the answer is read from."""
    found: str = request.scope["unag.release"]
    return found


Serving = Annotated[Service, Depends(service_of)]
Release = Annotated[str, Depends(release_of)]


def list_form(request: Request, form: str | None) -> str:
    """json or csv, by ``?format=`` or Accept; raises QueryError or NotAcceptable."""
    if form:
        if form not in LISTS:
            raise QueryError(f"lists are not written as {form}", do="use json or csv")
        return form
    ranges = parse_accept(request.headers.get("accept", "*/*"))
    ranked = max(LISTS, key=lambda name: (quality(LISTS[name], ranges), name == "json"))
    if not quality(LISTS[ranked], ranges):
        raise NotAcceptable("lists are written as JSON or CSV", do="accept application/json or text/csv")
    return ranked


def page_of(request: Request, form: str | None, after: str | None, size: int | None) -> dict[str, Any]:
    """What a job needs to know of the page; ``address`` is that of the list, open for a cursor."""
    rest = [(key, value) for key, value in request.query_params.multi_items() if key != "after"]
    query = urlencode(rest, safe="/~@")
    return {
        "form": list_form(request, form),
        "after": after,
        "size": size or request.app.state.settings.page_size,
        "address": f"{request.url.path}?{query}&" if query else f"{request.url.path}?",
    }


def next_link(head: dict[str, Any], page: dict[str, Any]) -> dict[str, str]:
    """The Link field to the next page, if there is one (RFC 8288)."""
    return {"Link": f'<{page["address"]}after={head["after"]}>; rel="next"'} if head.get("after") else {}
