"""Search: what a typed text names, and which paragraphs have the words and traits that are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from graph_service.errors import SymbolError
from graph_service.places import kept_with
from graph_service.search import Criteria, Search, open_search
from graph_service.symbols import candidates, parse_locator
from graph_service.web.pages.access import base, locator_of, per_release, rows, store

MOST = 100
SUGGESTED = 8
SIGNS = re.compile("[‹›]")

WORKS = """
SELECT DISTINCT ?s ?symbol ?p ?o (LANG(?o) AS ?lang) WHERE {
  ?s unag:symbol ?symbol ; ?p ?o . FILTER(?p IN (unag:symbol, dcterms:title))
}"""
WORDED = """
SELECT DISTINCT ?symbol WHERE {
  ?expression a eli:LegalExpression ; dcterms:language ?lang ; eli:realizes ?work . ?work unag:symbol ?symbol .
  FILTER EXISTS { ?words unag:inExpression ?expression ; unag:text ?text }
}"""
"""A description from curated facts says how long a text is; only words that are there can be read and searched."""
CONDITIONS = ("addressee", "body", "function", "year")
CHOICES: Mapping[str, str] = {
    "function": "SELECT DISTINCT ?value WHERE { ?deed a unag:Act ; unag:function ?value }",
    "addressee": "SELECT DISTINCT ?value WHERE { ?mandate unag:addressee ?value }",
    "body": "SELECT DISTINCT ?value WHERE { ?work unag:issuedBy ?value }",
    "year": "SELECT DISTINCT (STR(YEAR(?day)) AS ?value) WHERE { ?work unag:adopted|unag:distributed ?day }",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the graph: its symbol, its titles, whether words of it are loaded."""

    symbol: str
    titles: Mapping[str, str]
    worded: bool

    def title(self, language: str) -> tuple[str, str]:
        """Its title and that title's language, the wanted one first."""
        order = (language, "en", *sorted(self.titles))
        return next(((self.titles[one], one) for one in order if one in self.titles), ("", ""))


@dataclass(frozen=True, slots=True)
class Found:
    """A place that was found; ``said`` are its words, each with whether it was looked for."""

    locator: str
    language: str
    said: tuple[tuple[str, bool], ...]


def named(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The locator that a text names, or the candidates where it may name several; (None, ()) for plain words."""
    try:
        return str(parse_locator(text.strip())), ()
    except SymbolError:
        return None, tuple(str(one) for one in candidates(text.strip()))


def known_works(request: Request) -> tuple[Known, ...]:
    """Every document of the release by symbol."""
    return per_release(request, "works", read_works)


def read_works(request: Request) -> tuple[Known, ...]:
    """All documents."""
    titles: dict[str, dict[str, str]] = {}
    for row in rows(request, WORKS):
        names = titles.setdefault(row["symbol"], {})
        if row["p"].endswith("title"):
            names[row["lang"]] = row["o"]
    worded = {row["symbol"] for row in rows(request, WORDED)}
    return tuple(Known(symbol, names, symbol in worded) for symbol, names in sorted(titles.items()))


def documents(request: Request, text: str, most: int = SUGGESTED) -> list[Known]:
    """Documents whose symbol or title has every word of the text, loaded ones first."""
    words = text.casefold().split()
    if not words:
        return []
    found = [
        one
        for one in known_works(request)
        if all(any(word in entry.casefold() for entry in (one.symbol, *one.titles.values())) for word in words)
    ]
    return sorted(found, key=lambda one: (not one.worded, len(one.symbol), one.symbol))[:most]


def index(request: Request) -> Search:
    """The full-text index of the release."""
    kept = kept_with(request.app.state.settings)
    return per_release(request, "search", lambda asked: open_search(store(asked), base(asked), kept))


def places(request: Request, text: str, wanted: Mapping[str, str], most: int = MOST) -> list[Found]:
    """Paragraphs and bodies with the words that meet all the conditions, best first, at most ``most`` + 1."""
    given = {name: wanted.get(name) or None for name in CONDITIONS}
    if not text.strip() and not any(given.values()):
        return []
    day = given["year"] or ""
    year = int(day) if day.isdigit() else None
    criteria = Criteria(addressee=given["addressee"], body=given["body"], function=given["function"], year=year)
    hits = index(request).find(text, criteria, limit=most + 1)
    return [Found(one.locator, one.language, marked(one.snippet)) for one in hits if one.kind != "document"]


def marked(snippet: str) -> tuple[tuple[str, bool], ...]:
    """A snippet with its signs ‹ and › as pieces.

    >>> marked("one ‹two› three")
    (('one ', False), ('two', True), (' three', False))
    """
    pieces = SIGNS.split(snippet)
    return tuple((piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)


def choices(request: Request) -> dict[str, list[str]]:
    """What each condition can be set to in this release."""
    return per_release(request, "choices", read_choices)


def read_choices(request: Request) -> dict[str, list[str]]:
    """All values that occur."""
    return {
        name: sorted({locator_of(request, row["value"]).rsplit("/", 1)[-1] for row in rows(request, query)})
        for name, query in CHOICES.items()
    }
