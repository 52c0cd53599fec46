"""The workers that take from one queue: who waits for them, what was sent to them, and what was lost with one."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Final

from graph_service.web.lane import put
from graph_service.web.link import Ticket
from graph_service.web.turns import Turns

# Seconds after which a request is taken for lost that nobody has begun while somebody rests.
MISSING: Final = 0.5


@dataclass(slots=True, eq=False)
class Crew:
    """So many workers, which may give way to all others; ``ahead`` requests wait in their queue."""

    size: int
    turns: Turns[Ticket]
    gives_way: bool = False
    ahead: int = 1
    sent: dict[int, Ticket] = field(default_factory=dict)
    ends: tuple[socket.socket, socket.socket] | None = None

    def open(self) -> None:
        """Makes the queue that the workers take from."""
        self.ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.ends[0].setblocking(False)

    @property
    def room(self) -> bool:
        """Whether one more may be sent: one more than there are workers, so that none of them has to rest."""
        return len(self.sent) < self.size + self.ahead

    def send(self, ticket: Ticket) -> bool:
        """Puts a request into the queue; False while that is full."""
        assert self.ends is not None
        try:
            put(self.ends[0], ticket.number, ticket.head, ticket.body)
        except BlockingIOError:
            return False
        self.sent[ticket.number] = ticket
        return True

    def doubt(self) -> None:
        """A worker has died: it may have taken any of these."""
        for ticket in self.sent.values():
            ticket.doubtful = True

    def missing(self, running: set[int], now: float) -> list[Ticket]:
        """Takes out what a worker had taken and not begun when it died: another rests, so it is not in the queue.

        Only a death loses a request; one that is merely not taken yet stays where it is, however long that is.
        """
        found = []
        for ticket in [one for one in self.sent.values() if one.doubtful and one.number not in running]:
            ticket.missing = ticket.missing or now
            if now - ticket.missing > MISSING:
                del self.sent[ticket.number]
                ticket.doubtful, ticket.missing = False, 0.0
                found.append(ticket)
        return found

    def close(self) -> None:
        """Nothing more is sent."""
        for end in self.ends or ():
            end.close()
