"""Which documents' pages a publication changes: those a changed statement names, and who quotes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode

from graph_service.errors import AccountabilityError, UnknownError
from graph_service.graph import releases
from graph_service.graph.store import GraphStore, open_store
from graph_service.web.pages.access import locator_in, rows_in

WHOLE = "*"
QUOTED = re.compile(
    r"^<[^>]*> <(?:https://w3id\.org/unag/ontology#text|http://purl\.org/dc/terms/(?:description|title))> "
)
"""Statements that pages of citing documents show: a place's words, its summary, its document's title."""
CITING = "SELECT DISTINCT ?work WHERE { ?citation unag:citedDocument ?cited ; unag:citingDocument ?work }"


def affected(store: GraphStore, home: Path, base: str, older: str) -> frozenset[str] | None:
    """Symbols of documents whose pages may differ between an older release and the store's; None: any may.

    Statements are compared graph by graph, for the graphs that the releases between name as written.
    """
    try:
        graphs = written(home, older, store.release)
        before = open_store(str(home), read_only=True, release=older)
        if graphs is None:
            return None
        named: set[str] = set()
        quoted: set[str] = set()
        for name in sorted(graphs):
            for line in lines(before, name) ^ lines(store, name):
                works = [work_of(one) for one in re.findall(rf"<{re.escape(base)}id/([^>]+)>", line)]
                named.update(works)
                if works and QUOTED.match(line):
                    quoted.add(works[0])
    except AccountabilityError:
        return None
    return frozenset(named | citing(store, base, quoted))


def written(home: Path, older: str, newer: str) -> frozenset[str] | None:
    """The graphs that were written between two releases; None where one was written as a whole.

    Raises UnknownError if a release between is not there any more.
    """
    found: set[str] = set()
    for number in range(int(older) + 1, int(newer) + 1):
        found.update(releases.describe_release(home, str(number)).changed)
    return None if WHOLE in found else frozenset(found)


def lines(store: GraphStore, name: str) -> frozenset[str]:
    """The statements of a graph; none for a graph that is not there."""
    try:
        return frozenset(store.graph(name).decode().splitlines())
    except UnknownError:
        return frozenset()


def work_of(locator: str) -> str:
    """The symbol in a locator.

    >>> work_of("A/RES/999/1@en~I.op2/mark/1")
    'A/RES/999/1'
    """
    return locator.partition("~")[0].partition("@")[0]


def citing(store: GraphStore, base: str, cited: Iterable[str]) -> set[str]:
    """The documents that cite any of these."""
    return {
        locator_in(base, row["work"])
        for one in cited
        for row in rows_in(store, CITING, {"cited": NamedNode(f"{base}id/{one}")})
    }
