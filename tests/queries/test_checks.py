"""Every check is silent on a sound graph and speaks on a graph with exactly its fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_service.graph.queries import NamedQuery, load_queries, plain
from tests.chains.builder import FORCES, Memory, Writer, functions
from tests.chains.sample import sample

CHECKS = {one.number: one for one in load_queries().values() if one.is_check}
WORK, PLACE = "A/RES/999/1", "A/RES/999/1~op1"


def writer() -> Writer:
    """An expression with one operative paragraph."""
    found = Writer(f"{WORK}@en", f"{WORK}@en")
    found.work(WORK, "Resolution", "2004-01-01")
    return found


def dangling(found: Writer) -> str:
    name = f"{PLACE}/cites/recall/A/RES/999/9"
    found.say(name, "cito:hasCitedEntity", "id:A/RES/999/9")
    return name


def no_mandate(found: Writer) -> str:
    found.paragraph(PLACE, 1, "Requests a report", "request")
    return f"{PLACE}/act/1"


def no_node(found: Writer) -> str:
    found.say(PLACE, "cito:cites", "id:A/RES/998/1")
    return PLACE


def no_edge(found: Writer) -> str:
    name = found.cite(PLACE, "recall", "A/RES/998/1", "ambiguous", candidates=("A/RES/998/1", "A/RES/998/2"))
    found.lines = [line for line in found.lines if "resolutionStatus" not in line]
    found.say(name, "unag:resolutionStatus", "<status:explicit")
    return name


def neutral_approval(found: Writer) -> str:
    found.paragraph(PLACE, 1, "Takes note", "take-note")
    found.say(f"{PLACE}/act/1", "unag:force", "<force:approval")
    return "take-note"


def no_reason(found: Writer) -> str:
    return found.cite(PLACE, "note", "", "unresolved", 0.0)


def one_candidate(found: Writer) -> str:
    return found.cite(PLACE, "note", "A/RES/998/1", "ambiguous", 0.5, candidates=("A/RES/998/1",))


def future(found: Writer) -> str:
    found.paragraph(PLACE, 1, "Recalls", "recall")
    found.work("A/RES/999/2", "Resolution", "2005-01-01")
    return found.cite(PLACE, "recall", "A/RES/999/2")


def no_act(found: Writer) -> str:
    found.paragraph(PLACE, 1, "Recalls", "recall")
    return found.mandate(PLACE, "request", "secretary-general", "a report")


def no_evidence(found: Writer) -> str:
    name = found.cite(PLACE, "recall", "A/RES/998/1")
    found.lines = [line for line in found.lines if "#evidence>" not in line]
    return name


def circle(found: Writer) -> str:
    found.say("ST/SGB/990/1", "dcterms:isReplacedBy", "id:ST/SGB/990/2")
    found.say("ST/SGB/990/2", "dcterms:isReplacedBy", "id:ST/SGB/990/1")
    return "ST/SGB/990/1"


def mixed(found: Writer) -> str:
    found.say("x/inherits/y", "a", "<unag:InheritedWording")
    found.say("x/inherits/y", "a", "<unag:Citation")
    found.say("x/inherits/y", "unag:evidence", "id:x")
    return "x/inherits/y"


def homeless(found: Writer) -> str:
    found.say(PLACE, "a", "<unag:OperativeParagraph")
    return PLACE


def hasty(found: Writer) -> str:
    found.work("A/999/1", "SecretaryGeneralReport", "2003-01-01")
    found.say("A/999/1", "unag:answers", f"id:{WORK}")
    return "A/999/1"


FAULTS: dict[str, Callable[[Writer], str]] = dict(
    zip(
        sorted(CHECKS),
        (
            dangling, no_mandate, no_node, no_edge, neutral_approval, no_reason, one_candidate, future,
            no_act, no_evidence, circle, mixed, homeless, hasty,
        ),
        strict=True,
    )
)  # fmt: skip


def test_every_check_has_a_fault() -> None:
    assert len(FAULTS) == len(CHECKS) == 14
    assert "request" in FORCES


@pytest.mark.parametrize("query", CHECKS.values(), ids=CHECKS.keys())
def test_a_sound_graph_passes(query: NamedQuery) -> None:
    assert plain(query.run(sample())) == []


@pytest.mark.parametrize("number", sorted(FAULTS))
def test_the_fault_is_found_where_it_is(number: str) -> None:
    faulty = writer()
    subject = FAULTS[number](faulty)
    store = Memory(functions(), faulty)
    found = {row[CHECKS[number].columns[0]] for row in plain(CHECKS[number].run(store))}
    assert subject in found
    others = {one for one in CHECKS if one != number and CHECKS[one].run(store)}
    assert others <= {"check-03", "check-10", "check-01", "check-02"} - {number}, "one fault, one finding"
