"""Search: what a typed text names, and which paragraphs have the words, functions, addressees that are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from pyoxigraph import Literal, NamedNode

from graph_service.errors import SymbolError
from graph_service.symbols import candidates, parse_locator
from graph_service.web.pages.access import iri, locator_of, per_release, rows

MOST = 100
WORDS = 8
"""How many words of a search count; more would only narrow what is narrow already."""
SUGGESTED = 8

WORKS = """
SELECT DISTINCT ?work ?symbol ?title ?characters (LANG(?title) AS ?lang) WHERE {
  ?work unag:symbol ?symbol .
  OPTIONAL { ?work dcterms:title ?title }
  OPTIONAL { ?expression eli:realizes ?work ; unag:characters ?characters }
}"""

FOUND = """
  {{ ?words unag:text ?text ; eli:realizes ?para }}
  UNION {{ ?para dcterms:description ?text }}
  ?para unag:inDocument ?work .
"""
CONDITIONS: Mapping[str, str] = {
    "function": "?deed unag:inParagraph|cito:hasCitingEntity ?para ; unag:function ?function .",
    "addressee": "?mandate unag:mandatedBy ?para ; unag:addressee ?addressee .",
    "body": "?work unag:issuedBy ?body .",
    "year": "?work unag:adopted|unag:distributed ?day . FILTER(STRSTARTS(STR(?day), ?year))",
}
CHOICES: Mapping[str, str] = {
    "function": "SELECT DISTINCT ?value WHERE { ?deed a unag:Act ; unag:function ?value }",
    "addressee": "SELECT DISTINCT ?value WHERE { ?mandate unag:addressee ?value }",
    "body": "SELECT DISTINCT ?value WHERE { ?work unag:issuedBy ?value }",
    "year": "SELECT DISTINCT ?value WHERE { ?work unag:adopted|unag:distributed ?day . BIND(STR(YEAR(?day)) AS ?value) }",
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
class Hit:
    """A paragraph that was found, with its words cut around the first word that was looked for."""

    paragraph: str
    language: str
    before: str
    match: str
    after: str


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
    """All documents, one pass over the graph."""
    titles: dict[str, dict[str, str]] = {}
    worded: set[str] = set()
    for row in rows(request, WORKS):
        names = titles.setdefault(row["symbol"], {})
        if row["title"]:
            names[row["lang"]] = row["title"]
        if row["characters"]:
            worded.add(row["symbol"])
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


def paragraphs(request: Request, text: str, wanted: Mapping[str, str], most: int = MOST) -> list[Hit]:
    """Paragraphs with all the words that meet all the conditions, at most ``most`` + 1 of them."""
    words = text.casefold().split()[:WORDS]
    conditions = {name: wanted[name] for name in CONDITIONS if wanted.get(name)}
    if not words and not conditions:
        return []
    filters = "".join(f" FILTER(CONTAINS(LCASE(?text), ?w{number}))" for number in range(len(words)))
    joins = " ".join(CONDITIONS[name] for name in conditions)
    order = joins + FOUND.format() + filters if not words else FOUND.format() + filters + joins
    query = f"SELECT DISTINCT ?para ?text (LANG(?text) AS ?lang) WHERE {{ {order} }} LIMIT {most + 1}"
    bound = {f"w{number}": Literal(word) for number, word in enumerate(words)}
    found = rows(request, query, **bound, **condition_terms(request, conditions))
    return [cut(locator_of(request, row["para"]), row["text"], row["lang"], words) for row in found]


def condition_terms(request: Request, conditions: Mapping[str, str]) -> dict[str, NamedNode | Literal]:
    """The values of the conditions as terms."""
    makers = {
        "function": lambda entry: NamedNode(f"https://w3id.org/unag/function/{entry}"),
        "addressee": lambda entry: iri(request, f"body/{entry}"),
        "body": lambda entry: iri(request, f"body/{entry}"),
        "year": Literal,
    }
    return {name: makers[name](entry) for name, entry in conditions.items()}


def cut(paragraph: str, text: str, language: str, words: list[str], around: int = 110) -> Hit:
    """The words around the first one that was looked for."""
    low = text.casefold()
    at = min((low.find(word) for word in words if word in low), default=0)
    length = next((len(word) for word in words if low.startswith(word, at)), 0)
    start = max(0, at - around)
    before = ("…" if start else "") + text[start:at]
    rest = text[at + length :]
    after = rest if len(rest) <= 2 * around else rest[: 2 * around] + "…"
    return Hit(paragraph, language, before, text[at : at + length], after)


def choices(request: Request) -> dict[str, list[str]]:
    """What each condition can be set to in this release."""
    return per_release(request, "choices", read_choices)


def read_choices(request: Request) -> dict[str, list[str]]:
    """All values that occur."""
    return {
        name: sorted({locator_of(request, row["value"]).rsplit("/", 1)[-1] for row in rows(request, query)})
        for name, query in CHOICES.items()
    }
