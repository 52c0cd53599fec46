"""Who goes first on the machine: what answers quickly before what takes its time."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from typing import Final

# struct sched_attr (sched_setattr(2)): size, policy, flags, nice, priority, runtime, deadline, period, least and
# most use of the processor. The runtime of a process without a deadline is its slice, in nanoseconds.
ATTRIBUTES: Final = struct.Struct("IIQiIQQQII")
CALLS: Final = {"x86_64": 314, "aarch64": 274}
LONG: Final = 10_000_000
LAST: Final = 19


def give_way(process: int = 0) -> None:
    """A process (0: this thread) lets all others go first from now on, which cannot be taken back.

    What wakes runs at once where the process that has the processor has a longer slice (EEVDF, Linux 6.12 and
    later); elsewhere it waits for some milliseconds, at each step of a request. A system that does not know slices
    goes by nice(2) alone. Raises OSError if the process is gone.
    """
    os.setpriority(os.PRIO_PROCESS, process, LAST)
    call = CALLS.get(platform.machine())
    if call is not None:
        attributes = ATTRIBUTES.pack(ATTRIBUTES.size, os.SCHED_OTHER, 0, LAST, 0, LONG, 0, 0, 0, 0)
        ctypes.CDLL(None).syscall(call, process, attributes, 0)
