"""SPARQL Update written out: graphs replaced as a whole or changed by their difference, the mark of a release.

Statements go in parts that the service can read. Those with blank nodes stay together in one template, for a
label may not stand in two operations of a request (SPARQL 1.1 Update, 3.1.1 and 19.6).
"""

from __future__ import annotations

from collections.abc import Iterator

from graph_service.graph.dialects import Dialect
from graph_service.graph.lines import read_quads

STATE = "urn:unag:state"


def marking(release: str) -> list[str]:
    """The operations that give the service's state a new name."""
    mark = f'INSERT DATA {{ GRAPH <{STATE}> {{ <{STATE}> <{STATE}#release> "{release}" }} }}'
    return [f"DROP SILENT GRAPH <{STATE}>", mark]


def replacing(name: str, data: bytes | None, dialect: Dialect) -> Iterator[str]:
    """The operations that replace one graph (None: drop it); the empty name is the unnamed graph."""
    place = name or dialect.unnamed
    yield f"DROP SILENT GRAPH <{place}>" if place else "DROP SILENT DEFAULT"
    if data is None:
        return
    if place:
        yield f"CREATE SILENT GRAPH <{place}>"
    plain: list[str] = []
    blank: list[str] = []
    for quad in read_quads(data, name):
        line = f"{quad.triple} ."
        (blank if "_:" in line else plain).append(line)
    yield from _parts("INSERT DATA", plain, place, dialect)
    if blank:
        yield f"INSERT {_within(blank, place)} WHERE {{}}"


def changing(name: str, older: bytes, newer: bytes, dialect: Dialect) -> Iterator[str]:
    """The operations that make the newer graph of the older, by their difference where it can be said.

    A blank node cannot be named in DELETE DATA, and a service that keeps literals by their value may not find
    one by its text: such graphs are replaced as a whole.
    """
    old, new = set(older.decode().splitlines()), set(newer.decode().splitlines())
    removed, added = sorted(old - new), sorted(new - old)
    if not dialect.exact or any("_:" in line for line in removed + added):
        yield from replacing(name, newer, dialect)
        return
    place = name or dialect.unnamed
    yield from _parts("DELETE DATA", removed, place, dialect)
    yield from _parts("INSERT DATA", added, place, dialect)


def _parts(verb: str, lines: list[str], place: str, dialect: Dialect) -> Iterator[str]:
    for start in range(0, len(lines), dialect.part):
        yield f"{verb} {_within(lines[start : start + dialect.part], place)}"


def _within(lines: list[str], place: str) -> str:
    body = "\n".join(lines)
    return f"{{ GRAPH <{place}> {{\n{body}\n}} }}" if place else f"{{\n{body}\n}}"
