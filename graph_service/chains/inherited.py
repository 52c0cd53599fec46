"""Inherited wording of a store: read from its paragraphs, described in a graph of its own, asked about.

The links stand in ``{base}graph/derived/wording`` and nowhere else: a repetition is never a citation. Each has a
node that carries language, score and method, and the edge ``unag:inheritsTextFrom``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph_service.chains.difference import Stretch, compare
from graph_service.chains.index import Index
from graph_service.chains.terms import PREFIXES, day_of, locator_of, node_of, text_of
from graph_service.chains.wording import Inherited, Passage, find_inherited
from graph_service.chains.words import texts_of
from graph_service.graph.vocab import Names, literal, term, typed, under

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

# A union of the days in one query: a resolution is adopted, a report distributed.
TEXTS: Final = """
SELECT DISTINCT ?place ?work ?text ?adopted ?distributed WHERE {
  ?words unag:text ?text ; eli:realizes ?place . ?place unag:inDocument ?work .
  OPTIONAL { ?work unag:adopted ?adopted } OPTIONAL { ?work unag:distributed ?distributed }
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
    """The words of every loaded paragraph, with the day of its document."""
    rows = store.select(PREFIXES + TEXTS)
    found = {
        Passage(
            locator=locator_of(text_of(row, "place"), base),
            document=locator_of(text_of(row, "work"), base),
            language=getattr(row["text"], "language", None) or "",
            day=day_of(text_of(row, "adopted")) or day_of(text_of(row, "distributed")),
            text=text_of(row, "text"),
        )
        for row in rows
    }
    return tuple(sorted(found, key=lambda one: (one.language, one.locator, one.text)))


def describe_wording(store: GraphStore, base: str) -> bytes:
    """All inherited wording of the store as sorted N-Quads of ``{base}graph/derived/wording``."""
    return describe_links(find_inherited(read_passages(store, base)), base)


def describe_links(links: Iterable[Inherited], base: str) -> bytes:
    """These links as sorted N-Quads; the same links give the same bytes."""
    names = Names(base)
    graph, lines = names.graph("derived/wording"), set[str]()
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
