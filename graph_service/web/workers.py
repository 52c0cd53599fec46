"""A pool of worker processes that can be killed; the front only passes bytes.

Measured (two cores, 200,000 statements, `tests/benchmarks/test_binding.py` repeats it): the binding frees the
interpreter while it evaluates and serialises (two threads take 1.03 of one's time), so threads would use the
cores too; but it cannot be cancelled, and one nested query ends its process. Hence processes: a query past its
time is killed, a spare one takes the place at once, and what ends a process ends only that answer.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import orjson

from graph_service.errors import LimitError, StoreError
from graph_service.settings import Settings
from graph_service.web.faults import unpack
from graph_service.web.worker import HEAD, SETTINGS, frame

START_SECONDS = 60.0


@dataclass(slots=True)
class Made:
    """An answer that a worker made: its head, and its bytes or the file that holds them."""

    head: dict[str, Any]
    data: bytes = b""
    path: str | None = None
    length: int = 0


class Link(asyncio.Protocol):
    """The front's end of one worker's socket; at most one request is under way."""

    def __init__(self, lost: Callable[[Link], None]) -> None:
        self._lost = lost
        self._buffer = bytearray()
        self.ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.waiting: asyncio.Future[Made] | None = None
        self.reason: Exception | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Takes bytes until a frame is whole."""
        self._buffer += data
        if len(self._buffer) < HEAD.size:
            return
        first, second = HEAD.unpack_from(self._buffer)
        end = HEAD.size + first + second
        if len(self._buffer) < end:
            return
        head = orjson.loads(memoryview(self._buffer)[HEAD.size : HEAD.size + first])
        body = bytes(memoryview(self._buffer)[HEAD.size + first : end])
        del self._buffer[:end]
        self._deliver(head, body)

    def _deliver(self, head: dict[str, Any], body: bytes) -> None:
        if "ready" in head:
            self.ready.set_result(head["ready"])
            return
        waiting, self.waiting = self.waiting, None
        if waiting is None or waiting.done():
            return
        if head["ok"]:
            waiting.set_result(Made(head, body, head["path"], head["length"]))
        else:
            waiting.set_exception(unpack(head["error"]))

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker is gone: whoever waits for it hears why."""
        reason = self.reason or StoreError(
            "the query ended its process", do="make it smaller: fewer brackets, fewer unions, less to sort"
        )
        if not isinstance(reason, LimitError):
            reason = LimitError(str(reason))
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(reason)
        if not self.ready.done():
            self.ready.set_exception(StoreError("a worker process did not start"))
            self.ready.exception()
        self._lost(self)

    def kill(self, reason: Exception | None = None) -> None:
        """Ends the process, whatever it does."""
        self.reason = reason
        if self.process is not None:
            self.process.kill()

    def send(self, head: dict[str, Any], body: bytes) -> asyncio.Future[Made]:
        """Sends a request; the future of its answer."""
        assert self.transport is not None
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(frame(head, body))
        return self.waiting


@dataclass(slots=True)
class Pool:
    """So many workers, and spares, already started, for the next that is killed.

    ``jobs`` are imported by each worker before it takes any: a first query must not spend its time on that.
    The processes start with the first request if ``start`` was not called before.
    """

    settings: Settings
    size: int
    seconds: float
    queue: int
    jobs: tuple[str, ...] = ()
    spare: int = 0
    killed: int = 0
    idle: deque[Link] = field(default_factory=deque)
    waiters: deque[asyncio.Future[Link]] = field(default_factory=deque)
    links: set[Link] = field(default_factory=set)
    spares: deque[Link] = field(default_factory=deque)
    closing: bool = False
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    failures: int = 0
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Starts all processes and waits until they answer; raises StoreError if one does not."""
        async with self.starting:
            if self.links or self.closing:
                return
            links = await asyncio.gather(*(self._spawn() for _ in range(self.size + self.spare)))
            await asyncio.wait_for(asyncio.gather(*(one.ready for one in links)), START_SECONDS)
            self.spares.extend(links[: self.spare])
            for link in links[self.spare :]:
                self._give(link)

    async def run(self, head: dict[str, Any], body: bytes = b"") -> Made:
        """Runs a job in the next free worker; raises LimitError past its time or when too many wait."""
        if not self.links:
            await self.start()
        link = await self._take()
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self.seconds, self._expire, link)
        try:
            return await link.send(head, body)
        except asyncio.CancelledError:
            # The client has gone; nobody wants the answer any more.
            link.kill()
            raise
        finally:
            timer.cancel()
            self._give(link)

    def _expire(self, link: Link) -> None:
        self.killed += 1
        link.kill(
            LimitError(
                f"the query was stopped after {self.seconds:g} seconds",
                do="make it more selective, or take the dump",
            )
        )

    async def _take(self) -> Link:
        while self.idle:
            link = self.idle.popleft()
            if link in self.links:
                return link
        if len(self.waiters) >= self.queue:
            raise LimitError("too many requests are waiting for a free worker", do="come back in a few seconds")
        waiter: asyncio.Future[Link] = asyncio.get_running_loop().create_future()
        self.waiters.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._give(waiter.result())
            raise

    def _give(self, link: Link) -> None:
        if link not in self.links or link.reason is not None or link.waiting is not None:
            return
        while self.waiters:
            waiter = self.waiters.popleft()
            if not waiter.done():
                waiter.set_result(link)
                return
        self.idle.append(link)

    def _lost(self, link: Link) -> None:
        self.links.discard(link)
        if link.process is not None:
            task = asyncio.get_running_loop().create_task(self._reap(link.process))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        if link in self.spares:
            self.spares.remove(link)
        elif self.spares and not self.closing:
            self._give(self.spares.popleft())

    async def _reap(self, process: subprocess.Popen[bytes]) -> None:
        await asyncio.to_thread(process.wait)
        if self.closing:
            return
        link = await self._spawn()
        try:
            await asyncio.wait_for(link.ready, START_SECONDS)
        except (StoreError, TimeoutError):
            self.failures += 1
            await asyncio.sleep(min(self.failures, 10))
            return
        self.failures = 0
        if len(self.links) - len(self.spares) <= self.size:
            self._give(link)
        else:
            self.spares.append(link)

    async def _spawn(self) -> Link:
        ours, theirs = socket.socketpair()
        environment = {**os.environ, SETTINGS: self.settings.model_dump_json()}
        process = subprocess.Popen(
            [sys.executable, "-m", "graph_service.web.worker", str(theirs.fileno()), *self.jobs],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        ours.setblocking(False)
        _, link = await asyncio.get_running_loop().create_unix_connection(lambda: Link(self._lost), sock=ours)
        link.process = process
        self.links.add(link)
        return link

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return len(self.links) - len(self.idle) - len(self.spares)

    async def stop(self) -> None:
        """Ends all processes; what they were doing is lost, as it may be at any time."""
        self.closing = True
        for link in list(self.links):
            link.kill(LimitError("the service is shutting down", do="come back in a minute"))
        await asyncio.sleep(0)
        while self.tasks or self.links:
            if self.tasks:
                await asyncio.wait(set(self.tasks), timeout=5)
            else:
                await asyncio.sleep(0.01)
