"""The ontology as a graph of the store, so that queries can ask for labels, forces and broader functions."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from graph_service.errors import DataError
from graph_service.graph.vocab import DEFAULT_BASE, Names
from graph_service.resources import folder

# The shapes stay out: they constrain the data, and are no part of it.
FILES: Final = ("instruments.ttl", "alignments.ttl")


def load_ontology(base: str = DEFAULT_BASE) -> dict[str, bytes]:
    """Terms, schemes and alignments as sorted N-Quads of the one graph ``{base}graph/ontology``.

    The namespace of the terms is the same under every base. Raises `DataError` at the line of a syntax error.
    """
    graph = Names(base).graph("ontology")
    lines: set[str] = set()
    for name in FILES:
        path = folder("ontology") / name
        try:
            quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise DataError(str(error.msg), where=f"{path}:{error.lineno}", do="mend the Turtle") from error
        written = ox.serialize((one.triple for one in quads), format=ox.RdfFormat.N_TRIPLES) or b""
        lines |= {f"{line[:-2]} {graph} .\n" for line in written.decode().splitlines()}
    return {f"{base}graph/ontology": "".join(sorted(lines)).encode()}
