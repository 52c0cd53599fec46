"""Acts: every language's own examples, and rules that hold in all of them."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.resources import folder
from graph_service.text import rules
from graph_service.text.acts import find_acts
from graph_service.text.grammar import load_grammar
from tests.text.reading import paragraph

CASES = [
    (code, row["text"], row["kind"], row["expect"])
    for code in rules.languages()
    for row in rules.tables(code).get("acts", {}).get("examples", ())
]
FUNCTIONS = tomllib.loads((folder("data") / "functions.toml").read_text("utf-8"))


def test_examples_are_there() -> None:
    assert {code for code, *_ in CASES} >= {"en", "zh"}
    assert len(CASES) >= 14


@pytest.mark.parametrize(("code", "text", "kind", "expect"), CASES)
def test_examples(code: str, text: str, kind: str, expect: list[str]) -> None:
    assert [act.function for act in find_acts(paragraph(text, kind=kind), load_grammar(code))] == expect


def test_every_form_has_a_known_function() -> None:
    known = {row["notation"] for row in FUNCTIONS["function"]}
    forces = {row["notation"] for row in FUNCTIONS["force"]}
    assert len(known) == len(FUNCTIONS["function"]) >= 100
    assert all(row["force"] in forces for row in FUNCTIONS["function"])
    for code in rules.languages():
        table = rules.tables(code).get("acts", {})
        used = {name for mood in ("finite", "participle", "base") for name in table.get(mood, {})}
        used |= {
            name for key in ("weak", "weak_finite", "opening", "adjunct", "nouns") for name in table.get(key, ())
        }
        assert used <= known, (code, used - known)


def test_a_neutral_verb_is_no_approval() -> None:
    force = {row["notation"]: row["force"] for row in FUNCTIONS["function"]}
    assert force["take-note"] == force["note"] == "neutral"
    assert force["endorse"] == "approval"


def test_the_span_is_the_verb_with_its_modifiers() -> None:
    text = "Recalls the rules, and in this regard strongly urges States to act;"
    first, second = find_acts(paragraph(text), load_grammar("en"))
    assert text[first.span.start : first.span.end] == "Recalls"
    assert text[second.span.start : second.span.end] == "strongly urges"
    assert second.modifiers == ("strongly",)


@pytest.mark.parametrize(
    ("text", "kind", "expect"),
    [
        (
            "Requests the Secretary-General to report, as requested by the Board and recommended by it;",
            "operative",
            ["request"],
        ),
        ("Endorses a body that advises States and encourages trade;", "operative", ["endorse"]),
        ("We recall the rules, and request the Council to act.", "operative", ["recall", "request"]),
        ("Continues to urge all parties to act;", "operative", ["urge"]),
        ("The General Assembly notes with satisfaction the work done.", "operative", ["note-with-satisfaction"]),
        ("Convinced that trade matters, and seeking to further it,", "preambular", ["convinced"]),
        ("The plan notes risks, and the Board decides.", "numbered", []),
    ],
)
def test_where_a_verb_acts(text: str, kind: str, expect: list[str]) -> None:
    found = [act.function for act in find_acts(paragraph(text, kind=kind), load_grammar("en"))]
    assert [one for one in found if one in expect or kind != "numbered"] == expect


@given(st.text(max_size=200), st.sampled_from(["operative", "preambular", "subparagraph", "numbered"]))
def test_random_text_never_raises(text: str, kind: str) -> None:
    for code in ("en", "zh"):
        for act in find_acts(paragraph(text, kind=kind), load_grammar(code)):
            assert 0 <= act.span.start < act.span.end <= len(text)
