"""Any SPARQL 1.1 service by its address, written as releases.

A write is one update request with the mark of the new release in it: one transaction where the service runs a
request as one. What a write must be checked with, or what follows from it, is worked out on a copy first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from graph_service.errors import LimitError, StoreError
from graph_service.graph import engine
from graph_service.graph.copies import MOST, MOST_BYTES, Copy, quads_of
from graph_service.graph.embedded import fits
from graph_service.graph.lines import read_quads
from graph_service.graph.operations import changing, marking, replacing
from graph_service.graph.reading import RemoteReading
from graph_service.graph.store import WHOLE, Dataset, Derive
from graph_service.graph.tokens import tokenize
from graph_service.graph.using import use_graphs

# Bytes of a graph above which it is put by the Graph Store Protocol, where the service has an address for it.
LARGE = 2_000_000


class RemoteStore(RemoteReading):
    """A service at a query address, with its update and Graph Store addresses if those are others.

    Its release is a mark in a graph of its own, renewed by every write through this class, so that what is
    kept by release is dropped then; writes that went past us are seen only when the mark changes.
    """

    def __init__(
        self,
        address: str,
        *,
        update: str | None = None,
        graphs: str | None = None,
        read_only: bool = False,
        timeout: float = 60.0,
    ) -> None:
        super().__init__(address, timeout)
        self.read_only = read_only
        self.update_address, self.graphs_address = update or address, graphs

    def replace(self, graphs: Mapping[str, bytes | None], derive: Derive | None = None) -> str:
        """See GraphStore; what is derived goes in the same request, worked out on a copy of the service's graphs.

        A service of more than ``copies.MOST`` statements is written first, and derived from what it then holds:
        two requests, still one release.
        """
        if derive is None:
            return self._publish(graphs)
        if self.count() > MOST or not fits(graphs, MOST_BYTES):
            self._send(text for name, data in graphs.items() for text in replacing(name, data, self.dialect))
            return self._publish(derive(self))
        copy = self.copy()
        copy.replace(graphs)
        copy.replace(derive(copy))
        changed = {name: newer for name, _, newer in copy.changes()}
        return self._publish({**graphs, **changed})

    def update(
        self, text: str, dataset: Dataset = WHOLE, base: str | None = None, derive: Derive | None = None
    ) -> str:
        """See GraphStore; with ``derive`` it runs on a copy, and the service is sent the difference.

        Raises LimitError if the service is too large to be copied.
        """
        within = use_graphs(text, dataset)
        if derive is None:
            by_parameters = self.dialect.using
            before = f"BASE <{base}> " if base else ""
            with engine.placed_after(before):
                whole = without_end(text if by_parameters else within)
                return self._commit([before + whole] if whole else [], dataset if by_parameters else WHOLE)
        if (count := self.count()) > MOST:
            raise LimitError(
                f"the service has {count} statements, too many to check an update of them before it is made",
                where=self.address,
                do="write whole graphs by /graphs, or switch UNAG_VALIDATE_WRITES off",
            )
        copy = self.copy()
        copy.update(within, base=base)
        copy.replace(derive(copy))
        return self._commit([one for change in copy.changes() for one in self._change(*change)])

    def copy(self) -> Copy:
        """All its statements in memory."""
        names = ["", *self.graphs()]
        return Copy(quad for name in names for quad in quads_of(self.graph_triples(name), name))

    def _change(self, name: str, older: bytes | None, newer: bytes | None) -> Iterator[str]:
        if older is None or newer is None:
            return replacing(name, newer, self.dialect)
        return changing(name, older, newer, self.dialect)

    def _publish(self, graphs: Mapping[str, bytes | None]) -> str:
        large = (
            {}
            if self.graphs_address is None
            else {name: stated(name, data) for name, data in graphs.items() if data and len(data) > LARGE}
        )
        operations = self._operations({name: data for name, data in graphs.items() if name not in large})
        for name, data in large.items():
            self._refuse_if_read_only()
            self._exchange.put(self.graphs_address or "", name or self.dialect.unnamed, data)
        return self._commit(operations)

    def _operations(self, graphs: Mapping[str, bytes | None]) -> list[str]:
        return [text for name, data in graphs.items() for text in replacing(name, data, self.dialect)]

    def _commit(self, operations: list[str], dataset: Dataset = WHOLE) -> str:
        digest = hashlib.sha256(self.release.encode())
        for one in operations:
            digest.update(one.encode())
        name = digest.hexdigest()[:12]
        self._send([*operations, *marking(name)], dataset)
        return name

    def _send(self, operations: Iterable[str], dataset: Dataset = WHOLE) -> None:
        """One request, unless it is longer than services read: then as many as it takes, in order."""
        self._refuse_if_read_only()
        using = [("using-graph-uri", one) for one in dataset.default or ()]
        using += [("using-named-graph-uri", one) for one in dataset.named or ()]
        for batch in batches(operations, self.dialect.request):
            self._exchange.update(self.update_address, "\n;\n".join(batch), using, bodies=self.dialect.bodies)

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise StoreError("the store is open read-only", where=self.address)


def without_end(text: str) -> str:
    """An update without the semicolon after its last operation; '' if it says nothing."""
    end = 0
    for token in tokenize(text):
        if token.text != ";":
            end = token.start + len(token.text)
    return text[:end]


def batches(operations: Iterable[str], most: int) -> Iterator[list[str]]:
    """The operations in order, in groups of at most so many characters."""
    group: list[str] = []
    length = 0
    for one in operations:
        if group and length + len(one) > most:
            yield group
            group, length = [], 0
        group.append(one)
        length += len(one)
    if group:
        yield group


def stated(name: str, data: bytes) -> bytes:
    """A graph's data read and written as N-Triples, so that a fault in it is told before anything is sent."""
    return "".join(f"{quad.triple} .\n" for quad in read_quads(data, name)).encode()
