"""Work spread over processes of this machine: each piece comes back, and what ends a process ends only its piece.

The workers end with the process that started them, however that ended: after a kill there is nobody to tell them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Work = TypeVar("Work")
Made = TypeVar("Made")


def spread(
    task: Callable[[Work], Made], works: Iterable[Work], jobs: int
) -> Iterator[tuple[Work, Made | BaseException]]:
    """Every work with what the task made of it or the exception that it ended with, in the order of their ends.

    A process that dies takes its whole pool with it: the works that may have ended it are then tried alone, and
    one that does it again is given back with `BrokenProcessPool`; the rest goes on in a new pool.
    """
    left = list(works)
    while left:
        broken: list[Work] = []
        for work, made in _tried(task, left, min(jobs, len(left))):
            if isinstance(made, BrokenProcessPool):
                broken.append(work)
            else:
                yield work, made
        # A pool keeps a piece for each process in its queue besides those under way, and begins in order.
        suspects, left = broken[: 2 * jobs + 1], broken[2 * jobs + 1 :]
        for work in suspects:
            yield from _tried(task, [work], 1)


def _tried(
    task: Callable[[Work], Made], works: list[Work], jobs: int
) -> Iterator[tuple[Work, Made | BaseException]]:
    # Never by fork: the engine's threads and locks do not survive it.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=end_with_parent) as pool:
        waiting: dict[Future[Made], int] = {}
        try:
            for number, work in enumerate(works):
                waiting[pool.submit(task, work)] = number
        except BrokenProcessPool as ended:
            for work in works[len(waiting) :]:
                yield work, ended
        try:
            for future in as_completed(waiting):
                work, fault = works[waiting.pop(future)], future.exception()
                yield work, future.result() if fault is None else fault
        finally:
            # Whoever asked may have given up: what nobody has begun is not begun any more.
            pool.shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """Ends this worker as soon as the process that started it is gone; an interrupt is that process's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
