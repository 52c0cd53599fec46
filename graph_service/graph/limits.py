"""What a query or update may hold before anybody parses it: its length, its nesting, whom it calls.

Bounds stand before the parser because one deeply nested query overflows the engine's stack and ends the
process; calls stand here because the engine would fetch any address, inner ones too.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from graph_service.errors import LimitError, QueryError
from graph_service.graph.tokens import Scan, scan

SUSPECT = ("SERVICE", "LOAD", "RAND", "NOW", "UUID", "BNODE", "\\U")
ROW = 9
SIGNS = re.compile(rf"[!^+\-]{{{ROW}}}")
PLAIN = Scan(0, (), (), frozenset())


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds: bytes of text, depth of brackets, and the addresses that may be called."""

    length: int
    depth: int
    services: Collection[str] = ()


def check(text: str, limits: Limits) -> Scan:
    """What the text holds; raises LimitError (413 length, 400 depth) and QueryError (403 a call).

    A text with few brackets and no suspicious word is not cut into tokens at all: that is most of them.
    """
    length = len(text) if text.isascii() else len(text.encode())
    if length > limits.length:
        raise LimitError(
            f"the text has {length} bytes, more than {limits.length}", do="send a shorter one", status=413
        )
    brackets = text.count("{") + text.count("(") + text.count("[")
    capitals = text.upper()
    if brackets <= limits.depth and not suspicious(text, capitals):
        return PLAIN
    found = scan(text, limits.depth)
    if found.depth > limits.depth:
        raise LimitError(
            f"brackets or signs are nested more than {limits.depth} deep",
            do="write it flatter",
            status=400,
        )
    for address in (*found.services, *found.loads):
        if address not in limits.services:
            raise _call_refused(address)
    return found


def suspicious(text: str, capitals: str) -> bool:
    """Whether a word may be a call or change from run to run, or signs stand in a row as deep as brackets."""
    for word in SUSPECT:
        if word in capitals:
            return True
    signs = text.count("!") + text.count("^") + text.count("+") + text.count("-")
    return signs >= ROW and SIGNS.search(text) is not None


def _call_refused(address: str | None) -> QueryError:
    error = QueryError(
        f"calls to {f'<{address}>' if address else 'addresses that are not written out'} are not allowed here",
        do="ask that service yourself, or have its address put into UNAG_SERVICES",
    )
    error.status = 403
    return error
