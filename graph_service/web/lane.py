"""What the front and its workers share: one queue that all workers take from, and a slot for each that says what
it does.

A worker that is done takes the next request from the kernel's queue itself, without waiting for the front; the
slot, in shared memory, tells the front which request is under way and since when, so that it knows whom to kill.
"""

from __future__ import annotations

import array
import mmap
import os
import socket
import struct
from collections import deque
from typing import Any, BinaryIO, Final

import orjson

ANSWER: Final = struct.Struct("<QIIf")
REQUEST: Final = struct.Struct("<QI?")
WHOLE: Final = 60_000
ROOM: Final = WHOLE + 1000
DESCRIPTOR: Final = array.array("i").itemsize
TICKET: Final = struct.Struct("@Q")
STARTED: Final = struct.Struct("@dd")
LAST: Final = 24
# Bytes of answers that are read at once.
READ: Final = 131_072


class Slot:
    """A page of shared memory: the ticket under way (0: none), when it was taken, whether it is the last one."""

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, mmap.PAGESIZE)

    @classmethod
    def create(cls) -> tuple[Slot, int]:
        """A new one, and the descriptor by which another process opens it."""
        descriptor = os.memfd_create("unag-slot")
        os.ftruncate(descriptor, mmap.PAGESIZE)
        return cls(descriptor), descriptor

    def take(self, ticket: int, now: float, spent: float) -> None:
        """The worker has begun; the times stand before the ticket does."""
        STARTED.pack_into(self._memory, 8, now, spent)
        TICKET.pack_into(self._memory, 0, ticket)

    def free(self) -> None:
        """The worker has answered."""
        TICKET.pack_into(self._memory, 0, 0)

    @property
    def ticket(self) -> int:
        """The request under way, or 0."""
        return int(TICKET.unpack_from(self._memory, 0)[0])

    @property
    def started(self) -> tuple[float, float]:
        """When it was taken: seconds of the monotonic clock, and of processor that its process had had."""
        now, spent = STARTED.unpack_from(self._memory, 8)
        return now, spent

    @property
    def last(self) -> bool:
        """Whether the worker is to end after the answer that it is at, or the next."""
        return self._memory[LAST] == 1

    @last.setter
    def last(self, value: bool) -> None:
        self._memory[LAST] = int(value)


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


class Intake:
    """A worker's end of the queue, with the room that it reads into."""

    def __init__(self, queue: socket.socket) -> None:
        self._queue, self._room = queue, bytearray(ROOM)

    def take(self) -> tuple[int, bytes, bytes] | None:
        """The next request: its ticket, head and body; None when there is no more to come."""
        length, passed, _, _ = self._queue.recvmsg_into([self._room], socket.CMSG_SPACE(DESCRIPTOR))
        if not length:
            return None
        ticket, first, apart = REQUEST.unpack_from(self._room)
        data = bytes(memoryview(self._room)[REQUEST.size : length])
        if apart:
            (descriptor,) = array.array("i", passed[0][2][:DESCRIPTOR])
            with os.fdopen(descriptor, "rb") as file:
                file.seek(0)
                data = file.read()
        return ticket, data[:first], data[first:]


def frame(ticket: int, head: dict[str, Any], body: bytes, spent: float = 0.0) -> bytes:
    """An answer: its ticket, a head and a body with their lengths before them, and seconds of processor."""
    written = orjson.dumps(head, default=str)
    return ANSWER.pack(ticket, len(written), len(body), spent) + written + body


def give(link: socket.socket, answer: bytes, file: BinaryIO | None) -> None:
    """Sends an answer; what was too long for memory goes along as an open file."""
    if file is None:
        link.sendall(answer)
        return
    file.flush()
    sent = socket.send_fds(link, [answer], [file.fileno()])
    link.sendall(answer[sent:])


class Outlet:
    """The front's end of a worker's answers: bytes as they come, and the files that came with them."""

    def __init__(self, link: socket.socket) -> None:
        self._link, self._room = link, bytearray(READ)
        self._files: deque[int] = deque()

    def read(self) -> bytes:
        """The next bytes, none when there are no more to come. Raises BlockingIOError if there are none yet."""
        try:
            length, passed, _, _ = self._link.recvmsg_into([self._room], socket.CMSG_SPACE(DESCRIPTOR))
        except ConnectionError:
            return b""
        for _, _, data in passed:
            self._files.extend(array.array("i", data[: len(data) // DESCRIPTOR * DESCRIPTOR]))
        return bytes(memoryview(self._room)[:length])

    def file(self) -> BinaryIO | None:
        """The file that came with the answer that is read now; None if there was no descriptor left for it."""
        if not self._files:
            return None
        file = os.fdopen(self._files.popleft(), "rb")
        file.seek(0)
        return file

    def close(self) -> None:
        """Lets go of the socket, and of files that nobody has taken."""
        self._link.close()
        for one in self._files:
            os.close(one)
        self._files.clear()
