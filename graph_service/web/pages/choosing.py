"""Which of a document's languages a page is shown in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request

from graph_service.graph.describe import PAGE, PAGELESS
from graph_service.web.pages.access import iri, rows
from graph_service.web.pages.asking import LANGUAGES, SPOKEN
from graph_service.web.pages.frame import manner
from graph_service.web.pages.reading import Reading
from graph_service.web.pages.terms import local


@dataclass(frozen=True, slots=True)
class Spoken:
    """The languages a document is described in, those whose words are loaded, and its official pages."""

    languages: tuple[str, ...]
    worded: frozenset[str]
    pages: Mapping[str, str]


def spoken(request: Request, symbol: str) -> Spoken:
    """What the graph knows of the document's language versions."""
    found = rows(request, LANGUAGES, work=iri(request, symbol))
    pages = {row["lang"]: row["o"] for row in found if local(row["p"]) == "page"}
    return Spoken(
        tuple(sorted({row["lang"] for row in found})),
        frozenset(row["lang"] for row in rows(request, SPOKEN, work=iri(request, symbol))),
        dict(sorted((official(symbol, manner(request).wording.language) | pages).items())),
    )


def official(symbol: str, language: str) -> dict[str, str]:
    """The official page of a document in a language, told by its symbol; {} for one that has no page."""
    return {} if PAGELESS.search(symbol) else {language: PAGE.format(language=language, symbol=quote(symbol))}


def choose(request: Request, asked: str, versions: Spoken) -> str:
    """What was asked for; else the interface's language, English, or any, one with words before one without."""
    wanted = (manner(request).wording.language, "en", *versions.languages)
    if asked in versions.languages:
        return asked
    loaded = next((one for one in wanted if one in versions.worded), "")
    return loaded or next((one for one in wanted if one in versions.languages), "")


def title_of(reading: Reading, wanted: Sequence[str]) -> tuple[str, str]:
    """The document's title and its language: the page's, else one of those wanted, else any, else ''.

    Where no words are loaded the page has no language of its own, and the reader's comes first.
    """
    own = (reading.language, *wanted) if reading.worded else (*wanted, reading.language)
    order = (*own, *sorted(reading.titles))
    return next(((reading.titles[one], one) for one in order if one in reading.titles), ("", ""))
