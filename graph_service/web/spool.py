"""Where an answer goes while it is made: memory while it is small, a file without a name when it grows.

An answer is whole before its first byte is sent, so a query that is stopped is a 503 and never a shortened
200, a slow client holds no worker, and a million rows never stand in memory. A file that has no name (open(2),
O_TMPFILE) is gone with the last process that has it open, however that ends.
"""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

IN_MEMORY = 262_144


class Spool:
    """A file to write to; in the end either ``data`` has the bytes or ``file`` has."""

    def __init__(self, most: int = IN_MEMORY) -> None:
        self.most, self.length = most, 0
        self.file: BinaryIO | None = None
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Takes bytes; opens a file when they are more than memory should hold."""
        self.length += len(data)
        if self.file is not None:
            return self.file.write(data)
        self._parts.append(bytes(data))
        if self.length > self.most:
            self.file = cast(BinaryIO, tempfile.TemporaryFile(buffering=1 << 20))  # noqa: SIM115
            self.file.write(b"".join(self._parts))
            self._parts = []
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is written to the file is flushed before that is sent."""

    @property
    def data(self) -> bytes:
        """The bytes, none if they are in the file."""
        return b"".join(self._parts)

    def close(self) -> None:
        """Lets go of the file."""
        if self.file is not None:
            self.file.close()
            self.file = None
