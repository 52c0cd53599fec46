"""What surrounds every answer: limits, release, ETag, 304, CORS, compression, careful headers, log and counts.

An answer in one piece is kept by release and request; when it is asked for again it goes out from here without
anything else running.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.errors import AccountabilityError
from graph_service.web.answers import RENEWED, VOLATILE, refuse
from graph_service.web.cache import Entry, Headers
from graph_service.web.protocol import FORM, QUERY
from graph_service.web.security import CLIENT, COMMON, POLICY, PREFLIGHT, UNDER_WAY
from graph_service.web.service import Service

log = logging.getLogger("graph_service.web.requests")
KEPT_BODY = 16_384
SMALLEST = 1_000
PACKABLE = (b"text/", b"application/json", b"application/ld", b"application/sparql", b"application/rdf")
PACKABLE_TOO = (
    b"application/n-",
    b"application/trig",
    b"application/xml",
    b"image/svg",
    b"application/javascript",
)
REPEATED = frozenset({b"cache-control", b"content-location", b"link"})
# What is answered when the store does not answer.
WITHOUT_STORE = frozenset({"/healthz", "/readyz", "/metrics"})
DROPPED = frozenset({b"content-length", b"etag", b"cache-control", b"vary"})


class Envelope:
    """The outermost ASGI application."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app, self.service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        client = (scope.get("client") or ("", 0))[0]
        CLIENT.set(client)
        UNDER_WAY.set(scope.get("unag.under_way"))
        sent = _Sent(send)
        try:
            self.service.clients.enter(client)
        except AccountabilityError as error:
            await self._refuse(scope, receive, sent, error)
        else:
            try:
                await self._serve(scope, receive, sent)
            finally:
                self.service.clients.leave(client)
                # The exchange holds the scope: of circles the collector of garbage gets many at once.
                scope.pop("unag.exchange", None)
        self._note(scope, sent, client, time.perf_counter() - started)

    async def _refuse(self, scope: Scope, receive: Receive, sent: _Sent, error: Exception) -> None:
        exchange = _Exchange(scope, self.service.last, sent)
        await refuse(error, scope["path"])(scope, receive, exchange.send)

    async def _serve(self, scope: Scope, receive: Receive, sent: _Sent) -> None:
        fault = None
        try:
            self.service.release()
        except AccountabilityError as error:
            fault = error
        exchange = _Exchange(scope, self.service.last, sent)
        if fault is not None and scope["path"] not in WITHOUT_STORE:
            await refuse(fault, scope["path"])(scope, receive, exchange.send)
            return
        scope["unag.release"], scope["unag.exchange"] = exchange.release, exchange
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in exchange.fields:
            await exchange.preflight()
            return
        body, receive = await first_piece(exchange, receive)
        key = exchange.key(body)
        entry = self.service.cache.get(key) if key else None
        if entry is not None:
            await exchange.give(entry)
            return
        if key:
            exchange.keep = lambda made: self.service.cache.put(key, made)
        try:
            await self.app(scope, receive, exchange.send)
        except AccountabilityError as error:
            if sent.status:
                raise
            await refuse(error, scope["path"])(scope, receive, exchange.send)

    def _note(self, scope: Scope, sent: _Sent, client: str, seconds: float) -> None:
        self.service.metrics.observe(scope["path"], sent.status, seconds, sent.length)
        if log.isEnabledFor(logging.INFO):
            facts = {
                "method": scope["method"],
                "path": scope["path"],
                "status": sent.status,
                "milliseconds": round(seconds * 1000, 2),
                "bytes": sent.length,
                "client": client,
                "release": scope.get("unag.release", ""),
            }
            log.info("request", extra={"facts": facts})


async def first_piece(exchange: _Exchange, receive: Receive) -> tuple[bytes | None, Receive]:
    """The body of a short POSTed query, so that its answer can be looked for; it is handed on all the same."""
    if exchange.method != "POST" or exchange.path != "/sparql":
        return b"", receive
    message = await receive()
    whole = not message.get("more_body") and len(message.get("body", b"")) <= KEPT_BODY
    pending: list[Message] = [message]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return (message.get("body", b"") if whole else None), again


class _Sent:
    """The server's ``send``, which remembers what went through it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = self.length = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.length += len(message.get("body", b""))
        await self._send(message)


class _Exchange:
    """One request and how it is answered."""

    def __init__(self, scope: Scope, release: str, sent: _Sent) -> None:
        self.scope, self.release, self.sent = scope, release, sent
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.fields: dict[bytes, bytes] = dict(scope["headers"])
        self.keep: Callable[[Entry], None] | None = None
        self._start: Message | None = None

    def key(self, body: bytes | None) -> Any:
        """What the answer is kept by, or None where it is not to be kept."""
        if body is None or b"authorization" in self.fields or b"range" in self.fields:
            return None
        read = self.method in {"GET", "HEAD"}
        media = self.fields.get(b"content-type", b"").split(b";")[0].strip()
        if not read and not (self.path == "/sparql" and media in {FORM.encode(), QUERY.encode()}):
            return None
        scope, field = self.scope, self.fields.get
        return (
            self.release,
            read or media,
            scope.get("raw_path") or self.path,
            scope["query_string"],
            field(b"accept", b""),
            field(b"accept-language", b"") + field(b"cookie", b""),
            body,
        )

    async def preflight(self) -> None:
        """Answers what a browser asks before it lets a script read."""
        await self._head(204, [*PREFLIGHT])
        await self.sent({"type": "http.response.body", "body": b""})

    async def give(self, entry: Entry) -> None:
        """Sends an answer that was kept, or 304 if the client has it."""
        packed = entry.packable and b"gzip" in self.fields.get(b"accept-encoding", b"")
        tag = entry.tag[:-1] + b'-gzip"' if packed else entry.tag
        extra: Headers = [(b"etag", tag), (b"vary", entry.vary)]
        if same_tag(self.fields.get(b"if-none-match", b""), entry.tag):
            await self._head(304, [*extra, *(one for one in entry.headers if one[0] in REPEATED)])
            await self.sent({"type": "http.response.body", "body": b""})
            return
        body = entry.packed if packed else entry.body
        extra += [(b"content-length", b"%d" % len(body)), *([(b"content-encoding", b"gzip")] if packed else [])]
        await self._head(200, [*entry.headers, *extra])
        await self.sent({"type": "http.response.body", "body": b"" if self.method == "HEAD" else body})

    async def _head(self, status: int, headers: Headers) -> None:
        # A write answers with the release that it made, a page with a policy of its own.
        known = {name for name, _ in headers}
        added = [(b"x-release", self.release.encode()), *COMMON]
        headers = [*headers, *(one for one in added if one[0] not in known)]
        await self.sent({"type": "http.response.start", "status": status, "headers": headers})

    async def answer(self, media: str, body: bytes, lasting: str) -> None:
        """Sends an answer that the application has whole, without the way through its messages."""
        tag = b'"%s"' % blake2b(body, digest_size=12).hexdigest().encode()
        headers = [(b"content-type", media.encode()), (b"cache-control", lasting.encode())]
        entry = Entry(headers, body, tag, packable({b"content-type": media.encode()}, body))
        if lasting != VOLATILE and self.keep is not None:
            self.keep(entry)
        await self.give(entry)

    async def send(self, message: Message) -> None:
        """Takes the application's messages: an answer in one piece gets its tag, a longer one passes through."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self.sent(message)
            return
        start, self._start = self._start, None
        if start is None:
            await self.sent(message)
        elif message.get("more_body") or start["status"] != 200 or self.method not in {"GET", "HEAD", "POST"}:
            await self._head(start["status"], with_policy(start["headers"]))
            await self.sent(message)
        else:
            await self._whole(start, message.get("body", b""))

    async def _whole(self, start: Message, body: bytes) -> None:
        headers: Headers = with_policy(start["headers"])
        fields = dict(headers)
        if self.method == "HEAD" and not body:
            await self._head(200, headers)
            await self.sent({"type": "http.response.body", "body": b""})
            return
        lasting = fields.get(b"cache-control", RENEWED.encode())
        kept = VOLATILE.encode() not in lasting
        tag = fields.get(b"etag") or b'"%s"' % blake2b(body, digest_size=12).hexdigest().encode()
        rest = [one for one in headers if one[0] not in DROPPED]
        entry = Entry([*rest, (b"cache-control", lasting)], body, tag)
        if b"cookie" in fields.get(b"vary", b"").lower():
            # A page follows the reader's choices, which a cookie keeps.
            entry.vary += b", Cookie"
        entry.packable = packable(fields, body)
        if kept and self.keep is not None:
            self.keep(entry)
        await self.give(entry)


def with_policy(headers: Headers) -> Headers:
    """The headers, with the policy for pages where they are a page's and have none of their own."""
    fields = dict(headers)
    page = fields.get(b"content-type", b"").startswith(b"text/html")
    policy = [(b"content-security-policy", POLICY)] if page and b"content-security-policy" not in fields else []
    return [*headers, *policy]


def packable(fields: dict[bytes, bytes], body: bytes) -> bool:
    """Whether compressing would help."""
    media = fields.get(b"content-type", b"")
    return (
        len(body) >= SMALLEST
        and b"content-encoding" not in fields
        and media.startswith((*PACKABLE, *PACKABLE_TOO))
    )


def same_tag(given: bytes, tag: bytes) -> bool:
    """Whether If-None-Match names the tag; weak comparison, and ours may carry its compression (RFC 9110, 13.1.2).

    >>> same_tag(b'W/"x", "abc-gzip"', b'"abc"')
    True
    """
    if not given:
        return False
    tags = {one.strip().removeprefix(b"W/").replace(b'-gzip"', b'"') for one in given.split(b",")}
    return b"*" in tags or tag.removeprefix(b"W/") in tags
