"""The process that makes workers: it has imported what they need and forks one in milliseconds.

Starting an interpreter takes half a second of processor for each query that is killed, enough to slow everybody
down. The nursery has one thread and opens no store, so nothing is there that does not survive a fork. It starts as
``python -m graph_service.web.nursery CONTROL RELEASE JOB…`` with the settings as JSON in its environment; a
release that is named is read into memory before anything is forked.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from graph_service.settings import Settings
from graph_service.web.jobs import job
from graph_service.web.precedence import give_way
from graph_service.web.worker import Context, work

SETTINGS: Final = "UNAG_WORKER_SETTINGS"
HELD: Final = b"held"


@dataclass(slots=True)
class Nursery:
    """The front's end: starts the process when it is first needed, and again if it has died."""

    settings: Settings
    jobs: Sequence[str] = ()
    release: str = ""
    process: subprocess.Popen[bytes] | None = None
    control: socket.socket | None = None
    ended: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def fork(self, passed: Sequence[int], jobs: Sequence[str], *, gives_way: bool = False, hurry: bool) -> None:
        """A new worker with these descriptors (answers, queue, slot), which imports the jobs before it begins.

        It may give way to all others, and leaves its memory shared then; in a hurry it begins before that is in
        order.
        """
        own = "never" if gives_way else "now" if hurry else "before"
        message = " ".join([own, *jobs]).encode()
        for _ in range(2):
            if self.process is None or self.control is None:
                self._start()
            assert self.control is not None
            try:
                socket.send_fds(self.control, [message], list(passed))
                return
            except (BrokenPipeError, ConnectionError):
                # What has died may have been too large: the next one reads nothing, and is there at once.
                self.close()
                self.release = ""

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "graph_service.web.nursery", str(theirs.fileno()), self.release, *self.jobs],
            pass_fds=[theirs.fileno()],
            env={**os.environ, SETTINGS: self.settings.model_dump_json()},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self.control = ours

    async def hold(self) -> bool:
        """Starts the process, and waits until it has read the release into memory; False if it cannot."""
        self._start()
        assert self.control is not None
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.control, done.set)
        try:
            await done.wait()
        finally:
            loop.remove_reader(self.control)
        return self.control.recv(len(HELD)) == HELD

    def close(self, at_once: bool = False) -> None:
        """Lets the process end with the last of its workers; at once if it has none, being still about to read."""
        if at_once and self.process is not None:
            self.process.kill()
        if self.control is not None:
            self.control.close()
        if self.process is not None:
            self.ended.append(self.process)
        self.process = self.control = None

    @property
    def gone(self) -> bool:
        """Whether it was let go and has ended."""
        return self.process is None and all(one.poll() is not None for one in self.ended)

    def wait(self) -> None:
        """Waits for the processes that were let go."""
        for process in self.ended:
            process.wait()
        self.ended.clear()


def main() -> None:
    """Forks a worker for each message until the front is gone or has closed the socket, then waits for all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = Settings.model_validate_json(os.environ[SETTINGS])
    control = socket.socket(fileno=int(sys.argv[1]))
    context = Context(settings)
    for name in sys.argv[3:]:
        job(name)
    if sys.argv[2]:
        read(context, sys.argv[2], control)
    # What was imported stays: no collection need walk through it again, nor copy its pages.
    gc.collect()
    gc.freeze()
    while True:
        message, passed, _, _ = socket.recv_fds(control, 4096, 3)
        if not message:
            break
        if os.fork() == 0:
            control.close()
            begin(context, passed, message)
        for one in passed:
            os.close(one)
        reap(os.WNOHANG)
    reap(0)


def read(context: Context, release: str, control: socket.socket) -> None:
    """Reads a release into memory while there is time, in a thread that has ended when anything is forked."""

    def hold() -> None:
        give_way()
        context.hold(release)

    reader = threading.Thread(target=hold)
    reader.start()
    reader.join()
    control.send(HELD if context.holds else b"no")


def begin(context: Context, passed: Sequence[int], message: bytes) -> None:
    """The life of a worker, from the fork to its end."""
    status = 1
    try:
        own, *jobs = message.decode().split()
        if own == "never":
            give_way()
        work(context, passed, jobs, own=own)
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def reap(options: int) -> None:
    """Lets go of the workers that have ended; with 0 waits for all of them."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


if __name__ == "__main__":
    main()
