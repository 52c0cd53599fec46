"""Where clients come in: one connection or one piece at a time, so that a crowd shuts no visitor out.

An event loop that finds a thousand sockets ready takes all of them before it looks at any again. Here it takes a
few; the rest wait outside, unparsed, and those go first whose client has least under way. Who comes with many at
once while others come with few is let in at a pace that leaves the machine time for those.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Protocol

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.web.link import Ticket
from graph_service.web.refusals import left
from graph_service.web.security import Clients
from graph_service.web.turns import Turns, Waiter

log = logging.getLogger(__name__)
# What is let in of one client during one turn of the event loop, some 0.3 ms each; nothing of a second client.
ENTRIES: Final = 8
# Connections that are taken from the system in one turn; most of the work is to let them in.
CONNECTIONS: Final = 8
# Seconds between two of those who come with many; timers of event loops know milliseconds.
PACE: Final = 0.001
# Connections that are kept open for more requests of those who come with many.
KEPT: Final = 256
# Connections that the system keeps until they are taken.
BACKLOG: Final = 2048
# Seconds without taking any when there are no descriptors left.
PAUSE: Final = 0.2
NUMBERS = count(1)
LATER: Final = 1 << 60


class Entry(Waiter, Protocol):
    """What waits at the gate."""

    def pass_in(self) -> None:
        """Its turn has come."""

    def give_up(self) -> None:
        """Too many wait."""


@dataclass(slots=True, eq=False)
class Piece:
    """What came by a connection and is not read yet."""

    client: str
    data: list[bytes]
    link: Guarded
    number: int = field(init=False)
    since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        # Of equals those go first who were here before: a crowd comes by new connections.
        self.number = next(NUMBERS) + (LATER if self.link.cycle is None else 0)

    @property
    def gone(self) -> bool:
        """Whether its connection is closed, so that nobody waits for it."""
        return self.link.transport.is_closing()

    def pass_in(self) -> None:
        """See Entry; the connection is listened to again."""
        self.link.held = None
        for one in self.data:
            if not self.gone:
                self.link.read(one)
        if not self.gone:
            self.link.transport.resume_reading()

    def give_up(self) -> None:
        """See Entry."""
        self.link.transport.abort()


@dataclass(slots=True, eq=False)
class Connection:
    """A connection that is taken from the system, and not let in yet."""

    client: str
    socket: socket.socket
    door: Door
    number: int = field(default_factory=lambda: next(NUMBERS) + LATER)
    since: float = field(default_factory=time.monotonic)
    gone: bool = False

    def pass_in(self) -> None:
        """See Entry."""
        self.door.let_in(self.socket)

    def give_up(self) -> None:
        """See Entry."""
        self.socket.close()


class Gate:
    """Lets so many in at each turn of the event loop; at most ``most`` wait outside.

    Behind a proxy that is ``trusted`` are many clients: it never yields.
    """

    def __init__(self, clients: Clients, most: int) -> None:
        self._few: Turns[Entry] = Turns(most, clients.load)
        self._many: Turns[Entry] = Turns(most, clients.load)
        self.clients = clients
        self.trusted: Container[str] = ()
        clients.unread = self._waiting
        self._passed, self._whose = 0, ""
        self._due, self._awake, self._timed = 0.0, False, False

    def _waiting(self, client: str) -> int:
        return self._few.waiting(client) + self._many.waiting(client)

    def yields(self, client: str) -> bool:
        """Whether a client has to let others in first."""
        return self.clients.yields(client) and client not in self.trusted

    def take(self, link: Guarded, data: bytes) -> None:
        """Reads a piece now, or keeps it until its turn; its connection is not listened to before that."""
        client = link.client[0] if link.client else ""
        if link.held is not None:
            # The loop reads a connection several times before it sees that it is not to be listened to.
            link.held.data.append(data)
        elif not self._open(client) or self.yields(client):
            link.held = Piece(client, [data], link)
            link.transport.pause_reading()
            self.line_up(link.held)
        else:
            self._count(client)
            self._wake()
            link.read(data)

    def _open(self, client: str) -> bool:
        return not self._passed or (client == self._whose and self._passed < ENTRIES)

    def _count(self, client: str) -> None:
        self._passed, self._whose = self._passed + 1, client

    def line_up(self, entry: Entry) -> None:
        """Lets one wait for its turn."""
        turns = self._many if self.yields(entry.client) else self._few
        given_up = turns.add(entry)
        self.clients.note(entry.client)
        if given_up is not None:
            given_up.give_up()
        self._wake()

    def _wake(self) -> None:
        if not self._awake:
            self._awake = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._passed, self._awake = 0, False
        try:
            while entry := self._next():
                self._count(entry.client)
                entry.pass_in()
        finally:
            # Whatever one connection does, the others have their turns.
            if self._passed:
                self._wake()
            elif self._many and not self._timed:
                self._timed = True
                asyncio.get_running_loop().call_later(PACE, self._ring)

    def _ring(self) -> None:
        self._timed = False
        self._wake()

    def _next(self) -> Entry | None:
        now = time.monotonic()
        if not self._passed and now >= self._due and (entry := self._many.pop()):
            self._due = now + PACE
            return entry
        first = self._few.peek() if self._passed else None
        return None if first is not None and not self._open(first.client) else self._few.pop()


class Guarded(HttpToolsProtocol):
    """uvicorn's protocol behind a gate."""

    def __init__(self, gate: Gate, **options: Any) -> None:
        super().__init__(**options)
        self._gate = gate
        self.held: Piece | None = None
        self._under_way: set[Ticket] = set()

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        self._gate.take(self, data)

    def on_message_begin(self) -> None:
        """See uvicorn; a request takes along what is to be told when nobody waits for its answer any more."""
        super().on_message_begin()
        self.scope["unag.under_way"] = self._under_way  # type: ignore[typeddict-unknown-key]

    def on_headers_complete(self) -> None:
        """See uvicorn; of a crowd no more connections are kept than can be closed all at once."""
        super().on_headers_complete()
        if len(self.connections) > KEPT and self.client and self._gate.yields(self.client[0]):
            self.cycle.keep_alive = False

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio; the last exchange is let go, which holds this: circles are left to the garbage."""
        super().connection_lost(exc)
        for ticket in tuple(self._under_way):
            ticket.refuse(left())
        self.cycle = None  # type: ignore[assignment]

    def read(self, data: bytes) -> None:
        """What uvicorn does with bytes as they come."""
        super().data_received(data)


class Door:
    """The sockets that a server is bound to; stands where uvicorn keeps the servers that it closes."""

    def __init__(self, bound: asyncio.Server, factory: Callable[[], asyncio.Protocol], gate: Gate) -> None:
        self._bound, self._factory, self._gate = bound, factory, gate
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.closed = False
        self.sockets = [socket.socket(fileno=os.dup(one.fileno())) for one in bound.sockets]
        for one in self.sockets:
            one.setblocking(False)
            one.listen(BACKLOG)
            self._loop.add_reader(one, self._take, one)

    def _take(self, listener: socket.socket) -> None:
        for _ in range(CONNECTIONS):
            try:
                taken, address = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:
                self._loop.remove_reader(listener)
                self._loop.call_later(PAUSE, self._go_on, listener)
                return
            self._gate.line_up(Connection(address[0], taken, self))

    def let_in(self, taken: socket.socket) -> None:
        """Listens to a connection from now on; nobody does after the end."""
        if self.closed:
            taken.close()
            return
        taken.setblocking(False)
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = self._loop.create_task(self._loop.connect_accepted_socket(self._factory, taken))
        self._tasks.add(task)
        task.add_done_callback(self._let_in)

    def _let_in(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.debug("a connection was gone before it was let in: %s", task.exception())

    def _go_on(self, listener: socket.socket) -> None:
        if listener.fileno() >= 0:
            self._loop.add_reader(listener, self._take, listener)

    def close(self) -> None:
        """Takes no connection any more."""
        self.closed = True
        for one in self.sockets:
            self._loop.remove_reader(one)
            one.close()
        self._bound.close()

    async def wait_closed(self) -> None:
        """See asyncio.Server."""
        await self._bound.wait_closed()


async def open_door(config: uvicorn.Config, factory: Callable[[], asyncio.Protocol], gate: Gate) -> Door:
    """Binds the addresses of the configuration; raises OSError when one cannot be had."""
    loop = asyncio.get_running_loop()
    bound = await loop.create_server(factory, config.host, config.port, start_serving=False)
    return Door(bound, factory, gate)
