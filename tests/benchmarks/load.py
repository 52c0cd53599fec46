"""A synthetic graph of the shape of ours, and a load generator over plain sockets that is no bottleneck."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote

BASE = "https://example.org/unag/"
UNAG = "https://w3id.org/unag/ontology#"
CITO = "http://purl.org/spar/cito/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PARAGRAPHS = 30


def write_graph(path: Path, documents: int, seed: int = 1) -> int:
    """N-Quads of so many documents, 30 paragraphs each with two citations; gives the number of statements."""
    chance, count = Random(seed), 0
    with path.open("w") as file:
        for number in range(documents):
            graph, work = f"<{BASE}graph/A/RES/900/{number}@en>", f"<{BASE}id/A/RES/900/{number}>"
            lines = [
                f"{work} {TYPE} <{UNAG}Resolution>",
                f'{work} <{UNAG}symbol> "A/RES/900/{number}"',
                f'{work} <http://purl.org/dc/terms/title> "Tidy tests, part {number}"@en',
            ]
            for place in range(1, PARAGRAPHS + 1):
                lines += paragraph(number, place, work, chance)
            file.writelines(f"{one} {graph} .\n" for one in lines)
            count += len(lines)
    return count


def paragraph(number: int, place: int, work: str, chance: Random) -> list[str]:
    """The statements of one paragraph; it cites paragraphs of earlier documents."""
    subject = f"<{BASE}id/A/RES/900/{number}~op{place}>"
    lines = [
        f"{subject} {TYPE} <{UNAG}OperativeParagraph>",
        f"{subject} <{UNAG}inDocument> {work}",
        f'{subject} <{UNAG}locator> "A/RES/900/{number}~op{place}"',
        f'{subject} <{UNAG}orderKey> "{place}"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'{subject} <{UNAG}text> "Requests that test {number} keep its paragraph {place} in good order"@en',
    ]
    for name in ("recall", "request"):
        earlier = int(number * chance.random() ** 2)
        cited = f"A/RES/900/{earlier}~op{chance.randint(1, PARAGRAPHS)}"
        target, node = f"<{BASE}id/{cited}>", f"{subject[:-1]}/cites/{name}/{cited}>"
        lines += [
            f"{node} {TYPE} <{UNAG}Citation>",
            f"{node} <{UNAG}resolutionStatus> <https://w3id.org/unag/status/explicit>",
            f"{node} <{CITO}hasCitingEntity> {subject}",
            f"{node} <{CITO}hasCitedEntity> {target}",
            f"{node} <{UNAG}function> <https://w3id.org/unag/function/{name}>",
            f"{subject} <{CITO}cites> {target}",
        ]
    return lines


def lookup(number: int, place: int) -> str:
    """The citations of one paragraph."""
    return (
        f"SELECT ?c ?t ?f WHERE {{ ?c <{CITO}hasCitingEntity> <{BASE}id/A/RES/900/{number}~op{place}> ; "
        f"<{CITO}hasCitedEntity> ?t ; <{UNAG}function> ?f }}"
    )


def document(number: int, place: int) -> str:
    """All paragraphs of a document with their words and citations."""
    return (
        f"SELECT ?p ?text ?t WHERE {{ ?p <{UNAG}inDocument> <{BASE}id/A/RES/900/{number}> ; <{UNAG}text> ?text ; "
        f"<{CITO}cites> ?t }} ORDER BY ?p"
    )


def chain(number: int, place: int) -> str:
    """What cites what cites a paragraph's targets: two hops."""
    return (
        f"SELECT DISTINCT ?b WHERE {{ <{BASE}id/A/RES/900/{number}~op{place}> <{CITO}cites> ?a . "
        f"?a <{CITO}cites> ?b }}"
    )


def aggregate(number: int, place: int) -> str:
    """The documents that a document cites, by how often."""
    return (
        f"SELECT ?w (COUNT(*) AS ?n) WHERE {{ ?p <{UNAG}inDocument> <{BASE}id/A/RES/900/{number}> ; "
        f"<{CITO}cites> ?t . ?t <{UNAG}inDocument> ?w }} GROUP BY ?w ORDER BY DESC(?n) LIMIT 20"
    )


def path(number: int, place: int) -> str:
    """Everything that a paragraph rests on, however far: a property path."""
    return f"SELECT DISTINCT ?b WHERE {{ <{BASE}id/A/RES/900/{number}~op{place}> <{CITO}cites>+ ?b }}"


def trace(number: int, place: int) -> str:
    """The same by our own route, as a path to GET: each place with the citation that leads to it."""
    return f"/api/trace/A/RES/900/{number}~op{place}?depth=20&size=2000"


QUERIES: dict[str, Callable[[int, int], str]] = {
    "lookup": lookup,
    "document": document,
    "chain": chain,
    "aggregate": aggregate,
    "path": path,
}


@dataclass(frozen=True)
class Measured:
    """Requests a second and the 99th percentile in milliseconds."""

    rate: float
    p99: float


def measure(host: str, port: int, path: str, queries: Sequence[str], connections: int = 8) -> Measured:
    """All queries once, in order, over that many connections."""
    targets = [f"{path}?query={quote(one, safe='')}" for one in queries]
    return asyncio.run(_measure(host, port, targets, connections))


def measure_paths(host: str, port: int, paths: Sequence[str], connections: int = 8) -> Measured:
    """All these paths once, in order, over that many connections."""
    return asyncio.run(_measure(host, port, paths, connections))


async def _measure(host: str, port: int, targets: Sequence[str], connections: int) -> Measured:
    pending = iter(targets)
    times: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        for target in pending:
            started = time.perf_counter()
            writer.write(request(host, target))
            await answer(reader)
            times.append(time.perf_counter() - started)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(connections)))
    seconds = time.perf_counter() - started
    return Measured(len(times) / seconds, sorted(times)[int(len(times) * 0.99)] * 1000)


def request(host: str, target: str) -> bytes:
    """A GET that asks for the results format that all engines write, or any JSON."""
    return (
        f"GET {target} HTTP/1.1\r\nHost: {host}\r\n"
        "Accept: application/sparql-results+json, application/json;q=0.9\r\n\r\n"
    ).encode()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """One response with status 200; chunked or with its length."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert head.startswith(b"http/1.1 200"), head
    if b"transfer-encoding: chunked" in head:
        body = b""
        while size := int((await reader.readline()).strip(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


def sample(name: str, count: int, documents: int, seed: int) -> list[str]:
    """So many different queries of one kind."""
    chance = Random(f"{name}{seed}")
    return [QUERIES[name](chance.randrange(documents), chance.randint(1, PARAGRAPHS)) for _ in range(count)]


def sample_traces(count: int, documents: int, seed: int) -> list[str]:
    """The traces of the same places as the sample of paths."""
    chance = Random(f"path{seed}")
    return [trace(chance.randrange(documents), chance.randint(1, PARAGRAPHS)) for _ in range(count)]
