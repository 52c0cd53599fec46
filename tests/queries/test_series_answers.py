"""What every question answers on the real texts of the accountability series is what its documentation says."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.chains.inherited import describe_wording
from graph_service.graph.handbook import answers
from graph_service.graph.queries import load_queries, plain
from tests.chains.builder import BASE, Memory
from tests.chains.test_series import series

QUESTIONS = [one.name for one in load_queries().values() if not one.is_check]


@pytest.fixture(scope="module")
def store(shared: Path) -> Memory:
    """Ontology, curated facts and texts, with the wording that these inherit."""
    store = series(shared)
    store.load(describe_wording(store, BASE))  # type: ignore[arg-type]
    return store


def test_every_question_has_an_answer() -> None:
    assert list(answers()) == QUESTIONS
    assert sum(bool(one["rows"]) for one in answers().values()) >= 28


@pytest.mark.shared
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_series_answers_as_the_documentation_says(name: str, store: Memory) -> None:
    query, known = load_queries()[name], answers()[name]
    rows = plain(query.run(store, **query.example))  # type: ignore[arg-type]
    found = [[row.get(column, "") for column in known["columns"]] for row in rows]
    assert [one for one in known["rows"] if one not in found] == []
    if not known["more"]:
        assert [one for one in found if one not in known["rows"]] == []
