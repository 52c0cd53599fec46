"""What changed between two releases, asked with a named query; and the numbers that the ontology refers to."""

from __future__ import annotations

import pyoxigraph as ox

from graph_service.graph.changes import compare_answers
from graph_service.graph.queries import find_query, load_queries
from graph_service.resources import folder
from tests.chains.builder import UNAG, Memory, functions
from tests.chains.sample import first_request, fourth_request, reports, second_request


def test_the_census_tells_which_graphs_changed() -> None:
    before = Memory(functions(), first_request(), second_request())
    after = Memory(functions(), first_request(), second_request(), fourth_request())
    found = compare_answers(find_query("cq-23"), before, after)
    assert found.gone == ()
    assert [row["graph"] for row in found.new] == ["https://w3id.org/unag/graph/A/RES/999/53@en"]
    assert found.new[0]["citations"] == "4"


def test_an_answer_closes_a_request() -> None:
    before = Memory(functions(), first_request(), second_request())
    after = Memory(functions(), first_request(), second_request(), *reports())
    found = compare_answers(find_query("cq-12"), before, after)
    assert {row["paragraph"] for row in found.gone} == {"A/RES/996/76~op9", "A/RES/997/59~op33"}
    assert found.new == ()
    assert compare_answers(find_query("cq-12"), after, after).none


def test_every_question_that_the_ontology_names_is_there() -> None:
    text = (folder("ontology") / "instruments.ttl").read_bytes()
    named = {
        quad.object.value
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == f"{UNAG}neededBy" and isinstance(quad.object, ox.Literal)
    }
    assert named
    assert named <= {one.number for one in load_queries().values()}
