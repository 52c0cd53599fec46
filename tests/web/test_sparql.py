"""``/sparql`` as people and programs use it, beyond the W3C's manifests."""

from __future__ import annotations

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.web.running import awaited

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def ask(client: httpx.Client, query: str, accept: str = "", **parameters: str) -> httpx.Response:
    """A query by GET."""
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", params={"query": query, **parameters}, headers=headers)


def test_an_answer_names_its_release_and_can_be_kept(client: httpx.Client) -> None:
    first = ask(client, "SELECT ?s { ?s ?p '7' }")
    assert first.status_code == 200
    assert first.headers["x-release"] == "2"
    assert first.headers["access-control-allow-origin"] == "*"
    again = client.get(first.request.url, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    ("query", "form", "media"),
    [
        ("SELECT ?s { ?s ?p '7' }", "csv", "text/csv; charset=utf-8"),
        ("SELECT ?s { ?s ?p '7' }", "xml", "application/sparql-results+xml"),
        ("ASK {}", "json", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p '7' }", "nt", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p '7' }", "xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p '7' }", "jsonld", "application/ld+json"),
        ("DESCRIBE <http://e/7>", "trig", "application/trig"),
    ],
)
def test_format_comes_before_accept(client: httpx.Client, query: str, form: str, media: str) -> None:
    response = ask(client, query, accept="image/png", format=form)
    assert response.status_code == 200
    assert response.headers["content-type"] == media


def test_an_unacceptable_format_is_a_problem(client: httpx.Client) -> None:
    response = ask(client, "ASK {}", accept="image/png")
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert "sparql-results+json" in response.json()["do"]


def test_a_syntax_error_says_line_and_column(client: httpx.Client) -> None:
    found = ask(client, "SELECT ?s {\n  ?s ?p }").json()
    assert (found["status"], found["line"], found["code"]) == (400, 2, "QueryError")
    assert found["column"] > 3


def test_forms_are_decoded_once(client: httpx.Client) -> None:
    query = 'SELECT ("http://e/a%2Fb+c" AS ?x) {}'
    response = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert response.text.splitlines()[1] == "http://e/a%2Fb+c"


def test_broken_encodings_are_refused(client: httpx.Client) -> None:
    assert client.get("/sparql?query=%ff%fe").status_code == 400
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sparql", content=b"query=%ff", headers=form).status_code == 400
    direct = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=b"ASK { \xff }", headers=direct).status_code == 400


def test_a_query_past_its_time_is_a_503_and_the_next_is_not_slower(client: httpx.Client) -> None:
    started = time.monotonic()
    response = ask(client, SLOW)
    assert response.status_code == 503
    assert "2 seconds" in response.json()["detail"]
    assert "retry-after" in response.headers
    assert 1.9 < time.monotonic() - started < 6
    started = time.monotonic()
    assert ask(client, "ASK { ?s ?p '8' }").status_code == 200
    assert time.monotonic() - started < 1.5


def test_slow_queries_leave_room_for_quick_ones(client: httpx.Client) -> None:
    with ThreadPoolExecutor(3) as pool:
        slow = pool.submit(ask, client, SLOW + " LIMIT 7")
        time.sleep(0.2)
        started = time.monotonic()
        assert ask(client, "ASK { ?s ?p '9' }").status_code == 200
        assert time.monotonic() - started < 1.5
        assert slow.result().status_code == 503


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("ASK " + "{" * 5000, 400),
        ("ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", 400),
        ("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . FILTER(STRENDS(?f, '7')) }", 413),
        ("CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f . FILTER(STRENDS(?f, '9')) }", 413),
        ("#" * 30_000, 413),
    ],
)
def test_hostile_queries_are_answered_within_limits(client: httpx.Client, query: str, status: int) -> None:
    data = {"query": query}
    response = client.post("/sparql", data=data)
    assert response.status_code == status
    assert response.json()["status"] == status
    assert ask(client, "ASK {}").json()["boolean"] is True


def test_what_ends_a_worker_ends_only_its_answer(client: httpx.Client) -> None:
    """Thousands of unions nest in the engine's tree without a bracket inside another."""
    deep = "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 900) + " }"
    response = client.post("/sparql", data={"query": deep})
    assert response.status_code in {200, 400, 503}
    assert ask(client, "ASK {}").status_code == 200


def test_a_10_megabyte_query_is_refused_unread(client: httpx.Client) -> None:
    response = client.post(
        "/sparql", content=b"x" * 10_000_000, headers={"Content-Type": "application/sparql-query"}
    )
    assert response.status_code == 413


def test_from_a_file_reads_no_file(client: httpx.Client) -> None:
    response = ask(client, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert response.status_code == 200
    assert response.json()["results"]["bindings"] == []


def test_many_rows_come_whole(client: httpx.Client) -> None:
    response = ask(client, "SELECT ?s ?o { GRAPH <http://e/numbers> { ?s ?p ?o } }", format="xml")
    assert response.content.count(b"<result>") == 3000
    assert int(response.headers["content-length"]) == len(response.content) > 262_144


def test_answers_are_compressed_when_asked(client: httpx.Client) -> None:
    response = ask(client, "SELECT ?s { ?s ?p ?o } LIMIT 100")
    assert response.headers["content-encoding"] == "gzip"
    plain = client.get(response.request.url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content
    assert plain.headers["etag"] != response.headers["etag"]


def test_volatile_answers_are_not_kept(client: httpx.Client) -> None:
    found = {ask(client, "SELECT (RAND() AS ?x) {}").text for _ in range(3)}
    assert len(found) == 3
    assert ask(client, "SELECT (RAND() AS ?x) {}").headers["cache-control"] == "no-store"


def test_a_head_request_has_no_body(client: httpx.Client) -> None:
    response = client.head("/sparql", params={"query": "ASK {}"})
    assert response.status_code == 200
    assert not response.content


def test_other_methods_are_told_what_is_allowed(client: httpx.Client) -> None:
    response = client.put("/sparql", content=b"x")
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]


def test_updates_are_off_without_the_setting(client: httpx.Client) -> None:
    response = client.post("/sparql", data={"update": "CLEAR ALL"})
    assert response.status_code == 403


def test_a_browser_may_ask_first(client: httpx.Client) -> None:
    response = client.options("/sparql", headers={"Origin": "http://x", "Access-Control-Request-Method": "POST"})
    assert response.status_code == 204
    assert "POST" in response.headers["access-control-allow-methods"]
    assert "authorization" not in response.headers["access-control-allow-headers"].lower()


def test_a_crowd_is_answered_and_nobody_is_dropped(server: str, client: httpx.Client) -> None:
    """Many connections at once, some of them slow to speak: every one gets an answer with a reason."""
    address = httpx.URL(server)
    silent = [socket.create_connection((address.host, address.port or 80)) for _ in range(50)]
    for one in silent:
        one.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: ")
    try:
        statuses = awaited(crowd(server, 150))
    finally:
        for one in silent:
            one.close()
    assert len(statuses) == 150
    assert set(statuses) <= {200, 429, 503}
    assert statuses.count(200) > 30
    assert ask(client, "ASK {}").status_code == 200


async def crowd(server: str, size: int) -> list[int]:
    """The statuses that so many requests get which all begin at once."""
    limits = httpx.Limits(max_connections=size)
    async with httpx.AsyncClient(base_url=server, timeout=60, limits=limits) as client:
        asked = (client.get("/sparql", params={"query": f"ASK {{ ?s ?p '{n}' }}"}) for n in range(size))
        return [one.status_code for one in await asyncio.gather(*asked)]
