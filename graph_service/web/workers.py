"""A pool of worker processes that can be killed; the front only passes bytes.

Measured (two cores, 200,000 statements, `tests/benchmarks/test_binding.py` repeats it): the binding frees the
interpreter while it evaluates and serialises (two threads take 1.03 of one's time), so threads would use the
cores too; but it cannot be cancelled, and one nested query ends its process. Hence processes: a query past its
time is killed, a spare one takes the place at once, and what ends a process ends only that answer.

All workers take from one queue. A request that is not answered quickly leaves its lane: a resting worker is woken
for the others, the slow one lets them go first, and nobody has more than a share of the slow places.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import orjson

from graph_service.errors import LimitError, StoreError
from graph_service.settings import Settings
from graph_service.web.faults import unpack
from graph_service.web.lane import Slot, put
from graph_service.web.link import Link, Made, Ticket
from graph_service.web.security import CLIENT
from graph_service.web.worker import SETTINGS

START_SECONDS: Final = 60.0
LOOK: Final = 0.02
QUICK: Final = 0.2
LONG: Final = 1.0
MISSING: Final = 0.5
ENDED: Final = "the query ended its process"
CLOSING: Final = "the service is shutting down"


@dataclass(slots=True)
class Pool:
    """So many workers at work, and spares, already started, for the next that is killed or slow.

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
    links: set[Link] = field(default_factory=set)
    waiting: deque[Ticket] = field(default_factory=deque)
    sent: dict[int, Ticket] = field(default_factory=dict)
    closing: bool = False
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    failures: int = 0
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    numbers: Any = field(default_factory=lambda: count(1))
    ends: tuple[socket.socket, socket.socket] | None = None
    looking: bool = False

    async def start(self) -> None:
        """Starts all processes and waits until enough answer; raises StoreError if one does not."""
        async with self.starting:
            if self.links or self.closing:
                return
            self.ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self.ends[0].setblocking(False)
            links = [await self._spawn(parked=number >= self.size) for number in range(self.size + self.spare)]
            await asyncio.wait_for(asyncio.gather(*(one.ready for one in links)), START_SECONDS)

    async def run(self, head: dict[str, Any], body: bytes = b"") -> Made:
        """Runs a job in the next free worker; raises LimitError past its time or when too many wait."""
        if self.closing:
            raise LimitError(CLOSING, do="come back in a minute")
        if not self.links:
            await self.start()
        if len(self.waiting) >= self.queue:
            raise LimitError("too many requests are waiting for a free worker", do="come back in a few seconds")
        ticket = Ticket(next(self.numbers), orjson.dumps(head, default=str), body, CLIENT.get())
        self.waiting.append(ticket)
        self._push()
        try:
            return await ticket.future
        except asyncio.CancelledError:
            # The client has gone; nobody wants the answer any more.
            for link in self.links:
                if link.slot.ticket == ticket.number:
                    link.kill()
            raise

    def _push(self) -> None:
        """Sends what waits, one more than there are workers at work so that none of them has to rest."""
        assert self.ends is not None
        room = sum(one.slow or not one.slot.parked for one in self.links) + (1 if self.spare else 0)
        full, held = self._full(), []
        while self.waiting and len(self.sent) < room:
            ticket = self.waiting.popleft()
            if ticket.future.done():
                continue
            if ticket.client in full:
                held.append(ticket)
                continue
            try:
                put(self.ends[0], ticket.number, ticket.head, ticket.body)
            except BlockingIOError:
                self.waiting.appendleft(ticket)
                break
            self.sent[ticket.number] = ticket
            full = self._full()
        self.waiting.extendleft(reversed(held))
        if not self.looking and (self.sent or self.waiting):
            self.looking = True
            asyncio.get_running_loop().call_later(LOOK, self._look)

    def _full(self) -> set[str]:
        """The clients that have slow queries under way, and as much altogether as is their share."""
        if not any(one.slow for one in self.links):
            return set()
        slow = {
            self.sent[one.slot.ticket].client for one in self.links if one.slow and one.slot.ticket in self.sent
        }
        under_way = [one.client for one in self.sent.values()]
        return {client for client in slow if under_way.count(client) >= max(1, self.spare // len(slow))}

    def _look(self) -> None:
        """Every LOOK seconds while anything is under way: who is slow, who is past the time, what was lost."""
        self.looking = False
        now, running = time.monotonic(), set()
        for link in list(self.links):
            ticket = self.sent.get(link.slot.ticket)
            if ticket is None:
                continue
            running.add(ticket.number)
            age = now - link.slot.started
            if age > self.seconds:
                self._expire(link)
            elif self.spare and age > QUICK:
                self._turn_slow(link, age)
        if any(not one.slot.parked and not one.slot.ticket for one in self.links):
            self._recover(running, now)
        self._push()

    def _turn_slow(self, link: Link, age: float) -> None:
        """Takes a worker from the lane of the quick: it rests after this answer, another takes its place."""
        if not link.slow:
            link.slow = link.slot.parked = True
            self._wake_if_short()
        if age > LONG and not link.yielding:
            link.yield_to_others()
        if all(one.slot.parked for one in self.links):
            self._shed()

    def _shed(self) -> None:
        """All are slow, and somebody waits who has not had a share: who has most gives one up, the last begun."""
        full = self._full()
        if all(one.client in full for one in self.waiting):
            return
        slow = {one: self.sent[one.slot.ticket].client for one in self.links if one.slot.ticket in self.sent}
        owners = list(slow.values())
        found = max(slow, key=lambda one: (owners.count(slow[one]), one.slot.started))
        self.killed += 1
        found.kill(LimitError("too many slow queries are under way", do="come back in a minute"))

    def _recover(self, running: set[int], now: float) -> None:
        """Sends anew what a worker had taken and not begun when it died: another rests, so it is not in the queue.

        Only a death loses a request; one that is merely not taken yet stays where it is, however long that is.
        """
        for ticket in [one for one in self.sent.values() if one.doubtful and one.number not in running]:
            ticket.missing = ticket.missing or now
            if now - ticket.missing > MISSING:
                del self.sent[ticket.number]
                if self.spare:
                    ticket.doubtful, ticket.missing = False, 0.0
                    self.waiting.appendleft(ticket)
                elif not ticket.future.done():
                    ticket.future.set_exception(LimitError(ENDED))

    def _expire(self, link: Link) -> None:
        self.killed += 1
        link.kill(
            LimitError(
                f"the query was stopped after {self.seconds:g} seconds",
                do="make it more selective, or take the dump",
            )
        )

    def _answered(self, link: Link, number: int, head: dict[str, Any], body: bytes) -> None:
        ticket = self.sent.pop(number, None)
        if link.slow:
            self._return(link)
        if self.waiting:
            self._push()
        if ticket is None or ticket.future.done():
            return
        if head["ok"]:
            ticket.future.set_result(Made(head, body, head["path"], head["length"]))
        else:
            ticket.future.set_exception(unpack(head["error"]))

    def _return(self, link: Link) -> None:
        """A slow one has answered and rests: it goes for good if it was made to yield."""
        link.slow = False
        if link.yielding:
            link.kill()
        else:
            self._wake_if_short()

    def _lost(self, link: Link) -> None:
        self.links.discard(link)
        ticket = self.sent.pop(link.slot.ticket, None)
        if ticket is not None and not ticket.future.done():
            reason = link.reason or LimitError(
                ENDED, do="make it smaller: fewer brackets, fewer unions, less to sort"
            )
            ticket.future.set_exception(reason if isinstance(reason, LimitError) else LimitError(str(reason)))
        for other in self.sent.values():
            other.doubtful = True
        if link.process is not None:
            task = asyncio.get_running_loop().create_task(self._replace(link.process))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        if not self.closing:
            self._wake_if_short()
            self._push()

    def _wake_if_short(self) -> None:
        quick = sum(not one.slot.parked for one in self.links)
        resting = [one for one in self.links if one.slot.parked and not one.slow and one.ready.done()]
        for link in resting[: max(0, self.size - quick)]:
            link.wake()

    async def _replace(self, process: subprocess.Popen[bytes]) -> None:
        await asyncio.to_thread(process.wait)
        if self.closing:
            return
        link = await self._spawn(parked=True)
        try:
            await asyncio.wait_for(link.ready, START_SECONDS)
        except (StoreError, TimeoutError):
            self.failures += 1
            await asyncio.sleep(min(self.failures, 10))
            return
        self.failures = 0
        self._wake_if_short()
        self._push()

    async def _spawn(self, parked: bool) -> Link:
        assert self.ends is not None
        ours, theirs = socket.socketpair()
        slot, descriptor = Slot.create()
        slot.parked = parked
        passed = [theirs.fileno(), self.ends[1].fileno(), descriptor]
        process = subprocess.Popen(
            [sys.executable, "-m", "graph_service.web.worker", *map(str, passed), *self.jobs],
            pass_fds=passed,
            env={**os.environ, SETTINGS: self.settings.model_dump_json()},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        os.close(descriptor)
        ours.setblocking(False)
        _, link = await asyncio.get_running_loop().create_unix_connection(
            lambda: Link(slot, self._answered, self._lost), sock=ours
        )
        link.process = process
        self.links.add(link)
        return link

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return sum(one.slot.ticket != 0 for one in self.links)

    async def stop(self) -> None:
        """Ends all processes; what they were doing is lost, as it may be at any time."""
        self.closing = True
        reason = LimitError(CLOSING, do="come back in a minute")
        for ticket in (*self.waiting, *self.sent.values()):
            if not ticket.future.done():
                ticket.future.set_exception(reason)
        for link in list(self.links):
            link.kill(reason)
        await asyncio.sleep(0)
        while self.tasks or self.links:
            if self.tasks:
                await asyncio.wait(set(self.tasks), timeout=5)
            else:
                await asyncio.sleep(0.01)
        for end in self.ends or ():
            end.close()
