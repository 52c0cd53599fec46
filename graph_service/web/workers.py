"""A pool of worker processes that can be killed; the front only passes bytes.

Measured (two cores, 200,000 statements, `tests/benchmarks/test_binding.py` repeats it): the binding frees the
interpreter while it evaluates and serialises (two threads take 1.03 of one's time), so threads would use the
cores too; but it cannot be cancelled, and one nested query ends its process. Hence processes: a query past its
time is killed, another is forked in its place, and what ends a process ends only that answer.

Clients whose queries were small have workers of their own; whoever is not known for that has others, which give
way to those (`graph_service.web.crew`). A query that is not answered quickly leaves its crew: its worker goes to
one of the places for the slow (`graph_service.web.slow`), and another is forked in its place.
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

from graph_service.errors import AccountabilityError
from graph_service.settings import Settings
from graph_service.web.crew import Crew
from graph_service.web.faults import unpack
from graph_service.web.lane import Slot
from graph_service.web.link import Link, Made, Ticket
from graph_service.web.nursery import Nursery
from graph_service.web.refusals import closing, crowded, ended, expired, left, too_many
from graph_service.web.security import CLIENT, UNDER_WAY
from graph_service.web.slow import QUICK, SMALL, Places
from graph_service.web.turns import Known, Turns

START_SECONDS: Final = 60.0
LOOK: Final = 0.01


@dataclass(slots=True)
class Pool:
    """So many workers for the quick, and so many places (``spare``) for the slow; without any nobody is slow.

    With places there are as many workers again for strangers: clients of whom it is not known that their queries
    are small. ``jobs`` are imported by each worker before it takes any. ``rank`` of a client says who is answered
    first where many wait, the lowest. The processes start with the first request if not by ``start`` before.
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
    links: dict[Link, Crew] = field(default_factory=dict)
    quick: Crew = field(init=False)
    strange: Crew = field(init=False)
    crews: tuple[Crew, ...] = field(init=False)
    known: Known = field(default_factory=Known)
    slow: Places = field(init=False)
    started: bool = False
    closing: bool = False
    failures: int = 0
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    numbers: Any = field(default_factory=lambda: count(1))
    looking: bool = False

    def __post_init__(self) -> None:
        ahead = 1 if self.spare else 0
        self.quick = Crew(self.size, Turns(self.queue, self.rank), ahead=ahead)
        self.strange = Crew(self.size, Turns(self.queue, self.rank), gives_way=True)
        self.crews = (self.quick, self.strange) if self.spare else (self.quick,)
        self.slow = Places(self.spare, self.queue, self.seconds)

    async def start(self) -> None:
        """Starts all processes and waits until they answer; raises StoreError if one does not."""
        async with self.starting:
            if self.started or self.closing:
                return
            for crew in self.crews:
                crew.open()
            self.started = True
            links = [self._fork(crew) for crew in self.crews for _ in range(crew.size)]
            await asyncio.wait_for(asyncio.gather(*(one.ready for one in links)), START_SECONDS)

    async def renew(self, nursery: Nursery) -> None:
        """Another nursery's take the places of all that are not slow, which end after their next answers."""
        self.nursery, old = nursery, [one for one in self.links if not one.slow]
        fresh = [self._fork(crew, hurry=False) for crew in self.crews for _ in range(crew.size)]
        await asyncio.gather(*(one.ready for one in fresh), return_exceptions=True)
        for link in old:
            link.slot.last = True

    async def run(self, head: dict[str, Any], body: bytes = b"") -> Made:
        """Runs a job in the next free worker; raises LimitError past its time or when too many wait."""
        if self.closing:
            raise closing()
        if not self.started:
            await self.start()
        ticket = Ticket(next(self.numbers), orjson.dumps(head, default=str), body, CLIENT.get())
        self._line_up(ticket)
        self._push()
        # What writes, or makes what all will read, goes on when whoever asked is gone.
        under_way = UNDER_WAY.get() if self.spare else None
        if under_way is not None:
            under_way.add(ticket)
        try:
            return await ticket.future
        finally:
            if under_way is not None:
                under_way.discard(ticket)
            # Or a refusal would hold this frame, and the frame the refusal, until garbage is collected.
            del ticket, under_way

    def _line_up(self, ticket: Ticket, first: bool = False) -> None:
        """Lets a ticket wait where its client's do; whoever is given up for it is told."""
        given_up = self._turns(ticket.client).add(ticket, first)
        if given_up is not None:
            given_up.refuse(too_many())

    def _turns(self, client: str) -> Turns[Ticket]:
        if self.slow.takes(client):
            return self.slow.turns
        return (self.quick if client in self.known or not self.spare else self.strange).turns

    def _push(self) -> None:
        """Sends what waits, as far as there is room."""
        for crew in self.crews:
            while crew.room and (ticket := crew.turns.pop() or self._next_slow(crew)):
                if not crew.send(ticket):
                    self._line_up(ticket, first=True)
                    break
        if not self.looking:
            self.looking = True
            asyncio.get_running_loop().call_later(LOOK, self._look)

    def _next_slow(self, crew: Crew) -> Ticket | None:
        """The next query of a client whose queries were slow, if none is about to begin."""
        if crew is self.quick or not self.slow.turns:
            return None
        if any(self.slow.takes(one.client) for one in crew.sent.values()):
            return None
        return self.slow.next()

    def _look(self) -> None:
        """Every LOOK seconds while anything is under way: who is slow, who is past the time, what was lost."""
        self.looking = False
        now, running = time.monotonic(), set()
        for link, crew in list(self.links.items()):
            ticket = self.slow.links.get(link) or crew.sent.get(link.slot.ticket)
            if ticket is None:
                continue
            running.add(ticket.number)
            age = link.age(now)
            if age > self.seconds:
                self._stop(link, expired(self.seconds))
            elif age > QUICK and ticket.gone:
                link.kill(left())
            elif not link.slow and self.slow.overdue(link, age):
                self._turn_slow(link, crew.sent.pop(ticket.number))
        for crew in {self.links[one]: None for one in self.links if one.idle and not one.slow}:
            self._recover(crew, running, now)
        for ticket in self.slow.late(now):
            ticket.refuse(crowded())
        if found := self.slow.unfair(now):
            self._stop(found, crowded())
        if any(crew.sent for crew in self.crews) or self.slow.links or self.queued:
            self._push()

    def _turn_slow(self, link: Link, ticket: Ticket) -> None:
        """Takes a worker from its crew: it ends after this answer, another takes its place."""
        self._replace(self.links[link])
        self.known.discard(ticket.client)
        found = self.slow.enter(link, ticket)
        for crew in self.crews:
            for other in crew.turns.drop(ticket.client):
                self._line_up(other)
        if found is not None:
            self._stop(found, crowded())

    def _recover(self, crew: Crew, running: set[int], now: float) -> None:
        """Sends anew what was lost with a worker; a write is not tried twice."""
        for ticket in crew.missing(running, now):
            if self.spare:
                self._line_up(ticket, first=True)
            else:
                ticket.refuse(ended())

    def _stop(self, link: Link, reason: AccountabilityError) -> None:
        if not link.doomed:
            self.killed += 1
            link.kill(reason)

    def _answered(self, link: Link, number: int, made: Made) -> None:
        ticket = self.links[link].sent.pop(number, None)
        if link.slow:
            ticket = self.slow.leave(link)
        elif ticket is not None:
            self._learn(ticket.client, link.spent)
        if self.queued:
            self._push()
        if ticket is None or ticket.gone:
            made.let_go()
        elif made.head["ok"]:
            ticket.future.set_result(made)
        else:
            ticket.refuse(unpack(made.head["error"]))

    def _learn(self, client: str, spent: float) -> None:
        """A client was answered quickly: it is known for that, or its slow queries are forgotten by half."""
        if self.slow.takes(client):
            self.slow.past.forgive(client)
        elif spent > SMALL:
            self.known.discard(client)
        else:
            self.known.add(client)

    def _lost(self, link: Link) -> None:
        crew = self.links.pop(link)
        ticket = self.slow.leave(link) if link.slow else crew.sent.pop(link.slot.ticket, None)
        if ticket is not None:
            ticket.refuse(link.reason or ended())
        if self.closing:
            return
        if not link.slot.last:
            self.failures = 0 if link.process else self.failures + 1
            crew.doubt()
            self._replace(crew)
        self._push()

    def _replace(self, crew: Crew) -> None:
        """Another worker for a crew; while none starts, each time a little later."""
        asyncio.get_running_loop().call_later(min(self.failures, 10), self._spawn, crew)

    def _spawn(self, crew: Crew) -> None:
        if not self.closing:
            self._fork(crew)

    def _fork(self, crew: Crew, *, hurry: bool = True) -> Link:
        assert crew.ends is not None
        ours, theirs = socket.socketpair()
        slot, descriptor = Slot.create()
        passed = [theirs.fileno(), crew.ends[1].fileno(), descriptor]
        with theirs:
            self.nursery.fork(passed, self.jobs, gives_way=crew.gives_way, hurry=hurry)
        os.close(descriptor)
        link = Link(ours, slot, self._answered, self._lost)
        self.links[link] = crew
        return link

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return sum(one.slot.ticket != 0 for one in self.links)

    @property
    def queued(self) -> int:
        """How many requests wait for a worker."""
        return sum(len(crew.turns) for crew in self.crews) + len(self.slow.turns)

    async def stop(self) -> None:
        """Ends all processes; what they were doing is lost, as it may be at any time."""
        self.closing = True
        theirs = (one for crew in self.crews for one in (*crew.turns, *crew.sent.values()))
        for ticket in (*theirs, *self.slow.turns, *self.slow.links.values()):
            ticket.refuse(closing())
        for link in list(self.links):
            link.kill(closing())
        while self.links:
            await asyncio.sleep(0.01)
        for crew in self.crews:
            crew.close()
