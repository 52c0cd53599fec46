"""What ``/id/{locator}`` shows to people: a document, a paragraph, a body, a citation or a mandate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import Request, Response

from graph_service.web.pages import linked_data, mandates, places
from graph_service.web.pages.behind import editing
from graph_service.web.pages.choosing import choose, spoken, title_of
from graph_service.web.pages.frame import Alternate, alternates, manner, page
from graph_service.web.pages.gather import gather
from graph_service.web.pages.outline import outline
from graph_service.web.pages.reading import Reading
from graph_service.web.pages.vocabulary import vocabulary


def render_resource(request: Request, locator: str) -> Response:
    """The page of a resource; a locator that nothing is known of gets a page with status 404."""
    for sign, render in RENDERERS.items():
        if locator.startswith(sign) if sign == "body/" else sign in locator:
            return render(request, locator)
    return document(request, locator)


def document(request: Request, locator: str) -> Response:
    """A document as a document, alone or beside a second language (``?beside=``)."""
    symbol, _, asked = locator.partition("@")
    versions = spoken(request, symbol)
    reading = gather(request, symbol, choose(request, asked, versions))
    if not reading.facts and not reading.clauses:
        return places.missing(request, locator)
    beside = request.query_params.get("beside", "")
    other = (
        gather(request, symbol, beside) if beside in versions.languages and beside != reading.language else None
    )
    title, spoken_in = title_of(reading, (manner(request).wording.language, "en"))
    as_json = [Alternate("application/json", f"/api/documents/{symbol}", "JSON")] if versions.languages else []
    return page(
        request,
        "document.html",
        alternates=[*alternates(locator), *as_json],
        data=linked_data.legislation(request, reading, versions.languages),
        behind=editing(request, "document", symbol),
        reading=reading,
        other=other,
        items=outline(reading),
        beside=twins(other),
        versions=versions,
        vocabulary=vocabulary(request),
        title=title,
        title_language=spoken_in,
    )


def twins(other: Reading | None) -> Mapping[str, object]:
    """The second language's rows by the subdivision or head they share with the first's."""
    if other is None:
        return {}
    items = outline(other)
    return {(one.clause or one.head).locator: one for one in items if one.clause or one.head}  # type: ignore[union-attr]


RENDERERS: Mapping[str, Callable[[Request, str], Response]] = {
    "body/": places.body,
    "/cites/": places.citation,
    "/mandate/": mandates.mandate,
    "~": places.paragraph,
}
