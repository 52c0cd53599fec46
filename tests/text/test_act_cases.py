"""Acts, addressees, deliverables, time limits: passages written by hand, in English and Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from graph_service.resources import folder
from tests.text.act_cases import differences, passages, read

LANGUAGES = ("en", "zh")
CASES = [(code, row) for code in LANGUAGES for row in passages(code)]
# The force of each function, as UN practice has it, written apart from the program's table.
FORCES = {
    "neutral": "recall take-note note consider hear draw-attention",
    "context": "believe consider-that bear-in-mind acting-under convinced determined",
    "affirms": "reaffirm stress emphasize recognize reiterate affirm remind",
    "positive": "note-with-appreciation note-with-satisfaction note-with-interest express-appreciation welcome"
    " commend thank pay-tribute support express-support express-solidarity",
    "negative": "note-with-concern note-with-regret express-concern alarmed warn disagree",
    "negative-strong": "condemn deplore denounce reject",
    "approval": "endorse approve accept concur no-objection",
    "soft-directive": "invite encourage recommend",
    "directive": "request reiterate-request call-upon appeal",
    "directive-strong": "urge demand instruct",
    "decision": "decide resolve authorize establish appoint elect extend renew declare remain-seized agree"
    " determine",
    "expectation": "trust look-forward express-intention express-hope",
}


def test_the_passages_are_there() -> None:
    assert [len(passages(code)) >= least for code, least in (("en", 307), ("zh", 83))] == [True, True]
    assert len({row["text"] for _, row in CASES}) == len(CASES)


@pytest.mark.parametrize(("code", "row"), CASES, ids=[f"{code}-{at}" for at, (code, _) in enumerate(CASES)])
def test_a_passage_is_read_as_a_careful_reader_does(code: str, row: Mapping[str, Any]) -> None:
    found = list(differences(row, read(row, code)))
    assert bool(found) == ("missed" in row), (row["text"], found)


def test_functions_have_the_force_of_practice() -> None:
    table = tomllib.loads((folder("data") / "functions.toml").read_text("utf-8"))["function"]
    force = {row["notation"]: row["force"] for row in table}
    wanted = {name: kind for kind, names in FORCES.items() for name in names.split()}
    assert {name: force[name] for name in wanted} == wanted


def test_the_rule_of_a_computed_day_is_named() -> None:
    rules = {
        found.due.rule
        for code, row in CASES
        for found in read(row, code).mandates
        if found.due and found.due.latest
    }
    assert rules == {"printed", "session-calendar", "end-of-month", "end-of-year", "after-adoption"}
