"""A resolution as extraction leaves it is cut into its parts; nothing is lost and every number is found."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.errors import SourceError
from tests.text.structure_samples import ANNEX_SAMPLE, CHINESE, RESOLUTION, marks, outline, structure


def test_the_front_is_read_as_printed() -> None:
    front = structure(RESOLUTION).front
    assert (front.symbol, front.kind, front.title) == ("A/RES/999/1", "Resolution", "Keeping of lighthouses")
    assert (front.adopted, front.distributed) == (date(2099, 3, 3), date(2099, 3, 4))
    assert (front.agenda_items, front.based_on, front.meeting) == (("7 (a)",), ("A/999/12/Add.1",), 104)
    assert front.organ == "General Assembly"


def test_each_section_counts_for_itself() -> None:
    found = structure(RESOLUTION)
    assert list(outline(found)) == [
        *("I.pp1", "I.pp2", "I.op1", "I.op2", "I.op3"),
        *("I.op3.a", "I.op3.a.i", "I.op3.a.ii", "I.op3.b"),
        *("II.pp1", "II.op1", "II.op2"),
    ]
    assert [(one.id, one.title) for one in found.headings] == [
        ("secI", "Lamps"),
        ("h1", "Oil and wicks"),
        ("secII", "Bells"),
    ]


def test_a_number_after_its_first_line_and_a_closing_tail() -> None:
    words = outline(structure(RESOLUTION))
    assert words["I.op1"].startswith("Recalls paragraph 5 of the report")
    assert words["I.op1"].endswith("in the past year;")
    assert words["I.op3"].endswith("following: and to report thereon at the ninety-ninth session;")
    assert words["I.op3.b"] == "The wicks, with regard to results-based lighting;"


def test_marks_find_their_notes() -> None:
    found = structure(RESOLUTION)
    assert marks(found) == {"I.pp1": ["1"], "I.op1": ["2"], "I.op2": ["1"]}
    assert [(one.number, one.view.text, one.see) for one in found.footnotes] == [
        ("1", "A/999/13.", False),
        ("2", "See A/999/14 and Corr.1.", True),
    ]
    assert not found.cautions


def test_the_place_of_a_mark_is_a_place_in_the_view() -> None:
    paragraph = next(one for one in structure(RESOLUTION).paragraphs if one.id == "I.op1")
    assert paragraph.view.text[: paragraph.marks[0].at].endswith("lighthouse matters,")


def test_a_view_keeps_the_place_of_every_character() -> None:
    for paragraph in structure(RESOLUTION).paragraphs:
        assert len(paragraph.view.text) == len(paragraph.view.offsets)
        for character, offset in zip(paragraph.view.text, paragraph.view.offsets, strict=True):
            assert character in (RESOLUTION[offset], " ", "-")


def test_chinese_with_marks_on_lines_of_their_own() -> None:
    found = structure(CHINESE)
    assert found.language == "zh"
    assert list(outline(found)) == ["pp1", "pp2", "op1", "op2"]
    assert outline(found)["op2"] == "请秘书长就灯和油的情况提出报告。"
    assert marks(found) == {"pp2": ["1"], "op1": ["1"]}
    assert found.front.adopted == date(2099, 3, 3)
    assert found.front.meeting == 104
    assert [one.title for one in found.headings] == ["油和灯芯"]


SINGLE = "999/4. Oars\n\nThe General Assembly,\n\nRecalling the boats,\n\nRequests the Keeper to row.\n"


def test_a_single_operative_paragraph_has_no_number_but_a_name() -> None:
    found = structure(SINGLE, "en")
    only = next(one for one in found.paragraphs if one.kind == "operative")
    assert (only.id, only.number) == ("op1", None)


PARTS = """999/5. Harbours

A

Quays

The General Assembly,

Recalling the quays,

1. Requests the Keeper to mend the quays;

2. Decides to look at them again.

9th plenary meeting

3 March 2099

B

Buoys

The General Assembly,

Noting the buoys,

1. Requests the Keeper to paint the buoys.

9th plenary meeting

3 March 2099
"""


def test_lettered_parts_of_an_omnibus_resolution() -> None:
    found = structure(PARTS, "en")
    assert list(outline(found)) == ["A.pp1", "A.op1", "A.op2", "B.pp1", "B.op1"]
    assert [(one.id, one.kind, one.title) for one in found.headings] == [
        ("secA", "part", "Quays"),
        ("secB", "part", "Buoys"),
    ]


def test_annexes_and_their_articles_count_for_themselves() -> None:
    found = structure(ANNEX_SAMPLE, "en")
    assert list(outline(found)) == [
        *("pp1", "op1", "op2", "annexI.para1", "annexI.para2"),
        *("annexII.art1.para1", "annexII.art1.para2", "annexII.art2"),
    ]
    assert [one.kind for one in found.paragraphs][3:] == ["annex"] * 5


LETTERED = """999/7. Sails

The General Assembly,

A. Cloth

1. Requests the Keeper to weave;

2. Notes the cloth;

B. Ropes

3. Requests the Keeper to twist.
"""


def test_sections_under_a_numbering_that_runs_through_are_not_carried() -> None:
    found = structure(LETTERED, "en")
    assert [(one.id, one.section) for one in found.paragraphs] == [
        ("op1", "secA"),
        ("op2", "secA"),
        ("op3", "secB"),
    ]


def test_a_gap_in_the_numbering_is_said() -> None:
    found = structure(SINGLE.replace("Requests", "1. Requests the Keeper;\n\n3. Requests"), "en")
    assert [one.code for one in found.cautions] == ["numbering-gap"]
    assert "paragraph 2" in found.cautions[0].message


FLAT = (
    "999/8. Nets The General Assembly, Recalling its resolution 999/1 of 3 March 2099 and the nets that were lost"
    " in the storms of that year, Noting that nets are made of twine and that twine is dear, Having considered the"
    " report of the Keeper on nets and twine, 1. Takes note of the report of the Keeper; 2. Requests the Keeper to"
    " knot new nets and to report on the following: (a) Their number; (b) Their size; 3. Decides to return to the"
    " matter. 9th plenary meeting 3 March 2099"
)


def test_flattened_text_is_unfolded() -> None:
    found = structure(FLAT, "en")
    assert list(outline(found)) == ["pp1", "pp2", "pp3", "op1", "op2", "op2.a", "op2.b", "op3"]
    assert found.front.meeting == 9


def test_a_neighbour_on_the_same_page_is_set_aside() -> None:
    volume = "1. Requests the Keeper to sleep.\n\n8th plenary meeting\n\n2 March 2099\n\n" + SINGLE
    found = structure(
        volume + "\n999/9. Rudders\n\nThe General Assembly,\n\nNotes the rudders.\n", "en", "A/RES/999/4"
    )
    assert list(outline(found)) == ["pp1", "op1"]
    assert sum(one.kind == "neighbour" for one in found.segments) == 2


REPORT = """A/999/13

General Assembly

Ninety-ninth session

Lamps and their oil

Report of the Secretary-General

I. Introduction

1. The present report is about lamps. It was asked for.

2. Oil is dear. The following is known:

(a) Oil burns;

(b) Oil smells.

II. Conclusions

A. Lamps

3. The lamps shall be mended.
"""


def test_reports_are_numbered_throughout() -> None:
    found = structure(REPORT, "en")
    assert list(outline(found)) == ["para1", "para2", "para2.a", "para2.b", "para3"]
    assert [one.id for one in found.headings] == ["secI", "secII", "secII.A"] or "secI" in found.headings[0].id
    assert found.front.title == "Lamps and their oil"


def test_a_language_without_rules_is_refused_by_name() -> None:
    with pytest.raises(SourceError, match=r"no rules for the language “tlh”.*en"):
        structure(SINGLE, "tlh")


def test_a_text_in_another_language_is_cautioned() -> None:
    found = structure(CHINESE, "en")
    assert "language-doubtful" in [one.code for one in found.cautions]
