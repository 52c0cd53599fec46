"""The dumps of a release: one set of statements in two forms, listed where catalogues look."""

from __future__ import annotations

import gzip
from io import BytesIO

import httpx
import pyoxigraph as ox
import pytest

from graph_service.graph.jelly import MEDIA, read_jelly
from graph_service.graph.lines import sorted_quads
from tests.graph.samples import BASE


@pytest.mark.parametrize(("ending", "media"), [("jelly", MEDIA), ("jelly.gz", "application/gzip")])
def test_the_binary_dump_has_the_statements_of_the_n_quads(client: httpx.Client, ending: str, media: str) -> None:
    packed = client.get("/dumps/2.nq.gz").content
    quads = gzip.decompress(packed)
    response = client.get(f"/dumps/2.{ending}")
    assert response.status_code == 200
    assert response.headers["content-type"] == media
    assert f"unag-2.{ending}" in response.headers["content-disposition"]
    data = response.content if media == MEDIA else gzip.decompress(response.content)
    assert sorted_quads(read_jelly(BytesIO(data))) == sorted_quads(ox.parse(quads, ox.RdfFormat.N_QUADS))
    assert len(response.content) < (len(quads) / 3 if media == MEDIA else len(packed))


def test_a_dump_of_no_release_is_told(client: httpx.Client) -> None:
    for name in ("9.jelly", "x.jelly", "9.nq.gz"):
        assert client.get(f"/dumps/{name}").status_code == 404
    for ending in ("nq.gz", "jelly", "jelly.gz"):
        latest = client.get(f"/dumps/latest.{ending}", follow_redirects=False)
        assert latest.headers["location"] == f"/dumps/2.{ending}"


def test_the_dumps_are_listed(client: httpx.Client) -> None:
    newest = client.get("/api/releases").json()["items"][-1]
    assert newest["dump"] == "/dumps/2.nq.gz"
    assert newest["jelly"] == "/dumps/2.jelly.gz"
    for path in ("/.well-known/void", "/catalog"):
        text = client.get(path, headers={"Accept": "application/n-triples"}).text
        assert f"<{BASE}dumps/2.nq.gz>" in text
        assert f"<{BASE}dumps/2.jelly.gz>" in text
    assert MEDIA in text
