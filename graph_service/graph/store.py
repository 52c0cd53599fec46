"""The store behind one interface: a folder, memory, or any SPARQL 1.1 service by its address.

The default graph of queries is the union of all named graphs and of the unnamed one. Writes replace named
graphs as a whole and publish one release; the empty name means the unnamed graph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol, TypeAlias

import pyoxigraph as ox

from graph_service.graph.formats import Format

Term = ox.NamedNode | ox.Literal
Row = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs of one query as the protocol names them (SPARQL 1.1 Protocol, 2.1.4).

    None: the service's own dataset. A name, even of a graph that does not exist, replaces the query's FROM.
    """

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


WHOLE = Dataset()


@dataclass(frozen=True, slots=True)
class Written:
    """What a query gave: its kind, and the format and media type in which it was written."""

    kind: str
    format: Format
    media: str


Derive: TypeAlias = "Callable[[GraphStore], Mapping[str, bytes | None]]"


class GraphStore(Protocol):
    """What every store can do; a store is read at one release, fixed when it is opened or written."""

    @property
    def release(self) -> str:
        """The name of the state that is read; '0' before anything was published."""

    def close(self) -> None:
        """Lets connections go; nothing is read or written afterwards."""

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Row]:
        """The rows of a SELECT query; unbound variables are left out. Raises QueryError, StoreError."""

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """The answer of an ASK query."""

    def construct(self, query: str, bindings: Mapping[str, Term] | None = None) -> bytes:
        """The graph of a CONSTRUCT or DESCRIBE query as sorted N-Triples."""

    def answer(self, query: str, choices: Choices, output: BinaryIO, dataset: Dataset = WHOLE) -> Written:
        """Writes a query's answer to ``output`` in the chosen format for its kind. Raises NotAcceptable too."""

    def graphs(self) -> list[str]:
        """The names of all named graphs, sorted."""

    def graph(self, name: str) -> bytes:
        """One graph as sorted N-Triples; raises UnknownError if there is none of that name."""

    def replace(self, graphs: Mapping[str, bytes | None], derive: Derive | None = None) -> str:
        """Replaces these graphs as a whole (None: drops them) and publishes one release; returns its name.

        ``derive`` computes further graphs from the state with these already in it, for the same release.
        """

    def update(
        self, text: str, dataset: Dataset = WHOLE, base: str | None = None, derive: Derive | None = None
    ) -> str:
        """Runs a SPARQL 1.1 update as a whole or not at all, publishes one release and returns its name.

        ``derive`` sees the state after the update; nothing is published if it raises.
        """


@dataclass(frozen=True, slots=True)
class Choices:
    """The format and media type for each kind of answer, None where the caller accepts none.

    ``base`` resolves relative IRIs of the query; ``rows`` bounds the answer (0: no bound).
    """

    formats: Mapping[str, tuple[Format, str] | None]
    base: str | None = None
    rows: int = 0
    prefixes: Mapping[str, str] | None = None


def open_store(
    address: str,
    *,
    read_only: bool = False,
    release: str | None = None,
    update: str | None = None,
    graphs: str | None = None,
) -> GraphStore:
    """The store at ``address``: ``:memory:``, a folder, or the query address of a SPARQL 1.1 service.

    ``release`` opens an earlier release of a folder, read-only. ``update`` and ``graphs`` are a service's
    addresses for SPARQL Update and the Graph Store Protocol where they are not its query address.
    Raises StoreError if a folder is unreadable or, read-only, holds no release.
    """
    if address.startswith(("http://", "https://")):
        from graph_service.graph.remote import RemoteStore

        return RemoteStore(address, update=update, graphs=graphs, read_only=read_only)
    from graph_service.graph.embedded import EmbeddedStore, MemoryStore

    if address == ":memory:":
        return MemoryStore()
    return EmbeddedStore(address, read_only=read_only or release is not None, release=release)
