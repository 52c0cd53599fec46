"""Writes by HTTP: who may, what SHACL refuses, the release that each publishes, and what happens meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx
import pytest

from graph_service.graph.describe import describe
from graph_service.graph.embedded import EmbeddedStore
from tests.graph.samples import BASE, resolution
from tests.web.running import WRITER, below, running

GRAPH = "http://example.org/g"
TURTLE = {"Content-Type": "text/turtle"}
ONE = b"<http://example.org/s> <http://example.org/p> 1 ."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store's folder."""
    return tmp_path_factory.mktemp("written")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    """A client of a server that takes writes without checking them."""
    options = {"validate_writes": False, "update": True, "body_bytes": 1_000_000, "client_queries": 4}
    with running(folder, base=BASE, **options) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def put(client: httpx.Client, data: bytes = ONE, graph: str = GRAPH, **headers: str) -> httpx.Response:
    """A graph, put by the holder of a token."""
    return client.put("/graphs", params={"graph": graph}, content=data, headers={**WRITER, **TURTLE, **headers})


@pytest.mark.parametrize(
    ("authorization", "status"),
    [("", 401), ("Basic eA==", 401), ("Bearer wrong", 403), ("Bearer", 401)],
)
def test_only_holders_of_a_token_write(client: httpx.Client, authorization: str, status: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for method, path in (
        ("PUT", "/graphs?default"),
        ("DELETE", "/graphs?default"),
        ("POST", "/graphs"),
        ("POST", "/api/documents?name=x.txt"),
    ):
        response = client.request(method, path, content=ONE, headers={**headers, **TURTLE})
        assert response.status_code == status, path
        assert ("www-authenticate" in response.headers) is (status == 401)
    response = client.post("/sparql", data={"update": "CLEAR ALL"}, headers=headers)
    assert response.status_code == status


def test_each_write_publishes_a_release_that_is_read_at_once(client: httpx.Client) -> None:
    query = {"query": f"SELECT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}", "format": "csv"}
    for number in range(3):
        data = f"<http://example.org/s> <http://example.org/p> {number} .".encode()
        written = put(client, data)
        assert written.status_code in {201, 204}
        read = client.get("/sparql", params=query)
        assert read.text.split() == ["o", str(number)]
        assert read.headers["x-release"] == written.headers["x-release"]


def test_a_release_written_by_another_process_is_seen(client: httpx.Client, folder: Path) -> None:
    release = EmbeddedStore(folder).replace(
        {"http://example.org/other": b"<http://e/s> <http://e/p> <http://e/o> .\n"}
    )
    response = client.get("/graphs", params={"graph": "http://example.org/other"})
    assert response.status_code == 200
    assert response.headers["x-release"] == release


def test_graphs_have_their_own_addresses(client: httpx.Client) -> None:
    """The graph of a document answers at its own IRI's path and directly under /graphs."""
    data = b"<http://example.org/s> <http://example.org/p> 2 ."
    assert client.put("/graphs/A/RES/999/1@en", content=data, headers={**WRITER, **TURTLE}).status_code == 201
    for path in ("/graph/A/RES/999/1@en", "/graphs/A/RES/999/1@en", f"/graphs?graph={BASE}graph/A/RES/999/1@en"):
        assert client.get(path, headers={"Accept": "application/n-triples"}).text.count("\n") == 1
    listed = client.get("/graphs", headers={"Accept": "application/n-triples"}).text
    assert f"<{BASE}graph/A/RES/999/1@en>" in listed


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/graphs?graph=relative", TURTLE, ONE, 400),
        ("/graphs?graph=http://a/&default", TURTLE, ONE, 400),
        ("/graphs?graph=http://a/", {"Content-Type": "text/csv"}, ONE, 415),
        ("/graphs?graph=http://a/", TURTLE, b"no turtle", 400),
        ("/graphs?graph=http://a/", TURTLE, b"#" * 1_000_001, 413),
        ("/graphs", TURTLE, ONE, 400),
    ],
)
def test_wrong_writes_are_problems(
    client: httpx.Client, path: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    response = client.put(path, content=body, headers={**WRITER, **headers})
    assert response.status_code == status
    assert response.json()["status"] == status


def test_other_methods_are_not_for_graphs(client: httpx.Client) -> None:
    response = client.patch("/graphs?default", content=ONE, headers=WRITER)
    assert response.status_code == 405
    assert "PUT" in response.headers["allow"]


def test_one_client_gets_no_more_than_its_share(client: httpx.Client) -> None:
    """With four at once, ten slow requests of one client leave some answered 429, and none without an answer."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o . ?q ?r ?t }"
    statuses: list[int] = []

    def ask(number: int) -> None:
        response = httpx.get(f"{client.base_url}/sparql", params={"query": f"{slow} #{number}"}, timeout=60)
        statuses.append(response.status_code)

    threads = [Thread(target=ask, args=(number,)) for number in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(statuses) == 10
    assert set(statuses) <= {200, 429, 503}


def test_writes_that_shacl_refuses_leave_the_release(tmp_path: Path) -> None:
    pytest.importorskip("graph_service.publishing", reason="the pipeline is not whole")
    good = describe(resolution(), BASE)
    name = f"{BASE}graph/A/RES/999/1@en"
    quads = {"Content-Type": "application/n-triples"}
    with running(tmp_path, base=BASE) as address, httpx.Client(base_url=address, timeout=120) as client:
        triples = good.replace(f" <{name}> .\n".encode(), b" .\n")
        first = client.put("/graphs", params={"graph": name}, content=triples, headers={**WRITER, **quads})
        assert first.status_code == 201, first.text
        release = first.headers["x-release"]
        lines = [one for one in triples.splitlines(keepends=True) if b"hasCitingEntity" not in one]
        second = client.put(
            "/graphs", params={"graph": name}, content=b"".join(lines), headers={**WRITER, **quads}
        )
        assert second.status_code == 422, second.text
        assert second.json()["report"]
        assert client.get("/healthz").json()["release"] == release


def test_a_service_without_tokens_takes_no_writes(tmp_path: Path) -> None:
    with running(tmp_path, tokens=()) as address:
        response = httpx.put(f"{address}/graphs?default", content=ONE, headers={**WRITER, **TURTLE})
        assert response.status_code == 403


def test_a_stopping_service_leaves_no_process(tmp_path: Path) -> None:
    before = set(below(os.getpid()))
    with running(tmp_path) as address:
        assert httpx.get(f"{address}/readyz").json()["workers"] == 2
        started_here = set(below(os.getpid())) - before
        assert len(started_here) == 3
    assert not started_here & set(below(os.getpid()))
    started = time.monotonic()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/healthz")
    assert time.monotonic() - started < 5
