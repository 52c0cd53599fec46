"""Whose turn it is: requests that wait, by client, and what slow queries of a client have cost lately.

Nobody is refused because others ask much. Of those who wait the client with the least under way goes first, so
a crowd waits for itself and not a visitor for the crowd; every few turns it is the one who has waited longest, so
that nobody waits for ever. When too many wait, the last request of the client with the most of them is given up.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

# Every so many turns go to the one who has waited longest.
OLDEST: Final = 4
# What a slow query has cost is remembered by half after so many seconds.
HALF: Final = 30.0
# Seconds of processor below which a client's slow queries are forgotten.
LITTLE: Final = 0.02
CROWD: Final = 10_000


class Waiter(Protocol):
    """What waits: whose it is, its number among equals, since when; ``gone`` if nobody wants it any more."""

    client: str
    number: int
    since: float

    @property
    def gone(self) -> bool:
        """Whether it is passed over."""


One = TypeVar("One", bound=Waiter)


@dataclass(slots=True)
class Turns(Generic[One]):
    """Those who wait, at most so many; the client with the lowest ``rank`` and the fewest who wait is next."""

    most: int
    rank: Callable[[str], float]
    queues: dict[str, deque[One]] = field(default_factory=dict)
    count: int = 0
    taken: int = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[One]:
        for queue in self.queues.values():
            yield from queue

    def waiting(self, client: str) -> int:
        """How many of a client's wait."""
        return len(self.queues.get(client, ()))

    def add(self, ticket: One, first: bool = False) -> One | None:
        """Takes one more, ``first`` of its client's if it had its turn before; the one given up for it, if any."""
        queue = self.queues.setdefault(ticket.client, deque())
        if first:
            queue.appendleft(ticket)
        else:
            queue.append(ticket)
        self.count += 1
        return self._shed() if self.count > self.most else None

    def _shed(self) -> One:
        found = max(self.queues.values(), key=len)
        return self._taken(found[-1].client, last=True)

    def peek(self) -> One | None:
        """The next whose turn it is."""
        client = self._next()
        return None if client is None else self.queues[client][0]

    def pop(self) -> One | None:
        """Takes the next; who is gone is passed over."""
        while (client := self._next()) is not None:
            ticket = self._taken(client)
            if not ticket.gone:
                self.taken += 1
                return ticket
        return None

    def _next(self) -> str | None:
        if len(self.queues) < 2:
            return next(iter(self.queues), None)
        if self.taken % OLDEST == OLDEST - 1:
            return min(self.queues, key=lambda client: self.queues[client][0].since)
        return min(self.queues, key=self._order)

    def _order(self, client: str) -> tuple[float, int]:
        queue = self.queues[client]
        return self.rank(client) + len(queue), queue[0].number

    def _taken(self, client: str, last: bool = False) -> One:
        queue = self.queues[client]
        ticket = queue.pop() if last else queue.popleft()
        if not queue:
            del self.queues[client]
        self.count -= 1
        return ticket

    def drop(self, client: str) -> list[One]:
        """Takes out all of a client's."""
        found = list(self.queues.pop(client, ()))
        self.count -= len(found)
        return found

    def expired(self, before: float) -> list[One]:
        """Takes out what has waited since before that time."""
        late = [client for client, queue in self.queues.items() if queue[0].since < before]
        return [self._taken(client) for client in late]


@dataclass(slots=True)
class Fading:
    """A number for each client that is halved every half minute, and forgotten when it is less than ``least``."""

    least: float
    kept: dict[str, tuple[float, float]] = field(default_factory=dict)

    def of(self, client: str) -> float:
        """What is remembered of a client now, 0 if that is little."""
        if client not in self.kept:
            return 0.0
        number, when = self.kept[client]
        left = number * math.exp2((when - time.monotonic()) / HALF)
        if left < self.least:
            del self.kept[client]
            return 0.0
        return left

    def keep(self, client: str, number: float) -> None:
        """Remembers another number of a client; of too many clients the one kept longest ago is let go."""
        if self.kept.pop(client, None) is None and len(self.kept) >= CROWD:
            del self.kept[next(iter(self.kept))]
        self.kept[client] = (number, time.monotonic())


@dataclass(slots=True)
class Past(Fading):
    """Seconds that the slow queries of each client took lately."""

    least: float = LITTLE

    def add(self, client: str, seconds: float) -> None:
        """Remembers one more slow query."""
        self.keep(client, self.of(client) + seconds)

    def forgive(self, client: str) -> None:
        """A quick one of that client's: what is remembered is halved."""
        if left := self.of(client):
            self.keep(client, left / 2)


@dataclass(slots=True)
class Peaks(Fading):
    """The most that each client had at once lately, where that was more than one."""

    least: float = 1.0

    def note(self, client: str, count: int) -> float:
        """A client has so many at once; what is remembered of it now."""
        most = self.of(client)
        if count <= 1 or count <= most:
            return most
        self.keep(client, count)
        return count


@dataclass(slots=True)
class Known:
    """The clients that were answered quickly before, the last of them last."""

    clients: dict[str, None] = field(default_factory=dict)

    def __contains__(self, client: str) -> bool:
        return client in self.clients

    def add(self, client: str) -> None:
        """One more quick answer to a client."""
        if client in self.clients:
            del self.clients[client]
        elif len(self.clients) >= CROWD:
            del self.clients[next(iter(self.clients))]
        self.clients[client] = None

    def discard(self, client: str) -> None:
        """A client whose query was slow is a stranger again."""
        self.clients.pop(client, None)
