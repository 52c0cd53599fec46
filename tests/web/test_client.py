"""Our client, and clients that no one here wrote, against the running server."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.client import Client
from graph_service.errors import InputError, QueryError, RemoteError, UnknownError


def test_our_client_reads_everything(server: str) -> None:
    with Client(server) as client:
        assert [one["symbol"] for one in client.documents()] == ["A/RES/999/1"]
        assert len([*client.documents(loaded=False, size=1)]) > 2
        assert client.document("A/RES/999/1", with_text=True)["paragraphs"][0]["text"]
        assert client.trace("A/RES/999/1~I.op1", depth=1, function=["recall"])["edges"]
        assert client.paths("A/RES/999/1", "A/999/12")
        mandate = next(client.mandates(addressee="secretary-general"))
        assert client.lineage(mandate["mandate"])["mandates"]
        assert client.queries()
        assert client.query("check-01-dangling-citation") == []
        assert next(client.search("tidy"))["locator"]
        assert client.releases()[-1]["name"] == client.release == "2"
        assert client.select("SELECT ?s { ?s ?p '7' }") == [{"s": "http://e/7"}]
        assert b"A/RES/999/1" in client.graph("A/RES/999/1", "application/n-triples")


def test_our_client_raises_what_the_service_told(server: str) -> None:
    with Client(server) as client:
        with pytest.raises(UnknownError) as unknown:
            client.document("A/RES/999/1@fr")
        assert unknown.value.nearest == ("A/RES/999/1@en",)
        with pytest.raises(QueryError) as wrong:
            client.select("SELECT ?s {")
        assert wrong.value.position is not None
        with pytest.raises(InputError):
            client.ingest(Path(__file__))
    with Client("http://127.0.0.1:9") as nobody, pytest.raises(RemoteError):
        nobody.releases()


def test_sparqlwrapper_works(server: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
    endpoint = wrapper.SPARQLWrapper(f"{server}/sparql")
    for method in ("GET", "POST"):
        endpoint.setMethod(method)
        for form in ("json", "xml"):
            endpoint.setReturnFormat(form)
            endpoint.setQuery("SELECT ?s { ?s ?p '7' }")
            assert "http://e/7" in str(
                endpoint.queryAndConvert() if form == "json" else endpoint.query().convert().toxml()
            )
    endpoint.setReturnFormat("turtle")
    endpoint.setQuery("CONSTRUCT WHERE { ?s ?p '7' }")
    assert b"7" in endpoint.query().convert()


def test_rdflibs_store_works(server: str) -> None:
    from rdflib import Graph, Literal, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{server}/sparql", method="POST"))
    rows = [*graph.query("SELECT ?s { ?s ?p '7' }")]
    assert str(rows[0][0]) == "http://e/7"
    assert (URIRef("http://e/7"), URIRef("http://e/p"), Literal("7")) in graph


def test_our_own_remote_store_works(server: str) -> None:
    """One service can stand on another."""
    from graph_service.graph.remote import RemoteStore

    store = RemoteStore(f"{server}/sparql", read_only=True)
    assert store.select("SELECT ?s { ?s ?p '7' }")[0]["s"].value == "http://e/7"
    assert "http://e/numbers" in store.graphs()
    assert len(store.graph("http://e/numbers").splitlines()) == 3000
    store.close()
