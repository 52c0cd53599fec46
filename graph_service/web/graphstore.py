"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol, direct and indirect identification, as plain ASGI.

Direct: ``/graphs/A/RES/66/257@zh`` (and ``/graph/…``, the graph's own IRI) is ``{base}graph/A/RES/66/257@zh``.
"""

from __future__ import annotations

from typing import Any, BinaryIO

import pyoxigraph as ox
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph_service.errors import AccountabilityError
from graph_service.graph.engine import write_triples
from graph_service.graph.formats import GRAPH, NotAcceptable, acceptable, choose
from graph_service.web.answers import refuse, respond
from graph_service.web.bodies import read_body
from graph_service.web.description import A, describe_service, name
from graph_service.web.faults import Refused
from graph_service.web.namespaces import prefixes
from graph_service.web.protocol import decode, values
from graph_service.web.security import authorise
from graph_service.web.service import Service
from graph_service.web.worker import Context

PATHS = ("/graphs", "/graph")
READS, WRITES = frozenset({"GET", "HEAD"}), frozenset({"PUT", "POST", "DELETE"})
ALLOW = {"Allow": "GET, HEAD, PUT, POST, DELETE, OPTIONS"}


class Graphs:
    """The endpoint."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        try:
            response = await self.answer(scope, receive)
        except AccountabilityError as error:
            response = refuse(error, scope["path"])
        await response(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive) -> Response:
        """The response; raises AccountabilityError."""
        method = scope["method"]
        fields = {key: value.decode("latin-1") for key, value in scope["headers"]}
        graph, form = target(scope, self.service.settings.base)
        if method in READS:
            made = await self.service.read(
                "graph", scope["unag.release"], graph=graph, accept=fields.get(b"accept", ""), form=form
            )
            return respond(made)
        if method not in WRITES:
            raise Refused(405, f"{method} is not for graphs", headers=ALLOW)
        if graph is None and method != "POST":
            raise Refused(400, "no graph is named", do="name it by ?graph=IRI or ?default, or in the path")
        authorise(self.service.settings, fields.get(b"authorization", ""))
        body = await read_body(scope, receive, self.service.settings)
        made = await self.service.write(
            "write_graph", body, method=method, graph=graph, content_type=fields.get(b"content-type", "")
        )
        return respond(made)


def target(scope: Scope, base: str) -> tuple[str | None, str | None]:
    """The graph that a request is about ('' the unnamed one, None none) and its ``?format=``; raises Refused."""
    parameters = decode(scope["query_string"])
    form = next(iter(values(parameters, "format")), None)
    names, default = values(parameters, "graph"), values(parameters, "default")
    rest = direct_name(scope["path"])
    if len(names) + bool(default) + bool(rest) > 1:
        raise Refused(400, "more than one graph is named", do="name one by ?graph=IRI, ?default or the path")
    if default:
        return "", form
    if rest:
        return checked(f"{base}graph/{rest}"), form
    return (checked(names[0]) if names else None), form


def direct_name(path: str) -> str:
    """What follows ``/graphs/`` or ``/graph/`` in a path.

    >>> direct_name("/graphs/A/RES/66/257@zh")
    'A/RES/66/257@zh'
    """
    return next((path[len(one) + 1 :] for one in PATHS if path.startswith(one + "/")), "")


def checked(iri: str) -> str:
    """An absolute IRI; raises Refused for anything else (Graph Store Protocol 4.2)."""
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise Refused(400, f"{iri!r} is no absolute IRI", do="give the graph's whole IRI") from None
    return iri


def read_one(context: Context, request: dict[str, Any], body: bytes, output: BinaryIO) -> dict[str, Any]:
    """One graph in the accepted format; without a name, which graphs there are."""
    base = context.settings.base
    chosen = choose(request["accept"], request["form"], GRAPH)
    if chosen is None:
        raise NotAcceptable(
            "no accepted format can carry a graph", do="accept one of " + ", ".join(acceptable(GRAPH))
        )
    store, graph = context.store(request["release"]), request["graph"]
    if graph is None:
        write_triples(listed(store.graphs(), context), chosen[0], output, prefixes(base))
    else:
        data = store.graph(graph)
        write_triples(
            (one.triple for one in ox.parse(data, ox.RdfFormat.N_TRIPLES)), chosen[0], output, prefixes(base)
        )
    return {"media": chosen[0].content_type(chosen[1])}


def listed(graphs: list[str], context: Context) -> list[ox.Triple]:
    """The service description with every named graph in it (Service Description 3.3)."""
    base = context.settings.base
    dataset = ox.NamedNode(f"{base}sparql#dataset")
    triples = describe_service(context.settings)
    for graph in graphs:
        node = ox.NamedNode(f"{base}sparql#graph-{graph.removeprefix(base).replace('/', '-')}")
        triples += [
            ox.Triple(dataset, name("sd:namedGraph"), node),
            ox.Triple(node, A, name("sd:NamedGraph")),
            ox.Triple(node, name("sd:name"), ox.NamedNode(graph)),
        ]
    return triples
