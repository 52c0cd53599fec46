"""Validate: a document's own graph against the shapes, before anything enters the store.

Reads N-Quads; writes a `Report`. The cost is that of the document, whatever the size of the store: only the
document's quads and a context (what its cited documents are, one hop away) are looked at, in plain rdflib graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.query import Result as QueryResult
from rdflib.term import Node, Variable

from graph_service.graph.report import Report, Result, report_of
from graph_service.resources import folder

SHAPES: Final = "shapes.ttl"
RDF_TYPE: Final = ox.NamedNode(str(RDF.type))
# pySHACL looks up focus nodes in a list: worth it for a handful of subjects in a large context, never for more.
FEW: Final = 50


class QuickGraph(Graph):
    """A graph in memory whose queries the engine answers: the shapes' own SPARQL is half of the time otherwise."""

    quick: ox.Store

    def query(self, query_object: Any, *args: Any, **options: Any) -> QueryResult:
        """The solutions of a SELECT; ``initBindings`` are substituted (SHACL, section 5.3.1)."""
        bindings = options.get("initBindings") or {}
        given: dict[ox.Variable, Any] = {ox.Variable(str(name)): _quick(one) for name, one in bindings.items()}
        solutions = self.quick.query(str(query_object), substitutions=given)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("a shape's query is a SELECT")
        result = QueryResult("SELECT")
        result.vars = [Variable(one.value) for one in solutions.variables]
        constant = {Variable(str(name)): value for name, value in bindings.items()}
        result.bindings = [constant | _bound(result.vars, solution) for solution in solutions]
        return result


def _bound(names: Sequence[Variable], solution: ox.QuerySolution) -> dict[Variable, Node]:
    """What one solution binds."""
    values = ((name, solution[str(name)]) for name in names)
    return {name: _term(value) for name, value in values if value is not None}


def validate(nquads: bytes, context: bytes = b"", shapes: str = SHAPES) -> Report:
    """What the shapes of ``ontology/{shapes}`` say of these quads, given the context (N-Quads too).

    Only subjects of ``nquads`` are reported; the context is there to be looked up. Graph names do not matter:
    give the graphs of two language versions together to compare them. A pure function of its arguments:
    documents may be validated in as many processes as there are.
    """
    data, path = QuickGraph(), folder("ontology") / shapes
    own = _load(data, nquads, _mentioned(path))
    _load(data, context, _mentioned(path))
    return _checked(data, _shapes(path), own)


def validate_graph(turtle: bytes, shapes: str) -> Report:
    """What the shapes of ``ontology/{shapes}`` say of a Turtle file, the house style for instance."""
    data, path = QuickGraph(), folder("ontology") / shapes
    own = _load(data, turtle, _mentioned(path), ox.RdfFormat.TURTLE)
    return _checked(data, _shapes(path), own)


@cache
def _shapes(path: Path) -> Graph:
    """A shapes graph, parsed once in each process."""
    return Graph().parse(path, format="turtle")


@cache
def _mentioned(path: Path) -> frozenset[str] | None:
    """The IRIs that the shapes mention outside of their queries; None if a closed shape looks at everything.

    A statement with a property that no shape mentions cannot change what pySHACL finds, and half of a document's
    statements are such: they are left to the engine, which answers the queries.
    """
    shapes = _shapes(path)
    if (None, SH.closed, None) in shapes:
        return None
    return frozenset(str(one) for _, _, one in shapes if isinstance(one, URIRef))


def _checked(data: QuickGraph, shapes: Graph, own: frozenset[str]) -> Report:
    """Run pySHACL; infos and warnings are results too."""
    _, found, _ = pyshacl.validate(
        data, shacl_graph=shapes, inplace=True, allow_infos=True, allow_warnings=True,
        focus_nodes=sorted(own) if len(own) <= FEW else None,
    )  # fmt: skip
    if not isinstance(found, Graph):  # a failure of the validator itself comes back in the report's place
        raise RuntimeError(f"SHACL validation failed: {found}")
    results = (_read(found, node) for node in found.subjects(RDF.type, SH.ValidationResult))
    return report_of({one for one in results if one.focus in own})


def _load(
    data: QuickGraph, text: bytes, mentioned: frozenset[str] | None, format: ox.RdfFormat = ox.RdfFormat.N_QUADS
) -> frozenset[str]:
    """Add the statements, graph names dropped; gives the subjects."""
    if not hasattr(data, "quick"):
        data.quick = ox.Store()
    quads = [ox.Quad(one.subject, one.predicate, one.object) for one in ox.parse(text, format=format)]
    data.quick.extend(quads)
    looked_at = (one for one in quads if mentioned is None or _looked_at(one, mentioned))
    data.addN((_term(one.subject), _term(one.predicate), _term(one.object), data) for one in looked_at)
    return frozenset(one.subject.value for one in quads if not isinstance(one.subject, ox.Triple))


def _looked_at(quad: ox.Quad, mentioned: frozenset[str]) -> bool:
    """Whether a shape may look at the statement: its property is mentioned, or the class that it gives."""
    if quad.predicate == RDF_TYPE and RDF_TYPE.value not in mentioned:
        return isinstance(quad.object, ox.NamedNode) and quad.object.value in mentioned
    return quad.predicate.value in mentioned


@lru_cache(maxsize=65536)
def _named(iri: str) -> URIRef:
    return URIRef(iri)


def _quick(value: Node) -> ox.NamedNode | ox.Literal:
    """The same term for the engine: a focus node is named, as there are no blank nodes."""
    if isinstance(value, URIRef):
        return ox.NamedNode(str(value))
    if isinstance(value, Literal):
        return ox.Literal(str(value))
    raise TypeError(f"no name and no literal: {value}")


def _term(value: object) -> Node:
    """The same term for rdflib."""
    if isinstance(value, ox.NamedNode):
        return _named(value.value)
    if isinstance(value, ox.BlankNode):
        return BNode(value.value)
    if not isinstance(value, ox.Literal):
        raise TypeError(f"no RDF 1.1 term: {value}")
    if value.language:
        return Literal(value.value, lang=value.language)
    return Literal(value.value, datatype=_named(value.datatype.value))


def _read(found: Graph, node: Node) -> Result:
    """One result of the report; the English message where there are several."""

    def value(name: URIRef) -> str:
        one = found.value(node, name)
        return "" if one is None or isinstance(one, BNode) else str(one)

    return Result(
        severity=value(SH.resultSeverity).rpartition("#")[2],
        shape=value(SH.sourceShape),
        focus=value(SH.focusNode),
        path=value(SH.resultPath),
        value=value(SH.value),
        message=_message(found.objects(node, SH.resultMessage)),
    )


def _message(messages: Iterable[Node]) -> str:
    """The English message; else the first one."""
    texts = sorted(messages, key=lambda one: (getattr(one, "language", None) != "en", str(one)))
    return str(texts[0]) if texts else ""
