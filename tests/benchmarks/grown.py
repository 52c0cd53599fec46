"""The real corpus, read by our own pipeline and grown to any size by copies under symbols that cannot exist."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path

from graph_service.graph.embedded import EmbeddedStore
from graph_service.web.jobs.dumps import write_quads

BASE = "https://w3id.org/unag/"
INGEST = "from graph_service.cli import main; main()"
# A symbol up to its first digit: that is where the number of the copy goes.
SYMBOL = re.compile(rb"(?<!\w)([A-Z]+/(?:[A-Z][a-z.-]*/?)*)(?=\d)")
CITING = re.compile(rf"^<{re.escape(BASE)}id/([^>]+)> <http://purl\.org/spar/cito/cites> ".encode(), re.M)
# Stands in a line for the number of the copy; N-Quads cannot hold it otherwise.
MARK = b"\0"


@dataclass(frozen=True)
class Grown:
    """What was written: how many statements, and which paragraphs and documents in it cite, as locators."""

    statements: int
    paragraphs: tuple[str, ...]
    documents: tuple[str, ...]


def ingest(corpus: Path, store: Path) -> None:
    """Read, check and publish the whole corpus into a new store. Raises CalledProcessError."""
    options = ["ingest", str(corpus), "--jobs", "2", "--store", str(store)]
    subprocess.run([sys.executable, "-c", INGEST, *options], check=True, capture_output=True)


def grow(store: Path, data: Path, least: int) -> Grown:
    """Write a store's statements as N-Quads, and copies of them until there are ``least``; the same each time.

    A statement that names no document is the same in every copy and written once. The symbols of a copy have
    its number before their first digit: ``A/RES/66/257`` becomes ``A/RES/90166/257`` in the first. Whole graphs
    are written, documents before what people and programs added: of the last copy, or of a store that holds
    more already, only as many as it takes.
    """
    shared, graphs = read_parts(store, data)
    statements, citing = shared.count(b"\n"), set[str]()
    with data.open("wb") as file:
        file.write(shared)
        for part in copies(graphs):
            if statements >= least:
                break
            file.write(part)
            statements += part.count(b"\n")
            citing.update(one.decode() for one in CITING.findall(part))
    documents = {one.partition("~")[0] for one in citing}
    return Grown(statements, tuple(sorted(citing)), tuple(sorted(documents)))


def read_parts(store: Path, scratch: Path) -> tuple[bytes, list[bytes]]:
    """The lines that name no document, and those of each graph that do, with the mark in every symbol."""
    with scratch.open("wb") as file:
        write_quads(EmbeddedStore(store, read_only=True), file)
    shared, graphs = list[bytes](), list[bytes]()
    with scratch.open("rb") as file:
        for _, lines in groupby(file, key=lambda line: line.rsplit(b" ", 2)[1]):
            marked = [SYMBOL.sub(rb"\1" + MARK, line) for line in lines]
            shared += [line for line in marked if MARK not in line]
            graphs.append(b"".join(line for line in marked if MARK in line))
    return b"".join(shared), graphs


def copies(graphs: list[bytes]) -> Iterator[bytes]:
    """The graphs as they are, then copies of them without end."""
    for number in count():
        for graph in graphs:
            yield graph.replace(MARK, f"9{number:02}".encode() if number else b"")
