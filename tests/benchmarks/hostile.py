"""What is meant to knock the service over, and what ordinary visitors notice of it.

``python -m tests.benchmarks.hostile [SECONDS]`` starts ``unag serve`` as it is shipped over two hundred documents.
Four visitors ask for a lookup, a document and a chain of facts, each time a new one so that no cache helps, first
quietly, then while attackers do their worst from addresses of their own: products, unbounded paths and regular
expressions over everything, a thousand connections at once, clients that do not send or do not read, queries of
10 MB, malformed encodings, SERVICE at an inner address, FROM a file. Both take turns, since the machine may have
other work. The attackers compute at a low priority: what they need is not the service's cost.

Fails if the p99 of the visitors is more than twice the quiet one, if any of them is not answered, if an attack is
answered otherwise than it should be, or if the memory of all processes does not come back.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

from graph_service.graph.embedded import EmbeddedStore
from tests.benchmarks.kills import UNAG
from tests.benchmarks.validation import Corpus
from tests.web.running import below

DOCUMENTS = 200
VISITORS = 4
PAUSE = 0.02
CROWD = 1000
TURNS = 3
MOST = 2.0
NICE = 10
PREFIX = "PREFIX unag: <https://w3id.org/unag/ontology#> PREFIX cito: <http://purl.org/spar/cito/> "
ENTITY = "https://w3id.org/unag/id/A/RES/99/%d"
LOOKUP = PREFIX + "SELECT ?p ?o { <" + ENTITY + "> ?p ?o } # %d"
FACTS = PREFIX + "SELECT ?place ?cited { ?place unag:inDocument <" + ENTITY + "> ; cito:cites ?cited } # %d"
BURNING = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } # %d",
    "SELECT (COUNT(*) AS ?n) { ?a (!<http://x>|^!<http://x>)* ?b . ?b (!<http://y>)+ ?c } # %d",
    'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a.*)+z$")) } # %d',
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY DESC(STR(?c)) ?f # %d",
)
REFUSED = (
    b"ASK { ?s ?p '\xff\xfe' }",
    b"SELECT * { SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?o } }",
    b"SELECT * { SERVICE <http://169.254.169.254/latest/> { ?s ?p ?o } }",
    b"ASK " + b"{" * 20_000 + b"}" * 20_000,
    b"ASK {} #" + b"x" * 10_000_000,
    b"SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    b"LOAD <file:///etc/passwd>",
)
ACCEPT = "application/sparql-results+json"


@dataclass
class Seen:
    """What visitors or attackers got."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int | str] = field(default_factory=Counter)

    def p99(self) -> float:
        """The 99th percentile of the seconds."""
        return statistics.quantiles(self.seconds, n=100)[98]


def ask(link: HTTPConnection, path: str, body: bytes | None = None, media: str = "") -> int:
    """One request on a connection that stays open; its status, the answer read to its end."""
    headers = {"Accept": ACCEPT if path.startswith("/sparql") else "text/turtle"}
    if media:
        headers["Content-Type"] = media
    link.request("GET" if body is None else "POST", path, body, headers)
    with link.getresponse() as response:
        response.read()
        return response.status


def told(link: HTTPConnection, path: str) -> bytes:
    """What is answered to a request, whatever its status."""
    link.request("GET", path)
    with link.getresponse() as response:
        return response.read()


def connect(port: int, address: str) -> HTTPConnection:
    """A connection from an address of this machine, so that the service tells clients apart."""
    return HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))


def visit(port: int, number: int, seconds: float, seen: Seen) -> None:
    """One visitor, who waits a little between two requests."""
    chance, link = random.Random(number), connect(port, f"127.0.1.{number + 1}")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        document = chance.randrange(1, DOCUMENTS)
        path = chance.choice((
            f"/sparql?query={quote(LOOKUP % (document, time.monotonic_ns()))}",
            f"/sparql?query={quote(FACTS % (document, time.monotonic_ns()))}",
            f"/id/A/RES/99/{document}~op{chance.randrange(1, 9)}?{time.monotonic_ns()}",
        ))  # fmt: skip
        started = time.monotonic()
        try:
            seen.statuses[ask(link, path)] += 1
        except (OSError, HTTPException) as fault:
            seen.statuses[type(fault).__name__] += 1
            link.close()
        seen.seconds.append(time.monotonic() - started)
        time.sleep(PAUSE)
    link.close()


def visited(port: int, seconds: float, seen: Seen) -> None:
    """All visitors, for so long."""
    threads = [threading.Thread(target=visit, args=(port, one, seconds, seen)) for one in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def burn(port: int, number: int, query: str, seen: Counter[str]) -> None:
    """A query without end, asked anew as soon as it is stopped."""
    path = f"/sparql?{urlencode({'query': query % time.monotonic_ns()})}"
    status = ask(connect(port, f"127.0.2.{number + 1}"), path)
    seen[f"without end: {status}"] += 1
    if status != 503:
        time.sleep(1)


def refuse(port: int, number: int, seen: Counter[str]) -> None:
    """Everything that is refused before it is evaluated, in turn."""
    for one in REFUSED:
        link = connect(port, f"127.0.3.{number + 1}")
        try:
            status = ask(link, "/sparql", one, "application/sparql-query")
        except OSError:
            status = 413  # The service has answered and does not read the rest.
        seen[f"refused: {status}"] += 1
        link.close()
    time.sleep(0.2)


def crowd(port: int, seen: Counter[str]) -> None:
    """A thousand connections from two hundred addresses, all asking at once."""
    with contextlib.ExitStack() as stack:
        links = []
        for number in range(CROWD):
            link = stack.enter_context(socket.socket())
            link.bind((f"127.0.4.{number % 200 + 1}", 0))
            link.settimeout(60)
            link.connect(("127.0.0.1", port))
            links.append(link)
        for number, link in enumerate(links):
            query = quote(f"ASK {{ ?s ?p '{number}' }} # {time.monotonic_ns()}")
            link.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: t\r\nAccept: {ACCEPT}\r\n\r\n".encode())
        for link in links:
            seen[f"crowd: {link.recv(64).split()[1].decode()}"] += 1
    time.sleep(1)


def dawdle(port: int, seen: Counter[str]) -> None:
    """Sixty clients that send half a request, drip a body, or do not read what they asked for."""
    everything = quote(f"SELECT * {{ ?s ?p ?o }} LIMIT 100000 # {time.monotonic_ns()}")
    starts = (
        b"GET /spar",
        b"POST /sparql HTTP/1.1\r\nHost: t\r\nContent-Length: 900\r\n\r\nq",
        f"GET /sparql?query={everything} HTTP/1.1\r\nHost: t\r\nAccept: text/csv\r\n\r\n".encode(),
    )
    with contextlib.ExitStack() as stack:
        for number in range(60):
            link = stack.enter_context(socket.socket())
            link.bind((f"127.0.5.{number % 20 + 1}", 0))
            link.connect(("127.0.0.1", port))
            link.sendall(starts[number % 3])
        time.sleep(2)
    seen["dawdled"] += 60


def attack(port: int) -> None:
    """All attackers at once, each over and over until told to stop; prints what they were answered by then."""
    os.nice(NICE)
    seen: Counter[str] = Counter()

    def stop(*_: object) -> None:
        print("".join(f"{name}\t{count}\n" for name, count in sorted(seen.items())), flush=True)
        os._exit(0)

    def repeat(work: Callable[[], None]) -> None:
        while True:
            try:
                work()
            except (OSError, HTTPException, IndexError) as fault:
                seen[f"no answer: {type(fault).__name__}"] += 1

    works: list[Callable[[], None]] = [
        *(partial(burn, port, number, BURNING[number % len(BURNING)], seen) for number in range(8)),
        *(partial(refuse, port, number, seen) for number in range(2)),
        partial(crowd, port, seen),
        partial(dawdle, port, seen),
    ]
    signal.signal(signal.SIGTERM, stop)
    for work in works:
        threading.Thread(target=repeat, args=(work,), daemon=True).start()
    print("ready", flush=True)
    while True:
        signal.pause()


def memory(process: int) -> int:
    """The bytes that a process and all below it hold for themselves (what they share is counted in parts)."""
    total = 0
    for one in (process, *below(process)):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """``unag serve`` over the documents: its port and its process."""
    Corpus(folder / "texts").grow(EmbeddedStore(folder / "store"), 0, DOCUMENTS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "UNAG_QUERY_SECONDS": "5", "UNAG_LOG": "none"}
    process = subprocess.Popen(
        [*UNAG, "serve", "--store", str(folder / "store"), "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 90
        while True:
            assert time.monotonic() < deadline, "the server did not start"
            with contextlib.suppress(OSError):
                if b'"memory":true' in told(connect(port, "127.0.9.1"), "/readyz"):
                    break
            time.sleep(0.2)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def attacked(port: int, seconds: float, hostile: Seen) -> Counter[str]:
    """The visitors while the attackers, a process of their own, are at work; what the attackers were answered."""
    command = [sys.executable, "-m", "tests.benchmarks.hostile", "attack", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as attackers:
        assert attackers.stdout is not None
        assert attackers.stdout.readline() == "ready\n"
        time.sleep(2)
        visited(port, seconds, hostile)
        attackers.terminate()
        lines = [line.split("\t") for line in attackers.stdout.read().splitlines() if line]
    return Counter({name: int(count) for name, count in lines})


def measure(seconds: float) -> None:
    """The turns, printed and asserted."""
    quiet, hostile, answers = Seen(), Seen(), Counter[str]()
    with tempfile.TemporaryDirectory() as place, serving(Path(place)) as (port, process):
        visited(port, 3, Seen())
        assert ask(connect(port, "127.0.0.1"), "/api/trace/A/RES/99/1") == 200
        before = memory(process)
        for _ in range(TURNS):
            visited(port, seconds, quiet)
            answers += attacked(port, seconds, hostile)
            time.sleep(3)
        deadline = time.monotonic() + 60
        while memory(process) > 1.25 * before and time.monotonic() < deadline:
            time.sleep(1)
        after = memory(process)
    ratio = hostile.p99() / quiet.p99()
    print(f"quiet: {len(quiet.seconds)} requests, p99 {quiet.p99() * 1000:.1f} ms, {dict(quiet.statuses)}")
    print(f"under attack: {len(hostile.seconds)} requests, {dict(hostile.statuses)}")
    print(
        f"p50 {statistics.median(hostile.seconds) / statistics.median(quiet.seconds):.2f} times, p99 {ratio:.2f}"
    )
    print(f"memory afterwards {after / before:.2f} of what it was ({before / 1e6:.0f} MB)")
    for name, count in sorted(answers.items()):
        print(f"{count:6} {name}")
    assert set(quiet.statuses) == set(hostile.statuses) == {200}, "a visitor was not answered"
    assert after < 1.25 * before, "memory did not come back"
    assert ratio < MOST, "visitors notice the attack"


if __name__ == "__main__":
    if sys.argv[1:2] == ["attack"]:
        attack(int(sys.argv[2]))
    measure(float(sys.argv[1]) if len(sys.argv) > 1 else 15.0)
