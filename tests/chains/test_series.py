"""The loop of the accountability series, walked in the real texts: request, answer, advice, decision, request."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.chains.approval import approve
from graph_service.chains.asof import replaced
from graph_service.chains.index import Index
from graph_service.chains.lineage import trace_lineage
from graph_service.chains.load import load_index
from graph_service.chains.measures import place_in_series
from graph_service.chains.paths import paths
from graph_service.chains.recurring import accumulate
from graph_service.chains.register import Wanted, read_register
from graph_service.chains.traverse import trace
from graph_service.graph.describe import describe
from graph_service.graph.queries import find_query, load_queries, plain
from graph_service.pipeline import base_graphs, parse
from graph_service.resources import folder
from tests.chains.builder import BASE, Memory

pytestmark = pytest.mark.shared
TEXTS = (
    "resolutions/zh/A_RES_66_257.txt",
    "resolutions/en/A_RES_66_257.txt",
    "resolutions/en/A_RES_67_253.txt",
    "resolutions/en/A_RES_64_259.txt",
    "paragraphs/en/A_RES_63_276.txt",
)
RESOLUTION = "A/RES/66/257"
ADDED = {
    "A/RES/64/259~op28": "refers to the report requested in A/RES/64/259~op33",
    "A/RES/64/259~op29": "refers to the report requested in A/RES/64/259~op33",
    "A/RES/64/259~op32": "refers to the report requested in A/RES/64/259~op33",
    "A/RES/64/259~op33": "requests the report",
    "A/RES/66/257~I.op5": "stated to add to A/RES/66/257~I.op7/mandate/1",
    "A/RES/66/257~I.op7": "requests the report",
    "A/RES/66/257~I.op21": "refers to the report requested in A/RES/66/257~I.op7",
    "A/RES/66/257~I.op28": "stated to add to A/RES/66/257~I.op7/mandate/1",
    "A/RES/66/257~I.op29": "stated to add to A/RES/66/257~I.op7/mandate/1",
    "A/RES/67/253~op7": "stated to add to A/RES/66/257~I.op7/mandate/1",
    "A/RES/67/253~op11": "requests the report",
}


def series(shared: Path) -> Memory:
    """The series as it is read from its texts, with the ontology and the curated facts."""
    store = Memory()
    store.load_turtle(folder("ontology") / "instruments.ttl", f"{BASE}graph/ontology")
    for path in sorted((folder("data") / "curated").glob("*.ttl")):
        store.load_turtle(path, f"{BASE}graph/curated/{path.stem}")
    for name in TEXTS:
        store.load(describe(parse(shared / "corpus" / name), BASE))
    return store


@pytest.fixture(scope="module")
def store(shared: Path) -> Memory:
    """The series in a store that these tests share."""
    return series(shared)


@pytest.fixture(scope="module")
def index(store: Memory) -> Index:
    return load_index(store, BASE)


def test_the_loop_is_found_with_functions(index: Index) -> None:
    chain = trace(index, "A/RES/63/276~op9", "backward", depth=5, whole=True)
    steps = {(one.source, one.function, one.target) for one in chain.edges}
    assert {
        ("A/64/640", "answer", "A/RES/63/276~op9"),
        ("A/RES/64/259~op1", "take-note", "A/64/640"),
        ("A/RES/66/257~I.pp1", "recall", "A/RES/64/259"),
        ("A/RES/67/253~pp1", "recall", "A/RES/66/257"),
    } <= steps
    by_number = {one.pinpoint for one in chain.edges if one.source == "A/RES/67/253~op3"}
    assert {"I.op6", "I.op12"} <= by_number


def test_both_recalls_of_paragraph_twelve_and_the_recall_behind_are_one_picture(index: Index) -> None:
    chain = trace(index, "A/RES/66/257~I.op12", depth=2)
    recalls = {(one.source, one.target) for one in chain.edges if one.function == "recall"}
    assert {
        ("A/RES/66/257~I.op12", "A/RES/64/259~op21"),
        ("A/RES/66/257~I.op12", "A/64/683~para36"),
        ("A/RES/64/259~op21", "A/64/683~para36"),
    } <= recalls
    spoken = next(one for one in chain.edges if one.target == "A/RES/64/259~op21")
    assert spoken.languages == ("en", "zh")


def test_the_way_from_the_last_resolution_to_the_first_request(index: Index) -> None:
    (way, *_) = paths(index, "A/RES/67/253", "A/RES/63/276~op9")
    assert way.instruments == ("A/RES/67/253", "A/RES/63/276")


def test_the_register_lists_every_request_with_addressee_ground_and_session(index: Index, store: Memory) -> None:
    found = {one.paragraph: one for one in read_register(index, store, BASE, Wanted(document=RESOLUTION))}
    requests = {3, 4, 5, 6, 7, 9, 14, 16, 17, 18, 19, 20, 21, 23, 26, 28, 29}
    places = {f"{RESOLUTION}~I.op{number}" for number in requests} | {f"{RESOLUTION}~II.op8"}
    assert places <= set(found)
    assert {one.addressee for place, one in found.items() if place in places} == {"secretary-general"}
    grounds = {4: 5, 5: 6, 7: 11, 14: 24, 18: 30, 20: 39, 26: 54}
    for number, paragraph in grounds.items():
        assert f"A/66/738~para{paragraph}" in found[f"{RESOLUTION}~I.op{number}"].grounds
    assert found[f"{RESOLUTION}~I.op7"].periodicity == "annual"
    assert found[f"{RESOLUTION}~I.op8"].due_session == 67
    assert found[f"{RESOLUTION}~I.op9"].lifecycle.status == "reiterated"


def added(index: Index, store: Memory) -> dict[str, str]:
    """What the annual report must contain, with the reason for each."""
    found = accumulate(index, store, BASE, f"{RESOLUTION}~I.op7")
    return {one.mandate.paragraph: one.how for one in found.contents}


def test_the_annual_report_gathers_what_is_added_to_it(index: Index, store: Memory) -> None:
    assert added(index, store) == ADDED
    found = accumulate(index, store, BASE, f"{RESOLUTION}~I.op7")
    asked = {one.mandate.paragraph: one.mandate.words() for one in found.contents}
    assert all(asked.values())
    assert found.reports == ("A/66/692",)


def test_the_curated_facts_alone_say_what_the_annual_report_gathers() -> None:
    base = Memory()
    for quads in base_graphs(BASE).values():
        base.load(quads)
    index = load_index(base, BASE)
    assert added(index, base) == ADDED | {
        # what the texts say themselves is in the curated facts too, for who has not loaded them
        "A/RES/64/259~op28": "stated to add to A/RES/64/259~op33/mandate/1",
        "A/RES/64/259~op29": "stated to add to A/RES/64/259~op33/mandate/1",
        "A/RES/64/259~op32": "stated to add to A/RES/64/259~op33/mandate/1",
    }
    for name in [one.name for one in load_queries().values() if one.is_check]:
        assert plain(load_queries()[name].run(base)) == [], name


def test_the_resolutions_of_the_series_are_one_series(index: Index) -> None:
    numbers = "63/276 64/259 66/257 67/253 68/264 69/272 70/255 71/283 72/303 73/289 74/271 77/280"
    for name in ("A/RES/63/276", RESOLUTION, "A/RES/77/280"):
        found = place_in_series(index, name)
        assert found.series == tuple(f"A/RES/{number}" for number in numbers.split())
        assert found.series[found.position - 1] == name


def test_a_reiterated_paragraph_has_its_successor(index: Index, store: Memory) -> None:
    (found,) = trace_lineage(index, store, BASE, f"{RESOLUTION}~I.op9")
    assert ("A/RES/67/253~op3", "cited") in {(one.place, one.proof) for one in found.successors}


def test_endorsement_is_told_from_taking_note(index: Index, store: Memory) -> None:
    found = approve(index, store, BASE, "A/RES/64/259")
    assert {one.edge.target for one in found.endorsements} >= {"A/64/683"}
    assert all(one.reserved for one in found.endorsements)
    assert "A/64/640" in {one.target for one in found.neutral}
    plainly = approve(index, store, BASE, RESOLUTION)
    assert [(one.edge.target, one.reserved) for one in plainly.endorsements] == [("A/66/738", False)]


def test_bulletins_that_were_replaced_since_are_named(index: Index) -> None:
    assert {one.cited: one.current for one in replaced(index, RESOLUTION)} == {
        "ST/SGB/2000/8": "ST/SGB/2018/3",
        "ST/SGB/2003/7": "ST/SGB/2013/4",
    }


def ask(store: Memory, number: str, *columns: str, **values: str) -> set[tuple[str, ...]]:
    """The distinct values of these columns."""
    rows = plain(find_query(number).run(store, **values))
    return {tuple(row.get(name, "") for name in columns) for row in rows}


def test_the_definition_of_accountability_and_who_relies_on_it(store: Memory) -> None:
    found = ask(store, "cq-17", "definition", "paragraph", phrase="accountability shall be defined")
    assert {one for one, _ in found} == {"A/RES/64/259~op8"}
    assert {"A/RES/64/259~op15", "A/RES/67/246~op6"} <= {two for _, two in found}


def test_the_requests_to_the_inspectors_were_answered(store: Memory) -> None:
    found = ask(store, "cq-08", "paragraph", "report", resolution="A/RES/64/259")
    assert {
        ("A/RES/64/259~op4", "JIU/REP/2011/5"),
        ("A/RES/64/259~op19", "JIU/REP/2011/2"),
        ("A/RES/64/259~op33", "A/66/692"),
    } <= found


def test_the_chain_from_the_resolution_back_to_1986(store: Memory) -> None:
    found = ask(store, "cq-18", "paragraph", "function", "cited", later=RESOLUTION, earlier="A/RES/41/213")
    assert ("A/RES/66/257~II.pp2", "recall", "A/RES/41/213") in found


def test_what_rests_on_paragraph_21_is_found_in_two_languages_and_in_curated_facts(store: Memory) -> None:
    found = ask(store, "cq-07", "paragraph", "expression", place="A/RES/64/259~op21")
    assert {
        ("A/RES/66/257~I.op12", "A/RES/66/257@zh"),
        ("A/RES/66/257~I.op12", "A/RES/66/257@en"),
        ("A/RES/64/269~op3", ""),
    } <= found


@pytest.mark.parametrize("name", [one.name for one in load_queries().values() if one.is_check])
def test_the_series_passes_every_check(name: str, store: Memory) -> None:
    assert plain(load_queries()[name].run(store)) == []
