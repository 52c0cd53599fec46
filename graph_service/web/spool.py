"""Where an answer goes while it is made: memory while it is small, a file when it grows.

An answer is whole before its first byte is sent, so a query that is stopped is a 503 and never a shortened
200, a slow client holds no worker, and a million rows never stand in memory.
"""

from __future__ import annotations

import os
import tempfile
from typing import BinaryIO

IN_MEMORY = 262_144


class Spool:
    """A file to write to; after ``close`` either ``data`` has the bytes or ``path`` names a file with them."""

    def __init__(self, most: int = IN_MEMORY) -> None:
        self.most, self.length = most, 0
        self.path: str | None = None
        self._parts: list[bytes] = []
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> int:
        """Takes bytes; opens a file when they are more than memory should hold."""
        self.length += len(data)
        if self._file is not None:
            return self._file.write(data)
        self._parts.append(bytes(data))
        if self.length > self.most:
            descriptor, self.path = tempfile.mkstemp(prefix="unag-answer-")
            self._file = os.fdopen(descriptor, "wb", buffering=1 << 20)
            self._file.write(b"".join(self._parts))
            self._parts = []
        return len(data)

    def flush(self) -> None:
        """Nothing to do: the file is flushed when it is closed."""

    def close(self) -> bytes:
        """Ends the writing; the bytes, empty if they are in the file."""
        if self._file is not None:
            self._file.close()
        return b"".join(self._parts)

    def discard(self) -> None:
        """Forgets everything, the file too."""
        if self._file is not None:
            self._file.close()
        if self.path is not None:
            os.unlink(self.path)
        self._parts, self._file, self.path, self.length = [], None, None, 0
