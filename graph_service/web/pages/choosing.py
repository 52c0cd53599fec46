"""Which of a document's languages a page is shown in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request
from pyoxigraph import NamedNode

from graph_service.graph.describe import PAGE, PAGELESS
from graph_service.graph.store import GraphStore
from graph_service.web.pages.access import base, rows_in, store
from graph_service.web.pages.asking import LANGUAGES, SPOKEN
from graph_service.web.pages.frame import manner
from graph_service.web.pages.kept import shelf_of
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
    kept = shelf_of(request)
    known = (kept.versions(symbol) if kept else None) or versions(store(request), base(request), symbol)
    pages = official(symbol, manner(request).wording.language) | known["pages"]
    return Spoken(tuple(known["languages"]), frozenset(known["worded"]), dict(sorted(pages.items())))


def versions(source: GraphStore, start: str, symbol: str) -> dict[str, Any]:
    """The languages of a document, those whose words are there, and official pages by language.

    Curated facts describe versions without their words, which is asked for one language after the other: the
    engine stops at the first word it finds.
    """
    found = rows_in(source, LANGUAGES, {"work": NamedNode(f"{start}id/{symbol}")})
    languages = sorted({row["lang"] for row in found})
    return {
        "languages": languages,
        "worded": [
            one
            for one in languages
            if rows_in(source, SPOKEN, {"expression": NamedNode(f"{start}id/{symbol}@{one}")})
        ],
        "pages": {row["lang"]: row["o"] for row in found if local(row["p"]) == "page"},
    }


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
