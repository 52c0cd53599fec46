"""The whole graph, or one document of it, in forms that other programs read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import networkx as nx
import pyoxigraph as ox

from graph_service.akn import write_akn
from graph_service.errors import InputError, UnknownError
from graph_service.facts import from_json
from graph_service.graph.store import GraphStore
from graph_service.graph.vocab import PREFIXES, Names, bare
from graph_service.model import View
from graph_service.web.records import read_record

COLUMNS = ("citing", "function", "cited", "status", "confidence", "document", "citedDocument", "graph")
CITATIONS = """
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>
SELECT ?citing ?function ?cited ?status ?confidence ?document ?citedDocument ?graph WHERE {
  GRAPH ?graph {
    ?citation a unag:Citation ; cito:hasCitingEntity ?citing ; unag:function ?function ;
              unag:resolutionStatus ?status .
    OPTIONAL { ?citation cito:hasCitedEntity ?cited }
    OPTIONAL { ?citation unag:citedDocument ?citedDocument }
    OPTIONAL { ?citation unag:citingDocument ?document }
    OPTIONAL { ?citation unag:confidence ?confidence }
  }
} ORDER BY ?citing ?function ?cited ?graph
"""


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is exported: some named graphs of a store."""

    store: GraphStore
    base: str
    graphs: tuple[str, ...]
    document: str | None = None

    def quads(self) -> Iterator[ox.Quad]:
        for name in self.graphs:
            node = ox.NamedNode(name)
            for triple in ox.parse(self.store.graph(name), ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, node)

    def edges(self) -> Iterator[dict[str, str]]:
        wanted = set(self.graphs)
        for row in self.store.select(CITATIONS):
            if row["graph"].value in wanted:
                yield {name: _short(row[name].value, self.base) if name in row else "" for name in COLUMNS}


def _short(value: str, base: str) -> str:
    if value.startswith((PREFIXES["function"], PREFIXES["status"])):
        return value.rsplit("/", 1)[-1]
    return value.removeprefix(f"{base}id/").removeprefix(f"{base}graph/")


def _dump(form: ox.RdfFormat) -> Callable[[_Scope], bytes]:
    def write(scope: _Scope) -> bytes:
        prefixes = PREFIXES if form.supports_datasets and form != ox.RdfFormat.N_QUADS else None
        return ox.serialize(scope.quads(), format=form, prefixes=prefixes) or b""

    return write


def _nquads(scope: _Scope) -> bytes:
    return "".join(sorted(f"{quad} .\n" for quad in scope.quads())).encode()


def _csv(scope: _Scope) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(scope.edges())
    return buffer.getvalue().encode()


def _graphml(scope: _Scope) -> bytes:
    graph = nx.MultiDiGraph()
    for edge in scope.edges():
        if edge["cited"]:
            facts = {name: edge[name] for name in ("function", "status", "confidence", "graph")}
            graph.add_edge(edge["citing"], edge["cited"], **facts)
    return ("\n".join(nx.generate_graphml(graph)) + "\n").encode()


def _akn(scope: _Scope) -> bytes:
    """One expression as Akoma Ntoso; words stand in it where they are loaded, references in its analysis."""
    if scope.document is None:
        raise InputError("Akoma Ntoso holds one document", do="name it: --document A/RES/66/257@en")
    symbol, _, language = scope.document.partition("@")
    record = read_record(scope.store, symbol, language or None, scope.base, with_text=True)
    document = from_json(record, name=scope.document)
    words = {one["id"]: one.get("text", "") for one in record["paragraphs"]}
    paragraphs = tuple(replace(one, view=View(words[one.id], ())) for one in document.paragraphs)
    return write_akn(replace(document, paragraphs=paragraphs))


EXPORTS: Mapping[str, Callable[[_Scope], bytes]] = {
    "nquads": _nquads,
    "trig": _dump(ox.RdfFormat.TRIG),
    "jsonld": _dump(ox.RdfFormat.JSON_LD),
    "graphml": _graphml,
    "csv": _csv,
    "akn": _akn,
}


def export_to(store: GraphStore, base: str, form: str, document: str | None = None) -> bytes:
    """The store, or the expressions of one document, in that form.

    Raises `InputError` for a form that there is not, `UnknownError` for a document that no graph is about.
    """
    if form not in EXPORTS:
        raise InputError(f"nothing is exported as {form}", do=f"use one of {', '.join(EXPORTS)}")
    graphs = tuple(store.graphs())
    if document is not None:
        graphs = _graphs_of(graphs, document, base)
    return EXPORTS[form](_Scope(store, base, graphs, document))


def _graphs_of(graphs: tuple[str, ...], document: str, base: str) -> tuple[str, ...]:
    name = bare(Names(base).graph(document))
    found = tuple(one for one in graphs if one == name or one.startswith(f"{name}@"))
    if not found:
        known = tuple(one.removeprefix(f"{base}graph/") for one in graphs)
        raise UnknownError(f"no graph is about {document}", do="see unag search", nearest=known[:5])
    return found
