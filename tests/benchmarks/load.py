"""Questions to the grown corpus as its users write them, and a load generator that is no bottleneck."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import cast
from urllib.parse import quote

import uvloop

from tests.benchmarks.grown import BASE, Grown

LOOKUP = """\
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>

SELECT DISTINCT ?cited ?function ?status ?evidence WHERE {
  ?citation cito:hasCitingEntity <START> ; cito:hasCitedEntity ?cited ;
    unag:function ?function ; unag:resolutionStatus ?status ; unag:evidence ?evidence .
}
"""
DOCUMENT = """\
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>

SELECT DISTINCT ?paragraph ?order ?text ?cited WHERE {
  ?paragraph unag:inDocument <START> ; unag:orderKey ?order .
  ?words eli:realizes ?paragraph ; unag:text ?text .
  OPTIONAL { ?paragraph cito:cites ?cited }
} ORDER BY ?order ?paragraph ?cited
"""
CHAIN = """\
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>

SELECT DISTINCT ?function ?cited ?part ?nextFunction ?behind WHERE {
  ?citation cito:hasCitingEntity <START> ; unag:function ?function ; cito:hasCitedEntity ?cited .
  ?cited ^eli:is_part_of* ?part .
  ?next cito:hasCitingEntity ?part ; unag:function ?nextFunction ; cito:hasCitedEntity ?behind .
}
"""
BY_DOCUMENT = """\
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>

SELECT ?cited (COUNT(DISTINCT ?citation) AS ?citations) WHERE {
  ?paragraph unag:inDocument <START> .
  ?citation cito:hasCitingEntity ?paragraph ; unag:citedDocument ?cited .
} GROUP BY ?cited ORDER BY DESC(?citations) ?cited
"""
BY_FUNCTION = """\
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>

SELECT ?function ?force (COUNT(DISTINCT ?citation) AS ?citations) WHERE {
  ?paragraph unag:inDocument <START> .
  ?citation cito:hasCitingEntity ?paragraph ; unag:function ?function .
  OPTIONAL { ?function unag:force ?force }
} GROUP BY ?function ?force ORDER BY DESC(?citations) ?function
"""
PATH = """\
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>

SELECT DISTINCT ?place WHERE { <START> (^eli:is_part_of*/cito:cites)+ ?place }
"""
# As the path: along the citations that were resolved, and from each place to all that it contains.
TRACE = "/api/trace/START?direction=forward&depth=50&size=100000&kind=citation&status=explicit&status=coreferent"


QUERIES: dict[str, tuple[str, ...]] = {
    "lookup": (LOOKUP,),
    "document": (DOCUMENT,),
    "chain": (CHAIN,),
    "aggregate": (BY_DOCUMENT, BY_FUNCTION),
    "path": (PATH,),
}
ACCEPT = "application/sparql-results+json, application/json;q=0.9"


def starts(name: str, grown: Grown) -> Sequence[str]:
    """Where a kind of question may start; all that is far behind is asked of as many paragraphs as documents."""
    if name == "path":
        return grown.documents + grown.paragraphs[:: len(grown.paragraphs) // len(grown.documents)]
    return grown.paragraphs if name in ("lookup", "chain") else grown.documents


def drawn(name: str, grown: Grown) -> list[tuple[str, str]]:
    """Each form of a kind of question with each start, in an order drawn by lot that is always the same."""
    pairs = list(product(QUERIES[name], starts(name, grown)))
    Random(name).shuffle(pairs)
    return pairs


def queries(name: str, grown: Grown) -> list[str]:
    """Every different query of one kind that the data know an answer to."""
    return [form.replace("START", f"{BASE}id/{start}") for form, start in drawn(name, grown)]


def traces(grown: Grown) -> list[str]:
    """What the queries of paths ask, in their order, as addresses of our own route."""
    return [TRACE.replace("START", quote(start)) for _, start in drawn("path", grown)]


@dataclass(frozen=True)
class Measured:
    """Requests a second and the 99th percentile in milliseconds."""

    rate: float
    p99: float


def measure(host: str, port: int, path: str, queries: Sequence[str], connections: int = 8) -> Measured:
    """All queries once, in order, over that many connections."""
    targets = [f"{path}?query={quote(one, safe='')}" for one in queries]
    return measure_paths(host, port, targets, connections)


def measure_paths(host: str, port: int, paths: Sequence[str], connections: int = 8) -> Measured:
    """All these paths once, in order, over that many connections."""
    return uvloop.run(_measure(host, port, [request(host, one) for one in paths], connections))


async def _measure(host: str, port: int, requests: Sequence[bytes], connections: int) -> Measured:
    pending, times, loop = iter(requests), list[float](), asyncio.get_running_loop()
    clients = [Client(pending, times, loop.create_future()) for _ in range(connections)]
    started = time.perf_counter()
    for client in clients:
        await loop.create_connection(lambda client=client: client, host, port)  # type: ignore[misc]
    await asyncio.gather(*(client.done for client in clients))
    seconds = time.perf_counter() - started
    assert len(times) == len(requests)
    return Measured(len(times) / seconds, sorted(times)[int(len(times) * 0.99)] * 1000)


def request(host: str, target: str) -> bytes:
    """A GET that asks for the results format that all engines write, or any JSON."""
    return f"GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: {ACCEPT}\r\n\r\n".encode()


class Client(asyncio.Protocol):
    """One connection: takes the next request when the answer to the last has been read whole."""

    def __init__(self, pending: Iterator[bytes], times: list[float], done: asyncio.Future[None]) -> None:
        self.pending, self.times, self.done = pending, times, done
        self.answer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first request."""
        self.transport = cast(asyncio.Transport, transport)
        self.ask()

    def ask(self) -> None:
        """The next request, or the end."""
        following = next(self.pending, None)
        if following is None:
            self.done.set_result(None)
            self.transport.close()
            return
        self.started = time.perf_counter()
        self.transport.write(following)

    def data_received(self, data: bytes) -> None:
        """More of the answer; anything but status 200 ends the measurement."""
        self.answer += data
        if not self.answer.startswith(b"HTTP/1.1 200"):
            self.fail(bytes(self.answer[:1000]).decode(errors="replace"))
        elif is_whole(self.answer):
            self.times.append(time.perf_counter() - self.started)
            self.answer.clear()
            self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        """A server that hangs up before all is asked fails the measurement."""
        self.fail(f"the connection was lost: {error}")

    def fail(self, reason: str) -> None:
        """The measurement ends with this error, unless it has ended."""
        if not self.done.done():
            self.done.set_exception(AssertionError(reason))


def is_whole(answer: bytearray) -> bool:
    """Whether one response is there to its last byte; a line that is an empty chunk stands in no JSON."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(answer[:end]).lower()
    if b"transfer-encoding: chunked" in head:
        return answer.endswith(b"\r\n0\r\n\r\n")
    return len(answer) == end + 4 + int(head.split(b"content-length:")[1].split(b"\r\n")[0])
