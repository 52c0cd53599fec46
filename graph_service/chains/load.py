"""The index from a store: a few SELECTs, and one per function so that no answer holds all citations at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph_service.chains.columns import Columns
from graph_service.chains.index import Facts, Function, Index
from graph_service.chains.terms import (
    ONTOLOGY,
    PREFIXES,
    Row,
    Term,
    day_of,
    locator_of,
    number_of,
    tail,
    text_of,
)

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

PLACE_KINDS = (
    "OperativeParagraph",
    "PreambularParagraph",
    "NumberedParagraph",
    "AnnexParagraph",
    "SubParagraph",
    "SubHeading",
    "Section",
    "Mandate",
)
GENERAL_KINDS = {"Document", "Instrument"}
EVIDENCE = re.compile(r"^(.*)/evidence/(\d+)-(\d+)$")


@dataclass(frozen=True, slots=True)
class Link:
    """A property that makes an edge of its own.

    ``inverse``: the graph states it from the earlier place; ``symmetric``: it holds both ways.
    """

    path: str
    function: str
    kind: str
    inverse: bool = False
    symmetric: bool = False


LINKS = (
    Link("unag:answers", "answer", "answer"),
    Link("unag:refersTo|dcterms:references", "refer-to", "internal"),
    Link("unag:continues", "continue", "mandate"),
    Link("unag:fulfilledBy", "fulfil", "mandate", inverse=True),
    Link("unag:commentsOn", "comment-on", "comment"),
    Link("unag:sameWorkAs", "same-work", "identity", symmetric=True),
    Link("unag:mandateSupersededBy|unag:supersededBy", "supersede", "replacement", inverse=True),
    Link("unag:supersedes|^unag:isSupersededBy|dcterms:replaces|^dcterms:isReplacedBy", "replace", "replacement"),
    Link("unag:basedOn", "based-on", "basis"),
    Link("unag:inheritsTextFrom", "inherit", "wording"),
)

FUNCTIONS = """
SELECT DISTINCT ?function ?notation ?force ?label WHERE {
  ?function skos:notation ?notation .
  FILTER(STRSTARTS(STR(?function), "https://w3id.org/unag/function/"))
  OPTIONAL { ?function unag:force ?force }
  OPTIONAL { ?function skos:prefLabel ?label FILTER(LANG(?label) = "en") }
}"""
USED = "SELECT DISTINCT ?function WHERE { ?citation cito:hasCitingEntity ?citing ; unag:function ?function }"
FORCE = "SELECT ?function ?force WHERE { ?act unag:function ?function ; unag:force ?force } LIMIT 1"
CITATIONS = """
SELECT ?function ?citing ?cited ?status ?confidence ?evidence WHERE {
  ?citation unag:function ?function ; cito:hasCitingEntity ?citing ; cito:hasCitedEntity ?cited .
  OPTIONAL { ?citation unag:resolutionStatus ?status }
  OPTIONAL { ?citation unag:confidence ?confidence }
  OPTIONAL { ?citation unag:evidence ?evidence }
}"""
NOTES = """
SELECT DISTINCT ?function ?citing ?cited ?note ?reason ?printed WHERE {
  ?citation unag:function ?function ; cito:hasCitingEntity ?citing ; cito:hasCitedEntity ?cited .
  { ?citation unag:viaFootnote ?note } UNION { ?citation unag:reason ?reason }
  UNION { ?citation unag:printedDate ?printed }
}"""
DOUBTFUL = """
SELECT DISTINCT ?citation ?citing ?function ?status ?reason ?confidence ?candidate ?cited ?evidence WHERE {
  VALUES ?status { status:ambiguous status:unresolved }
  ?citation unag:resolutionStatus ?status ; cito:hasCitingEntity ?citing ; unag:function ?function .
  OPTIONAL { ?citation cito:hasCitedEntity ?cited }
  OPTIONAL { ?citation unag:candidate ?candidate }
  OPTIONAL { ?citation unag:reason ?reason }
  OPTIONAL { ?citation unag:confidence ?confidence }
  OPTIONAL { ?citation unag:evidence ?evidence }
}"""
WORKS = "SELECT DISTINCT ?work ?kind WHERE { ?work unag:symbol ?symbol ; a ?kind }"
DETAILS = {
    "title": "SELECT DISTINCT ?work ?value WHERE { ?work unag:symbol ?symbol ; dcterms:title ?value }",
    "adopted": "SELECT DISTINCT ?work ?value WHERE { ?work unag:adopted ?value }",
    "distributed": "SELECT DISTINCT ?work ?value WHERE { ?work unag:distributed ?value }",
    "session": "SELECT DISTINCT ?work ?value WHERE { ?work unag:session ?value }",
    "body": "SELECT DISTINCT ?work ?value WHERE { ?work unag:issuedBy ?value }",
    "language": "SELECT DISTINCT ?work ?value WHERE { ?e eli:realizes ?work ; dcterms:language ?value . "
    "?work unag:symbol ?symbol }",
}
PLACES = "SELECT DISTINCT ?kind ?place WHERE { ?place a ?kind }"
ORDERS = "SELECT DISTINCT ?place ?order WHERE { ?place unag:orderKey ?order }"
PARENTS = (
    "SELECT DISTINCT ?place ?whole WHERE { ?place unag:inDocument ?work ; eli:is_part_of ?whole . "
    "FILTER(?whole != ?work) }"
)
MANDATES = "SELECT DISTINCT ?place ?whole WHERE { ?place unag:mandatedBy ?whole }"


def load_index(store: GraphStore, base: str) -> Index:
    """Read every place and citation of the store's release.

    Raises StoreError when the store cannot be read. Time is dominated by the citations: one row each.
    """
    columns = Columns()
    _read_functions(store, columns)
    for function in _rows(store, USED):
        _read_citations(store, columns, text_of(function, "function"), base)
    _read_doubtful(store, columns, base)
    for link in LINKS:
        _read_links(store, columns, link, base)
    _read_works(store, columns, base)
    _read_places(store, columns, base)
    return columns.freeze(base, store.release)


def _rows(store: GraphStore, query: str, **bindings: Term) -> list[dict[str, Term]]:
    return store.select(PREFIXES + query, bindings or None)


def _read_functions(store: GraphStore, columns: Columns) -> None:
    for row in _rows(store, FUNCTIONS):
        notation = text_of(row, "notation")
        columns.concepts[notation] = Function(notation, tail(text_of(row, "force")), text_of(row, "label"))


def _read_citations(store: GraphStore, columns: Columns, function: str, base: str) -> None:
    notation, seen = tail(function), dict[tuple[str, str], int]()
    _know(store, columns, function)
    for row in _rows(store, CITATIONS, function=NamedNode(function)):
        ends = locator_of(text_of(row, "citing"), base), locator_of(text_of(row, "cited"), base)
        edge = seen.get(ends)
        if edge is None:
            status = tail(text_of(row, "status")) or "explicit"
            confidence = float(text_of(row, "confidence") or 1)
            edge = seen[ends] = columns.add_edge(*ends, notation, "citation", status, confidence)
        _witness(columns, edge, text_of(row, "evidence"), base)
    for row in _rows(store, NOTES, function=NamedNode(function)):
        ends = locator_of(text_of(row, "citing"), base), locator_of(text_of(row, "cited"), base)
        if note := text_of(row, "note"):
            columns.note[seen[ends]] = columns.nodes.number(locator_of(note, base))
        columns.add_rare(seen[ends], text_of(row, "reason"), day_of(text_of(row, "printed")))


def _know(store: GraphStore, columns: Columns, function: str) -> None:
    """A function that the scheme gives no force takes the force that its acts have."""
    notation = tail(function)
    known = columns.concepts.get(notation)
    if known is None or not known.force:
        rows = _rows(store, FORCE, function=NamedNode(function))
        force = tail(text_of(rows[0], "force")) if rows else ""
        columns.concepts[notation] = Function(notation, force, known.label if known else "")


def _read_doubtful(store: GraphStore, columns: Columns, base: str) -> None:
    """A doubtful citation leads to each of its candidates, or, without any, to itself as a dead end."""
    seen = dict[tuple[str, str], int]()
    for row in _rows(store, DOUBTFUL):
        candidate = text_of(row, "candidate") or ("" if text_of(row, "cited") else text_of(row, "citation"))
        if not candidate or candidate == text_of(row, "cited"):
            continue
        key = text_of(row, "citation"), candidate
        if key not in seen:
            seen[key] = columns.add_edge(
                locator_of(text_of(row, "citing"), base),
                locator_of(candidate, base),
                tail(text_of(row, "function")),
                "citation",
                tail(text_of(row, "status")),
                float(text_of(row, "confidence") or 0),
            )
            columns.add_rare(seen[key], text_of(row, "reason"))
        _witness(columns, seen[key], text_of(row, "evidence"), base)


def _witness(columns: Columns, edge: int, address: str, base: str) -> None:
    if found := EVIDENCE.match(address):
        columns.add_evidence(edge, locator_of(found[1], base), int(found[2]), int(found[3]))


def _read_links(store: GraphStore, columns: Columns, link: Link, base: str) -> None:
    query = f"SELECT DISTINCT ?from ?to WHERE {{ ?from {link.path} ?to . FILTER(isIRI(?to)) }}"
    pairs = set[tuple[str, str]]()
    for row in _rows(store, query):
        ends = [locator_of(text_of(row, name), base) for name in ("from", "to")]
        if "://" not in "".join(ends):
            pairs.add((ends[1], ends[0]) if link.inverse else (ends[0], ends[1]))
    if link.symmetric:
        pairs |= {(target, source) for source, target in pairs}
    for source, target in sorted(pairs):
        columns.add_edge(source, target, link.function, link.kind)


def _read_works(store: GraphStore, columns: Columns, base: str) -> None:
    kinds: dict[str, list[str]] = {}
    for row in _rows(store, WORKS):
        if text_of(row, "kind").startswith(ONTOLOGY):
            kinds.setdefault(locator_of(text_of(row, "work"), base), []).append(tail(text_of(row, "kind")))
    details = {name: _gather(_rows(store, query), base) for name, query in DETAILS.items()}
    for work, found in kinds.items():
        columns.nodes.number(work)
        own = sorted(found, key=lambda kind: (kind in GENERAL_KINDS, kind))
        days = [row["value"] for name in ("adopted", "distributed") for row in details[name].get(work, [])]
        columns.facts[work] = Facts(
            kind=own[0],
            titles=tuple(sorted(_title(row) for row in details["title"].get(work, []))),
            date=next((day_of(one.value) for one in days if day_of(one.value)), None),
            session=number_of(_first(details["session"], work)),
            body=tail(_first(details["body"], work)),
            languages=tuple(sorted({text_of(row, "value") for row in details["language"].get(work, [])})),
        )


def _gather(rows: list[dict[str, Term]], base: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(locator_of(text_of(row, "work"), base), []).append(row)
    return found


def _first(rows: Mapping[str, list[Row]], work: str) -> str:
    return min((text_of(row, "value") for row in rows.get(work, [])), default="")


def _title(row: Row) -> tuple[str, str]:
    return getattr(row["value"], "language", None) or "", text_of(row, "value")


def _read_places(store: GraphStore, columns: Columns, base: str) -> None:
    def number(address: str) -> int:
        return columns.nodes.number(locator_of(address, base))

    for kind in PLACE_KINDS:
        code = columns.kinds.number(kind)
        for row in _rows(store, PLACES, kind=NamedNode(ONTOLOGY + kind)):
            columns.kind_of.setdefault(number(text_of(row, "place")), code)
    for row in _rows(store, ORDERS):
        columns.order_of[number(text_of(row, "place"))] = int(text_of(row, "order"))
    for query in (PARENTS, MANDATES):
        for row in _rows(store, query):
            place, whole = number(text_of(row, "place")), number(text_of(row, "whole"))
            columns.parent_of[place] = whole
            columns.order_of.setdefault(place, columns.order_of.get(whole, -1))
