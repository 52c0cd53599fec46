"""Statements as sorted lines: the canonical bytes that two graphs are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph_service.errors import InputError

Name = ox.NamedNode | ox.DefaultGraph


def graph_node(name: str) -> Name:
    """The graph of that name; the empty name is the store's unnamed graph."""
    return ox.NamedNode(name) if name else ox.DefaultGraph()


def sorted_triples(triples: Iterable[ox.Triple]) -> bytes:
    """Canonical N-Triples, one statement a line, sorted by code point, no line twice."""
    return join({f"{one} .\n" for one in triples})


def sorted_quads(quads: Iterable[ox.Quad]) -> bytes:
    """Canonical N-Quads, one statement a line, sorted by code point, no line twice."""
    return join({f"{one} .\n" for one in quads})


def join(lines: Iterable[str]) -> bytes:
    """Lines, each with its end, sorted and joined to UTF-8."""
    return "".join(sorted(lines)).encode()


def read_quads(data: bytes, graph: str) -> Iterator[ox.Quad]:
    """The statements of N-Triples or N-Quads, in that graph; a line that names another graph is an error.

    Blank nodes are renamed, so that those of two bodies never meet.
    """
    into = graph_node(graph)
    unnamed = ox.DefaultGraph()
    try:
        for quad in ox.parse(data, ox.RdfFormat.N_QUADS, rename_blank_nodes=True):
            if quad.graph_name == into:
                yield quad
            elif quad.graph_name == unnamed:
                yield ox.Quad(quad.subject, quad.predicate, quad.object, into)
            else:
                raise InputError(
                    f"a statement names the graph {quad.graph_name}",
                    where=f"graph <{graph}>",
                    do="split the data by graph",
                )
    except SyntaxError as fault:
        raise InputError(str(fault), where=f"graph <{graph}>", do="give N-Triples or N-Quads") from fault
