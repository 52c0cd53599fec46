"""``unag serve`` as a process: started, asked, and told to stop while it is at work."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx

from graph_service.graph.embedded import EmbeddedStore

UNAG = (sys.executable, "-c", "from graph_service.cli import main; main()")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q }"


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server process and its address, answering."""
    store = EmbeddedStore(folder / "store")
    store.replace({"http://e/g": "".join(f'<http://e/{n}> <http://e/p> "{n}" .\n' for n in range(2000)).encode()})
    store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "UNAG_WORKERS": "1", "UNAG_WARM": "false", "UNAG_QUERY_SECONDS": "60"}
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
        process.wait(15)
        assert [one for one in there if Path(f"/proc/{one}").exists()] == []


def test_a_server_at_work_ends_within_its_grace_and_leaves_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, address):
        statuses: list[int] = []

        def ask() -> None:
            try:
                statuses.append(httpx.get(f"{address}/sparql", params={"query": SLOW}, timeout=60).status_code)
            except httpx.HTTPError:
                statuses.append(0)

        asking = Thread(target=ask)
        asking.start()
        time.sleep(1)
        there = workers(process)
        assert there
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(25)
        assert time.monotonic() - started < 20
        asking.join(10)
        assert len(statuses) == 1
        left = [one for one in there if Path(f"/proc/{one}").exists()]
        assert left == []
    store = EmbeddedStore(tmp_path / "store", read_only=True)
    assert store.release == "1"


def test_a_server_writes_one_line_for_a_request(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, address):
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {} # once"}).status_code == 200
        time.sleep(0.2)
        lines = [one for one in (tmp_path / "log").read_text().splitlines() if "/sparql" in one]
    assert len(lines) == 1
