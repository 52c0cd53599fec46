"""Where clients come in: a few connections and a few pieces at a time, so that a crowd shuts no visitor out.

An event loop that finds a thousand sockets ready takes all of them before it looks at any again. Here it takes a
few; the rest wait outside, unparsed, and those go first whose client has least under way.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.web.link import Ticket
from graph_service.web.refusals import left
from graph_service.web.security import Clients
from graph_service.web.turns import Turns

log = logging.getLogger(__name__)
# Pieces that are read, and connections that are taken, in one turn of the event loop: some 0.1 ms each.
PIECES: Final = 4
CONNECTIONS: Final = 4
# Connections that the system keeps until they are taken.
BACKLOG: Final = 2048
# Seconds without taking any when there are no descriptors left.
PAUSE: Final = 0.2
NUMBERS = count(1)
LATER: Final = 1 << 60


@dataclass(slots=True, eq=False)
class Piece:
    """What came by a connection and is not read yet."""

    client: str
    data: bytes
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


class Gate:
    """Lets so many pieces in at each turn of the event loop; at most ``most`` wait outside."""

    def __init__(self, clients: Clients, most: int) -> None:
        self._turns: Turns[Piece] = Turns(most, clients.load)
        self._clients = clients
        clients.unread = self._turns.waiting
        self._read = 0

    def pass_in(self, link: Guarded, data: bytes) -> None:
        """Reads a piece now, or keeps it until its turn; its connection is not listened to before that."""
        if link.held or self._read >= PIECES:
            self._hold(link, data)
            return
        self._read += 1
        if self._read == 1:
            asyncio.get_running_loop().call_soon(self._turn)
        link.read(data)

    def _hold(self, link: Guarded, data: bytes) -> None:
        link.held += 1
        link.transport.pause_reading()
        client = link.client[0] if link.client else ""
        given_up = self._turns.add(Piece(client, data, link))
        self._clients.note(client)
        if given_up is not None:
            given_up.link.transport.abort()

    def _turn(self) -> None:
        self._read = 0
        try:
            while self._read < PIECES and (piece := self._turns.pop()):
                self._read += 1
                piece.link.held -= 1
                piece.link.read(piece.data)
                if not piece.link.held and not piece.gone:
                    piece.link.transport.resume_reading()
        finally:
            # Whatever one connection does, the others have their turns.
            if self._read:
                asyncio.get_running_loop().call_soon(self._turn)


class Guarded(HttpToolsProtocol):
    """uvicorn's protocol behind a gate."""

    def __init__(self, gate: Gate, **options: Any) -> None:
        super().__init__(**options)
        self._gate, self.held = gate, 0
        self._under_way: set[Ticket] = set()

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        self._gate.pass_in(self, data)

    def on_message_begin(self) -> None:
        """See uvicorn; a request takes along what is to be told when nobody waits for its answer any more."""
        super().on_message_begin()
        self.scope["unag.under_way"] = self._under_way  # type: ignore[typeddict-unknown-key]

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

    def __init__(self, bound: asyncio.Server, factory: Callable[[], asyncio.Protocol]) -> None:
        self._bound, self._factory = bound, factory
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.sockets = [socket.socket(fileno=os.dup(one.fileno())) for one in bound.sockets]
        for one in self.sockets:
            one.setblocking(False)
            one.listen(BACKLOG)
            self._loop.add_reader(one, self._take, one)

    def _take(self, listener: socket.socket) -> None:
        for _ in range(CONNECTIONS):
            try:
                taken, _ = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:
                self._loop.remove_reader(listener)
                self._loop.call_later(PAUSE, self._go_on, listener)
                return
            taken.setblocking(False)
            taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            task = self._loop.create_task(self._loop.connect_accepted_socket(self._factory, taken))
            self._tasks.add(task)
            task.add_done_callback(self._taken)

    def _taken(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.debug("a connection was gone before it was taken: %s", task.exception())

    def _go_on(self, listener: socket.socket) -> None:
        if listener.fileno() >= 0:
            self._loop.add_reader(listener, self._take, listener)

    def close(self) -> None:
        """Takes no connection any more."""
        for one in self.sockets:
            self._loop.remove_reader(one)
            one.close()
        self._bound.close()

    async def wait_closed(self) -> None:
        """See asyncio.Server."""
        await self._bound.wait_closed()


async def open_door(config: uvicorn.Config, factory: Callable[[], asyncio.Protocol]) -> Door:
    """Binds the addresses of the configuration; raises OSError when one cannot be had."""
    loop = asyncio.get_running_loop()
    bound = await loop.create_server(factory, config.host, config.port, start_serving=False)
    return Door(bound, factory)
