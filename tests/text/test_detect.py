"""A text too short to tell its language is read as the data say, never as whichever file comes last."""

from __future__ import annotations

import pytest

from graph_service.model import Source
from graph_service.text.detect import detect

CASES = {
    "xyzzy": "en",
    "A/999/12": "en",
    "": "en",
    "قرار": "ar",
}


@pytest.mark.parametrize("text", CASES)
def test_without_evidence_the_fallback_is_taken_and_said(text: str) -> None:
    code, cautions = detect(Source(text, "0" * 64, "text", "draft.txt"))
    assert code == CASES[text]
    assert [one.code for one in cautions] == ["language-unknown"]
    assert f"read as {code}" in cautions[0].message


@pytest.mark.parametrize(("text", "code"), [("第999/1号决议", "zh"), ("doclad доклад", "ru")])
def test_a_script_of_its_own_is_evidence(text: str, code: str) -> None:
    assert detect(Source(text, "0" * 64, "text", "draft.txt"))[0] == code
