"""Runs of the program that are at work at once: forked from a process that has imported it and read its rules.

Most of a run's time is its start, and a kill is to fall into its work. The process that forks has opened no store
and runs one thread, so that a child is as good as a fresh one.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path


class Run:
    """One run, seen from outside as `subprocess.Popen` is; it leads a process group of its own."""

    def __init__(self, link: Connection) -> None:
        self._link = link
        self.pid: int = link.recv()
        self._status: int | None = None

    def poll(self) -> int | None:
        """The exit status, None as long as it runs."""
        if self._status is None and self._link.poll():
            self._status = os.waitstatus_to_exitcode(self._link.recv())
        return self._status

    def wait(self, timeout: float | None = None) -> int:
        """The exit status; raises TimeoutExpired."""
        if self._status is None and not self._link.poll(timeout):
            raise subprocess.TimeoutExpired("unag", timeout or 0.0)
        status = self.poll()
        assert status is not None
        return status


class Nursery:
    """The process that forks; one run at a time."""

    def __init__(self, document: str, base: str) -> None:
        # OpenBLAS, under numpy, starts its threads when it is imported.
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        context = multiprocessing.get_context("spawn")
        self._link, theirs = context.Pipe()
        self._process = context.Process(target=fork_runs, args=(theirs, document, base), daemon=True)
        self._process.start()
        theirs.close()
        assert self._link.recv() == "ready"

    def start(self, arguments: list[str]) -> Run:
        """Begins a run of ``unag`` with these arguments."""
        self._link.send(arguments)
        return Run(self._link)

    def close(self) -> None:
        """Ends it."""
        self._link.close()
        self._process.join()


def fork_runs(link: Connection, document: str, base: str) -> None:
    """Warms itself with one document, then forks a run for each list of arguments until nobody asks any more."""
    from graph_service import cli, pipeline
    from graph_service.graph.describe import describe
    from graph_service.intake import edition

    edition()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "A_RES_99_1.txt"
        path.write_text(document, "utf-8")
        assert describe(pipeline.named(pipeline.parse(path)), base)
    assert len(os.listdir("/proc/self/task")) == 1, "a process with threads is not to be forked"
    link.send("ready")
    while True:
        try:
            arguments: list[str] = link.recv()
        except EOFError:
            return
        child = os.fork()
        if child == 0:
            run(cli.main, arguments)
        link.send(child)
        link.send(os.waitpid(child, 0)[1])


def run(main: object, arguments: list[str]) -> None:
    """The child: the program with these arguments, silent, in a group of its own; never comes back."""
    os.setsid()
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(silence, descriptor)
    sys.argv = ["unag", *arguments]
    status = 1
    try:
        assert callable(main)
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        os._exit(status)
