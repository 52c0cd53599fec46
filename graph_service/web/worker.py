"""A process that answers one request at a time over a release, read-only, and that may be killed at any moment.

It is started as ``python -m graph_service.web.worker DESCRIPTOR JOB …`` with the settings as JSON in its
environment, and talks over a socket pair in frames: two lengths, a JSON head and a body.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import struct
import sys
import traceback
from collections import OrderedDict
from typing import Any, BinaryIO, cast

import orjson

from graph_service.errors import AccountabilityError
from graph_service.graph.store import GraphStore, open_store
from graph_service.settings import Settings
from graph_service.web.faults import pack
from graph_service.web.jobs import job
from graph_service.web.spool import Spool

HEAD = struct.Struct("<II")
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
    prepare(settings, sys.argv[2:])
    link = socket.socket(fileno=int(sys.argv[1]))
    stream = link.makefile("rb", buffering=1 << 16)
    context = Context(settings)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(link, cast(BinaryIO, stream), context)


def prepare(settings: Settings, jobs: list[str]) -> None:
    """Imports what the jobs need and opens the store once: a first query must not spend its time on that."""
    for name in jobs:
        job(name)
    with contextlib.suppress(AccountabilityError):
        open_store(settings.store, read_only=True, update=settings.update_address).graphs()


def serve(link: socket.socket, stream: BinaryIO, context: Context) -> None:
    """Says that the process is there, then answers one frame after the other."""
    link.sendall(frame({"ready": os.getpid()}, b""))
    while head := stream.read(HEAD.size):
        first, second = HEAD.unpack(head)
        request = orjson.loads(stream.read(first))
        link.sendall(answer(context, request, stream.read(second)))
        if not context.kept and resident() > GROWN:
            break


def answer(context: Context, request: dict[str, Any], body: bytes) -> bytes:
    """Runs one job; the frame to send back, with the answer or with the error."""
    spool = Spool()
    try:
        head = job(request["job"])(context, request, body, cast(Any, spool))
        data = spool.close()
        return frame({"ok": True, "path": spool.path, "length": spool.length, **head}, data)
    except Exception as error:
        spool.discard()
        if not isinstance(error, AccountabilityError):
            traceback.print_exc()
        return frame({"ok": False, "error": pack(error)}, b"")


def frame(head: dict[str, Any], body: bytes) -> bytes:
    """A head and a body with their lengths before them."""
    written = orjson.dumps(head, default=str)
    return HEAD.pack(len(written), len(body)) + written + body


def resident() -> int:
    """The memory in bytes that this process holds now."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
