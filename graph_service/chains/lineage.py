"""Lineage of a mandate: what it comes from, who answered it, what became of it; each step with its kind of proof.

Four kinds of proof are kept apart: ``cited`` (a text renews, reiterates, recalls or acts pursuant to it),
``curated`` (a person stated that one mandate continues another), ``answered`` (a report declares, or a person
stated, what it answers) and ``wording`` (a later paragraph repeats the earlier one without citing it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from graph_service.chains.chain import Edge
from graph_service.chains.export import edge_record
from graph_service.chains.index import Index
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.register import read_register
from graph_service.errors import UnknownError

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

# Functions by which a text takes up an earlier mandate, if the cited paragraph gives one.
TAKING_UP: Final = frozenset(
    {"renew", "reiterate", "reiterate-request", "extend", "pursuant", "reaffirm", "recall"}
)
PROOFS: Final = {"mandate": "curated", "answer": "answered", "citation": "cited", "wording": "wording"}


@dataclass(frozen=True, slots=True)
class Kin:
    """One ancestor, successor or answer: where it stands, by which edge, how many steps away."""

    place: str
    document: str
    day: date | None
    proof: str
    edge: Edge
    steps: int
    mandates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """A mandate with its ancestors (oldest first), its successors (oldest first) and the reports that answered."""

    mandate: Mandate
    ancestors: tuple[Kin, ...]
    successors: tuple[Kin, ...]
    answers: tuple[Kin, ...]


def trace_lineage(
    index: Index, store: GraphStore, base: str, locator: str, *, wording: bool = True, steps: int = 12
) -> tuple[Lineage, ...]:
    """The lineage of a mandate, or of each mandate of a paragraph.

    ``wording`` False leaves inherited wording out. Raises UnknownError where nothing is mandated.
    """
    place = index.locators[index.find(locator)]
    found = [one for one in read_register(index, store, base) if place in (one.locator, one.paragraph)]
    if not found:
        raise UnknownError(
            f"{place} gives nobody a mandate",
            where=locator,
            do="name a paragraph that requests or decides something",
        )
    return tuple(_lineage(index, one, wording, steps) for one in found)


def _lineage(index: Index, mandate: Mandate, wording: bool, steps: int) -> Lineage:
    back = _kin(index, mandate, 1, wording, steps)
    ahead = _kin(index, mandate, -1, wording, steps)
    return Lineage(
        mandate=mandate,
        ancestors=tuple(one for one in back if one.proof != "answered"),
        successors=tuple(one for one in ahead if one.proof != "answered"),
        answers=tuple(one for one in ahead if one.proof == "answered"),
    )


def _kin(index: Index, mandate: Mandate, sign: int, wording: bool, steps: int) -> tuple[Kin, ...]:
    """Ring by ring over the edges that hand a mandate on; each paragraph once, at its least distance."""
    start = index.find(mandate.paragraph)
    ring, seen, found = [start], {start}, list[Kin]()
    for level in range(1, steps + 1):
        beyond = []
        for paragraph in ring:
            for row, goal in _handed_on(index, paragraph, sign):
                kin = _as_kin(index, row, goal, level * sign)
                if kin is None or goal in seen or (kin.proof == "wording" and not wording):
                    continue
                seen.add(goal)
                found.append(kin)
                if kin.proof != "answered":
                    beyond.append(goal)
        ring = beyond
    return tuple(sorted(found, key=lambda one: (str(one.day or ""), one.place)))


def _handed_on(index: Index, paragraph: int, sign: int) -> list[tuple[int, int]]:
    """Rows from (1) or to (-1) a paragraph and its mandates, with the paragraph or document at the other end."""
    places = [paragraph, *(one for one in index.held(paragraph) if _is_mandate(index, one))]
    pairs = []
    for place in places:
        for row in index.outgoing(place) if sign > 0 else index.incoming(place):
            goal = index.target[row] if sign > 0 else index.source[row]
            pairs.append((row, index.parent[goal] if _is_mandate(index, goal) else goal))
    return pairs


def _as_kin(index: Index, row: int, goal: int, level: int) -> Kin | None:
    edge = index.edge(row)
    proof = PROOFS.get(edge.kind)
    if edge.function == "fulfil":
        proof = "answered"
    own = index.work[goal] == goal
    if proof is None or edge.status not in ("explicit", "coreferent") or (proof != "answered" and own):
        return None
    if proof == "cited" and (edge.function not in TAKING_UP or (level > 0 and not _mandates(index, goal))):
        return None
    return Kin(
        place=index.locators[goal],
        document=index.locators[index.work[goal]],
        day=index.document(goal).date,
        proof=proof,
        edge=edge._replace(depth=level),
        steps=abs(level),
        mandates=_mandates(index, goal),
    )


def _is_mandate(index: Index, number: int) -> bool:
    return index.kinds[index.kind[number]] == "Mandate"


def _mandates(index: Index, paragraph: int) -> tuple[str, ...]:
    return tuple(index.locators[one] for one in index.held(paragraph) if _is_mandate(index, one))


def lineage_record(found: Lineage) -> dict[str, Any]:
    """A lineage as JSON."""
    return {
        "mandate": mandate_record(found.mandate),
        "ancestors": [kin_record(one) for one in found.ancestors],
        "successors": [kin_record(one) for one in found.successors],
        "answers": [kin_record(one) for one in found.answers],
    }


def kin_record(one: Kin) -> dict[str, Any]:
    """One relative as JSON."""
    return {
        "place": one.place,
        "document": one.document,
        "date": one.day.isoformat() if one.day else None,
        "proof": one.proof,
        "steps": one.steps,
        "mandates": list(one.mandates),
        "edge": edge_record(one.edge),
    }
