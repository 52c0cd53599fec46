"""Whole scans of a store: the engine writes its rows itself, two scans at a time, while earlier rows are read.

What a scan costs is looking up the names of the rows. The engine does that without holding up Python, so a second
core is used; and no object is made for a value, only text for a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue
from threading import Event
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from graph_service.graph.formats import BINDINGS, Format, named
from graph_service.graph.store import Choices

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

Lines = list[str]
Reader = Callable[[Lines], None]
BATCH: Final = 1 << 20
AHEAD: Final = 8
AT_A_TIME: Final = 2


def scan(store: GraphStore, readers: Mapping[str, Reader]) -> None:
    """Run each query and hand its rows to its reader, in this thread, as lines of tab-separated values.

    Terms stand as in SPARQL 1.1's TSV: IRIs in angle brackets. The order of the rows, and of the queries, is not
    said. Raises what the store or a reader raises.
    """
    ready, stop = Queue[tuple[str, Lines | None]](AHEAD), Event()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        running = {query: pool.submit(_ask, store, query, _Pipe(query, ready, stop)) for query in readers}
        try:
            left = len(running)
            while left:
                query, lines = ready.get()
                if lines is None:
                    left -= 1
                    running[query].result()
                else:
                    readers[query](lines)
        finally:
            stop.set()
            while not all(one.done() for one in running.values()):
                _drain(ready)


def _ask(store: GraphStore, query: str, pipe: _Pipe) -> None:
    tsv = cast(Format, named("tsv", BINDINGS))
    try:
        store.answer(query, Choices({BINDINGS: (tsv, tsv.media)}), cast(BinaryIO, pipe))
        pipe.flush_rest()
    finally:
        pipe.close()


def _drain(ready: Queue[tuple[str, Lines | None]]) -> None:
    try:
        ready.get(timeout=0.05)
    except Empty:
        return


class _Pipe:
    """What the engine writes into: whole lines go on in batches, the header is dropped."""

    def __init__(self, query: str, ready: Queue[tuple[str, Lines | None]], stop: Event) -> None:
        self.query, self.ready, self.stop = query, ready, stop
        self.held, self.headed = bytearray(), False

    def write(self, data: bytes) -> int:
        """Take bytes; waits while the reader is behind."""
        if self.stop.is_set():
            raise BrokenPipeError("nobody reads these rows any more")
        self.held += data
        if len(self.held) >= BATCH:
            self._send(self.held.rfind(b"\n") + 1)
        return len(data)

    def flush(self) -> None:
        """Batches are sent when they are full."""

    def flush_rest(self) -> None:
        """Send what is left."""
        self._send(len(self.held))

    def close(self) -> None:
        """Say that nothing more comes."""
        self.ready.put((self.query, None))

    def _send(self, end: int) -> None:
        lines = self.held[:end].decode().split("\n")
        del self.held[:end]
        first = 0 if self.headed else 1
        self.headed = True
        if rows := [one for one in lines[first:] if one]:
            self.ready.put((self.query, rows))
