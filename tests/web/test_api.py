"""The JSON API: lists with filters and cursors, one document, chains, the register, queries, search, releases."""

from __future__ import annotations

import csv
import gzip
import io
from typing import Any

import httpx
import pytest

from graph_service.facts import to_json
from tests.graph.samples import BASE, resolution

LISTS = (
    "/api/documents?loaded=false",
    "/api/mandates",
    "/api/search?q=tidy",
    "/api/queries/check-01-dangling-citation",
)


def read(client: httpx.Client, path: str, **parameters: Any) -> Any:
    """The JSON of a successful answer."""
    response = client.get(path, params=parameters or None)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_document_comes_back_as_it_was_described(client: httpx.Client) -> None:
    """What the graph keeps of a document, read back, is what was taken in."""
    found = read(client, "/api/documents/A/RES/999/1@en")
    told = to_json(resolution())
    for name in ("symbol", "language", "kind", "title", "adopted", "distributed", "session", "meeting"):
        assert found[name] == told[name], name
    assert [one["id"] for one in found["paragraphs"]] == [one["id"] for one in told["paragraphs"]]
    for ours, theirs in zip(found["paragraphs"], told["paragraphs"], strict=True):
        assert ours["kind"] == theirs["kind"]
        assert ours["span"] == theirs["span"]
        assert ours["marks"] == theirs["marks"]
        assert [one["function"] for one in ours["acts"]] == [one["function"] for one in theirs["acts"]]
        targets = sorted((one["target"] or "", one["function"], one["status"]) for one in theirs["citations"])
        assert (
            sorted((one["target"] or "", one["function"], one["status"]) for one in ours["citations"]) == targets
        )
        assert len(ours["mandates"]) == len(theirs["mandates"])
    assert [(one["number"], one["targets"]) for one in found["footnotes"]] == [
        (one["number"], one["targets"]) for one in told["footnotes"]
    ]


def test_words_come_only_when_asked_for(client: httpx.Client) -> None:
    assert "text" not in read(client, "/api/documents/A/RES/999/1")["paragraphs"][0]
    with_text = read(client, "/api/documents/A/RES/999/1", **{"with-text": "true"})
    assert with_text["paragraphs"][0]["text"].startswith("Having considered")


def test_one_paragraph_can_be_asked_for(client: httpx.Client) -> None:
    found = read(client, "/api/documents/A/RES/999/1~I.op1")
    assert [one["id"] for one in found["paragraphs"]] == ["I.op1"]


def test_unknown_documents_and_languages_are_told(client: httpx.Client) -> None:
    response = client.get("/api/documents/A/RES/999/1@fr")
    assert response.status_code == 404
    assert response.json()["nearest"] == ["A/RES/999/1@en"]
    assert client.get("/api/documents/A/RES/888/1").status_code == 404


def test_pages_follow_one_another_without_gap_or_repetition(client: httpx.Client) -> None:
    whole = [one["symbol"] for one in read(client, "/api/documents?loaded=false&size=1000")["items"]]
    assert len(whole) == len(set(whole)) > 2
    found: list[str] = []
    address: str | None = "/api/documents?loaded=false&size=1"
    while address:
        response = client.get(address)
        page = response.json()
        found += [one["symbol"] for one in page["items"]]
        address = page["next"]
        assert ("link" in response.headers) is bool(address)
    assert found == whole == sorted(whole)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 1),
        ({"kind": "Resolution"}, 1),
        ({"kind": "Charter"}, 0),
        ({"language": "en"}, 1),
        ({"language": "zh"}, 0),
        ({"session": 999}, 1),
        ({"text": "TIDY"}, 1),
        ({"text": '") } #'}, 0),
        ({"since": "2945-01-01"}, 0),
        ({"until": "2945-01-01"}, 1),
        ({"cites": "A/999/12"}, 1),
        ({"body": "general-assembly"}, 1),
    ],
)
def test_documents_are_filtered(client: httpx.Client, filters: dict[str, Any], count: int) -> None:
    assert len(read(client, "/api/documents", **filters)["items"]) == count


@pytest.mark.parametrize("path", LISTS)
def test_every_list_comes_as_csv_too(client: httpx.Client, path: str) -> None:
    sign = "&" if "?" in path else "?"
    response = client.get(f"{path}{sign}format=csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    by_accept = client.get(path, headers={"Accept": "text/csv"})
    assert by_accept.text == response.text
    assert len(rows) == len(read(client, path)["items"])


def test_bad_parameters_are_problems(client: httpx.Client) -> None:
    for path in (
        "/api/documents?session=many",
        "/api/documents?size=0",
        "/api/documents?after=%25%25",
        "/api/documents?format=docx",
        "/api/trace/A/RES/999/1?direction=sideways",
        "/api/mandates?lifecycle=unheard",
        "/api/paths?from=A/RES/999/1",
        "/api/queries/check-01-dangling-citation?unknown=1",
    ):
        response = client.get(path)
        assert response.status_code == 400, path
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]


def test_a_chain_leads_from_citing_to_cited(client: httpx.Client) -> None:
    found = read(client, "/api/trace/A/RES/999/1~I.op1", depth=1)
    assert ("A/RES/999/1~I.op1", "A/999/12~para7") in {(one["source"], one["target"]) for one in found["edges"]}
    assert found["release"] == "2"
    assert client.get("/api/trace/A/RES/999/1?format=dot").text.startswith("digraph")
    nearest = client.get("/api/trace/A/RES/999/9").json()
    assert nearest["status"] == 404


def test_ways_between_places(client: httpx.Client) -> None:
    found = read(client, "/api/paths", **{"from": "A/RES/999/1", "to": "A/999/12"})
    assert found["items"]
    assert found["total"] == len(found["items"])


def test_the_register_and_a_lineage(client: httpx.Client) -> None:
    found = read(client, "/api/mandates", addressee="secretary-general")
    assert found["total"] == len(found["items"]) > 0
    one = found["items"][0]["mandate"]
    lineage = read(client, f"/api/mandates/{one}/lineage")
    assert lineage["mandates"][0]["mandate"] == one
    assert client.get("/api/mandates/A/RES/999/1~I.op9/mandate/1/lineage").status_code == 404


def test_named_queries_tell_what_they_take(client: httpx.Client) -> None:
    items = read(client, "/api/queries")["items"]
    assert len(items) > 5
    for one in items[:3]:
        response = client.get(one["address"], params=one["example"])
        assert response.status_code == 200
        results = client.get(one["address"], params={**one["example"], "format": "xml"})
        assert results.headers["content-type"] == "application/sparql-results+xml"
    assert client.get("/api/queries/none-such").json()["nearest"]


def test_search_finds_words_and_places(client: httpx.Client) -> None:
    assert read(client, "/api/search", q="tidy")["items"]
    assert read(client, "/api/search", q="A/RES/999/1~I.op1")["items"][0]["locator"] == "A/RES/999/1~I.op1"
    page = read(client, "/api/search", q="tidy", size=1)
    assert page["next"]
    assert read(client, page["next"])["items"] != page["items"]


def test_releases_and_their_difference(client: httpx.Client) -> None:
    items = read(client, "/api/releases")["items"]
    assert [one["name"] for one in items] == ["1", "2"]
    found = read(client, "/api/releases/1/diff/2", size=5)
    assert found["counts"] == {"added": 3000, "removed": 0}
    assert len(found["added"]) == 5
    assert client.get("/api/releases/1/diff/9").status_code == 404
    assert client.get("/api/releases/1/diff/2?format=text").text.startswith("+ <http://e/")


def test_a_dump_is_the_release_and_sorted(client: httpx.Client) -> None:
    response = client.get("/dumps/latest.nq.gz", follow_redirects=True)
    lines = gzip.decompress(response.content).splitlines()
    assert len(lines) == read(client, "/api/releases")["items"][-1]["statements"]
    numbers = [one for one in lines if one.endswith(b"<http://e/numbers> .")]
    assert numbers == sorted(numbers)
    assert len(numbers) == 3000
    part = client.get("/dumps/2.nq.gz", headers={"Range": "bytes=0-9"})
    assert part.status_code == 206
    assert part.content == response.content[:10]
    assert client.get("/dumps/9.nq.gz").status_code == 404


@pytest.mark.parametrize("path", ["/ontology", "/shapes", "/.well-known/void", "/catalog"])
def test_descriptions_come_in_every_graph_format(client: httpx.Client, path: str) -> None:
    for media in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"):
        response = client.get(path, headers={"Accept": media})
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(media)
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_the_dataset_tells_its_size_and_its_dump(client: httpx.Client) -> None:
    text = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    statements = read(client, "/api/releases")["items"][-1]["statements"]
    assert f'<http://rdfs.org/ns/void#triples> "{statements}"' in text
    assert f"<{BASE}dumps/2.nq.gz>" in text


def test_those_who_run_it_see_its_state(client: httpx.Client) -> None:
    assert read(client, "/healthz")["status"] == "ok"
    assert read(client, "/readyz")["workers"] >= 2
    text = client.get("/metrics").text
    assert 'unag_requests_total{route="/healthz",status="200"}' in text
    assert "unag_release 2.0" in text


def test_the_documentation_loads_from_here_alone(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert "://" not in page.text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        assert client.get(f"/docs/{name}").status_code == 200


def test_the_description_says_everything(client: httpx.Client) -> None:
    """Every operation has a summary, documented errors, and every parameter a description."""
    described = read(client, "/openapi.json")
    assert "Problem" in described["components"]["schemas"]
    operations = [
        (path, method, one) for path, methods in described["paths"].items() for method, one in methods.items()
    ]
    assert len(operations) > 20
    for path, method, one in operations:
        assert one.get("summary"), (method, path)
        assert one["responses"], (method, path)
        for parameter in one.get("parameters", ()):
            known = parameter.get("description") or parameter["in"] == "path" or path in {"/sparql", "/graphs"}
            assert known or parameter["name"] in {"format"}, (path, parameter)
