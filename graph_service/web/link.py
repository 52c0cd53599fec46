"""The front's end of one worker process: the socket that its answers come by, and how it is ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

import orjson

from graph_service.errors import StoreError
from graph_service.web.faults import pack
from graph_service.web.lane import ANSWER, Outlet, Slot
from graph_service.web.precedence import give_way

CLOSING: Final = ThreadPoolExecutor(1, "closing", give_way)


@dataclass(slots=True)
class Made:
    """An answer that a worker made: its head, and its bytes or the open file that holds them."""

    head: dict[str, Any]
    data: bytes = b""
    file: BinaryIO | None = None

    def let_go(self) -> None:
        """Closes the file, elsewhere: freeing what it takes on the disk can take as long as ten answers."""
        if self.file is not None:
            CLOSING.submit(self.file.close)


@dataclass(slots=True, eq=False)
class Ticket:
    """A request on its way, and who waits for its answer.

    Doubtful since a worker died that may have taken it.
    """

    number: int
    head: bytes
    body: bytes
    client: str
    future: asyncio.Future[Made] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    since: float = field(default_factory=time.monotonic)
    doubtful: bool = False
    missing: float = 0.0

    @property
    def gone(self) -> bool:
        """Whether nobody waits for it."""
        return self.future.done()

    def refuse(self, reason: Exception) -> None:
        """Gives the reason to whoever still waits."""
        if not self.future.done():
            self.future.set_exception(reason)


class Link:
    """One worker; it takes its requests itself, so only answers pass here.

    ``slow`` since its query is no quick one: it ends after that.
    """

    def __init__(
        self,
        ours: socket.socket,
        slot: Slot,
        answered: Callable[[Link, int, Made], None],
        lost: Callable[[Link], None],
    ) -> None:
        self.slot, self._answered, self._lost = slot, answered, lost
        self._loop = asyncio.get_running_loop()
        self._outlet, self._socket = Outlet(ours), ours
        self._buffer, self._whole = bytearray(), 0
        self.ready: asyncio.Future[int] = self._loop.create_future()
        self.reason: Exception | None = None
        self.slow = self.doomed = self.closed = False
        self.since = self.spent = 0.0
        self.handle = -1
        ours.setblocking(False)
        self._loop.add_reader(ours, self._read)

    def _read(self) -> None:
        """Takes bytes until an answer is whole; most come in one piece and are not copied."""
        try:
            data = self._outlet.read()
        except (BlockingIOError, InterruptedError):
            return
        if not data:
            self._close()
            return
        if self._buffer:
            self._buffer += data
            if len(self._buffer) < self._whole:
                return
            data = bytes(self._buffer)
            self._buffer.clear()
        while data:
            ticket, first, second, spent = ANSWER.unpack_from(data) if len(data) >= ANSWER.size else (0, 0, 0, 0.0)
            self._whole = ANSWER.size + first + second
            if len(data) < self._whole:
                self._buffer += data
                return
            head = orjson.loads(data[ANSWER.size : ANSWER.size + first])
            body, data = data[ANSWER.size + first : self._whole], data[self._whole :]
            if ticket:
                self.spent = spent
                file = self._outlet.file() if head.get("apart") else None
                if head.get("apart") and file is None:
                    head = {"ok": False, "error": pack(StoreError("too many files are open for a long answer"))}
                self._answered(self, ticket, Made(head, body, file))
            elif not self.ready.done():
                self._begin(head["ready"])

    def _begin(self, process: int) -> None:
        with contextlib.suppress(OSError):
            self.handle = os.pidfd_open(process)
        self.ready.set_result(process)

    def _close(self) -> None:
        """The worker is gone."""
        if self.closed:
            return
        self.closed = True
        self._loop.remove_reader(self._socket)
        self._outlet.close()
        if not self.ready.done():
            self.ready.set_exception(StoreError("a worker process did not start"))
            self.ready.exception()
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1
        self._lost(self)

    @property
    def process(self) -> int:
        """The number of its process, 0 before it has told."""
        return self.ready.result() if self.ready.done() and not self.ready.exception() else 0

    @property
    def idle(self) -> bool:
        """Whether it waits for a request."""
        return self.process != 0 and self.slot.ticket == 0

    def age(self, now: float) -> float:
        """Seconds since its request was taken; notes what processor time that has had."""
        started, before = self.slot.started
        if started != self.since:
            self.since, self.spent = started, 0.0
        if self.process:
            with contextlib.suppress(OSError):
                # The clock of another process (clock_getcpuclockid(3) as Linux makes it).
                # It stands at nothing once the process has ended.
                self.spent = max(self.spent, time.clock_gettime((~self.process << 3) | 2) - before)
        return now - started

    def turn_slow(self) -> None:
        """Lets all else on the machine go first; that cannot be taken back, so the process ends after it."""
        self.slow = self.slot.last = True
        # No number would mean the front itself.
        if self.process:
            with contextlib.suppress(OSError):
                give_way(self.process)

    def kill(self, reason: Exception | None = None) -> None:
        """Ends the process, whatever it does."""
        self.reason, self.doomed = reason, True
        if self.handle >= 0:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        else:
            # It ends by itself when nobody listens.
            self._loop.call_soon(self._close)
