"""Where SPARQL services differ from the standard, found out by asking, as a closed table.

Nothing here relies on a server's name or headers, which a proxy may change: Virtuoso is known by its answer to
``ASK {}``, a table of one row where the standard has a boolean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_service.graph.tokens import tokenize

Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one kind of service needs.

    ``part`` is the most statements in one INSERT DATA; ``request`` the most bytes of an update sent at once;
    ``bodies`` whether an update may be a body and not only a form; ``using`` whether an update's dataset goes as
    parameters and not in its text; ``exact`` whether literals come back as they were written; ``unnamed`` the
    graph that stands for the unnamed one where there is none; ``own`` graphs of the service's own that are not
    data; ``describe`` what stands before a DESCRIBE so that it looks in all graphs; ``union`` whether the
    default graph is always the union; ``silent`` the statements from which a graph may have been cut with no
    word about it (0: never); ``flawed`` whether it fails on, or answers falsely, what `doubtful` and `FAULT` tell.
    """

    name: str
    part: int = 20_000
    request: int = 32_000_000
    bodies: bool = True
    using: bool = True
    exact: bool = True
    unnamed: str = ""
    own: frozenset[str] = frozenset()
    describe: str = ""
    union: bool = False
    silent: int = 0
    flawed: bool = False


STANDARD = Dialect("standard")
# 7.2.5: its parser's memory ends at some 5,000 statements in one INSERT DATA; a query sent as a body hangs; there
# is no unnamed graph; DESCRIBE without FROM is empty; numbers, dates and booleans are kept by value; a table that
# is cut at ResultSetMaxRows says so in a header, a graph does not.
VIRTUOSO = Dialect(
    "virtuoso",
    part=1_000,
    request=4_000_000,
    bodies=False,
    using=False,
    exact=False,
    unnamed="urn:unag:unnamed",
    own=frozenset(
        {
            "http://www.openlinksw.com/schemas/virtrdf#",
            "http://www.w3.org/ns/ldp#",
            "http://www.w3.org/2002/07/owl#",
            "http://localuriqaserver/sparql",
        }
    ),
    describe='DEFINE sql:describe-mode "CBD" ',
    union=True,
    silent=1_000,
    flawed=True,
)
# Ways to ask for the union as default graph, in the order they are tried: as the service is set up (GraphDB,
# Fuseki with tdb2:unionDefaultGraph, our own), Oxigraph's parameter, Jena's names; else all graphs are named.
UNION_WAYS: tuple[Parameters, ...] = (
    [],
    [("union-default-graph", "")],
    [("default-graph-uri", "urn:x-arq:UnionGraph"), ("default-graph-uri", "urn:x-arq:DefaultGraph")],
)
# How Virtuoso's compiler says that it cannot do with a query, whose syntax may well be right.
FAULT = re.compile(r"Virtuoso \w+ Error S[A-Z]\d+")
STEPS = frozenset({"*", "+", "?", "/", "|", "^"})


def doubtful(query: str) -> bool:
    """Whether Virtuoso 7 may answer with other rows: EXISTS in an expression, OPTIONAL beside a path."""
    before, paths, optional = ("", ""), False, False
    for token in tokenize(query):
        if token.keyword == "EXISTS" and before != ("", "FILTER") and before != ("FILTER", "NOT"):
            return True
        optional = optional or token.keyword == "OPTIONAL"
        paths = paths or token.text in STEPS
        before = before[1], token.keyword
    return paths and optional
