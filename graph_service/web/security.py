"""Who may write, how much one client may ask, and the headers that keep browsers careful."""

from __future__ import annotations

import hmac
import time
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from graph_service.settings import Settings
from graph_service.web.cache import Headers
from graph_service.web.faults import Refused
from graph_service.web.turns import Peaks

POLICY = (
    b"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    b"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# Whose request is being answered.
CLIENT: ContextVar[str] = ContextVar("client", default="")
# What is under way for the connection that a request came by: it is refused when that is closed.
UNDER_WAY: ContextVar[set[Any] | None] = ContextVar("under_way", default=None)
# On every answer. Reading is open to scripts of any origin; writing is not, so Authorization is not allowed.
COMMON: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"X-Release, ETag, Link, Location, Content-Disposition, Retry-After"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]
CROWD = 10_000
# How many at once are few.
FEW = 3
# Seconds for which a client that came with few is expected again.
LATELY = 1.0


def authorise(settings: Settings, authorization: str) -> None:
    """Lets the holder of a token pass; raises Refused 403 (no writes here, wrong token) or 401 (no token)."""
    if not settings.tokens:
        raise Refused(403, "this service takes no writes", do="set UNAG_TOKENS to the hash of a token")
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(
            401,
            "a token is needed to write",
            do="send Authorization: Bearer TOKEN",
            headers={"WWW-Authenticate": 'Bearer realm="unag"'},
        )
    given = hash_token(token.strip())
    if not any(hmac.compare_digest(given, one.lower()) for one in settings.tokens):
        raise Refused(403, "the token is not one of this service's")


def hash_token(token: str) -> str:
    """What of a token is kept in the settings."""
    return sha256(token.encode()).hexdigest()


@dataclass(slots=True)
class Clients:
    """What each client has under way, and how fast it asked lately (a bucket that refills at the rate).

    ``unread`` tells how many pieces that a client sent wait to be read.
    """

    most: int
    rate: float
    active: Counter[str] = field(default_factory=Counter)
    unread: Callable[[str], int] = lambda client: 0
    peaks: Peaks = field(default_factory=Peaks)
    modest: tuple[str, float] = ("", -LATELY)
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def enter(self, client: str) -> None:
        """Counts a request in; raises Refused 429 when the client has too many or asks too fast."""
        if self.active[client] >= self.most:
            raise _too_many(f"more than {self.most} requests of one client at once", 1)
        if self.rate:
            self._draw(client)
        self.active[client] += 1
        self.note(client)

    def note(self, client: str) -> None:
        """Remembers of a client how much it has at once, with what it sent and nobody has read yet."""
        if self.peaks.note(client, self.active[client] + self.unread(client)) <= FEW:
            self.modest = (client, time.monotonic())

    def yields(self, client: str) -> bool:
        """Whether a client comes with many at once while another, of late, comes with few."""
        other, when = self.modest
        return other != client and self.peaks.of(client) > FEW and time.monotonic() - when < LATELY

    def load(self, client: str) -> float:
        """The most that a client had at once lately: who comes with many waits for who comes with few."""
        return self.peaks.of(client)

    def leave(self, client: str) -> None:
        """Counts a request out."""
        self.active[client] -= 1
        if self.active[client] <= 0:
            del self.active[client]

    def _draw(self, client: str) -> None:
        now = time.monotonic()
        room = max(self.rate * 10, 1.0)
        level, then = self.buckets.get(client, (room, now))
        level = min(room, level + (now - then) * self.rate)
        if level < 1:
            raise _too_many(f"more than {self.rate:g} requests a second", max(1, round((1 - level) / self.rate)))
        if len(self.buckets) > CROWD:
            self.buckets.clear()
        self.buckets[client] = (level - 1, now)


def _too_many(message: str, seconds: int) -> Refused:
    return Refused(429, message, do="ask more slowly", headers={"Retry-After": str(seconds)})
