"""``/sparql``: the SPARQL 1.1 Protocol, as a plain ASGI application because it is the hottest path."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph_service.errors import AccountabilityError
from graph_service.graph.formats import parse_accept, quality
from graph_service.graph.limits import check
from graph_service.web.answers import RENEWED, VOLATILE, refuse, respond
from graph_service.web.bodies import read_body
from graph_service.web.description import describe_service, write_description
from graph_service.web.evaluating import limits_of
from graph_service.web.faults import Refused
from graph_service.web.link import Made
from graph_service.web.protocol import Operation, read_operation
from graph_service.web.security import authorise
from graph_service.web.service import Service

ROOM = 4_000


class Sparql:
    """The endpoint; people who come without a query get the editor."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        try:
            found = await self.answer(scope, receive)
        except AccountabilityError as error:
            found = refuse(error, scope["path"])
        if isinstance(found, Response):
            await found(scope, receive, send)
        elif found.file is not None or "status" in found.head:
            await respond(found)(scope, receive, send)
        else:
            lasting = VOLATILE if found.head.get("volatile") else RENEWED
            await scope["unag.exchange"].answer(found.head["media"], found.data, lasting)

    async def answer(self, scope: Scope, receive: Receive) -> Response | Made:
        """What to send; raises AccountabilityError."""
        fields = {name: value.decode("latin-1") for name, value in scope["headers"]}
        method = scope["method"]
        body = b""
        if method == "POST":
            body = await read_body(scope, receive, self.service.settings, self._room(fields))
        operation = read_operation(method, scope["query_string"], fields.get(b"content-type", ""), body)
        if operation.kind == "query":
            return await self._query(scope, operation, fields.get(b"accept", ""))
        if operation.kind == "update":
            return await self._update(operation, fields.get(b"authorization", ""))
        if method == "POST":
            raise Refused(400, "there is neither a query nor an update in the request")
        accept = fields.get(b"accept", "")
        if operation.form is None and for_people(accept):
            return await self._editor(scope, receive)
        return self._description(operation, accept)

    def _room(self, fields: dict[bytes, str]) -> int:
        """Bytes that a body may have: a form is longer than its query, an update as long as other bodies."""
        if fields.get(b"authorization"):
            return self.service.settings.body_bytes
        return self.service.settings.query_bytes * 3 + ROOM

    async def _query(self, scope: Scope, operation: Operation, accept: str) -> Made:
        if len(operation.text) > self.service.settings.query_bytes:
            check(operation.text, limits_of(self.service.settings))
        return await self.service.read(
            "query",
            scope["unag.release"],
            operation.text.encode(errors="surrogatepass"),
            accept=accept,
            form=operation.form,
            default=operation.dataset.default,
            named=operation.dataset.named,
        )

    async def _update(self, operation: Operation, authorization: str) -> Made:
        settings = self.service.settings
        if not settings.update:
            raise Refused(403, "this service takes no updates", do="set UNAG_UPDATE, or write by /graphs")
        authorise(settings, authorization)
        return await self.service.write(
            "update", operation.text.encode(), default=operation.dataset.default, named=operation.dataset.named
        )

    def _description(self, operation: Operation, accept: str) -> Response:
        graph = describe_service(self.service.settings)
        return write_description(graph, accept, operation.form, self.service.settings.base)

    async def _editor(self, scope: Scope, receive: Receive) -> Response:
        from graph_service.web import pages

        return await run_in_threadpool(pages.render_editor, Request(scope, receive))


def for_people(accept: str) -> bool:
    """Whether a request without a query comes from a browser: it prefers HTML to every graph format."""
    ranges = parse_accept(accept)
    return quality("text/html", ranges) > max(
        quality(one, ranges) for one in ("text/turtle", "application/rdf+xml", "application/ld+json")
    )
