"""The process that makes workers: it has imported what they need and forks one in milliseconds.

Starting an interpreter takes half a second of processor for each query that is killed, enough to slow everybody
down. The nursery has one thread and opens no store, so nothing is there that does not survive a fork. It starts as
``python -m graph_service.web.nursery CONTROL JOB…`` with the settings as JSON in its environment.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from graph_service.settings import Settings
from graph_service.web.jobs import job
from graph_service.web.worker import Context, work

SETTINGS: Final = "UNAG_WORKER_SETTINGS"


@dataclass(slots=True)
class Nursery:
    """The front's end: starts the process when it is first needed, and again if it has died."""

    settings: Settings
    jobs: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None
    control: socket.socket | None = None
    ended: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def fork(self, passed: Sequence[int], jobs: Sequence[str]) -> None:
        """A new worker with these descriptors (answers, queue, slot), which imports the jobs before it begins."""
        message = " ".join(jobs).encode() or b" "
        for _ in range(2):
            if self.process is None or self.control is None:
                self._start()
            assert self.control is not None
            try:
                socket.send_fds(self.control, [message], list(passed))
                return
            except (BrokenPipeError, ConnectionError):
                self.close()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "graph_service.web.nursery", str(theirs.fileno()), *self.jobs],
            pass_fds=[theirs.fileno()],
            env={**os.environ, SETTINGS: self.settings.model_dump_json()},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self.control = ours

    def close(self) -> None:
        """Lets the process end with the last of its workers."""
        if self.control is not None:
            self.control.close()
        if self.process is not None:
            self.ended.append(self.process)
        self.process = self.control = None

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
    for name in sys.argv[2:]:
        job(name)
    # What was imported stays: no collection need walk through it again, nor copy its pages.
    gc.collect()
    gc.freeze()
    while True:
        message, passed, _, _ = socket.recv_fds(control, 4096, 3)
        if not message:
            break
        if os.fork() == 0:
            control.close()
            begin(settings, passed, message)
        for one in passed:
            os.close(one)
        reap(os.WNOHANG)
    reap(0)


def begin(settings: Settings, passed: Sequence[int], message: bytes) -> None:
    """The life of a worker, from the fork to its end."""
    status = 1
    try:
        work(Context(settings), passed, message.decode().split())
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
