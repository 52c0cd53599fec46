"""Every reference of a draft checked: each outcome has a case, and SARIF says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service import pipeline
from graph_service.graph.store import GraphStore, open_store
from graph_service.verification import OUTCOMES, Finding, sarif_of, verify

BASE = "https://w3id.org/unag/"
DRAFT = {
    "paragraph 12 of section I of resolution 66/257": "confirmed",
    "paragraph 12 of section I of resolution 66/257 of 9 April 2012": "confirmed",
    "paragraph 12 of section I of resolution 66/257 of 8 April 2012": "wrong-date",
    "paragraph 40 of section I of resolution 66/257": "unknown-place",
    "paragraph 7 of resolution 66/257": "ambiguous",
    "paragraph 3 of resolution 64/269": "not-loaded",
    "resolution 41/999": "unknown-document",
    "ST/SGB/2000/8": "superseded",
    "paragraph 5 of the report of the Advisory Committee": "unresolved",
}


@pytest.fixture(scope="module")
def store() -> GraphStore:
    """The curated base in memory."""
    opened = open_store(":memory:")
    opened.replace(pipeline.base_graphs(BASE))
    return opened


def findings(text: str, store: GraphStore, folder: Path) -> list[Finding]:
    """The findings of a draft of that text."""
    path = folder / "draft.txt"
    path.write_text(text, "utf-8")
    return verify(pipeline.parse(path, "en"), store, BASE)


@pytest.mark.parametrize(("phrase", "outcome"), DRAFT.items())
def test_each_outcome_is_told(phrase: str, outcome: str, store: GraphStore, tmp_path: Path) -> None:
    found = findings(f"In its memorandum the Office recalls {phrase} and goes on from there.\n", store, tmp_path)
    assert [one.outcome for one in found] == [outcome], found
    assert found[0].printed.startswith(phrase[:12])
    assert found[0].line == 1
    assert found[0].level == OUTCOMES[outcome][0]


def test_every_outcome_but_the_title_has_a_case() -> None:
    assert set(OUTCOMES) - set(DRAFT.values()) == {"wrong-title"}


def test_a_title_that_is_not_the_documents_is_told(store: GraphStore, tmp_path: Path) -> None:
    text = "The Office recalls resolution 64/259 of 29 March 2010, entitled “On lighthouses and their keepers”.\n"
    assert "wrong-title" in {one.outcome for one in findings(text, store, tmp_path)}


def test_sarif_has_each_finding_with_its_place(store: GraphStore, tmp_path: Path) -> None:
    text = "First line.\nIt recalls paragraph 40 of section I of resolution 66/257.\n"
    (result,) = sarif_of(findings(text, store, tmp_path), "draft.txt")["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (result["ruleId"], result["level"], result["kind"]) == ("unknown-place", "error", "fail")
    assert (region["startLine"], region["startColumn"]) == (2, 12)
    assert text[region["charOffset"] :].startswith("paragraph 40")
