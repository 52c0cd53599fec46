"""The front's end of one worker process: the socket that its answers come by, and how it is ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import orjson

from graph_service.errors import StoreError
from graph_service.web.lane import ANSWER, Slot

YIELDING = 10


@dataclass(slots=True)
class Made:
    """An answer that a worker made: its head, and its bytes or the file that holds them."""

    head: dict[str, Any]
    data: bytes = b""
    path: str | None = None
    length: int = 0


class Link(asyncio.Protocol):
    """One worker; it takes its requests itself, so only answers pass here."""

    def __init__(
        self,
        slot: Slot,
        answered: Callable[[Link, int, dict[str, Any], bytes], None],
        lost: Callable[[Link], None],
    ) -> None:
        self.slot, self._answered, self._lost = slot, answered, lost
        self._buffer = bytearray()
        self.ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.reason: Exception | None = None
        self.slow = self.yielding = False
        self.process: subprocess.Popen[bytes] | None = None
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Takes bytes until an answer is whole."""
        self._buffer += data
        while len(self._buffer) >= ANSWER.size:
            ticket, first, second = ANSWER.unpack_from(self._buffer)
            end = ANSWER.size + first + second
            if len(self._buffer) < end:
                return
            whole = bytes(memoryview(self._buffer)[ANSWER.size : end])
            del self._buffer[:end]
            head = orjson.loads(whole[:first])
            if ticket:
                self._answered(self, ticket, head, whole[first:])
            elif not self.ready.done():
                self.ready.set_result(head["ready"])

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker is gone."""
        if not self.ready.done():
            self.ready.set_exception(StoreError("a worker process did not start"))
            self.ready.exception()
        self._lost(self)

    def wake(self) -> None:
        """Lets a resting worker take requests."""
        self.slot.parked = False
        assert self.transport is not None
        self.transport.write(b"\n")

    def yield_to_others(self) -> None:
        """Lets all else on the machine go first; that cannot be taken back, so the process ends after it."""
        self.yielding = True
        if self.process is not None:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process.pid, YIELDING)

    def kill(self, reason: Exception | None = None) -> None:
        """Ends the process, whatever it does."""
        self.reason = reason
        if self.process is not None:
            self.process.kill()


@dataclass(slots=True, eq=False)
class Ticket:
    """A request on its way, and who waits for its answer; doubtful since a worker died that may have taken it."""

    number: int
    head: bytes
    body: bytes
    client: str
    future: asyncio.Future[Made] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    doubtful: bool = False
    missing: float = 0.0
