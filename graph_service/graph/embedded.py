"""The embedded store: Oxigraph in a folder, read at a release, written as releases; and one in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from graph_service.errors import StoreError
from graph_service.graph import engine, releases
from graph_service.graph.binding import bind
from graph_service.graph.lines import graph_node, read_quads, sorted_triples
from graph_service.graph.store import WHOLE, Choices, Dataset, Derive, Row, Term, Written
from graph_service.graph.using import use_graphs

BULK = 8_000_000
# A bulk write of at least this part of the store is followed by putting its files in order.
SHARE = 4


class Reading:
    """What a folder and memory share: everything that reads."""

    address: str
    _read: ox.Store

    def _evaluate(self, query: str, bindings: Mapping[str, Term] | None) -> engine.Answer:
        # The engine's own substitution reaches neither BIND nor FILTER in inner groups, nor what is not projected.
        return engine.evaluate(self._read, bind(query, bindings))

    def close(self) -> None:
        """See GraphStore; files are let go when the store is forgotten."""

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Row]:
        """See GraphStore."""
        with engine.faults_told(self.address):
            return engine.rows_of(self._evaluate(query, bindings))

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """See GraphStore."""
        with engine.faults_told(self.address):
            return engine.truth_of(self._evaluate(query, bindings))

    def construct(self, query: str, bindings: Mapping[str, Term] | None = None) -> bytes:
        """See GraphStore."""
        with engine.faults_told(self.address):
            return engine.graph_of(self._evaluate(query, bindings))

    def answer(self, query: str, choices: Choices, output: BinaryIO, dataset: Dataset = WHOLE) -> Written:
        """See GraphStore."""
        with engine.faults_told(self.address):
            found = engine.evaluate(self._read, query, dataset, choices)
            return engine.write_answer(found, choices, output)

    def graphs(self) -> list[str]:
        """See GraphStore."""
        with engine.faults_told(self.address):
            return engine.graph_names(self._read)

    def graph(self, name: str) -> bytes:
        """See GraphStore."""
        with engine.faults_told(self.address):
            return sorted_triples(engine.graph_triples(self._read, name))


class EmbeddedStore(Reading):
    """A folder with releases. Reads are of the release that was served when it was opened or last written.

    Opening never takes the writer's lock: that is held only while something is written.
    """

    def __init__(self, folder: str | Path, *, read_only: bool = False, release: str | None = None) -> None:
        self.folder, self.read_only = Path(folder), read_only
        self.address = str(folder)
        if read_only and not self.folder.is_dir():
            raise StoreError(
                "there is no store here", where=self.address, do="run unag serve or unag ingest first"
            )
        self._open(release or releases.current(self.folder))

    def _open(self, release: str) -> None:
        with engine.faults_told(self.address):
            if release == releases.NONE:
                self._read = ox.Store()
            else:
                self._read = ox.Store.read_only(str(releases.quads_folder(self.folder, release)))
        self._release = release

    @property
    def release(self) -> str:
        """See GraphStore."""
        return self._release

    def refresh(self) -> str:
        """Goes on to the release that is served now; returns its name."""
        served = releases.current(self.folder)
        if served != self._release:
            self._open(served)
        return served

    def replace(self, graphs: Mapping[str, bytes | None], derive: Derive | None = None) -> str:
        """See GraphStore. Waits for another writer; after a failure the served release is as before."""
        self._refuse_if_read_only()
        with releases.writing(self.folder) as writer:
            replace_graphs(writer.quads, graphs)
            follow = derive(MemoryStore(writer.quads)) if derive else {}
            replace_graphs(writer.quads, follow)
            done = releases.publish(self.folder, writer, tuple(sorted({*graphs, *follow})))
        self._open(done.name)
        return done.name

    def update(
        self, text: str, dataset: Dataset = WHOLE, base: str | None = None, derive: Derive | None = None
    ) -> str:
        """See GraphStore."""
        self._refuse_if_read_only()
        with releases.writing(self.folder) as writer:
            writer.quads.update(use_graphs(text, dataset), base_iri=base)
            replace_graphs(writer.quads, derive(MemoryStore(writer.quads)) if derive else {})
            done = releases.publish(self.folder, writer, ("*",))
        self._open(done.name)
        return done.name

    def load(self, path: str | Path) -> str:
        """Adds a file of N-Quads (a dump) at bulk speed, as one release; returns its name."""
        self._refuse_if_read_only()
        with releases.writing(self.folder) as writer:
            writer.quads.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
            # Lookups in files as they were loaded take about twice as long.
            writer.quads.optimize()
            done = releases.publish(self.folder, writer, ("*",))
        self._open(done.name)
        return done.name

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise StoreError("the store is open read-only", where=self.address, do="open it for writing")


class HeldStore(EmbeddedStore):
    """A release of a folder, read into memory: some 500 bytes a statement."""

    def __init__(self, folder: str | Path, release: str) -> None:
        super().__init__(folder, read_only=True, release=release)
        with engine.faults_told(self.address):
            held = ox.Store()
            held.bulk_extend(self._read)
            for graph in self._read.named_graphs():
                held.add_graph(graph)
            self._read = held


class MemoryStore(Reading):
    """A store in memory, for tests and for one-off work; its releases are counted and not kept."""

    address = ":memory:"

    def __init__(self, quads: ox.Store | None = None) -> None:
        self._read = ox.Store() if quads is None else quads
        self._count = 0

    @property
    def release(self) -> str:
        """See GraphStore."""
        return str(self._count)

    def replace(self, graphs: Mapping[str, bytes | None], derive: Derive | None = None) -> str:
        """See GraphStore."""
        with engine.faults_told(self.address):
            replace_graphs(self._read, graphs)
            replace_graphs(self._read, derive(self) if derive else {})
        self._count += 1
        return self.release

    def update(
        self, text: str, dataset: Dataset = WHOLE, base: str | None = None, derive: Derive | None = None
    ) -> str:
        """See GraphStore; what was updated stays when ``derive`` raises."""
        with engine.faults_told(self.address):
            self._read.update(use_graphs(text, dataset), base_iri=base)
            replace_graphs(self._read, derive(self) if derive else {})
        self._count += 1
        return self.release


def replace_graphs(store: ox.Store, graphs: Mapping[str, bytes | None]) -> None:
    """Empties and fills these graphs; all data is read before anything is changed if it is not very much."""
    if fits(graphs, BULK):
        read = {name: None if data is None else list(read_quads(data, name)) for name, data in graphs.items()}
        for name, quads in read.items():
            _clear(store, name, keep=quads is not None)
        store.extend(quad for quads in read.values() for quad in quads or ())
        return
    for name, data in graphs.items():
        _clear(store, name, keep=data is not None)
    added = Counted(quad for name, data in graphs.items() if data is not None for quad in read_quads(data, name))
    store.bulk_extend(added)
    if added.count * SHARE >= len(store):
        # Lookups in files as they were loaded take about twice as long; the cost stays a share of the writing.
        store.optimize()


class Counted(Iterator[ox.Quad]):
    """Statements that are counted as they pass."""

    def __init__(self, quads: Iterator[ox.Quad]) -> None:
        self._quads, self.count = quads, 0

    def __next__(self) -> ox.Quad:
        one = next(self._quads)
        self.count += 1
        return one


def fits(graphs: Mapping[str, bytes | None], most: int) -> bool:
    """Whether the data of all graphs have fewer bytes; reads no further than it must."""
    length = 0
    for name in graphs:
        length += len(graphs[name] or b"")
        if length >= most:
            return False
    return True


def _clear(store: ox.Store, name: str, keep: bool) -> None:
    node = graph_node(name)
    if not name:
        store.clear_graph(node)
    elif keep:
        # An empty graph that is there is not the same as none (SPARQL 1.1 Update, 3.2).
        store.add_graph(node)
        store.clear_graph(node)
    else:
        store.remove_graph(node)
