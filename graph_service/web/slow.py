"""The few places for slow queries: whose turn it is to have one, and who has had enough.

A worker whose query turns out slow gives way to all else on the machine and ends after it. The next queries of its
client wait for a place to be free; the less a client has had lately, the sooner it has its turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from graph_service.web.link import Link, Ticket
from graph_service.web.turns import Past, Turns

# Seconds of processor that a client's queries take that is served in the workers kept for such clients.
SMALL: Final = 0.02
# Seconds of processor, and of the clock, that a quick query may take.
QUICK: Final = 0.1
PATIENCE: Final = 0.5
# Seconds after which one who has had so many times as much is stopped for one who waits.
FAIR: Final = 1.0
TIMES: Final = 4.0
# How many times as many as there are places may turn slow at once: most of them end soon.
MORE: Final = 4


@dataclass(slots=True)
class Places:
    """So many ``places``, the workers that are slow, and the tickets that wait for a place, at most ``queue``."""

    places: int
    queue: int
    seconds: float
    links: dict[Link, Ticket] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    turns: Turns[Ticket] = field(init=False)

    def __post_init__(self) -> None:
        self.turns = Turns(self.queue, self.past.of)

    def takes(self, client: str) -> bool:
        """Whether a client's next query waits for a place."""
        if not self.places:
            return False
        return any(one.client == client for one in self.links.values()) or self.past.of(client) > 0

    def overdue(self, link: Link, age: float) -> bool:
        """Whether the query of a worker for the quick belongs here."""
        return self.places > 0 and (link.spent > QUICK or age > PATIENCE)

    def enter(self, link: Link, ticket: Ticket) -> Link | None:
        """A worker is among the slow from now on; whoever is to be stopped if there are far too many of them."""
        link.turn_slow()
        self.links[link] = ticket
        return self._heaviest() if len(self.links) > MORE * self.places else None

    def leave(self, link: Link) -> Ticket | None:
        """A worker has answered or is gone: what it has had is remembered; its ticket."""
        ticket = self.links.pop(link, None)
        if ticket is not None:
            self.past.add(ticket.client, link.spent)
        return ticket

    def next(self) -> Ticket | None:
        """The next ticket to begin, if there is a place."""
        return self.turns.pop() if len(self.links) < self.places else None

    def unfair(self, now: float) -> Link | None:
        """The worker to be stopped because its client has had a great deal, and one who waits very little."""
        first = self.turns.peek()
        if first is None or now - first.since < FAIR or len(self.links) < self.places:
            return None
        found = self._heaviest()
        if self.links[found].client == first.client or found.spent < FAIR:
            return None
        return found if self._had(found) > TIMES * max(self.past.of(first.client), QUICK) else None

    def late(self, now: float) -> list[Ticket]:
        """Those who have waited for a place as long as two queries may take; they wait no more."""
        return self.turns.expired(now - 2 * self.seconds - FAIR)

    def _heaviest(self) -> Link:
        return max(self.links, key=self._had)

    def _had(self, link: Link) -> float:
        """What the client of a slow query has had lately, with what it is having."""
        return link.spent + self.past.of(self.links[link].client)
