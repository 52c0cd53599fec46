"""The server process: listens until it is told to stop, answers what is under way, and ends with status 0."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn

from graph_service.settings import Settings
from graph_service.web.app import create_app

# What a client may take to fetch the last answer, after which nothing waits for it any more.
FETCH_SECONDS = 5


class Server(uvicorn.Server):
    """A server that gives requests under way their time, and then an answer that says why there is no other."""

    def __init__(self, settings: Settings) -> None:
        application = create_app(settings)
        self.service, self.grace = application.state.service, settings.stop_seconds
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
