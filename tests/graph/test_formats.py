"""The format table: closed, complete, and the only place where negotiation looks."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.graph.formats import (
    BINDINGS,
    BOOLEAN,
    FORMATS,
    GRAPH,
    UnsupportedMedia,
    choose,
    negotiate,
    parse_accept,
    reader,
)


def test_the_table_is_whole() -> None:
    assert [one.name for one in FORMATS if BINDINGS in one.kinds] == ["json", "xml", "csv", "tsv"]
    assert [one.name for one in FORMATS if BOOLEAN in one.kinds] == ["json", "xml"]
    graphs = [one.name for one in FORMATS if GRAPH in one.kinds]
    assert graphs == ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"]
    assert len({one.iri for one in FORMATS}) == len(FORMATS)


def test_the_engine_agrees_on_media_types() -> None:
    for form in FORMATS:
        assert form.engine.media_type.split(";")[0] == form.media
        known = type(form.engine).from_media_type(form.media)
        assert known == form.engine


@pytest.mark.parametrize(
    ("accept", "kind", "media"),
    [
        ("", BINDINGS, "application/sparql-results+json"),
        ("*/*", GRAPH, "text/turtle"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.7", BINDINGS, "application/sparql-results+xml"),
        ("text/csv, */*;q=0.1", BINDINGS, "text/csv"),
        ("text/*", BINDINGS, "text/csv"),
        ("text/*", GRAPH, "text/turtle"),
        ("application/json", BINDINGS, "application/json"),
        ("application/json", GRAPH, "application/json"),
        ("application/xml", GRAPH, "application/xml"),
        ("text/turtle;q=0, */*", GRAPH, "application/n-triples"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", BINDINGS, "application/xml"),
        ("TEXT/TURTLE; charset=utf-8; q=1.0", GRAPH, "text/turtle"),
        ("application/ld+json;profile=x, text/turtle;q=0.9", GRAPH, "application/ld+json"),
    ],
)
def test_accept_is_negotiated_with_its_qualities(accept: str, kind: str, media: str) -> None:
    found = negotiate(accept, kind)
    assert found is not None
    assert found[1] == media


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "nonsense"])
def test_what_nobody_writes_is_not_acceptable(accept: str) -> None:
    assert negotiate(accept, GRAPH) is None


def test_the_format_parameter_comes_before_accept() -> None:
    for form in FORMATS:
        for kind in form.kinds & {BINDINGS, BOOLEAN, GRAPH}:
            for name in (form.name, *form.names, form.media):
                assert choose("image/png", name, kind) == (form, form.media)
    assert choose("text/turtle", "docx", GRAPH) is None
    found = choose(None, "application/sparql-results json", BINDINGS)
    assert found is not None
    assert found[0].name == "json"


@given(st.text(max_size=200))
def test_any_accept_field_can_be_read(accept: str) -> None:
    for one in parse_accept(accept):
        assert 0 <= one.quality <= 1
    negotiate(accept, GRAPH)


def test_bodies_are_read_by_their_type() -> None:
    assert reader("text/turtle; charset=utf-8").engine == ox.RdfFormat.TURTLE
    assert reader("application/json").engine == ox.RdfFormat.JSON_LD
    with pytest.raises(UnsupportedMedia):
        reader("text/csv")


def test_text_says_its_encoding() -> None:
    for form in FORMATS:
        assert ("charset" in form.content_type()) is form.media.startswith("text/")
