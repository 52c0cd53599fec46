"""Holding a release in memory: whether the machine has room for that, and pages that are a process's own.

Measured (two million statements, processor time of the engine alone): a document takes 0.76 ms from memory and 2.5
from files, an aggregate 0.24 and 0.44, a property path 0.44 and 0.71, a lookup as long. Reading takes 17 s, and
some 510 bytes a statement. Workers are forked with it, but reading counts references in the same pages: sooner or
later each has its own.
"""

from __future__ import annotations

import ctypes
import os
import re
from pathlib import Path
from typing import Final

from graph_service.web.precedence import give_way

BYTES: Final = 520
# Processes beside the workers that hold a release or a part: the nursery, and one that turned slow.
BESIDE: Final = 2
LIMITS: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
# madvise(2): makes pages present that may be written, since Linux 5.14, and large ones of them, since 6.1.
POPULATE: Final = 23
COLLAPSE: Final = 25
LARGE: Final = 1 << 21
PIECE: Final = 8 * LARGE
OWN: Final = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw-p 0+ 00:00 0 *(?:\[heap\])?$", re.M)


def fits(statements: int, workers: int, share: float) -> bool:
    """Whether so many workers may hold so many statements in that share of the machine's memory."""
    return statements * BYTES * (workers + BESIDE) <= share * memory()


def memory() -> int:
    """The bytes of memory that this machine or its container has."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for name in LIMITS:
        try:
            whole = min(whole, int(Path(name).read_text()))
        except (OSError, ValueError):
            continue
    return whole


def own_pages() -> None:
    """Copies the pages that are shared with the process that forked this one, all at once, and makes large ones.

    Half a second for a gigabyte. Done one by one by the queries that touch them it makes the first thousands of
    lookups more than twice as long; large pages save a tenth. Where the system cannot do it, it is left to them.
    """
    library = ctypes.CDLL(None)
    library.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for found in OWN.findall(Path("/proc/self/maps").read_text()):
        start, end = (int(one, 16) for one in found)
        advise(library, start, end, POPULATE)
        advise(library, -(-start // LARGE) * LARGE, end // LARGE * LARGE, COLLAPSE)


def advise(library: ctypes.CDLL, start: int, end: int, advice: int) -> None:
    """Tells the system something of a part of memory, piece by piece, until it does not take it."""
    for at in range(start, end, PIECE):
        if library.madvise(at, min(PIECE, end - at), advice):
            return


def own_pages_later() -> None:
    """The same in a thread, when nothing else is to be done."""
    give_way()
    own_pages()
