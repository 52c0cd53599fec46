"""The jobs that write: graphs by the Graph Store Protocol, SPARQL Update. Each publishes one release or nothing.

They run in the one writer process. A write is checked with SHACL before it is published, and what follows from
it across documents is computed in the same release, unless the settings say otherwise.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, BinaryIO, cast
from uuid import uuid4

import pyoxigraph as ox

from graph_service.errors import InputError, UnknownError, ViolationError
from graph_service.graph.copies import Copy
from graph_service.graph.formats import Format, reader
from graph_service.graph.limits import check
from graph_service.graph.lines import sorted_triples
from graph_service.graph.store import Derive, GraphStore
from graph_service.places import writable
from graph_service.settings import Settings
from graph_service.web.evaluating import dataset_from, limits_of
from graph_service.web.worker import Context

MULTIPART = "multipart/form-data"


def write_graph(context: Context, request: dict[str, Any], body: bytes, output: BinaryIO) -> dict[str, Any]:
    """PUT, POST and DELETE of one graph (Graph Store Protocol 5.3 to 5.5); the head has status and release."""
    settings, method, name = context.settings, request["method"], request["graph"]
    store = writable(settings)
    if name is None:
        name = f"{settings.base}graph/posted/{uuid4().hex}"
    exists = not name or name in store.graphs()
    if method == "DELETE":
        if not exists:
            raise UnknownError(f"there is no graph <{name}>")
        return written(204, store.replace({name: None if name else b""}, follow(settings)))
    triples = read_body_graph(body, request["content_type"], name or f"{settings.base}graph/default")
    data = sorted_triples(triples)
    if method == "POST" and exists:
        data = merge(store.graph(name), data)
    refuse_violations(data, name, settings)
    release = store.replace({name: data}, follow(settings))
    head = written(204 if exists else 201, release)
    if not exists:
        head["headers"]["Location"] = name
    return head


def merge(older: bytes, newer: bytes) -> bytes:
    """Two graphs' sorted lines as one; blank nodes of both have names of their own already."""
    lines = {*older.splitlines(keepends=True), *newer.splitlines(keepends=True)}
    return b"".join(sorted(lines))


def run_update(context: Context, request: dict[str, Any], body: bytes, output: BinaryIO) -> dict[str, Any]:
    """A SPARQL update as a whole or not at all."""
    settings = context.settings
    text = body.decode()
    limits = limits_of(settings)
    check(text, type(limits)(settings.body_bytes, limits.depth, limits.services))
    store = writable(settings)
    hook = watch(store, settings)
    return written(204, store.update(text, dataset_from(request), f"{settings.base}sparql", hook))


def watch(before: GraphStore, settings: Settings) -> Derive | None:
    """What looks at the state after an update: refuses violations in changed graphs, computes what follows.

    A remote store is copied to see that state, so that it is written only if nothing is refused.
    """
    if not settings.validate_writes:
        return None

    def look(after: GraphStore) -> Mapping[str, bytes | None]:
        older = after.before if isinstance(after, Copy) else before
        known = set(older.graphs())
        for name in after.graphs():
            data = after.graph(name)
            if name not in known or older.graph(name) != data:
                refuse_violations(data, name, settings)
        return _derived(after, settings)

    return look


def follow(settings: Settings) -> Derive | None:
    """What is computed across documents after a write, or nothing where writes are not checked."""
    return (lambda view: _derived(view, settings)) if settings.validate_writes else None


def _derived(view: GraphStore, settings: Settings) -> Mapping[str, bytes | None]:
    # The pipeline brings every reader of documents with it, which most writers of graphs never need.
    from graph_service.publishing import derived

    return dict(derived(view, settings.base))


def refuse_violations(data: bytes, name: str, settings: Settings) -> None:
    """Raises ViolationError with the report if SHACL finds a violation in the graph."""
    if not settings.validate_writes:
        return
    from graph_service.graph.validate import validate

    report = validate(data)
    if not report.conforms:
        found = [asdict(cast(Any, one)) if is_dataclass(one) else str(one) for one in report.results]
        raise ViolationError(
            f"{len(found)} findings in the graph", where=name, do="mend them and write again", report=found
        )


def written(status: int, release: str) -> dict[str, Any]:
    """The head of an answer to a write."""
    return {"status": status, "media": "text/plain", "headers": {"X-Release": release}, "volatile": True}


def read_body_graph(body: bytes, content_type: str, base: str) -> Iterator[ox.Triple]:
    """The statements of a body, or of each part of a form (Graph Store Protocol 5.4.1); raises InputError."""
    if not content_type.lower().startswith(MULTIPART):
        yield from read_graph(body, reader(content_type), base)
        return
    whole = email.message_from_bytes(
        b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body, policy=email.policy.HTTP
    )
    for part in whole.iter_parts():
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            raise InputError("a part of the form cannot be read")
        yield from read_graph(data, reader(str(part.get("Content-Type", ""))), base)


def read_graph(data: bytes, form: Format, base: str) -> Iterator[ox.Triple]:
    """The statements of one serialised graph; a statement in a named graph is an error here."""
    try:
        for quad in ox.parse(
            data,
            cast(ox.RdfFormat, form.engine),
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        ):
            yield quad.triple if isinstance(quad, ox.Quad) else quad
    except (SyntaxError, ValueError) as fault:
        raise InputError(
            f"the body is no {form.name}: {fault}", do="mend it, or say another Content-Type"
        ) from fault
