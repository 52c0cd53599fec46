"""The names that the pages query by, and the words a reader sees for them.

Functions and forces are concepts of the graph; their labels come from the message files where these have one,
then from the graph (``skos:prefLabel``), then from the notation itself, so that a concept added later is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

ONTOLOGY = "https://w3id.org/unag/ontology#"
PREFIXES: Mapping[str, str] = {
    "unag": ONTOLOGY,
    "unagf": "https://w3id.org/unag/function/",
    "cito": "http://purl.org/spar/cito/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "biro": "http://purl.org/spar/biro/",
    "c4o": "http://purl.org/spar/c4o/",
    "oa": "http://www.w3.org/ns/oa#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())

STATUS_ORDER = ("explicit", "coreferent", "ambiguous", "unresolved")


def local(iri: str) -> str:
    """The last step of an IRI: what follows its last ``#`` or ``/``.

    >>> local("https://w3id.org/unag/function/recall")
    'recall'
    """
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


@lru_cache(maxsize=16_384)
def path(locator: str) -> str:
    """The page address of a locator: ``/id/…``, with only what a path segment cannot hold escaped.

    >>> path("A/RES/3363(XXX)~op4")
    '/id/A/RES/3363(XXX)~op4'
    """
    return "/id/" + quote(locator, safe="/~@()!$&'*+,;=:")


def value(term: Any) -> str:
    """The text of a term of the store (an IRI without brackets, a literal without quotes); '' for none."""
    return "" if term is None else str(term.value)


def short(iri: str) -> str:
    """An IRI with a known prefix as a prefixed name, any other as it is.

    >>> short("http://purl.org/spar/cito/cites")
    'cito:cites'
    """
    for name, start in PREFIXES.items():
        if iri.startswith(start) and len(iri) > len(start):
            return f"{name}:{iri[len(start) :]}"
    return iri
