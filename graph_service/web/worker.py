"""A process that answers one request at a time over a release, read-only, and that may be killed at any moment.

It is started as ``python -m graph_service.web.worker ANSWERS QUEUE SLOT JOB …`` with the settings as JSON in its
environment. It takes requests from the queue that all workers share and sends answers by a socket of its own.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
from collections import OrderedDict
from threading import Thread
from typing import Any, cast

import orjson

from graph_service.errors import AccountabilityError
from graph_service.graph.store import GraphStore, open_store
from graph_service.settings import Settings
from graph_service.web.faults import pack
from graph_service.web.jobs import job
from graph_service.web.lane import Slot, frame, take
from graph_service.web.spool import Spool

OPEN_RELEASES = 3
GROWN = 1_500_000_000
SETTINGS = "UNAG_WORKER_SETTINGS"


class Context:
    """What jobs share in one process: the settings, and the stores that are open, by release."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kept: dict[str, Any] = {}
        self._stores: OrderedDict[str, GraphStore] = OrderedDict()

    def store(self, release: str) -> GraphStore:
        """The store at a release; the few that were used last stay open."""
        if release in self._stores:
            self._stores.move_to_end(release)
            return self._stores[release]
        settings = self.settings
        remote = settings.store.startswith(("http://", "https://"))
        store = open_store(
            settings.store,
            read_only=True,
            release=None if remote else release,
            update=settings.update_address,
        )
        self._stores[release] = store
        while len(self._stores) > OPEN_RELEASES:
            self._stores.popitem(last=False)
        return store


def main() -> None:
    """Answers frames until the other side closes the socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = Settings.model_validate_json(os.environ[SETTINGS])
    if settings.worker_bytes:
        resource.setrlimit(resource.RLIMIT_DATA, (settings.worker_bytes, settings.worker_bytes))
    answers, queue, slot = map(int, sys.argv[1:4])
    prepare(settings, sys.argv[4:])
    link = socket.socket(fileno=answers)
    Thread(target=end_with_front, args=(link,), daemon=True).start()
    # What was imported stays: no collection need walk through it again.
    gc.freeze()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(link, socket.socket(fileno=queue), Slot(slot), Context(settings))


def end_with_front(link: socket.socket) -> None:
    """Ends the process when the front is gone, even in the middle of a query."""
    poll = select.poll()
    poll.register(link, 0)
    poll.poll()
    os._exit(0)


def prepare(settings: Settings, jobs: list[str]) -> None:
    """Imports what the jobs need and opens the store once: a first query must not spend its time on that."""
    for name in jobs:
        job(name)
    with contextlib.suppress(AccountabilityError):
        open_store(settings.store, read_only=True, update=settings.update_address).graphs()


def serve(link: socket.socket, queue: socket.socket, slot: Slot, context: Context) -> None:
    """Says that the process is there, then answers one request after the other until the front is gone."""
    link.sendall(frame(0, {"ready": os.getpid()}, b""))
    while True:
        if slot.parked:
            if not link.recv(1):
                return
            continue
        taken = take(queue)
        if taken is None:
            return
        ticket, head, body = taken
        slot.take(ticket, time.monotonic())
        link.sendall(answer(context, ticket, orjson.loads(head), body))
        slot.free()
        if not context.kept and grown():
            return


def answer(context: Context, ticket: int, request: dict[str, Any], body: bytes) -> bytes:
    """Runs one job; the frame to send back, with the answer or with the error."""
    spool = Spool()
    try:
        head = job(request["job"])(context, request, body, cast(Any, spool))
        data = spool.close()
        return frame(ticket, {"ok": True, "path": spool.path, "length": spool.length, **head}, data)
    except Exception as error:
        spool.discard()
        if not isinstance(error, AccountabilityError):
            traceback.print_exc()
        return frame(ticket, {"ok": False, "error": pack(error)}, b"")


def grown() -> bool:
    """Whether the process holds so much memory that a fresh one should take its place."""
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < GROWN:
        return False
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * resource.getpagesize() > GROWN


if __name__ == "__main__":
    main()
