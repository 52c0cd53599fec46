"""When two names mean the same: functions outside the shared lexicon have no agreed name, bodies have several."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

SHARED = Path(__file__).resolve().parents[4] / "shared"


# Acts by which someone is asked to do something; a decision binds without asking.
DIRECTIVES = frozenset(
    {"request", "reiterate-request", "urge", "call-upon", "appeal", "demand"}
    | {"encourage", "invite", "recommend", "authorize"}
)


@cache
def lexicon() -> frozenset[str]:
    """The functions whose names the shared lexicon fixes; any other name is the program's own choice."""
    verbs = json.loads((SHARED / "vocabularies" / "verb_lexicon.json").read_text("utf-8"))["verbs"]
    return frozenset(verb["function"] for verb in verbs)


def same_act(annotated: str, function: str) -> bool:
    """``annotated`` may list alternatives ("a|b") and start with "?"; names outside the lexicon are all alike."""
    names = annotated.lstrip("?").split("|")
    return function in names or (names[0] not in lexicon() and function not in lexicon())


def plain(name: str) -> str:
    """A body's name without article, number of them, case and kind of apostrophe."""
    return re.sub(r"^(?:the|all|all the)\s+|-", "", name.strip().lower().replace("’", "'"))


def same_body(annotated: Sequence[str], name: str | None) -> bool:
    """Any of the annotated names is right, also inside a longer one; an open addressee accepts all."""
    if not annotated:
        return True
    if not name:
        return False
    got = plain(name)
    return any(plain(one) in got or got in plain(one) for one in annotated)
