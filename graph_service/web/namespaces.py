"""The prefixes that our graphs are written with, and the names of what the service says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from graph_service.errors import UnknownError

PREFIXES: Mapping[str, str] = {
    "unag": "https://w3id.org/unag/ontology#",
    "cito": "http://purl.org/spar/cito/",
    "biro": "http://purl.org/spar/biro/",
    "c4o": "http://purl.org/spar/c4o/",
    "doco": "http://purl.org/spar/doco/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "lrmlmm": "http://docs.oasis-open.org/legalruleml/ns/v1.0/metamodel#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@lru_cache(maxsize=8)
def prefixes(base: str) -> Mapping[str, str]:
    """All prefixes, ``id:`` for the resources of this base among them."""
    return {**PREFIXES, "id": f"{base}id/"}


def node(iri: str) -> ox.NamedNode:
    """A resource by its name; raises UnknownError for what cannot be one (RFC 3987: no blanks, no controls)."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise UnknownError(f"{iri!r} cannot be the name of anything", do="write it as it is in /id/") from None
