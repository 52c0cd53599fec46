"""Two languages in one file: by turns, in columns, side by side. Never mixed silently."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from graph_service.model import Source, Structure
from graph_service.text.readers import read
from graph_service.text.segments import split
from tests.text.papers.pages import Press
from tests.text.papers.sheet import Block, Sheet
from tests.text.structure_samples import outline

ENGLISH = (
    "The General Assembly,",
    "Recalling its resolution 999/2 of 5 May 2098 on the keeping of lamps and the report of the Keeper,",
    "1. Takes note of the report of the Secretary-General on the oil that was given to the northern houses;",
    "2. Requests the Secretary-General to report to the General Assembly on the lamps at its next session.",
)
FRENCH = (
    "L’Assemblée générale,",
    "Rappelant sa résolution 999/2 du 5 mai 2098 sur la garde des lampes et le rapport du gardien,",
    "1. Prend note du rapport du Secrétaire général sur l’huile qui a été donnée aux maisons du nord ;",
    "2. Prie le Secrétaire général de lui faire rapport sur les lampes à sa prochaine session.",
)
CHINESE = (
    "大会，",
    "回顾其2098年5月5日关于灯的看守和看守人报告的第999/2号决议，",
    "1. 表示注意到秘书长关于发给北方各灯塔的灯油的报告；",
    "2. 请秘书长就灯塔的灯向大会下届会议提出报告。",
)
FRONT = "A/RES/999/1\n\n"


def structure(text: str, language: str | None = None) -> Structure:
    """The structure of a text whose symbol its file's name tells."""
    return split(Source(text, "0" * 64, "text", "sample.txt", symbol="A/RES/999/1"), language)


def turns(*texts: tuple[str, ...], times: int = 1) -> str:
    """Paragraphs of the languages by turns."""
    return FRONT + "\n\n".join(chain.from_iterable(zip(*texts, strict=True))) * times + "\n"


def one_after_the_other(*texts: tuple[str, ...]) -> str:
    """Each language whole."""
    return FRONT + "\n\n".join(chain.from_iterable(texts)) + "\n"


@pytest.mark.parametrize("arranged", [turns, one_after_the_other])
@pytest.mark.parametrize(
    ("language", "opening"), [("en", "Takes note of the report"), ("fr", "Prend note du rapport")]
)
def test_the_language_that_is_asked_for_is_read(arranged: object, language: str, opening: str) -> None:
    found = structure(arranged(ENGLISH, FRENCH), language)  # type: ignore[operator]
    assert list(outline(found)) == ["pp1", "op1", "op2"]
    assert outline(found)["op1"].startswith(opening)
    (caution,) = [one for one in found.cautions if one.code == "two-languages"]
    assert "en" in caution.message
    assert "fr" in caution.message


def test_languages_of_two_scripts_are_parted() -> None:
    text = turns(ENGLISH, CHINESE)
    for language, opening in (("en", "Takes"), ("zh", "表示注意到")):
        found = structure(text, language)
        assert outline(found)["op1"].startswith(opening)
        assert [one.code for one in found.cautions if one.code == "two-languages"]


def test_without_a_wish_one_is_chosen_and_it_is_said() -> None:
    found = structure(one_after_the_other(ENGLISH, FRENCH))
    assert found.language in ("en", "fr")
    assert "two-languages" in {one.code for one in found.cautions}
    assert list(outline(found)) == ["pp1", "op1", "op2"]


def test_what_is_set_aside_is_a_segment_of_its_own() -> None:
    text = turns(ENGLISH, FRENCH)
    found = structure(text, "en")
    aside = " ".join(text[slice(*one.span)] for one in found.segments if one.kind == "translation")
    assert "Prie le Secrétaire" in aside
    assert "Requests" not in aside


def test_columns_of_a_page_are_parted(tmp_path: Path) -> None:
    blocks = [Block("mast", "A/RES/999/1")]
    blocks += [Block("text", line) for line in (*ENGLISH, *ENGLISH[1:2], *FRENCH)]
    path = tmp_path / "sample.pdf"
    path.write_bytes(Press(Sheet("A/RES/999/1", "Lamps", "99-12345", blocks), columns=2, foot=290).print())
    for language, opening in (("en", "Takes note"), ("fr", "Prend note")):
        found = split(read(path), language)
        assert outline(found)["op1"].startswith(opening)
        assert "two-languages" in {one.code for one in found.cautions}


def test_columns_on_the_same_lines_are_said_to_be_mixed() -> None:
    rows = [
        f"{left[at : at + 48]:52}{right[at : at + 48]}"
        for left, right in zip(ENGLISH, FRENCH, strict=True)
        for at in (0, 48)
    ]
    found = structure(FRONT + "\n".join(rows), "en")
    (caution,) = [one for one in found.cautions if one.code == "two-languages"]
    assert "side by side" in caution.message


def test_one_language_with_a_few_names_of_another_is_one_language() -> None:
    named = (*ENGLISH, "3. Thanks the Société des Lampes et du Phare, and the Association des Amis de la Mer.")
    found = structure(one_after_the_other(named), "en")
    assert "two-languages" not in {one.code for one in found.cautions}
    assert list(outline(found)) == ["pp1", "op1", "op2", "op3"]


def test_a_text_all_in_another_language_is_not_set_aside() -> None:
    found = structure(one_after_the_other(ENGLISH), "fr")
    assert "two-languages" not in {one.code for one in found.cautions}
    assert "language-doubtful" in {one.code for one in found.cautions}
    assert not [one for one in found.segments if one.kind == "translation"]
