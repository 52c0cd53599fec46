"""Twenty-five documents of our own in the forms of many organs, whole and as `pdftotext` damages them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.text.damage import pages
from tests.text.papers.samples import load
from tests.text.papers.sheet import Sheet, text
from tests.text.structure_samples import outline, structure

FOLDER = Path(__file__).parent.parent / "cases" / "outlines"
SHEETS = {path.stem: load(path) for name in ("sheets", "second") for path in sorted((FOLDER / name).glob("*.txt"))}
# Seeds of damage with the lines of a page, and how often a last line stands under the next paragraph.
DAMAGES = ((1, 44, 0.0), (2, 30, 0.0), (3, 22, 0.0), (4, 44, 0.4))
# What is still read otherwise: paragraphs with other words or without their number, of all.
WRONG, NUMBERLESS = 10, 2


def plain(words: str) -> str:
    """Letters and figures alone: damage moves blanks and hyphens."""
    return re.sub(r"[\W_]+", "", words)


def read(sheet: Sheet, words: str) -> dict[str, str]:
    """What is read, by identifier."""
    found = outline(structure(words, "en", sheet.symbol.replace(" ", "")))
    return {name: plain(one) for name, one in found.items()}


def expected(sheet: Sheet) -> dict[str, str]:
    """What was written, by identifier."""
    return {name: plain(words) for name, words in sheet.paragraphs.items()}


def test_the_sheets_are_there() -> None:
    assert len(SHEETS) == 25
    assert sum(len(one.paragraphs) for one in SHEETS.values()) == 208


@pytest.mark.parametrize("name", SHEETS)
def test_an_undamaged_sheet_is_read_as_it_was_written(name: str) -> None:
    sheet = SHEETS[name]
    assert read(sheet, text(sheet)) == expected(sheet)


def test_damaged_sheets_keep_their_numbers_and_words() -> None:
    lost, changed, count = [], [], 0
    for name, sheet in SHEETS.items():
        wanted = expected(sheet)
        for seed, lines, strays in DAMAGES:
            found = read(sheet, pages(sheet, seed, strays, lines))
            count += len(wanted)
            lost += [(name, seed, one) for one in wanted if one not in found]
            changed += [(name, seed, one) for one, words in wanted.items() if found.get(one, words) != words]
    assert count == 4 * 208
    assert len(lost) <= NUMBERLESS, lost
    assert len(changed) <= WRONG, changed


def test_a_report_without_numbers_says_so() -> None:
    sheet = SHEETS["delay"]
    codes = [one.code for one in structure(text(sheet), "en", sheet.symbol).cautions]
    assert codes == ["numbers-missing"]


def test_heads_in_annexes_are_named_as_their_paragraphs_are() -> None:
    sheet = SHEETS["statute"]
    names = [one.id for one in structure(text(sheet), "en", sheet.symbol).headings]
    assert names == ["annex", "annex.secI", "annex.art1", "annex.art2", "annex.secII", "annex.art3"]


def test_recommendations_have_their_numbers_and_kind() -> None:
    sheet = SHEETS["inspectors"]
    found = {one.id: one for one in structure(text(sheet), "en", sheet.symbol).paragraphs}
    assert [(found[name].kind, found[name].number) for name in ("rec1", "rec2", "rec3")] == [
        ("numbered", "1"),
        ("numbered", "2"),
        ("numbered", "3"),
    ]
    assert found["rec3.a"].parent == "rec3"
