"""The parts of the pages that need no browser: words laid out, places printed, texts complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph_service.web.pages.printing import printed
from graph_service.web.pages.reading import Cite, Clause, Deed, Place
from graph_service.web.pages.searching import marked, named
from graph_service.web.pages.weave import nearest, weave
from graph_service.web.pages.wording import preferred, wordings

TEMPLATES = Path(__file__).resolve().parents[2] / "graph_service/web/templates"
PLACES = re.compile(r"\{(\w+)\}")


def clause(text: str, start: int, end: int, **linked: object) -> Clause:
    return Clause(
        "A/RES/999/1~op1", "op1", "OperativeParagraph", "1", 1, text=text, start=start, end=end, **linked
    )


def test_all_interface_languages_have_the_same_texts_with_the_same_places() -> None:
    english = wordings()["en"].texts
    assert len(english) > 300
    assert set(wordings()) >= {"en", "zh", "fr"}
    for language, wording in wordings().items():
        extra = {key for key in wording.texts.keys() - english.keys() if not key.startswith("function.")}
        assert not extra | (english.keys() - wording.texts.keys()), language
        for key, text in english.items():
            assert set(PLACES.findall(text)) == set(PLACES.findall(wording.texts[key])), (language, key)


def test_every_text_that_a_template_asks_for_is_there() -> None:
    asked = {
        key for file in TEMPLATES.glob("*.html") for key in re.findall(r'\bt\("([\w.-]+)"[,)]', file.read_text())
    }
    assert len(asked) > 120
    assert not asked - wordings()["en"].texts.keys()


@pytest.mark.parametrize(
    ("language", "locator", "words"),
    [
        ("en", "A/RES/66/257~I.op12", "A/RES/66/257, sect. I, para. 12"),
        ("en", "A/66/738~para5", "A/66/738, para. 5"),
        ("en", "A/RES/999/1~op9.b", "A/RES/999/1, para. 9(b)"),
        ("zh", "A/66/738~para5", "A/66/738 第5段"),
        ("zh", "A/RES/66/257~I.pp6", "A/RES/66/257 第I节序言第6段"),
        ("fr", "UN-CHARTER~art17", "Charte des Nations Unies, art. 17"),
        ("en", "A/RES/999/1~fn7", "A/RES/999/1, note 7"),
    ],
)
def test_places_are_printed_in_the_words_of_the_interface(language: str, locator: str, words: str) -> None:
    assert printed(wordings()[language], locator) == words


def test_a_symbol_names_its_document_and_an_unclear_one_its_candidates() -> None:
    assert named("66/257") == ("A/RES/66/257", ())
    assert named("accountability") == (None, ())
    locator, candidates = named("17/22")
    assert locator is None
    assert "A/HRC/RES/17/22" in candidates


def test_words_that_are_the_source_are_laid_out_by_their_offsets() -> None:
    one = clause("Recalls it.", 10, 21, deeds=(Deed("recall", 1, Place(10, 17)),))
    assert [(piece.text, piece.kind) for piece in weave(one)] == [("Recalls", "act"), (" it.", "")]


def test_a_citation_is_found_although_its_mark_was_taken_out_and_the_mark_stands_where_it_stood() -> None:
    quoted = Place(110, 132, "the report\n2\n para. 5")
    one = clause(
        "Recalls the report para. 5, and more",
        100,
        150,
        cites=(Cite("n", "recall", "explicit", place=quoted),),
        marks=(("A/RES/999/1~fn2", Place(121, 122, "2")),),
    )
    pieces = weave(one)
    assert "".join(piece.text for piece in pieces) == one.text
    assert [piece.text for piece in pieces if piece.kind == "link"] == ["the report", " para. 5"]
    kinds = [piece.kind for piece in pieces]
    assert kinds[kinds.index("mark") - 1] == "link"


def test_of_equal_words_the_nearest_is_taken() -> None:
    text = "the report, and later the report"
    assert nearest(text, "the report", 0.9) == (22, 32)
    assert nearest(text, "the  re\nport", 0.1) == (0, 10)
    assert nearest(text, "another", 0.1) is None


@given(some.text(max_size=60), some.lists(some.tuples(some.integers(0, 70), some.integers(0, 70)), max_size=6))
def test_nothing_is_lost_however_spans_overlap(text: str, spans: list[tuple[int, int]]) -> None:
    deeds = tuple(Deed("recall", n, Place(min(one), max(one))) for n, one in enumerate(spans))
    assert "".join(piece.text for piece in weave(clause(text, 0, len(text), deeds=deeds))) == text


def test_snippets_are_cut_at_their_signs() -> None:
    assert marked("one ‹two› three ‹four›") == (("one ", False), ("two", True), (" three ", False), ("four", True))


def test_the_browser_is_asked_for_its_language_by_weight() -> None:
    known = {"en": 1, "fr": 1, "zh": 1}
    assert preferred("de, zh;q=0.7, fr;q=0.9", known) == "fr"
    assert preferred("zh;q=0, *", known) == "en"
    assert preferred("", known) == "en"


def test_a_template_names_no_other_host_and_no_style_of_its_own() -> None:
    files = list(TEMPLATES.glob("*.html"))
    assert len(files) > 12
    for file in files:
        text = file.read_text("utf-8")
        assert not re.search(r"\sstyle=|<style|<script>|\son\w+=|src=\"http", text), file.name
