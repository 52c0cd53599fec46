"""A process that answers one request at a time over a release, read-only, and that may be killed at any moment.

It is forked by `graph_service.web.nursery`. It takes requests from a queue, which it may share with others, and
sends answers by a socket of its own.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import socket
import time
import traceback
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any, cast

import orjson

from graph_service.errors import AccountabilityError
from graph_service.graph import releases
from graph_service.graph.embedded import HeldStore
from graph_service.graph.store import GraphStore, open_store
from graph_service.places import is_folder
from graph_service.settings import Settings
from graph_service.web.faults import pack
from graph_service.web.holding import own_pages, own_pages_later
from graph_service.web.jobs import job
from graph_service.web.lane import Intake, Slot, frame, give
from graph_service.web.spool import Spool

OPEN_RELEASES = 3
GROWN = 1_500_000_000
# How many answers pass between two looks at the memory: asking the system takes as long as a small query.
LOOK_AGAIN = 64


class Context:
    """What jobs share in one process: the settings, and the stores that are open, by release."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kept: dict[str, Any] = {}
        self._stores: OrderedDict[str, GraphStore] = OrderedDict()
        self._held: GraphStore | None = None

    def hold(self, release: str) -> None:
        """Reads a release into memory; it stays open, whatever else is."""
        self._held = HeldStore(self.settings.store, release)

    @property
    def holds(self) -> bool:
        """Whether there is a release in memory."""
        return self._held is not None

    def store(self, release: str) -> GraphStore:
        """The store at a release; the few that were used last stay open."""
        if self._held is not None and self._held.release == release:
            return self._held
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


def work(context: Context, passed: Sequence[int], jobs: Sequence[str], *, own: str) -> None:
    """Answers what comes by the queue until nothing more can come; ``passed`` are answers, queue and slot.

    The memory that it shares with the process that forked it is made its ``own`` now, beside its work, or before
    that, or never.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers, queue, slot = passed
    if context.settings.worker_bytes:
        most = context.settings.worker_bytes + held()
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    link = socket.socket(fileno=answers)
    Thread(target=end_with_front, args=(link,), daemon=True).start()
    prepare(context, jobs)
    if context.holds and own == "now":
        Thread(target=own_pages_later, daemon=True).start()
    elif context.holds and own == "before":
        own_pages()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(link, Intake(socket.socket(fileno=queue)), Slot(slot), context)


def end_with_front(link: socket.socket) -> None:
    """Ends the process when the front is gone, even in the middle of a query."""
    poll = select.poll()
    poll.register(link, 0)
    poll.poll()
    os._exit(0)


def prepare(context: Context, jobs: Sequence[str]) -> None:
    """Imports what the jobs need and opens the release that is served: a first query must not wait for that."""
    for name in jobs:
        job(name)
    with contextlib.suppress(AccountabilityError):
        if is_folder(context.settings.store):
            context.store(releases.current(Path(context.settings.store)))


def serve(link: socket.socket, intake: Intake, slot: Slot, context: Context) -> None:
    """Says that the process is there, then answers one request after the other until there is no more."""
    link.sendall(frame(0, {"ready": os.getpid()}, b""))
    most, left = held() + GROWN, LOOK_AGAIN
    while taken := intake.take():
        ticket, head, body = taken
        begun = time.process_time()
        slot.take(ticket, time.monotonic(), begun)
        spool = Spool()
        give(link, answer(context, ticket, orjson.loads(head), body, begun, spool), spool.file)
        spool.close()
        slot.free()
        left -= 1
        if slot.last or (not left and held() > most):
            return
        left = left or LOOK_AGAIN


def answer(
    context: Context, ticket: int, request: dict[str, Any], body: bytes, begun: float, spool: Spool
) -> bytes:
    """Runs one job; the frame to send back, with the answer or with the error, and what time it took."""
    try:
        head = job(request["job"])(context, request, body, cast(Any, spool))
        told = {"ok": True, "apart": spool.file is not None, "length": spool.length, **head}
        return frame(ticket, told, spool.data, time.process_time() - begun)
    except Exception as error:
        spool.close()
        if not isinstance(error, AccountabilityError):
            traceback.print_exc()
        return frame(ticket, {"ok": False, "error": pack(error)}, b"", time.process_time() - begun)


def held() -> int:
    """The bytes of memory that the process has for its data (proc(5), statm)."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[5]) * resource.getpagesize()
