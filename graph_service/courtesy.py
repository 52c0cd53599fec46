"""How to ask someone else's server: spaced, few at once, and again only when that makes sense."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

Answer = TypeVar("Answer")

# RFC 9110 15.5 and 15.6, RFC 6585 4: answers that may be different the next time.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class Fault(Exception):
    """Why something was not got; ``passing`` faults are worth another attempt, after ``after`` seconds."""

    def __init__(self, reason: str, *, passing: bool = False, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.passing, self.after = reason, passing, after


class Absent(Fault):
    """There is no such thing there: asking again changes nothing."""


@dataclass
class Pace:
    """Lets one request start every ``delay`` seconds, over all threads; a pause holds all of them back."""

    delay: float
    _next: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> None:
        """Returns when the next request may start."""
        with self._lock:
            start = max(self._next, time.monotonic())
            self._next = start + self.delay
        time.sleep(max(0.0, start - time.monotonic()))

    def pause(self, seconds: float) -> None:
        """No request starts for that long: the server said that it has enough."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


def read_retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header: a number or an HTTP date (RFC 9110 10.2.3); None if neither.

    >>> read_retry_after("120")
    120.0
    """
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try, how long to wait between attempts (doubled each time) and at the very most."""

    attempts: int = 4
    backoff: float = 1.0
    longest: float = 120.0

    def wait_before(self, attempt: int) -> float:
        """Seconds before that attempt (the second is 2), spread so that workers do not return in step."""
        return min(self.longest, self.backoff * 2.0 ** (attempt - 2)) * random.uniform(0.75, 1.25)


def persist(action: Callable[[int], Answer], patience: Patience, pace: Pace) -> Answer:
    """The action's answer, trying again after passing faults; raises the last Fault with the number of tries.

    A server that asks for a longer pause than ``patience.longest`` is left alone at once.
    """
    for attempt in range(1, patience.attempts + 1):
        try:
            pace.wait()
            return action(attempt)
        except Fault as fault:
            if not fault.passing:
                raise
            if fault.after is not None and fault.after > patience.longest:
                raise Fault(f"{fault.reason}; the server asks to wait {fault.after:.0f} s") from fault
            if attempt == patience.attempts:
                raise Fault(f"{fault.reason}; {attempt} attempts", passing=True) from fault
            if fault.after is not None:
                pace.pause(fault.after)
            else:
                time.sleep(patience.wait_before(attempt + 1))
    raise Fault("no attempt allowed")
