"""The questions asked of A/RES/66/257 itself: its facts as they are kept, the answers as the text gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_service.chains.index import Index
from graph_service.chains.load import load_index
from graph_service.chains.traverse import trace
from graph_service.facts import from_json
from graph_service.graph.describe import describe
from graph_service.graph.queries import find_query, load_queries, plain
from graph_service.resources import folder
from tests.chains.builder import BASE, Memory, Writer

RESOLUTION = "A/RES/66/257"
CASES = [
    path
    for path in sorted((Path(__file__).parent / "expected").glob("cq-*.json"))
    if RESOLUTION in json.loads(path.read_text("utf-8"))
]


@pytest.fixture(scope="module")
def store() -> Memory:
    """The facts of the resolution, the kinds of the reports it cites, and the ontology."""
    facts = json.loads((folder("data") / "curated" / "documents" / "A_RES_66_257.zh.json").read_text("utf-8"))
    series = Writer("curated/series")
    for symbol in ("A/66/738", "A/64/683"):
        series.work(symbol, "AdvisoryCommitteeReport")
    store = Memory(series)
    store.load(describe(from_json(facts), BASE))
    store.load_turtle(folder("ontology") / "instruments.ttl", f"{BASE}graph/ontology")
    return store


@pytest.fixture(scope="module")
def index(store: Memory) -> Index:
    return load_index(store, BASE)


def test_all_cases_are_there() -> None:
    assert [path.stem for path in CASES] == [f"cq-0{number}" for number in range(1, 8)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_resolution_answers_as_its_text_says(path: Path, store: Memory) -> None:
    case = json.loads(path.read_text("utf-8"))[RESOLUTION]
    rows = plain(find_query(path.stem).run(store, **case["parameters"]))
    found = {tuple(row.get(name, "") for name in case["columns"]) for row in rows}
    assert found == {tuple(row) for row in case["rows"]}


@pytest.mark.parametrize("name", [one.name for one in load_queries().values() if one.is_check])
def test_its_facts_pass_every_check(name: str, store: Memory) -> None:
    assert plain(find_query(name).run(store)) == []


def test_paragraph_twelve_recalls_two_instruments_with_their_pinpoints(index: Index) -> None:
    chain = trace(index, "A/RES/66/257~I.op12", depth=1)
    recalled = {one.target: one.pinpoint for one in chain.edges if one.function == "recall"}
    assert recalled == {"A/RES/64/259~op21": "op21", "A/64/683~para36": "para36"}


def test_the_list_of_recommendations_is_expanded(index: Index) -> None:
    chain = trace(index, "A/RES/66/257~II.op8", depth=1)
    places = {one.pinpoint for one in chain.edges if one.pinpoint}
    ranges = (range(8, 9), range(11, 12), range(15, 19), range(27, 29), range(30, 31), range(34, 35))
    more = (range(37, 42), range(43, 44), range(49, 62))
    assert places == {f"para{number}" for one in (*ranges, *more) for number in one}
