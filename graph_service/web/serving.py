"""The server process: listens until it is told to stop, answers what is under way, and ends with status 0."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
from collections.abc import Iterator
from typing import cast

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from graph_service.settings import Settings
from graph_service.web.app import create_app
from graph_service.web.gate import Gate, Guarded, open_door

log = logging.getLogger("uvicorn.error")
# What a client may take to fetch the last answer, after which nothing waits for it any more.
FETCH_SECONDS = 5
# Pieces of requests that wait to be read; a connection has one or two.
PIECES_KEPT = 10_000


class Server(uvicorn.Server):
    """A server that gives requests under way their time, and then an answer that says why there is no other."""

    def __init__(self, settings: Settings) -> None:
        application = create_app(settings)
        self.service, self.grace = application.state.service, settings.stop_seconds
        self.gate = Gate(self.service.clients, PIECES_KEPT)
        config = uvicorn.Config(
            application,
            host=settings.host,
            port=settings.port,
            log_config=None,
            server_header=False,
            access_log=False,
            timeout_graceful_shutdown=int(self.grace) + FETCH_SECONDS,
            ws="none",
        )
        super().__init__(config)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn, which starts the application; what comes in passes our own door."""
        await super().startup(sockets=[])
        # What the application is wrapped in by uvicorn knows whose forwarded addresses are believed.
        self.gate.trusted = getattr(self.config.loaded_app, "trusted_hosts", ())
        try:
            door = await open_door(self.config, self._connection, self.gate)
        except OSError as fault:
            log.error(fault)
            self.started = False
            await self.lifespan.shutdown()
            sys.exit(STARTUP_FAILURE)
        self.servers = [cast(asyncio.Server, door)]

    def _connection(self) -> asyncio.Protocol:
        state, kept = self.server_state, self.lifespan.state
        return Guarded(self.gate, config=self.config, server_state=state, app_state=kept)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn: no connection is taken any more; those that wait are answered within the grace, or 503."""
        ending = asyncio.create_task(self.service.give_up(self.grace))
        try:
            await super().shutdown(sockets)
        finally:
            ending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ending

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """See uvicorn, which raises the signal once more at the end: having stopped as told is no failure."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def serve_until_stopped(settings: Settings) -> bool:
    """Serves until SIGTERM or SIGINT; False if the server could not start, the port being taken for instance."""
    server = Server(settings)
    server.run()
    return server.started
