"""Lines wrapped and numbers displaced as extraction leaves them; lists, kinds and marks of unusual form."""

from __future__ import annotations

import pytest

from tests.text.structure_samples import marks, outline, structure

HEAD = "Resolution adopted by the General Assembly on 3 March 2099\n\n{}. Shelves\n\nThe General Assembly,\n"


def test_a_title_in_an_annex_is_no_part_of_the_paragraph_under_it() -> None:
    text = HEAD.format("999/1") + (
        "Recalling its rules on the keeping of shelves and on the reading rooms of all the\nlibraries,\n"
        "1. Adopts the rules that are annexed to the present resolution and that were read in\nfull;\n"
        "2. Decides to return to the matter.\nAnnex\nArticle 1\nReading room\n"
        "The reading room shall be open to all the readers of the library on every day of the\n1.\n"
        "week, and the lamps shall be lit.\nThe lamps of the reading room shall be lit by the keeper before the "
        "readers come\n2.\nto it, and put out when they have gone.\n"
    )
    words = outline(structure(text))
    assert words["annex.art1.para1"].startswith("The reading room shall be open")
    assert words["annex.art1.para2"].startswith("The lamps of the reading room")


def test_items_with_a_point_and_text_under_an_item_head() -> None:
    text = HEAD.format("999/1") + (
        "1. Decides that the library shall do as follows:\n\n(a) Opening\n\nThe library shall open every day;\n\n"
        "(b) Lamps:\n\ni. to light them;\n\nii. to mend them;\n\n2. Requests the Librarian to dust.\n"
    )
    words = outline(structure(text))
    assert words["op1.a"] == "Opening The library shall open every day;"
    assert list(words) == ["op1", "op1.a", "op1.b", "op1.b.i", "op1.b.ii", "op2"]


def test_a_paragraph_that_opens_with_its_first_item() -> None:
    text = HEAD.format("999/1") + (
        "1. (a) Requests the Librarian:\n\n(i) To dust;\n\n(ii) To read;\n\n(b) Requests the keeper to help;\n\n"
        "2. Decides to see.\n"
    )
    assert list(outline(structure(text))) == ["op1", "op1.a.i", "op1.a.ii", "op1.b", "op2"]


def test_a_comma_before_the_numbering_keeps_a_verb_in_the_preamble() -> None:
    text = (
        HEAD.format("999/1")
        + "Looks forward to the opening,\n\nNoting the lamps,\n\n1. Decides to read;\n\n2. Asks."
    )
    assert list(outline(structure(text)))[:3] == ["pp1", "pp2", "op1"]


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [("Resolution", "99/901", "A/RES/99/901"), ("Decision", "99/12", "A/DEC/99/12")],
)
def test_the_printed_kind_decides(printed: str, number: str, symbol: str) -> None:
    text = HEAD.format(number).replace("Resolution", printed) + "\n1. Decides to read;\n\n2. Decides to dust.\n"
    assert structure(text).front.symbol == symbol


def test_a_first_section_whose_successor_was_cut_off_is_carried() -> None:
    text = (
        HEAD.format("999/1") + "\nI\n\nLamps\n\nNoting the lamps,\n\n1. Decides to read;\n\n2. Decides to dust;\n"
    )
    assert list(outline(structure(text))) == ["I.pp1", "I.op1", "I.op2"]


def test_marks_glued_to_years() -> None:
    text = HEAD.format("999/1") + (
        "Recalling the report of 1997,1 and the one that was read in 19972 by the keeper,\n\n"
        "1. Decides to read;\n\n2. Decides to dust in 19987 rooms.\n\n_______________\n1 A/999/1.\n2 A/999/2.\n"
    )
    assert marks(structure(text)) == {"pp1": ["1", "2"]}


PART = "{}\n\nLamps {}\n\nThe General Assembly,\n\nNoting the lamps,\n\n1. Decides to read;\n\n2. Asks.\n\n"


@pytest.mark.parametrize(
    ("letters", "missing"), [("ABC", []), ("ABD", ["part C was not found before part D"]), ("AC", ["part B"])]
)
def test_a_part_whose_letter_is_missing_is_a_caution(letters: str, missing: list[str]) -> None:
    text = "Resolutions adopted by the General Assembly on 3 March 2099\n\n999/1. Lamps\n\n"
    found = structure(text + "".join(PART.format(letter, letter.lower()) for letter in letters))
    assert [one.id for one in found.paragraphs if one.id.endswith("op1")] == [f"{one}.op1" for one in letters]
    messages = [one.message for one in found.cautions if one.code == "part-missing"]
    assert len(messages) == len(missing)
    assert all(wanted in message for wanted, message in zip(missing, messages, strict=True))
