"""The real texts: every number is there, marks find their notes, and nearly nothing is left over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph_service.model import Structure
from graph_service.text.readers import read
from graph_service.text.segments import split
from tests.text.structure_samples import marks

pytestmark = pytest.mark.shared
TWINS = {
    "en": {"I.pp6": ["1", "2"], "I.pp7": ["3", "4", "5", "6"], "II.op4": ["8", "9"], "I.op12": ["7"]},
    "zh": {"I.pp6": ["1", "2"], "I.pp7": ["3", "4", "5", "6"], "II.op4": ["8", "9"], "I.op12": ["7"]},
}


def found(shared: Path, place: str) -> Structure:
    """The structure of one file of the corpora."""
    return split(read(shared / "corpus" / place))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_main_resolution_has_every_number_of_both_sections(shared: Path, language: str) -> None:
    resolution = found(shared, f"resolutions/{language}/A_RES_66_257.txt")
    expected = [f"I.pp{n}" for n in range(1, 8)] + [f"I.op{n}" for n in range(1, 30)]
    expected += [f"II.pp{n}" for n in range(1, 6)] + [f"II.op{n}" for n in range(1, 9)]
    assert [one.id for one in resolution.paragraphs] == expected
    assert [one.number for one in resolution.footnotes] == [str(n) for n in range(1, 10)]
    assert sum(one.kind == "sub-heading" for one in resolution.headings) == 10
    assert {key: marks(resolution)[key] for key in TWINS[language]} == TWINS[language]
    assert sum(one.number == "2" for row in resolution.paragraphs for one in row.marks) == 9
    assert not resolution.cautions


def test_twins_agree_in_numbers_and_marks(shared: Path) -> None:
    english, chinese = (found(shared, f"resolutions/{code}/A_RES_66_257.txt") for code in ("en", "zh"))
    assert marks(english) == marks(chinese)
    assert [one.heading for one in english.paragraphs] == [one.heading for one in chinese.paragraphs]
    assert english.front.adopted == chinese.front.adopted
    assert english.front.based_on == chinese.front.based_on


@pytest.mark.parametrize(("name", "operative", "items"), [("A_RES_64_259", 33, 0), ("A_RES_67_253", 11, 5)])
def test_the_twins_neighbours(shared: Path, name: str, operative: int, items: int) -> None:
    resolution = found(shared, f"resolutions/en/{name}.txt")
    numbered = [one.id for one in resolution.paragraphs if one.kind == "operative"]
    assert numbered == [f"op{n}" for n in range(1, operative + 1)]
    assert sum(one.kind == "subparagraph" for one in resolution.paragraphs) == items
    assert not resolution.cautions


def test_the_247_documents_are_read_whole(shared: Path) -> None:
    files = sorted((shared / "corpus" / "paragraphs" / "en").glob("*.txt"))
    assert len(files) == 247
    codes: Counter[str] = Counter()
    characters = unread = broken = 0
    for file in files:
        source = read(file)
        resolution = split(source)
        characters += len(source.text)
        spans = [one.span for one in resolution.segments if one.kind == "unclassified"]
        unread += sum(span.end - span.start for span in spans)
        assert resolution.front.symbol == source.symbol, file.name
        assert [one for one in resolution.paragraphs if one.kind == "operative"], file.name
        names = {one.code for one in resolution.cautions}
        codes.update(names)
        broken += bool(names & {"numbering-gap", "duplicate-number"})
    assert unread < 0.005 * characters
    # Scans of bound volumes with misread numbers, and one bilingual page.
    assert broken <= 6, codes
