"""A pinpoint without its section keeps its printed form and gets the places that it may mean."""

from __future__ import annotations

from graph_service.graph.candidates import CANDIDATES, describe_candidates
from graph_service.graph.store import open_store

BASE = "https://w3id.org/unag/"
DATA = """
@prefix unag: <https://w3id.org/unag/ontology#> .
@prefix cito: <http://purl.org/spar/cito/> .
@base <https://w3id.org/unag/id/> .
<A/RES/999/1~I.op2> unag:orderKey 1 . <A/RES/999/1~II.op2> unag:orderKey 2 . <A/RES/999/1~I.op3> unag:orderKey 3 .
<A/RES/999/2~op2> unag:orderKey 1 . <A/RES/999/2~op2.b> unag:orderKey 2 .
<c/one> a unag:Citation ; cito:hasCitedEntity <A/RES/999/1~op2> .
<c/two> a unag:Citation ; cito:hasCitedEntity <A/RES/999/1~I.op2> .
<c/three> a unag:Citation ; cito:hasCitedEntity <A/RES/999/2~op2> .
<c/four> a unag:Citation ; cito:hasCitedEntity <A/RES/999/3~op2> .
<c/five> a unag:Citation ; cito:hasCitedEntity <A/RES/999/2~b> .
"""


def test_only_what_is_numbered_by_section_has_candidates() -> None:
    import pyoxigraph as ox

    triples = ox.serialize(ox.parse(DATA.encode(), ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    store = open_store(":memory:")
    store.replace({f"{BASE}graph/A": triples})
    candidate, graph = "<https://w3id.org/unag/ontology#candidate>", f"<{BASE}graph/{CANDIDATES}>"
    assert describe_candidates(store, BASE).decode().splitlines() == [
        f"<{BASE}id/c/one> {candidate} <{BASE}id/A/RES/999/1~{section}.op2> {graph} ." for section in ("I", "II")
    ]
