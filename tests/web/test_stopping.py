"""``unag serve`` as a process: started, asked, and told to stop while it is at work."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from graph_service.graph.embedded import EmbeddedStore

UNAG = (sys.executable, "-c", "from graph_service.cli import main; main()")
ROWS = 2500
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) > 0) }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q }"


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server process and its address, answering."""
    store = EmbeddedStore(folder / "store")
    store.replace({"http://e/g": "".join(f'<http://e/{n}> <http://e/p> "{n}" .\n' for n in range(ROWS)).encode()})
    store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "UNAG_WORKERS": "1", "UNAG_WARM": "false", "UNAG_QUERY_SECONDS": "60"} | variables
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*UNAG, "serve", "--store", str(folder / "store"), "--port", str(port)],
            env=environment, cwd=folder, stdout=log, stderr=log,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not answers(address):
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield process, address
    finally:
        process.kill()
        process.wait(10)


def answers(address: str) -> bool:
    """Whether a server answers there."""
    try:
        return httpx.get(f"{address}/readyz", timeout=10).status_code == 200
    except httpx.HTTPError:
        return False


def ask(address: str, query: str) -> httpx.Response:
    """The answer to a query, however long it takes."""
    accept = {"Accept": "application/sparql-results+json"}
    return httpx.get(f"{address}/sparql", params={"query": query}, headers=accept, timeout=60)


def alive(processes: list[int]) -> list[int]:
    """Those of the processes that are still there."""
    return [one for one in processes if Path(f"/proc/{one}").exists()]


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that it has started."""
    told = subprocess.run(
        ["ps", "--ppid", str(process.pid), "-o", "pid="], capture_output=True, text=True, check=False
    )
    return [int(one) for one in told.stdout.split()]


def test_a_server_at_rest_ends_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, _):
        there = workers(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
        assert alive(there) == []


def test_a_request_under_way_is_answered_before_the_server_ends(tmp_path: Path) -> None:
    # Time enough on a machine that does other work too: the query is one of those that let others go first.
    ample = {"UNAG_STOP_SECONDS": "28", "UNAG_QUERY_SECONDS": "28"}
    with serving(tmp_path, **ample) as (process, address), ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, address, LONG)
        time.sleep(0.5)
        assert not answer.done(), "the query is too short to tell anything"
        process.send_signal(signal.SIGTERM)
        assert answer.result(30).status_code == 200
        assert answer.result().json()["results"]["bindings"][0]["n"]["value"] == str(ROWS * ROWS)
        assert process.wait(20) == 0


def test_what_does_not_end_within_the_grace_is_told_why(tmp_path: Path) -> None:
    """One worker: the first request is at work in it, the other two wait for it."""
    with serving(tmp_path, UNAG_STOP_SECONDS="1") as (process, address), ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(ask, address, f"{SLOW} #{number}") for number in range(3)]
        time.sleep(1)
        there = workers(process)
        assert there
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        for answer in (one.result(20) for one in waiting):
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
            assert "shutting down" in answer.json()["detail"]
        assert process.wait(20) == 0
        assert time.monotonic() - started < 8
        assert alive(there) == []
    assert EmbeddedStore(tmp_path / "store", read_only=True).release == "1"


def test_who_never_sends_the_rest_does_not_keep_the_server(tmp_path: Path) -> None:
    with serving(tmp_path, UNAG_STOP_SECONDS="1") as (process, address):
        place = urlsplit(address)
        with socket.create_connection((place.hostname or "", place.port or 0)) as link:
            link.sendall(b"POST /sparql HTTP/1.1\r\nHost: t\r\nContent-Length: 900\r\n\r\nquery=")
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


def test_no_worker_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, address), ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, address, SLOW)
        time.sleep(1)
        there = workers(process)
        assert there
        process.kill()
        process.wait(10)
        assert isinstance(answer.exception(10), httpx.HTTPError)
        deadline = time.monotonic() + 5
        while left := alive(there):
            assert time.monotonic() < deadline, left
            time.sleep(0.05)


def test_a_server_writes_one_line_for_a_request(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, address):
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {} # once"}).status_code == 200
        time.sleep(0.2)
        lines = [one for one in (tmp_path / "log").read_text().splitlines() if "/sparql" in one]
    assert len(lines) == 1


def test_a_query_ends_when_its_client_has_gone(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, address):
        parts = urlsplit(address)
        link = socket.create_connection((str(parts.hostname), int(parts.port or 0)))
        query = httpx.QueryParams({"query": SLOW})
        link.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: t\r\n\r\n".encode())
        wait_for_busy(address, 1)
        link.close()
        wait_for_busy(address, 0)
        assert ask(address, "ASK { ?s ?p '7' }").json()["boolean"] is True


def wait_for_busy(address: str, count: int) -> None:
    """Waits until so many workers are at work, at most ten seconds: a sixth of what a query may take."""
    deadline = time.monotonic() + 10
    while f"unag_workers_busy {count}.0" not in httpx.get(f"{address}/metrics").text:
        assert time.monotonic() < deadline
        time.sleep(0.05)
