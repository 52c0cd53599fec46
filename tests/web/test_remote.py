"""The service over a SPARQL 1.1 service elsewhere: everything that reads works as over the embedded store."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.graph.samples import BASE
from tests.web.running import running


@pytest.fixture(scope="module")
def beyond(server: str) -> Iterator[httpx.Client]:
    """A client of a server whose store is the other server's ``/sparql``."""
    with running(f"{server}/sparql", base=BASE) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/sparql?query=ASK{}", "application/sparql-results+json"),
        ("/sparql?query=CONSTRUCT WHERE { ?s ?p '7' }", "application/n-triples"),
        ("/sparql?query=SELECT ?s { ?s ?p '7' }&format=csv", "text/csv"),
        ("/graphs?graph=http://e/numbers", "text/turtle"),
        ("/id/A/RES/999/1~I.op1", "application/ld+json"),
        ("/id/A/RES/999/1", "application/n-triples"),
        ("/api/documents", "application/json"),
        ("/api/documents/A/RES/999/1@en", "application/json"),
        ("/api/queries/check-01-dangling-citation", "application/json"),
        ("/.well-known/void", "text/turtle"),
    ],
)
def test_a_service_on_a_service_gives_the_same(
    beyond: httpx.Client, client: httpx.Client, path: str, media: str
) -> None:
    there, here = (one.get(path, headers={"Accept": media}) for one in (beyond, client))
    assert there.status_code == here.status_code == 200, there.text
    assert there.headers["content-type"] == here.headers["content-type"]
    if "void" not in path:
        strip = {'"release":"2"': "", '"release":"0"': ""}
        texts = [there.text, here.text]
        for old, new in strip.items():
            texts = [one.replace(old, new) for one in texts]
        assert sorted(texts[0].splitlines()) == sorted(texts[1].splitlines())


def test_chains_need_no_embedded_store(beyond: httpx.Client) -> None:
    assert beyond.get("/api/trace/A/RES/999/1~I.op1?depth=1").json()["edges"]
    assert beyond.get("/api/mandates").json()["items"]


def test_its_releases_are_its_own_matter(beyond: httpx.Client) -> None:
    assert beyond.get("/api/releases").json()["items"] == [{"name": "0"}]
    assert beyond.get("/api/releases/1/diff/2").status_code == 404


def test_a_store_that_fails_is_a_502(beyond: httpx.Client) -> None:
    response = beyond.get(
        "/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . FILTER(STRENDS(?f, '7')) }"}
    )
    assert response.status_code in {413, 502}
    assert response.json()["status"] == response.status_code
