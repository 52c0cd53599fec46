"""What the service says about itself: SPARQL 1.1 Service Description, from the one table of formats."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import pyoxigraph as ox
from starlette.responses import Response

from graph_service.graph.engine import write_triples
from graph_service.graph.formats import BINDINGS, BOOLEAN, FORMATS, GRAPH, NotAcceptable, acceptable, choose
from graph_service.settings import Settings
from graph_service.web.namespaces import PREFIXES, prefixes

A = ox.NamedNode(PREFIXES["rdf"] + "type")
SD = PREFIXES["sd"]


def name(prefixed: str) -> ox.NamedNode:
    """The IRI of a prefixed name.

    >>> name("sd:endpoint").value
    'http://www.w3.org/ns/sparql-service-description#endpoint'
    """
    prefix, _, local = prefixed.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def describe_service(settings: Settings) -> list[ox.Triple]:
    """The description (Service Description 3): endpoint, languages, formats, features, dataset."""
    base = settings.base
    service, dataset = ox.NamedNode(f"{base}sparql#service"), ox.NamedNode(f"{base}sparql#dataset")
    default = ox.NamedNode(f"{base}sparql#default-graph")
    triples = [
        (service, A, name("sd:Service")),
        (service, name("sd:endpoint"), ox.NamedNode(f"{base}sparql")),
        (service, name("sd:supportedLanguage"), name("sd:SPARQL11Query")),
        (service, name("sd:feature"), name("sd:UnionDefaultGraph")),
        (service, name("sd:defaultDataset"), dataset),
        (dataset, A, name("sd:Dataset")),
        (dataset, A, name("void:Dataset")),
        (dataset, name("sd:defaultGraph"), default),
        (dataset, name("rdfs:seeAlso"), ox.NamedNode(f"{base}.well-known/void")),
        (default, A, name("sd:Graph")),
    ]
    if settings.services:
        triples.append((service, name("sd:feature"), name("sd:BasicFederatedQuery")))
    if settings.update and settings.tokens:
        triples.append((service, name("sd:supportedLanguage"), name("sd:SPARQL11Update")))
    for form in FORMATS:
        if form.kinds & {BINDINGS, BOOLEAN, GRAPH}:
            triples.append((service, name("sd:resultFormat"), ox.NamedNode(form.iri)))
        if GRAPH in form.kinds:
            triples.append((service, name("sd:inputFormat"), ox.NamedNode(form.iri)))
    return [ox.Triple(*one) for one in triples]


def write_description(triples: Iterable[ox.Triple], accept: str, form: str | None, base: str) -> Response:
    """A graph that the front itself holds, in the format that is accepted; raises NotAcceptable."""
    chosen = choose(accept, form, GRAPH)
    if chosen is None:
        raise NotAcceptable(
            "no accepted format can carry a graph", do="accept one of " + ", ".join(acceptable(GRAPH))
        )
    output = BytesIO()
    write_triples(triples, chosen[0], output, prefixes(base))
    headers = {"Content-Type": chosen[0].content_type(chosen[1]), "Cache-Control": "public, no-cache"}
    return Response(output.getvalue(), 200, headers)
