"""Every question has its expected answer: worked out by hand, kept beside the test, found by the query."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_service.graph.queries import NamedQuery, find_query, load_queries, plain
from tests.chains.builder import Memory
from tests.chains.sample import sample

EXPECTED = sorted((Path(__file__).parent / "expected").glob("cq-*.json"))
QUESTIONS = [one for one in load_queries().values() if not one.is_check]


@pytest.fixture(scope="module")
def store() -> Memory:
    return sample()


def answer(query: NamedQuery, store: Memory, case: dict[str, list[str]]) -> list[list[str]]:
    """The case's columns of the answer, '' where unbound, in the order of the answer."""
    rows = plain(query.run(store, **case["parameters"]))  # type: ignore[arg-type]
    return [[row.get(name, "") for name in case["columns"]] for row in rows]


def test_there_is_an_answer_for_each_question() -> None:
    assert len(QUESTIONS) == 32
    assert [one.number for one in QUESTIONS] == [path.stem for path in EXPECTED]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_the_sample_answers_as_expected(path: Path, store: Memory) -> None:
    case = json.loads(path.read_text("utf-8"))["sample"]
    found = answer(find_query(path.stem), store, case)
    assert sorted(found) == sorted(case["rows"])


@pytest.mark.parametrize("query", QUESTIONS, ids=lambda query: query.number)
def test_every_query_runs_as_its_example_says(query: NamedQuery, store: Memory) -> None:
    rows = query.run(store, **query.example)
    assert all(set(row) <= set(query.columns) for row in rows)


def test_most_questions_have_a_telling_answer() -> None:
    cases = [json.loads(path.read_text("utf-8"))["sample"]["rows"] for path in EXPECTED]
    assert sum(bool(rows) for rows in cases) >= 25
