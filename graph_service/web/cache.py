"""Answers kept as bytes, by release and request: what was answered once is not computed again."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

Headers = list[tuple[bytes, bytes]]
LARGEST = 4_000_000


@dataclass(slots=True)
class Entry:
    """One whole answer: headers without the envelope's, its bytes, its tag, whether compressing it helps."""

    headers: Headers
    body: bytes
    tag: bytes
    packable: bool = False
    vary: bytes = b"Accept, Accept-Encoding, Accept-Language"
    _packed: bytes = b""

    @property
    def packed(self) -> bytes:
        """Its bytes compressed (gzip), made when they are first asked for: that takes longer than most queries."""
        if not self._packed:
            self._packed = gzip.compress(self.body, 5)
        return self._packed

    @property
    def size(self) -> int:
        """What it takes in memory at most, roughly, compressed form included."""
        return len(self.body) + (len(self.body) // 3 if self.packable else 0) + 500


@dataclass(slots=True)
class Cache:
    """The answers used last, up to so many bytes; those of earlier releases fall out by not being asked for."""

    most: int
    size: int = 0
    hits: int = 0
    misses: int = 0
    entries: OrderedDict[Hashable, Entry] = field(default_factory=OrderedDict)

    def get(self, key: Hashable) -> Entry | None:
        """The answer, which is then the one used last; None if there is none."""
        entry = self.entries.get(key)
        if entry is None:
            self.misses += 1
            return None
        self.hits += 1
        self.entries.move_to_end(key)
        return entry

    def put(self, key: Hashable, entry: Entry) -> None:
        """Keeps an answer if it is not too large, and lets the oldest go."""
        if entry.size > min(self.most, LARGEST):
            return
        old = self.entries.pop(key, None)
        self.size += entry.size - (old.size if old else 0)
        self.entries[key] = entry
        while self.size > self.most:
            _, oldest = self.entries.popitem(last=False)
            self.size -= oldest.size

    def clear(self) -> None:
        """Forgets all answers."""
        self.entries.clear()
        self.size = 0
