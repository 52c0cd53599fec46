"""The index from a store: citations and places in whole scans, links and documents in a few SELECTs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_service.chains.citations import Citations
from graph_service.chains.columns import Columns
from graph_service.chains.index import Facts, Function, Index
from graph_service.chains.placing import Places
from graph_service.chains.scans import scan
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

GENERAL_KINDS = {"Document", "Instrument"}


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


def load_index(store: GraphStore, base: str) -> Index:
    """Read every place and citation of the store's release.

    Raises StoreError when the store cannot be read. Nothing is joined in the store: each SELECT is one scan,
    for a citation's own IRI says who cites what and how.
    """
    columns = Columns()
    _read_functions(store, columns)
    citations, places = Citations(columns, base), Places(columns, base)
    scan(store, {**citations.readers(), **places.readers()})
    citations.close(store)
    places.close()
    for link in LINKS:
        _read_links(store, columns, link, base)
    _read_works(store, columns, base)
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
