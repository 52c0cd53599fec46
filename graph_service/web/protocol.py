"""Requests to ``/sparql`` and ``/graphs`` read as values, exactly as the SPARQL 1.1 documents say; no I/O here."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from graph_service.graph.store import WHOLE, Dataset
from graph_service.web.faults import Refused

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ALLOW = {"Allow": "GET, HEAD, POST, OPTIONS"}
# An escape that is none, or what has a meaning in quoted-printable.
UNUSUAL = re.compile(rb"%(?![0-9A-Fa-f]{2})|[\r\n]")
MOST_FIELDS = 5000
Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked: ``kind`` is query, update or description (a request with neither)."""

    kind: str
    text: str = ""
    dataset: Dataset = WHOLE
    form: str | None = None


def read_operation(method: str, query_string: bytes, content_type: str, body: bytes) -> Operation:
    """The operation of a request (SPARQL 1.1 Protocol, 2.1 and 2.2); raises Refused with the right status."""
    parameters = decode(query_string)
    if method in {"GET", "HEAD"}:
        if values(parameters, "update"):
            raise Refused(405, "an update cannot be sent by GET", do="send it by POST", headers={"Allow": "POST"})
        return _operation(parameters)
    if method != "POST":
        raise Refused(405, f"{method} is not for this resource", headers=ALLOW)
    media, charset = media_of(content_type)
    if media == FORM:
        return _operation(parameters + decode(body))
    if media not in {QUERY, UPDATE}:
        raise Refused(
            415, f"a body of type {media or '(none)'} is not read here", do=f"send {QUERY}, {UPDATE} or {FORM}"
        )
    if charset not in {"", "utf-8", "utf8"}:
        raise Refused(415, f"a body in {charset} is not read here", do="send UTF-8")
    key = "query" if media == QUERY else "update"
    return _operation([*parameters, (key, as_text(body))])


def _operation(parameters: Parameters) -> Operation:
    given: dict[str, tuple[str, ...]] = {}
    for name, value in parameters:
        given[name] = (*given.get(name, ()), value)
    queries, updates = given.get("query", ()), given.get("update", ())
    if len(queries) + len(updates) > 1:
        raise Refused(400, "more than one query or update in one request", do="send them one by one")
    form = next(iter(given.get("format", ()) or given.get("output", ())), None)
    if updates:
        dataset = dataset_of(given, "using-graph-uri", "using-named-graph-uri")
        return Operation("update", updates[0], dataset)
    dataset = dataset_of(given, "default-graph-uri", "named-graph-uri")
    if queries:
        return Operation("query", queries[0], dataset, form)
    return Operation("description", form=form)


def decode(encoded: bytes) -> Parameters:
    """The parameters of a query string or form body, decoded once; raises Refused for broken UTF-8."""
    try:
        if encoded.isascii() and not UNUSUAL.search(encoded) and encoded.count(b"&") < MOST_FIELDS:
            return [_pair(one) for one in encoded.split(b"&") if one]
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as fault:
        raise Refused(400, f"the parameters are not encoded as they should be: {fault}") from fault


def _pair(encoded: bytes) -> tuple[str, str]:
    """A name and a value: percent-encoding is quoted-printable with another sign, and that is decoded in C."""
    name, _, value = encoded.replace(b"+", b" ").partition(b"=")
    escaped = value.replace(b"=", b"=3D").replace(b"%", b"=")
    return a2b_qp(name.replace(b"%", b"=")).decode(), a2b_qp(escaped).decode()


def as_text(body: bytes) -> str:
    """A body as text; raises Refused for broken UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Refused(400, f"the body is not UTF-8: {fault}") from fault


def values(parameters: Parameters, name: str) -> tuple[str, ...]:
    """All values of one parameter, in their order."""
    return tuple(value for key, value in parameters if key == name)


def dataset_of(given: Mapping[str, tuple[str, ...]], default: str, named: str) -> Dataset:
    """The dataset that the protocol's parameters name; none of them: the service's own."""
    if default not in given and named not in given:
        return WHOLE
    return Dataset(given.get(default, ()), given.get(named, ()))


def media_of(content_type: str) -> tuple[str, str]:
    """The media type and the charset of a Content-Type, both in small letters; '' where there is none.

    >>> media_of('text/turtle; charset="UTF-8"')
    ('text/turtle', 'utf-8')
    """
    media, *parameters = content_type.split(";")
    found = dict(one.strip().lower().partition("=")[::2] for one in parameters)
    return media.strip().lower(), found.get("charset", "").strip('"')
