"""What is looked at before anybody parses a query: length, nesting, calls to other hosts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import LimitError, QueryError
from graph_service.graph.limits import Limits, check
from graph_service.graph.store import Dataset
from graph_service.graph.tokens import scan, tokenize
from graph_service.graph.using import use_graphs

LIMITS = Limits(10_000, 50, ("http://allowed.example/sparql",))


@pytest.mark.parametrize(
    "text", ["ASK " + "{" * 51, "ASK { FILTER" + "(" * 60, "ASK { FILTER(" + "!" * 60 + "true) }"]
)
def test_deep_nesting_is_refused_before_parsing(text: str) -> None:
    with pytest.raises(LimitError) as caught:
        check(text, LIMITS)
    assert caught.value.status == 400


def test_many_brackets_side_by_side_are_not_deep() -> None:
    check("ASK { " + "{ ?s ?p ?o } " * 200 + "}", LIMITS)
    check("ASK { ?s ?p '" + "((((((((((" * 20 + "' }", LIMITS)


def test_long_texts_are_refused() -> None:
    with pytest.raises(LimitError) as caught:
        check("#" + "é" * 6_000, LIMITS)
    assert caught.value.status == 413


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "ASK { service silent <http://allowed.example/sparql/other> { ?s ?p ?o } }",
        "ASK { SERVICE ?where { ?s ?p ?o } }",
        "PREFIX e: <http://x/> ASK { SERVICE e:y { ?s ?p ?o } }",
        "ASK { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
        "ASK { SERVICE # <http://allowed.example/sparql>\n <http://x/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <http://169.254.169.254/> INTO GRAPH <http://g/>",
    ],
)
def test_calls_are_refused_however_they_are_written(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        check(text, LIMITS)
    assert caught.value.status == 403


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://allowed.example/sparql> { ?s ?p ?o } }",
        "ASK { ?s ?p 'SERVICE <http://x/>' }",
        "ASK { ?s ?p ?o } # SERVICE <http://x/>",
        "PREFIX service: <http://x/> ASK { ?s service:load ?service }",
        "ASK { ?s ?p '''a ' SERVICE <http://x/> ''' }",
    ],
)
def test_what_only_looks_like_a_call_is_none(text: str) -> None:
    check(text, LIMITS)


def test_answers_that_may_differ_are_known() -> None:
    assert scan("SELECT (RAND() AS ?x) {}").volatile
    assert scan("SELECT (now() AS ?x) {}").volatile
    assert not scan("SELECT ?rand { ?rand ?p 'now()' }").volatile


@given(st.text(max_size=300))
def test_any_text_can_be_cut_into_tokens(text: str) -> None:
    assert all(text[one.start :].startswith(one.text) for one in tokenize(text))


def test_a_dataset_goes_into_every_operation() -> None:
    text = "INSERT { ?s ?p 1 } WHERE { ?s ?p 'WHERE' } ; DELETE WHERE { ?s ?p 2 } ; INSERT DATA { <s:> <p:> 3 }"
    used = use_graphs(text, Dataset(default=("http://g/",)))
    assert used == (
        "INSERT { ?s ?p 1 } USING <http://g/> WHERE { ?s ?p 'WHERE' } ; "
        "DELETE { ?s ?p 2 } USING <http://g/> WHERE { ?s ?p 2 } ; INSERT DATA { <s:> <p:> 3 }"
    )
