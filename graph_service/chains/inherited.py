"""Inherited wording of a store: read from its paragraphs, described in a graph of its own, asked about.

The links stand in ``{base}graph/derived/wording`` and nowhere else: a repetition is never a citation. Each has a
node that carries language, score and method, and the edge ``unag:inheritsTextFrom``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from graph_service.chains.difference import Stretch, compare
from graph_service.chains.index import Index
from graph_service.chains.rarity import Passage
from graph_service.chains.terms import PREFIXES, day_of, locator_of, node_of, text_of, work_of
from graph_service.chains.wording import METHOD, Findings, Inherited, compare_passages
from graph_service.chains.words import texts_of
from graph_service.graph.vocab import Names, literal, term, typed, under

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

WORDING: Final = "derived/wording"
TEXTS: Final = "SELECT ?words ?text WHERE { ?words unag:text ?text }"
ADOPTED: Final = "SELECT DISTINCT ?work ?day WHERE { ?work unag:adopted ?day }"
DISTRIBUTED: Final = "SELECT DISTINCT ?work ?day WHERE { ?work unag:distributed ?day }"
PRINTS: Final = "SELECT ?graph ?words ?print WHERE { GRAPH ?graph { ?words unag:comparedAs ?print } }"
KNOWN: Final = """
SELECT ?graph ?earlier ?later ?language ?score ?method WHERE {
  GRAPH ?graph {
    ?wording unag:inheritingParagraph ?later ; unag:inheritedParagraph ?earlier ;
      dcterms:language ?language ; unag:score ?score ; unag:method ?method
  }
}"""
LINKS: Final = """
SELECT DISTINCT ?place ?earlier ?later ?language ?score ?method WHERE {
  { ?wording unag:inheritingParagraph ?place ; unag:inheritedParagraph ?earlier . BIND(?place AS ?later) }
  UNION
  { ?wording unag:inheritedParagraph ?place ; unag:inheritingParagraph ?later . BIND(?place AS ?earlier) }
  ?wording unag:score ?score ; unag:method ?method .
  OPTIONAL { ?wording dcterms:language ?language }
}"""


@dataclass(frozen=True, slots=True)
class Heir:
    """One inherited wording with what changed, word by word; no stretches if a text is not loaded."""

    link: Inherited
    changes: tuple[Stretch, ...] = ()


def read_passages(store: GraphStore, base: str) -> tuple[Passage, ...]:
    """The words of every loaded paragraph, with the day of its document: adopted, or else distributed.

    A text's own name says which paragraph it is of, in which language; a footnote's text is no paragraph's.
    """
    days = _days(store, DISTRIBUTED, base) | _days(store, ADOPTED, base)
    found = set[Passage]()
    for row in store.select(PREFIXES + TEXTS):
        language, locator = _spoken(locator_of(text_of(row, "words"), base))
        if language:
            work = work_of(locator)
            found.add(Passage(locator, work, language, days.get(work), text_of(row, "text")))
    return tuple(sorted(found, key=lambda one: (one.language, one.locator, one.text)))


def _days(store: GraphStore, query: str, base: str) -> dict[str, date | None]:
    """The first day of each document."""
    rows = sorted((text_of(row, "work"), text_of(row, "day")) for row in store.select(PREFIXES + query))
    return {locator_of(work, base): day_of(day) for work, day in reversed(rows)}


def describe_wording(store: GraphStore, base: str) -> bytes:
    """All inherited wording of the store as sorted N-Quads of ``{base}graph/derived/wording``.

    The graph also says of every paragraph in what state it was compared (``unag:comparedAs``): what has not
    changed since the last release is taken over from its graph. The same texts give the same bytes either way.
    """
    return describe_findings(compare_passages(read_passages(store, base), read_findings(store, base)), base)


def read_findings(store: GraphStore, base: str) -> Findings:
    """What the graph of the last release says: its links and the states in which the paragraphs were compared."""
    graph = {"graph": NamedNode(f"{base}graph/{WORDING}")}
    links = (
        Inherited(
            locator_of(text_of(row, "later"), base),
            locator_of(text_of(row, "earlier"), base),
            text_of(row, "language"),
            float(text_of(row, "score")),
            text_of(row, "method"),
        )
        for row in store.select(PREFIXES + KNOWN, graph)
    )
    prints = {
        _spoken(locator_of(text_of(row, "words"), base)): text_of(row, "print")
        for row in store.select(PREFIXES + PRINTS, graph)
    }
    return Findings(tuple(one for one in links if one.method == METHOD), prints)


def _spoken(words: str) -> tuple[str, str]:
    """Language and locator of the words of a paragraph: ``A/RES/999/1@en~op2`` → ``en``, ``A/RES/999/1~op2``."""
    work, _, rest = words.partition("@")
    language, sign, place = rest.partition("~")
    return language, f"{work}{sign}{place}"


def describe_findings(found: Findings, base: str) -> bytes:
    """Links and the states of the paragraphs as sorted N-Quads."""
    names = Names(base)
    graph, lines = names.graph(WORDING), describe_links(found.links, base).decode().splitlines(keepends=True)
    for (language, locator), value in found.prints.items():
        work, sign, place = locator.partition("~")
        words = names.locator(f"{work}@{language}{sign}{place}")
        lines.append(f"{words} {term('unag:comparedAs')} {literal(value)} {graph} .\n")
    return "".join(sorted(lines)).encode()


def describe_links(links: Iterable[Inherited], base: str) -> bytes:
    """These links as sorted N-Quads; the same links give the same bytes."""
    names = Names(base)
    graph, lines = names.graph(WORDING), set[str]()
    for one in links:
        later, earlier = names.locator(one.later), names.locator(one.earlier)
        node = under(later, "inherits", one.language, one.earlier)
        said = (
            (later, "unag:inheritsTextFrom", earlier),
            (node, "rdf:type", term("unag:InheritedWording")),
            (node, "unag:inheritingParagraph", later),
            (node, "unag:inheritedParagraph", earlier),
            (node, "unag:score", typed(float(one.score))),
            (node, "unag:method", literal(one.method)),
            (node, "unag:standing", term("standing:computed")),
            (node, "dcterms:language", literal(one.language)),
        )
        lines.update(f"{subject} {term(name)} {value} {graph} .\n" for subject, name, value in said)
    return "".join(sorted(lines)).encode()


def heritage(index: Index, store: GraphStore, base: str, locator: str) -> tuple[Heir, ...]:
    """The wording that a paragraph inherits and hands on, oldest pair first, with the differences.

    Raises UnknownError for a paragraph that is not there.
    """
    place = index.locators[index.find(locator)]
    links = {
        Inherited(
            later=locator_of(text_of(row, "later"), base),
            earlier=locator_of(text_of(row, "earlier"), base),
            language=text_of(row, "language"),
            score=float(text_of(row, "score")),
            method=text_of(row, "method"),
        )
        for row in store.select(PREFIXES + LINKS, {"place": node_of(place, base)})
    }
    ordered = sorted(links, key=lambda one: (_day(index, one.later), one.later, one.language, one.earlier))
    return tuple(Heir(one, _changes(store, base, one)) for one in ordered)


def _day(index: Index, locator: str) -> str:
    return str(index.document(index.find(locator)).date or "")


def _changes(store: GraphStore, base: str, link: Inherited) -> tuple[Stretch, ...]:
    before, after = texts_of(store, link.earlier, base), texts_of(store, link.later, base)
    language = link.language or next(iter(sorted(before.keys() & after.keys())), "")
    if language not in before or language not in after:
        return ()
    return compare(before[language], after[language])


def heir_record(one: Heir) -> dict[str, Any]:
    """One inherited wording as JSON."""
    return {
        "later": one.link.later,
        "earlier": one.link.earlier,
        "language": one.link.language,
        "score": one.link.score,
        "method": one.link.method,
        "changes": [{"kind": change.kind, "text": change.text} for change in one.changes],
    }
