"""``/id/…``: every resource in every form, loose names led to the normal one, unknown ones told."""

from __future__ import annotations

from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from tests.graph.samples import BASE

PARAGRAPH = "/id/A/RES/999/1~I.op1"
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


def get(client: httpx.Client, path: str, accept: str = "text/turtle", **parameters: str) -> httpx.Response:
    """One resource."""
    return client.get(path, headers={"Accept": accept}, params=parameters)


def triples(response: httpx.Response) -> set[str]:
    """The statements of an answer in N-Triples, Turtle or RDF/XML."""
    form = ox.RdfFormat.from_media_type(response.headers["content-type"].split(";")[0])
    return {str(one.triple) for one in ox.parse(response.content, form)}


@pytest.mark.parametrize(
    "path",
    [
        "/id/A/RES/999/1",
        PARAGRAPH,
        "/id/A/RES/999/1~fn1",
        "/id/A/RES/999/1~I.op1/cites/recall/A/999/12~para7",
        "/id/A/RES/999/1~I.op1/mandate/1",
        "/id/body/secretary-general",
        "/id/A/999/12~para7",
        "/id/A/RES/999/1@en",
    ],
)
def test_every_kind_of_resource_answers_in_every_form(client: httpx.Client, path: str) -> None:
    known = triples(get(client, path, "application/n-triples"))
    assert any(f"<{BASE}{path[1:]}>" in one for one in known)
    for media in GRAPHS[:3]:
        assert triples(get(client, path, media)) == known
    found = get(client, path, "application/ld+json")
    assert found.json()["@context"] == f"{BASE}context.jsonld"


@pytest.mark.parametrize(
    "path", ["/id/A/RES/999/1", PARAGRAPH, "/id/A/RES/999/1~I.op1/mandate/1", "/id/body/secretary-general"]
)
def test_the_framed_form_says_the_same_as_the_graph(client: httpx.Client, path: str) -> None:
    """A JSON-LD processor reads from our nested form exactly the statements of the N-Triples form."""
    jsonld = pytest.importorskip("pyld").jsonld
    context: Any = client.get("/context.jsonld").json()
    document = {**get(client, path, "application/ld+json").json(), "@context": context["@context"]}
    lines = jsonld.to_rdf(document, {"format": "application/n-quads", "processingMode": "json-ld-1.1"})
    read = {str(one.triple) for one in ox.parse(lines, ox.RdfFormat.N_QUADS)}
    assert read == triples(get(client, path, "application/n-triples"))


def test_a_paragraph_comes_with_its_citations_nested(client: httpx.Client) -> None:
    found = get(client, PARAGRAPH, "application/ld+json").json()
    assert found["id"].endswith("A/RES/999/1~I.op1")
    assert {one["function"] for one in found["citations"]} == {"recall"}
    assert any(one.get("target", "").endswith("A/999/12~para7") for one in found["citations"])
    assert found["hasMandates"][0]["addressee"].endswith("body/secretary-general")
    assert "@included" not in found


def test_links_lead_to_the_other_forms(client: httpx.Client) -> None:
    response = get(client, PARAGRAPH)
    assert f'<{BASE}id/A/RES/999/1~I.op1>; rel="canonical"' in response.headers["link"]
    assert response.headers["content-location"] == f"{PARAGRAPH}?format=ttl"
    for form in ("ttl", "nt", "rdf", "jsonld"):
        assert f"{PARAGRAPH}?format={form}>" in response.headers["link"]
        assert client.get(PARAGRAPH, params={"format": form}).status_code == 200


@pytest.mark.parametrize(
    ("loose", "normal"),
    [
        ("/id/66/257", "/id/A/RES/66/257"),
        ("/id/a/res/999/1~i.op1", PARAGRAPH),
        ("/id/https://docs.un.org/en/A/RES/999/1", "/id/A/RES/999/1@en"),
        ("/en/A/RES/999/1", "/id/A/RES/999/1@en"),
        ("/akn/un/statement/deliberation/un-ga/2944-10-02/999-1", "/id/A/RES/999/1"),
        ("/akn/un/statement/deliberation/un-ga/2944-10-02/999-1/~sec_I__para_1", PARAGRAPH),
    ],
)
def test_other_names_lead_to_the_normal_one(client: httpx.Client, loose: str, normal: str) -> None:
    response = get(client, loose)
    assert response.status_code in {301, 303}
    assert response.headers["location"] == normal


def test_a_head_request_tells_what_get_would(client: httpx.Client) -> None:
    for path in (PARAGRAPH, "/api/documents", "/dumps/2.nq.gz", "/healthz"):
        head, whole = client.head(path), client.get(path)
        assert head.status_code == whole.status_code == 200
        assert not head.content
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_a_redirect_keeps_the_format(client: httpx.Client) -> None:
    response = get(client, "/id/66/257", format="nt")
    assert response.headers["location"] == "/id/A/RES/66/257?format=nt"


def test_unknown_resources_come_with_the_nearest(client: httpx.Client) -> None:
    response = get(client, "/id/A/RES/999/1~I.op7")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert "A/RES/999/1~I.op1" in response.json()["nearest"]
    assert "A/RES/999/1" in get(client, "/id/A/RES/999/4").json()["nearest"]


def test_ambiguous_names_come_with_what_they_may_mean(client: httpx.Client) -> None:
    found = get(client, "/id/17/22").json()
    assert found["status"] == 404
    assert "A/HRC/RES/17/22" in found["nearest"]


def test_an_unchanged_resource_is_not_sent_again(client: httpx.Client) -> None:
    tag = get(client, PARAGRAPH).headers["etag"]
    response = client.get(PARAGRAPH, headers={"Accept": "text/turtle", "If-None-Match": tag})
    assert response.status_code == 304
    assert response.headers["x-release"] == "2"


def test_a_browser_gets_a_page(client: httpx.Client) -> None:
    response = get(client, "/id/A/RES/999/1", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert response.headers["content-type"].startswith("text/html")
    assert "content-security-policy" in response.headers
    assert response.headers.get_list("referrer-policy") == [response.headers["referrer-policy"]]
