"""A pool of worker processes that can be killed; the front only passes bytes.

Measured (two cores, 200,000 statements, `tests/benchmarks/test_binding.py` repeats it): the binding frees the
interpreter while it evaluates and serialises (two threads take 1.03 of one's time), so threads would use the
cores too; but it cannot be cancelled, and one nested query ends its process. Hence processes: a query past its
time is killed, another is forked in its place, and what ends a process ends only that answer.

All workers take from one queue. A query that is not answered quickly leaves their lane: its worker goes to one of
the places for the slow (`graph_service.web.slow`), and another is forked for the quick.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import orjson

from graph_service.errors import LimitError
from graph_service.settings import Settings
from graph_service.web.faults import unpack
from graph_service.web.lane import Slot, put
from graph_service.web.link import Link, Made, Ticket
from graph_service.web.nursery import Nursery
from graph_service.web.refusals import closing, crowded, ended, expired, too_many
from graph_service.web.security import CLIENT
from graph_service.web.slow import QUICK, SMALL, Places
from graph_service.web.turns import OLDEST, Known, Turns

START_SECONDS: Final = 60.0
LOOK: Final = 0.01
MISSING: Final = 0.5
# Seconds for which a worker is kept free for clients that were answered quickly.
LATELY: Final = 10.0


@dataclass(slots=True)
class Pool:
    """So many workers for the quick, and so many places (``spare``) for the slow; without any nobody is slow.

    ``jobs`` are imported by each worker before it takes any. ``rank`` of a client says who is answered first where
    many wait, the lowest. The processes start with the first request if ``start`` was not called before.
    """

    settings: Settings
    nursery: Nursery
    size: int
    seconds: float
    queue: int
    jobs: tuple[str, ...] = ()
    spare: int = 0
    rank: Callable[[str], float] = lambda client: 0.0
    killed: int = 0
    links: set[Link] = field(default_factory=set)
    sent: dict[int, Ticket] = field(default_factory=dict)
    waiting: Turns[Ticket] = field(init=False)
    strange: Turns[Ticket] = field(init=False)
    known: Known = field(default_factory=Known)
    slow: Places = field(init=False)
    closing: bool = False
    failures: int = 0
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    numbers: Any = field(default_factory=lambda: count(1))
    ends: tuple[socket.socket, socket.socket] | None = None
    looking: bool = False

    def __post_init__(self) -> None:
        self.waiting, self.strange = Turns(self.queue, self.rank), Turns(self.queue, self.rank)
        self.slow = Places(self.spare, self.queue, self.seconds)

    async def start(self) -> None:
        """Starts all processes and waits until they answer; raises StoreError if one does not."""
        async with self.starting:
            if self.ends or self.closing:
                return
            self.ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self.ends[0].setblocking(False)
            links = [self._fork(self.ends[1]) for _ in range(self.size)]
            await asyncio.wait_for(asyncio.gather(*(one.ready for one in links)), START_SECONDS)

    async def renew(self, nursery: Nursery) -> None:
        """Another nursery's take the places of the workers for the quick, which end after their next answers."""
        self.nursery, old = nursery, [one for one in self.links if not one.slow]
        assert self.ends is not None
        fresh = [self._fork(self.ends[1], hurry=False) for _ in range(self.size)]
        await asyncio.gather(*(one.ready for one in fresh), return_exceptions=True)
        for link in old:
            link.slot.last = True

    async def run(self, head: dict[str, Any], body: bytes = b"") -> Made:
        """Runs a job in the next free worker; raises LimitError past its time or when too many wait."""
        if self.closing:
            raise closing()
        if not self.ends:
            await self.start()
        ticket = Ticket(next(self.numbers), orjson.dumps(head, default=str), body, CLIENT.get())
        self._queue(ticket)
        try:
            return await ticket.future
        finally:
            # Or a refusal would hold this frame, and the frame the refusal, until garbage is collected.
            del ticket

    def _queue(self, ticket: Ticket) -> None:
        self._line_up(ticket)
        self._push()

    def _line_up(self, ticket: Ticket, first: bool = False) -> None:
        """Lets a ticket wait where its client's do; whoever is given up for it is told."""
        given_up = self._turns(ticket.client).add(ticket, first)
        if given_up is not None:
            given_up.refuse(too_many())

    def _turns(self, client: str) -> Turns[Ticket]:
        if self.slow.takes(client):
            return self.slow.turns
        return self.waiting if client in self.known or not self.spare else self.strange

    def _push(self) -> None:
        """Sends what waits, one more than there are workers for the quick so that none of them has to rest."""
        assert self.ends is not None
        room = self.size + (1 if self.spare else 0)
        while len(self.sent) < room and (ticket := self._next()):
            try:
                put(self.ends[0], ticket.number, ticket.head, ticket.body)
            except BlockingIOError:
                self._line_up(ticket, first=True)
                break
            self.sent[ticket.number] = ticket
        if not self.looking:
            self.looking = True
            asyncio.get_running_loop().call_later(LOOK, self._look)

    def _next(self) -> Ticket | None:
        """Whose turn it is; of those whose queries may be slow only if they leave a worker to the others."""
        if not (len(self.waiting) and self.waiting.taken % OLDEST):
            there = sum(not one.slow and one.process != 0 for one in self.links)
            kept = self.size > 1 and self.known.lately(LATELY)
            if sum(one.risky for one in self.sent.values()) < max(there - kept, self.size == 1):
                ticket = self.strange.pop() or self._next_slow()
                if ticket is not None:
                    ticket.risky = True
                    return ticket
        return self.waiting.pop()

    def _next_slow(self) -> Ticket | None:
        begun = any(one.risky and self.slow.takes(one.client) for one in self.sent.values())
        return None if begun else self.slow.next()

    def _look(self) -> None:
        """Every LOOK seconds while anything is under way: who is slow, who is past the time, what was lost."""
        self.looking = False
        now, running = time.monotonic(), set()
        for link in list(self.links):
            ticket = self.slow.links.get(link) or self.sent.get(link.slot.ticket)
            if ticket is None:
                continue
            running.add(ticket.number)
            age = link.age(now)
            if age > self.seconds:
                self._stop(link, expired(self.seconds))
            elif age > QUICK and ticket.future.cancelled():
                # The client has gone; nobody wants the answer any more.
                link.kill()
            elif not link.slow and self.slow.overdue(link, age):
                self._turn_slow(link, self.sent.pop(ticket.number))
        if any(one.idle for one in self.links):
            self._recover(running, now)
        for ticket in self.slow.late(now):
            ticket.refuse(crowded())
        if found := self.slow.unfair(now):
            self._stop(found, crowded())
        if self.sent or self.slow.links or self.queued:
            self._push()

    def _turn_slow(self, link: Link, ticket: Ticket) -> None:
        """Takes a worker from the lane of the quick: it ends after this answer, another takes its place."""
        self._replace()
        self.known.discard(ticket.client)
        found = self.slow.enter(link, ticket)
        for other in (*self.strange.drop(ticket.client), *self.waiting.drop(ticket.client)):
            self._line_up(other)
        if found is not None:
            self._stop(found, crowded())

    def _recover(self, running: set[int], now: float) -> None:
        """Sends anew what a worker had taken and not begun when it died: another rests, so it is not in the queue.

        Only a death loses a request; one that is merely not taken yet stays where it is, however long that is.
        """
        for ticket in [one for one in self.sent.values() if one.doubtful and one.number not in running]:
            ticket.missing = ticket.missing or now
            if now - ticket.missing > MISSING:
                del self.sent[ticket.number]
                ticket.doubtful, ticket.missing = False, 0.0
                if self.spare:
                    self._line_up(ticket, first=True)
                else:
                    ticket.refuse(ended())

    def _stop(self, link: Link, reason: LimitError) -> None:
        if not link.doomed:
            self.killed += 1
            link.kill(reason)

    def _answered(self, link: Link, number: int, head: dict[str, Any], body: bytes) -> None:
        ticket = self.sent.pop(number, None)
        if link.slow:
            ticket = self.slow.leave(link)
        elif ticket is not None:
            self._learn(ticket.client, link.spent)
        if self.queued:
            self._push()
        if ticket is None:
            return
        if not head["ok"]:
            ticket.refuse(unpack(head["error"]))
        elif not ticket.future.done():
            ticket.future.set_result(Made(head, body, head["path"], head["length"]))

    def _learn(self, client: str, spent: float) -> None:
        """A client was answered quickly: it is known for that, or its slow queries are forgotten by half."""
        if self.slow.takes(client):
            self.slow.past.forgive(client)
        elif spent > SMALL:
            self.known.discard(client)
        else:
            self.known.add(client)

    def _lost(self, link: Link) -> None:
        self.links.discard(link)
        ticket = self.slow.leave(link) if link.slow else self.sent.pop(link.slot.ticket, None)
        if ticket is not None:
            ticket.refuse(link.reason or ended())
        if self.closing or not self.ends:
            return
        if not link.slot.last:
            self.failures = 0 if link.process else self.failures + 1
            for other in self.sent.values():
                other.doubtful = True
            self._replace()
        self._push()

    def _replace(self) -> None:
        """Another worker for the quick; while none starts, each time a little later."""
        asyncio.get_running_loop().call_later(min(self.failures, 10), self._spawn)

    def _spawn(self) -> None:
        if self.ends and not self.closing:
            self._fork(self.ends[1])

    def _fork(self, queue: socket.socket, *, hurry: bool = True) -> Link:
        ours, theirs = socket.socketpair()
        slot, descriptor = Slot.create()
        with theirs:
            self.nursery.fork([theirs.fileno(), queue.fileno(), descriptor], self.jobs, hurry=hurry)
        os.close(descriptor)
        ours.setblocking(False)
        link = Link(slot, self._answered, self._lost)
        self.links.add(link)
        loop = asyncio.get_running_loop()
        task = loop.create_task(loop.create_unix_connection(lambda: link, sock=ours))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return link

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return sum(one.slot.ticket != 0 for one in self.links)

    @property
    def queued(self) -> int:
        """How many requests wait for a worker."""
        return len(self.waiting) + len(self.strange) + len(self.slow.turns)

    async def stop(self) -> None:
        """Ends all processes; what they were doing is lost, as it may be at any time."""
        self.closing = True
        tickets = (*self.waiting, *self.strange, *self.slow.turns, *self.sent.values(), *self.slow.links.values())
        for ticket in tickets:
            ticket.refuse(closing())
        for link in list(self.links):
            link.kill(closing())
        while self.tasks or self.links:
            await asyncio.sleep(0.01)
        for end in self.ends or ():
            end.close()
