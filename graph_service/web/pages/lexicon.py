"""The ontology as it is shipped, in a store of its own: what functions, forces and terms are called.

It is read from its file, not from the store that is served: a SPARQL service that holds only instances is
shown with the same words.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from graph_service.graph.store import GraphStore, open_store
from graph_service.resources import folder
from graph_service.web.pages.access import Row, rows_in

NAME = "https://w3id.org/unag/graph/ontology"


@cache
def ontology() -> GraphStore:
    """``ontology/instruments.ttl`` in memory."""
    text = (folder("ontology") / "instruments.ttl").read_bytes()
    triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    store = open_store(":memory:")
    store.replace({NAME: ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""})
    return store


def lexicon(query: str) -> list[Row]:
    """The rows of a query over the ontology."""
    return rows_in(ontology(), query)
