"""The index from a store, in a few SELECTs that are each one scan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph_service.chains.columns import Columns
from graph_service.chains.index import EDGE_STATUSES, Facts, Function, Index
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
    "OperativeParagraph", "PreambularParagraph", "NumberedParagraph", "AnnexParagraph", "SubParagraph",
    "SubHeading", "Section", "Mandate",
)  # fmt: skip
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
    Link("unag:supersededBy", "supersede", "replacement", inverse=True),
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
FORCES = "SELECT DISTINCT ?function ?force WHERE { ?act unag:force ?force ; unag:function ?function }"
CITATIONS = "SELECT ?citation WHERE { ?citation a unag:Citation }"
ODD = """
SELECT ?citation ?citing ?function ?cited WHERE {
  ?citation cito:hasCitingEntity ?citing ; unag:function ?function ; cito:hasCitedEntity ?cited
} LIMIT 1"""
STATUS = """
SELECT ?citation ?value WHERE {
  VALUES ?value { status:coreferent status:ambiguous status:unresolved }
  ?citation unag:resolutionStatus ?value
}"""
CONFIDENCE = "SELECT ?citation ?value WHERE { ?citation unag:confidence ?value FILTER(?value < 1) }"
EVIDENCE_OF = "SELECT ?citation ?value WHERE { ?citation unag:evidence ?value }"
NOTE_OF = "SELECT ?citation ?value WHERE { ?citation unag:viaFootnote ?value }"
REASON_OF = "SELECT ?citation ?value WHERE { ?citation unag:reason ?value ; cito:hasCitedEntity ?cited }"
PRINTED_OF = "SELECT ?citation ?value WHERE { ?citation unag:printedDate ?value }"
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
    "series": "SELECT DISTINCT ?work ?value WHERE { ?work unag:inSeries ?value }",
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

    Raises StoreError when the store cannot be read. Nothing is joined in the store: each SELECT is one scan,
    for a citation's own IRI says who cites what and how.
    """
    columns = Columns()
    _read_functions(store, columns)
    _read_citations(store, columns, base)
    _read_doubtful(store, columns, base)
    for link in LINKS:
        _read_links(store, columns, link, base)
    _read_works(store, columns, base)
    _read_places(store, columns, base)
    return columns.freeze(base, store.release)


def _rows(store: GraphStore, query: str, **bindings: Term) -> list[dict[str, Term]]:
    return store.select(PREFIXES + query, bindings or None)


def _read_functions(store: GraphStore, columns: Columns) -> None:
    """The scheme; a function to which it gives no force takes the force that its acts have."""
    acts = {tail(text_of(row, "function")): tail(text_of(row, "force")) for row in _rows(store, FORCES)}
    columns.concepts.update({notation: Function(notation, force) for notation, force in acts.items()})
    for row in _rows(store, FUNCTIONS):
        notation = text_of(row, "notation")
        force = tail(text_of(row, "force")) or acts.get(notation, "")
        columns.concepts[notation] = Function(notation, force, text_of(row, "label"))


def _read_citations(store: GraphStore, columns: Columns, base: str) -> None:
    """All citations with a target: ``{citing}/cites/{function}/{cited}``."""
    edges: dict[str, int] = {}
    for row in _rows(store, CITATIONS):
        name = text_of(row, "citation")
        if name not in edges:
            said = _said(store, name, base)
            if said and not said[2].startswith("unresolved-"):
                edges[name] = columns.add_edge(said[0], said[2], said[1])
    for query, keep in (
        (STATUS, _keep_status),
        (CONFIDENCE, _keep_confidence),
        (EVIDENCE_OF, _witness),
        (NOTE_OF, _keep_note),
        (REASON_OF, _keep_reason),
        (PRINTED_OF, _keep_printed),
    ):
        for row in _rows(store, query):
            edge = edges.get(text_of(row, "citation"))
            if edge is not None:
                keep(columns, edge, text_of(row, "value"), base)


def _said(store: GraphStore, name: str, base: str) -> tuple[str, str, str] | None:
    """Citing place, function and cited place of a citation; one that is named otherwise is looked up."""
    citing, sign, rest = locator_of(name, base).partition("/cites/")
    function, slash, cited = rest.partition("/")
    if sign and slash:
        return citing, function, cited
    rows = _rows(store, ODD, citation=NamedNode(name))
    if not rows:
        return None
    ends = (locator_of(text_of(rows[0], end), base) for end in ("citing", "cited"))
    return next(ends), tail(text_of(rows[0], "function")), next(ends)


def _keep_status(columns: Columns, edge: int, value: str, base: str) -> None:
    columns.status[edge] = EDGE_STATUSES.index(tail(value))


def _keep_confidence(columns: Columns, edge: int, value: str, base: str) -> None:
    columns.confidence[edge] = float(value)


def _keep_note(columns: Columns, edge: int, value: str, base: str) -> None:
    columns.note[edge] = columns.nodes.number(locator_of(value, base))


def _keep_reason(columns: Columns, edge: int, value: str, base: str) -> None:
    columns.add_rare(edge, reason=value)


def _keep_printed(columns: Columns, edge: int, value: str, base: str) -> None:
    columns.add_rare(edge, printed=day_of(value))


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
            languages=_values(details["language"], work),
            series=tuple(locator_of(one, base) for one in _values(details["series"], work)),
        )


def _gather(rows: list[dict[str, Term]], base: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(locator_of(text_of(row, "work"), base), []).append(row)
    return found


def _first(rows: Mapping[str, list[Row]], work: str) -> str:
    return min((text_of(row, "value") for row in rows.get(work, [])), default="")


def _values(rows: Mapping[str, list[Row]], work: str) -> tuple[str, ...]:
    return tuple(sorted({text_of(row, "value") for row in rows.get(work, [])}))


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
