"""A service's statements in memory, so that a write is tried, checked and followed up before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph_service.graph.embedded import MemoryStore
from graph_service.graph.lines import graph_node

# Statements above which a service is not copied: two copies of so many take some two gigabytes. And the bytes of
# new graphs that go with them.
MOST, MOST_BYTES = 2_500_000, 300_000_000


class Copy(MemoryStore):
    """The state that a write would make; ``before`` stays what it was."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        older, newer = ox.Store(), ox.Store()
        older.bulk_extend(quads)
        newer.bulk_extend(older)
        super().__init__(newer)
        self.before = MemoryStore(older)

    def changes(self) -> Iterator[tuple[str, bytes | None, bytes | None]]:
        """Each graph that is another than before, as it was and as it is (None: it is not there)."""
        old, new = set(self.before.graphs()), set(self.graphs())
        for name in ["", *sorted(old | new)]:
            older = self.before.graph(name) if not name or name in old else None
            newer = self.graph(name) if not name or name in new else None
            if older != newer:
                yield name, older, newer


def quads_of(triples: Iterable[ox.Triple], name: str) -> Iterator[ox.Quad]:
    """Statements put in that graph."""
    node = graph_node(name)
    return (ox.Quad(one.subject, one.predicate, one.object, node) for one in triples)
