"""What the front and its workers share: one queue that all workers take from, and a slot for each that says what
it does.

A worker that is done takes the next request from the kernel's queue itself, without waiting for the front; the
slot, in shared memory, tells the front which request is under way and since when, so that it knows whom to kill.
"""

from __future__ import annotations

import mmap
import os
import socket
import struct
from typing import Any, Final

import orjson

ANSWER: Final = struct.Struct("<QII")
REQUEST: Final = struct.Struct("<QI?")
WHOLE: Final = 60_000
ROOM: Final = WHOLE + 100_000
TICKET: Final = struct.Struct("@Q")
STARTED: Final = struct.Struct("@d")
PARKED: Final = 16


class Slot:
    """A page of shared memory with the ticket under way (0: none), when it was taken, and whether to rest."""

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, mmap.PAGESIZE)

    @classmethod
    def create(cls) -> tuple[Slot, int]:
        """A new one, and the descriptor by which another process opens it."""
        descriptor = os.memfd_create("unag-slot")
        os.ftruncate(descriptor, mmap.PAGESIZE)
        return cls(descriptor), descriptor

    def take(self, ticket: int, now: float) -> None:
        """The worker has begun; the time stands before the ticket does."""
        STARTED.pack_into(self._memory, 8, now)
        TICKET.pack_into(self._memory, 0, ticket)

    def free(self) -> None:
        """The worker has answered."""
        TICKET.pack_into(self._memory, 0, 0)

    @property
    def ticket(self) -> int:
        """The request under way, or 0."""
        return int(TICKET.unpack_from(self._memory, 0)[0])

    @property
    def started(self) -> float:
        """When it was taken, in seconds of the monotonic clock."""
        return float(STARTED.unpack_from(self._memory, 8)[0])

    @property
    def parked(self) -> bool:
        """Whether the worker is to take nothing until it is woken."""
        return self._memory[PARKED] == 1

    @parked.setter
    def parked(self, value: bool) -> None:
        self._memory[PARKED] = int(value)


def put(queue: socket.socket, ticket: int, head: bytes, body: bytes) -> None:
    """Sends one request; a long one in a file in memory. Raises BlockingIOError while the queue is full."""
    if len(head) + len(body) <= WHOLE:
        queue.send(REQUEST.pack(ticket, len(head), False) + head + body)
        return
    descriptor = os.memfd_create("unag-request")
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(head)
            file.write(body)
        socket.send_fds(queue, [REQUEST.pack(ticket, len(head), True)], [descriptor])
    finally:
        os.close(descriptor)


def take(queue: socket.socket) -> tuple[int, bytes, bytes] | None:
    """The next request: its ticket, head and body; None when the front is gone."""
    message, descriptors, _, _ = socket.recv_fds(queue, ROOM, 1)
    if not message:
        return None
    ticket, length, apart = REQUEST.unpack_from(message)
    data = message[REQUEST.size :]
    if apart:
        with os.fdopen(descriptors[0], "rb") as file:
            file.seek(0)
            data = file.read()
    return ticket, data[:length], data[length:]


def frame(ticket: int, head: dict[str, Any], body: bytes) -> bytes:
    """An answer: its ticket, and a head and a body with their lengths before them."""
    written = orjson.dumps(head, default=str)
    return ANSWER.pack(ticket, len(written), len(body)) + written + body
