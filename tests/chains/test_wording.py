"""Inherited wording measured against pairs annotated by hand in real resolutions."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from graph_service.chains import wording
from graph_service.chains.candidates import find_candidates
from graph_service.chains.rarity import RUN, Passage
from graph_service.chains.wording import Findings, Inherited, compare_passages, find_inherited
from graph_service.text.readers import read
from graph_service.text.segments import split

PAIRS = Path(__file__).parent.parent / "cases" / "wording" / "pairs.csv"
SERIES = (
    "resolutions/en/A_RES_66_257.txt",
    "resolutions/en/A_RES_67_253.txt",
    "paragraphs/en/A_RES_58_269.txt",
    "paragraphs/en/A_RES_60_260.txt",
    "paragraphs/en/A_RES_63_276.txt",
    "paragraphs/en/A_RES_64_259.txt",
)
GOAL = 0.95


def annotated() -> dict[tuple[str, str], bool]:
    """Later and earlier paragraph → whether the later one repeats the earlier one's wording."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return {(one["later"], one["earlier"]): one["inherits"] == "yes" for one in csv.DictReader(file)}


@pytest.fixture(scope="module")
def passages(shared: Path) -> list[Passage]:
    """The English words of the series, as the text half cuts them."""
    found = []
    for name in SERIES:
        source = read(shared / "corpus" / name, None)
        structure = split(source, source.language)
        symbol, day = structure.front.symbol or "", structure.front.adopted
        found += [Passage(f"{symbol}~{one.id}", symbol, "en", day, one.view.text) for one in structure.paragraphs]
    return found


@pytest.fixture(scope="module")
def links(passages: list[Passage]) -> dict[tuple[str, str], Inherited]:
    return {(one.later, one.earlier): one for one in find_inherited(passages)}


def test_enough_was_annotated() -> None:
    answers = list(annotated().values())
    assert (answers.count(True), answers.count(False)) == (56, 56)


@pytest.mark.shared
def test_every_annotated_paragraph_exists(passages: list[Passage]) -> None:
    known = {one.locator for one in passages}
    assert {place for pair in annotated() for place in pair} <= known


@pytest.mark.shared
def test_precision_and_recall_reach_the_goal(links: dict[tuple[str, str], Inherited]) -> None:
    cases = annotated()
    found = {pair for pair in cases if pair in links}
    true = {pair for pair, inherits in cases.items() if inherits}
    assert len(found & true) / len(found) >= GOAL
    assert len(found & true) / len(true) >= GOAL


@pytest.mark.shared
def test_the_index_loses_little_of_what_comparing_all_with_all_finds(
    passages: list[Passage], links: dict[tuple[str, str], Inherited], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "find_candidates", lambda said, count, new, run: combinations(range(count), 2))
    everything = {(one.later, one.earlier) for one in find_inherited(passages)}
    found = links.keys() & everything
    assert len(everything) > 60
    assert len(found) / len(everything) >= GOAL


def test_candidates_are_the_same_in_every_process() -> None:
    said = [tuple(f"{word}{number // 3}" for word in WORDS.split()) for number in range(12)]
    pairs = sorted(find_candidates(said.__getitem__, len(said), range(len(said)), RUN))
    assert pairs == [
        (one, other) for one in range(12) for other in range(12) if other < one >= 0 and one // 3 == other // 3
    ]
    some = sorted(find_candidates(said.__getitem__, len(said), [4], RUN))
    assert some == [(3, 4), (5, 4)]


@pytest.mark.shared
@pytest.mark.parametrize("earlier", ["A/RES/64/259", "A/RES/60/260", "A/RES/58/269"])
def test_the_resolution_inherits_from_each_of_its_predecessors(
    links: dict[tuple[str, str], Inherited], earlier: str
) -> None:
    assert [pair for pair in links if pair[0].startswith("A/RES/66/257~") and pair[1].startswith(f"{earlier}~")]


WORDS = "Requests the keeper of the books to count every sheet in the store before the end of each month"


def passage(locator: str, text: str, day: date | None = date(2001, 1, 1), language: str = "en") -> Passage:
    return Passage(locator, locator.partition("~")[0], language, day, text)


def test_later_points_to_earlier_and_never_to_its_own_document() -> None:
    old, new = passage("A/1~op1", WORDS), passage("A/2~op1", f"Again {WORDS}", date(2002, 1, 1))
    twin = passage("A/2~op2", WORDS, date(2002, 1, 1))
    found = {(one.later, one.earlier) for one in find_inherited([new, old, twin])}
    assert found == {("A/2~op1", "A/1~op1"), ("A/2~op2", "A/1~op1")}


def test_without_a_day_or_in_another_language_nothing_is_claimed() -> None:
    old = passage("A/1~op1", WORDS)
    assert not find_inherited([old, passage("A/2~op1", WORDS, None)])
    assert not find_inherited([old, passage("A/2~op1", WORDS, date(2002, 1, 1), "fr")])
    assert not find_inherited([old, passage("A/2~op1", WORDS)]), "the same day has no order"


def test_a_script_without_spaces_is_compared_by_letters() -> None:
    old = passage("A/1~op1", "请管理员在每月月底之前清点仓库里的每一张纸并提出报告", language="zh")
    new = passage("A/2~op1", "再次请管理员在每月月底之前清点仓库里的每一张纸并提出报告", date(2002, 1, 1), "zh")
    (found,) = find_inherited([old, new])
    assert found.score > 0.9


def test_a_long_name_is_no_inherited_wording() -> None:
    name = "the Standing Panel on the Keeping of Ledgers and the Counting of Sheets"
    old = [passage(f"A/1~op{n}", f"{verb} {name}") for n, verb in enumerate(("Thanks", "Hears", "Sees", "Asks"))]
    new = passage(
        "A/2~op9", f"Deplores that nobody listened to what was said on Monday before {name}", date(2002, 1, 1)
    )
    assert not find_inherited([*old, new])


class Counted:
    """Stands in for the measure and counts how often it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.measure = 0, wording.likeness
        monkeypatch.setattr(wording, "likeness", self)

    def __call__(self, *given: Any) -> float:
        self.asked += 1
        return self.measure(*given)


@pytest.mark.shared
@pytest.mark.parametrize("document", ["A/RES/58/269", "A/RES/64/259", "A/RES/67/253"])
def test_one_document_more_or_less_is_found_as_if_all_was_compared(
    passages: list[Passage], document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [one for one in passages if one.document != document]
    counted = Counted(monkeypatch)
    without = compare_passages(others)
    whole, all_of_it = compare_passages(passages), counted.asked
    assert compare_passages(passages, without) == whole
    assert compare_passages(others, whole) == without
    counted.asked = 0
    assert compare_passages(passages, whole) == whole
    assert counted.asked == 0 < all_of_it


def many(count: int, text: str = WORDS) -> list[Passage]:
    """The same words in as many documents, a year apart."""
    return [passage(f"A/{n}~op1", f"{text} of the year {n}", date(1950 + n, 1, 1)) for n in range(1, count + 1)]


def changed(count: int, number: int, **values: Any) -> list[Passage]:
    """The same with one of them changed."""
    return [replace(one, **values) if one.document == f"A/{number}" else one for one in many(count)]


TWICE = [*many(4), passage("A/2~op1", f"Twice {WORDS}", date(1952, 1, 1))]
OTHER = many(3, "Recalls that whoever borrowed a ladder from the harbour has to bring it back clean on a Monday")
OTHERS = [replace(one, locator=f"{one.locator}0") for one in OTHER]
CHANGES = {
    "a later one": (many(6), many(7)),
    "an earlier one": (many(7)[1:], many(7)),
    "one is gone that was among the closest eight": (many(12)[2:], [*many(6)[2:], *many(12)[7:]]),
    "one is edited": (many(7), changed(7, 5, text="Something else altogether")),
    "a formula becomes common": ([*many(5), *OTHERS], [*many(40), *OTHERS]),
    "a formula is common no more": ([*many(40), *OTHERS], [*many(5), *OTHERS]),
    "a day becomes known": (changed(3, 1, day=None), many(3)),
    "a day was wrong": (changed(4, 2, day=date(1940, 1, 1)), many(4)),
    "two readings of one place": (many(4), TWICE),
    "one reading of two is left": (TWICE, many(4)),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_kept_makes_no_difference(name: str) -> None:
    before, after = CHANGES[name]
    whole = compare_passages(after)
    assert whole.links
    assert compare_passages(after, compare_passages(before)) == whole


def test_a_document_costs_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    both = enumerate([*many(3), *OTHERS])
    corpus = [replace(one, locator=f"A/{n}~op1", document=f"A/{n}") for n, one in both]
    counted = Counted(monkeypatch)
    known = compare_passages(corpus[:-1])
    assert counted.asked == 3 + 1, "each pair of the same words"
    compare_passages(corpus, known)
    assert counted.asked == 3 + 1 + 2


def test_findings_of_another_method_are_not_believed() -> None:
    whole = compare_passages(many(4))
    stale = Findings(tuple(replace(one, score=0.99) for one in whole.links), dict.fromkeys(whole.prints, "0" * 16))
    assert compare_passages(many(4), stale) == whole
