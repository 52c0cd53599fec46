"""The binary form of a release gives back exactly the statements of its N-Quads."""

from __future__ import annotations

from io import BytesIO

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.errors import InputError
from graph_service.graph.describe import describe
from graph_service.graph.jelly import read_jelly, write_jelly
from graph_service.graph.lines import read_quads, sorted_quads
from tests.graph.samples import BASE, resolution

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
NAMES = st.sampled_from(
    [ox.NamedNode(f"http://example.org/{path}") for path in ("a", "b/c", "d#e", "问", "", "a/")]
)
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXT),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXT, st.sampled_from(["en", "zh", "ar"])),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)),
        TEXT,
        st.sampled_from(["date", "integer"]),
    ),
)
TRIPLES = st.builds(ox.Triple, NAMES, NAMES, st.one_of(NAMES, LITERALS, st.builds(ox.BlankNode, st.just("b"))))
GRAPHS = st.lists(
    st.tuples(
        st.sampled_from(["", "http://example.org/g", "http://example.org/h"]), st.lists(TRIPLES, max_size=5)
    ),
    max_size=4,
)


def there_and_back(graphs: list[tuple[str, list[ox.Triple]]]) -> list[ox.Quad]:
    """Written as Jelly and read again."""
    output = BytesIO()
    write_jelly(graphs, output)
    return [*read_jelly(BytesIO(output.getvalue()))]


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_any_statements_come_back_in_order(graphs: list[tuple[str, list[ox.Triple]]]) -> None:
    expected = [
        ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(name) if name else ox.DefaultGraph())
        for name, triples in graphs
        for one in triples
    ]
    assert there_and_back(graphs) == expected


def test_a_document_comes_back_whole_and_small() -> None:
    name = f"{BASE}graph/A/RES/999/1@en"
    quads = [*read_quads(describe(resolution(), BASE), name)]
    output = BytesIO()
    write_jelly([(name, [one.triple for one in quads])], output)
    assert sorted_quads(read_jelly(BytesIO(output.getvalue()))) == sorted_quads(quads)
    assert len(output.getvalue()) < len(sorted_quads(quads)) / 3


def test_nothing_is_a_whole_file_too() -> None:
    assert there_and_back([]) == []


@pytest.mark.parametrize("data", [b"", b"<a> <b> <c> .", b"\x0a\x05hello"])
def test_what_is_no_jelly_is_told(data: bytes) -> None:
    with pytest.raises(InputError, match="Jelly"):
        [*read_jelly(BytesIO(data))]


def test_a_file_cut_short_is_told() -> None:
    output = BytesIO()
    triple = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"))
    write_jelly([("http://e/g", [triple] * 3)], output)
    with pytest.raises(InputError, match="Jelly"):
        [*read_jelly(BytesIO(output.getvalue()[:-4]))]
