"""Every reference of a draft checked: each outcome has a case, and SARIF says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service import pipeline
from graph_service.graph.store import GraphStore, open_store
from graph_service.verification import OUTCOMES, Finding, sarif_of, verify
from tests.text.papers import pages, word
from tests.text.papers.sheet import Block, Sheet, text

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


# A draft with every fault that can be made; what is confirmed stands among it.
MEMO = (
    "Paragraph 12 of section I of resolution 66/257 of 9 April 2012 recalls an older report.",
    "Resolution 66/257 of 8 April 2012 was adopted by a vote.",
    "Paragraph 40 of section I of resolution 66/257 asks for more, and section IX of that resolution for less.",
    "The bulletin ST/SGB/2000/8 sets out the rules.",
    "Resolution 64/259, entitled “On lighthouses and their keepers”, was adopted on 29 March 2010.",
    "In its resolution 41/999, the Assembly decided nothing.",
    "The report of the Secretary-General of 20 February 2008 (A/62/701) was an answer.",
    "Section II of resolution 60/283 of 1 July 2006 is not at hand.",
    "Details are in paragraph 30 above and in resolution 17/22.",
)
FAULTS = [
    ("confirmed", "A/RES/66/257~I.op12"),
    ("wrong-date", "A/RES/66/257"),
    ("unknown-place", "A/RES/66/257~I.op40"),
    ("unknown-place", "A/RES/66/257~secIX"),
    ("superseded", "ST/SGB/2000/8"),
    ("wrong-title", "A/RES/64/259"),
    ("unknown-document", "A/RES/41/999"),
    ("wrong-date", "A/62/701"),
    ("wrong-date", "A/RES/60/283~secII"),
    ("not-loaded", "A/RES/60/283~secII"),
    ("unknown-place", "~para30"),
    ("unknown-document", "A/HRC/RES/17/22"),
]


def memo() -> Sheet:
    """The draft as a sheet of numbered paragraphs."""
    blocks = [Block("text", words, f"para{at}", f"{at}.") for at, words in enumerate(MEMO, 1)]
    return Sheet("", "", "", [Block("title", "Memorandum on accountability"), *blocks])


@pytest.mark.parametrize("name", ["draft.txt", "draft.docx", "draft.pdf"])
def test_every_fault_of_a_draft_is_told_in_every_format(name: str, store: GraphStore, tmp_path: Path) -> None:
    sheet = memo()
    made = {
        "draft.txt": lambda: text(sheet).encode(),
        "draft.docx": lambda: word.docx(sheet),
        "draft.pdf": lambda: pages.Press(sheet).print(),
    }
    path = tmp_path / name
    path.write_bytes(made[name]())
    found = verify(pipeline.parse(path, "en"), store, BASE)
    assert [(one.outcome, one.target) for one in found] == FAULTS
    assert all(one.reason for one in found if one.outcome != "confirmed")


def test_a_revised_document_is_superseded_by_its_last_revision(tmp_path: Path) -> None:
    store = open_store(":memory:")
    facts = "".join(
        f'<{BASE}id/A/999/{one}> <https://w3id.org/unag/ontology#symbol> "A/999/{one}" .\n'
        for one in ("1", "1/Rev.1", "1/Rev.2", "2")
    )
    store.replace({f"{BASE}graph/derived/sample": facts.encode()})
    found = findings(
        "A memorandum on lamps.\n\n1. It quotes A/999/1, A/999/1/Rev.1, A/999/1/Rev.2 and A/999/2.\n",
        store,
        tmp_path,
    )
    assert [(one.outcome, one.reason.rpartition(" ")[2]) for one in found if one.outcome == "superseded"] == [
        ("superseded", "A/999/1/Rev.2"),
        ("superseded", "A/999/1/Rev.2"),
    ]
    assert [one.target for one in found if one.outcome == "confirmed"] == ["A/999/1/Rev.2", "A/999/2"]


@pytest.mark.parametrize(
    ("quoted", "outcomes"),
    [
        ("Lamps of the harbour: a report", ["confirmed"]),
        ("LAMPS OF THE HARBOUR", ["confirmed"]),
        ("Lamps", ["wrong-title"]),
        ("Lamps of the desert", ["wrong-title"]),
    ],
)
def test_a_title_may_be_cut_at_its_colon_only(quoted: str, outcomes: list[str], tmp_path: Path) -> None:
    store = open_store(":memory:")
    work = f"<{BASE}id/A/RES/99/999>"
    title = "<http://purl.org/dc/terms/title>"
    facts = (
        f'{work} <https://w3id.org/unag/ontology#symbol> "A/RES/99/999" .\n'
        f'{work} {title} "Lamps of the harbour: a report"@en .\n{work} {title} "Phares"@fr .\n'
    )
    store.replace({f"{BASE}graph/derived/sample": facts.encode()})
    found = findings(f"It recalls resolution 99/999, entitled “{quoted}”, once more.\n", store, tmp_path)
    assert [one.outcome for one in found] == outcomes


def test_sarif_names_every_rule_and_every_finding(store: GraphStore, tmp_path: Path) -> None:
    found = findings(text(memo()), store, tmp_path)
    (run,) = sarif_of(found, "memo.txt")["runs"]
    assert {one["id"] for one in run["tool"]["driver"]["rules"]} == set(OUTCOMES)
    assert [one["ruleId"] for one in run["results"]] == [one.outcome for one in found]
    assert {one["kind"] for one in run["results"]} <= {"pass", "fail", "open", "review", "informational"}
