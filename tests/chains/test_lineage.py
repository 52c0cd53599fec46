"""Ancestors, successors and answers of a mandate, and the wording it inherits: each with its kind of proof."""

from __future__ import annotations

import json

import pytest

from graph_service.chains.difference import compare, words
from graph_service.chains.index import Index
from graph_service.chains.inherited import (
    describe_links,
    describe_wording,
    heir_record,
    heritage,
    read_findings,
    read_passages,
)
from graph_service.chains.lineage import Kin, lineage_record, trace_lineage
from graph_service.chains.wording import Findings, Inherited, find_inherited
from graph_service.errors import UnknownError
from tests.chains.builder import BASE, Memory, functions
from tests.chains.sample import (
    bodies,
    first_request,
    fourth_request,
    reports,
    sample,
    second_request,
    third_request,
)


def places(kin: tuple[Kin, ...]) -> list[tuple[str, str, int]]:
    return [(one.place, one.proof, one.steps) for one in kin]


def test_the_annual_report_has_a_genealogy(index: Index, store: Memory) -> None:
    (found,) = trace_lineage(index, store, BASE, "A/RES/998/57~I.op7/mandate/1")
    assert places(found.ancestors) == [("A/RES/997/59~op33", "curated", 1)]
    assert places(found.successors) == [("A/RES/999/53~op11", "curated", 1)]
    assert found.answers == ()
    (oldest,) = trace_lineage(index, store, BASE, "A/RES/997/59~op33")
    assert places(oldest.successors) == [("A/RES/998/57~I.op7", "curated", 1), ("A/RES/999/53~op11", "curated", 2)]
    assert places(oldest.answers) == [("A/998/692", "answered", 1)]


def test_citation_and_wording_are_kept_apart(index: Index, store: Memory) -> None:
    (found,) = trace_lineage(index, store, BASE, "A/RES/998/57~I.op9")
    assert places(found.ancestors) == [("A/RES/997/59~op9", "wording", 1)]
    assert places(found.successors) == [("A/RES/999/53~op3", "cited", 1)]
    (without,) = trace_lineage(index, store, BASE, "A/RES/998/57~I.op9", wording=False)
    assert without.ancestors == ()


def test_where_nothing_is_mandated_the_caller_is_told(index: Index, store: Memory) -> None:
    with pytest.raises(UnknownError, match="gives nobody a mandate"):
        trace_lineage(index, store, BASE, "A/RES/998/57~I.op12")


def test_lineage_as_json(index: Index, store: Memory) -> None:
    record = lineage_record(trace_lineage(index, store, BASE, "A/RES/998/57~I.op7")[0])
    assert json.loads(json.dumps(record))["ancestors"][0]["edge"]["function"] == "continue"


def test_inherited_wording_is_found_in_the_store(store: Memory) -> None:
    passages = [one for one in read_passages(store, BASE) if one.language == "en"]
    found = {(one.later, one.earlier) for one in find_inherited(passages)}
    assert found == {
        ("A/RES/998/57~I.op3", "A/RES/997/59~op6"),
        ("A/RES/998/57~I.op9", "A/RES/997/59~op9"),
    }


def test_the_graph_of_wording_is_sorted_and_cites_nothing(store: Memory) -> None:
    quads = describe_wording(store, BASE).decode()
    lines = quads.splitlines(keepends=True)
    assert lines == sorted(lines)
    assert all(line.endswith(f"<{BASE}graph/derived/wording> .\n") for line in lines)
    assert quads.count("inheritsTextFrom") == 2
    assert "purl.org/spar/cito" not in quads
    assert "_:" not in quads
    assert describe_wording(store, BASE).decode() == quads


def test_the_graph_of_the_last_release_makes_no_difference(store: Memory) -> None:
    quads = describe_wording(store, BASE)
    assert read_findings(store, BASE) == Findings()
    partly = Memory(functions(), bodies(), first_request(), second_request())
    partly.load(describe_wording(partly, BASE))
    for one in (third_request("en"), third_request("zh"), fourth_request(), *reports()):
        partly.load("\n".join(one.lines).encode())
    known = read_findings(partly, BASE)
    assert ("en", "A/RES/997/59~op9") in known.prints
    assert describe_wording(partly, BASE) == quads
    whole = sample()
    whole.load(quads)
    assert len(read_findings(whole, BASE).links) == 2
    assert describe_wording(whole, BASE) == quads


def test_a_wording_in_two_languages_keeps_both_scores() -> None:
    links = [Inherited("A/2~op1", "A/1~op1", language, score) for language, score in (("en", 0.9), ("zh", 0.8))]
    quads = describe_links(links, BASE).decode()
    assert quads.count("unag/ontology#score") == 2
    assert quads.count("inheritsTextFrom>") == 1


def test_the_difference_is_shown_word_by_word(index: Index, store: Memory) -> None:
    (found,) = heritage(index, store, BASE, "A/RES/998/57~I.op9")
    assert (found.link.later, found.link.earlier) == ("A/RES/998/57~I.op9", "A/RES/997/59~op9")
    assert [(one.kind, one.text) for one in found.changes if one.kind != "kept"] == [("added", "further ")]
    assert heir_record(found)["changes"][1] == {"kind": "added", "text": "further "}


@pytest.mark.parametrize(
    ("earlier", "later", "changes"),
    [
        (
            "the old plan",
            "the new plan",
            [("kept", "the "), ("dropped", "old "), ("added", "new "), ("kept", "plan")],
        ),
        ("请秘书长报告", "又请秘书长报告", [("added", "又"), ("kept", "请秘书长报告")]),
        ("", "all new", [("added", "all new")]),
        ("gone", "", [("dropped", "gone")]),
    ],
)
def test_stretches(earlier: str, later: str, changes: list[tuple[str, str]]) -> None:
    found = compare(earlier, later)
    assert [(one.kind, one.text) for one in found] == changes
    assert "".join(one.text for one in found if one.kind != "dropped") == later


def test_words_of_scripts_with_and_without_spaces() -> None:
    assert words("Secretary-General’s A/66/738 (two)") == ("secretary-general’s", "a/66/738", "two")
    assert words("报告2段") == ("报", "告", "2", "段")
    assert words("مقتضى القرار") == ("مقتضى", "القرار")
