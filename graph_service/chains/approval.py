"""What a resolution in effect approved, as a chain with reasons.

The rule of the Fifth Committee's resolutions: endorsing a report of the Advisory Committee makes its
conclusions the Assembly's own, *subject to the provisions of the present resolution*. So what was approved is
what the endorsed report says of the paragraphs before it, minus what the resolution itself says otherwise.
Taking note or noting is neither approval nor disapproval (decision 55/488) and never counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph_service.chains.chain import Edge
from graph_service.chains.export import edge_record
from graph_service.chains.index import Index
from graph_service.chains.terms import PREFIXES, node_of

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

# What the advice says of a paragraph, by the force of its function; what is missing here is merely mentioned.
SENSES: Final[Mapping[str, str]] = {
    "approval": "approves",
    "positive": "supports",
    "negative": "criticises",
    "negative-strong": "criticises",
    "criticism": "criticises",
    "soft-directive": "recommends",
    "directive": "asks",
    "directive-strong": "asks",
    "decision": "decides on",
}
OPPOSED: Final = frozenset({"negative", "negative-strong", "criticism"})
OPPOSING: Final = frozenset({"reject", "revoke", "terminate", "replace", "amend", "object"})
HARMLESS: Final = frozenset({"neutral", "neutral-reference", "context", "approval", "positive", ""})
# A paragraph that endorses and speaks of its own resolution does so subject to it: no other form was met.
RESERVATION: Final = "SELECT ?paragraph ?own WHERE { ?paragraph unag:refersTo ?own ; unag:inDocument ?own }"


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One approving citation; ``reserved`` if it is made subject to the resolution's own provisions."""

    edge: Edge
    loaded: bool
    reserved: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one thing that the endorsed advice says.

    ``sense`` is what the advice does to ``edge.target``; ``standing`` is in effect, taken up (the resolution
    recalls it itself), qualified (it adds provisions of its own) or set aside; ``own`` are its own citations.
    """

    edge: Edge
    sense: str
    standing: str
    own: tuple[Edge, ...]
    reasons: tuple[str, ...]

    @property
    def approved(self) -> bool:
        """Whether the cited place is approved in effect: approved or supported by the advice, not set aside."""
        return self.sense in ("approves", "supports") and self.standing in ("in effect", "taken up")


@dataclass(frozen=True, slots=True)
class Approval:
    """All endorsements of one resolution with what follows from them, and what it only took note of."""

    resolution: str
    endorsements: tuple[Endorsement, ...]
    findings: tuple[Finding, ...]
    neutral: tuple[Edge, ...]
    gaps: tuple[str, ...]


def approve(index: Index, store: GraphStore, base: str, resolution: str) -> Approval:
    """Work out what a resolution in effect approved. Raises UnknownError for one that is not there."""
    number = index.find(resolution)
    edges = [index.edge(row) for part in _ordered(index, number) for row in index.outgoing(part)]
    edges = [one for one in edges if one.kind == "citation"]
    endorsements = tuple(_endorsements(index, store, base, edges))
    findings = tuple(one for given in endorsements for one in _findings(index, given, edges))
    return Approval(
        resolution=index.locators[number],
        endorsements=endorsements,
        findings=findings,
        neutral=tuple(one for one in edges if one.force == "neutral" and not one.pinpoint),
        gaps=tuple(
            f"{one.edge.target} is endorsed but not loaded: what it says is not known here"
            for one in endorsements
            if not one.loaded
        ),
    )


def _ordered(index: Index, number: int) -> list[int]:
    return sorted(index.parts(number), key=index.order.__getitem__)


def _endorsements(index: Index, store: GraphStore, base: str, edges: list[Edge]) -> Iterator[Endorsement]:
    for edge in edges:
        if edge.force != "approval" or edge.status not in ("explicit", "coreferent"):
            continue
        rows = store.select(PREFIXES + RESERVATION, {"paragraph": node_of(edge.source, base)})
        loaded = any(index.loaded(part) for part in index.parts(index.find(edge.target)))
        yield Endorsement(edge, loaded, bool(rows))


def _findings(index: Index, given: Endorsement, edges: list[Edge]) -> Iterator[Finding]:
    for part in _ordered(index, index.find(given.edge.target)):
        for row in index.outgoing(part):
            said = index.edge(row)
            if said.kind == "citation":
                own = tuple(one for one in edges if one.target in (said.source, said.target))
                sense = SENSES.get(said.force, "mentions")
                standing, why = _standing(own, given.reserved)
                yield Finding(said, sense, standing, own, (*_grounds(given, said, sense), *why))


def _grounds(given: Endorsement, said: Edge, sense: str) -> tuple[str, ...]:
    reserve = ", subject to the provisions of the resolution itself" if given.reserved else ""
    neutral = " (a neutral verb, which approves nothing)" if sense == "mentions" else ""
    return (
        f"{given.edge.source} {given.edge.function}s {given.edge.target}{reserve}",
        f"{said.source} {sense} {said.target} ({said.function}){neutral}",
    )


def _standing(own: tuple[Edge, ...], reserved: bool) -> tuple[str, tuple[str, ...]]:
    """What the resolution's own words make of it, with the reason."""
    against = [one for one in own if one.force in OPPOSED or one.function in OPPOSING]
    adding = [one for one in own if one.force not in HARMLESS and one not in against]
    if against:
        return "set aside", tuple(f"{one.source} says otherwise ({one.function})" for one in against)
    if adding and reserved:
        return "qualified", tuple(f"{one.source} adds its own provision ({one.function})" for one in adding)
    if own:
        return "taken up", tuple(f"{one.source} takes it up ({one.function})" for one in own)
    return "in effect", ("the resolution says nothing else about it",)


def approval_record(found: Approval) -> dict[str, Any]:
    """The result as JSON."""
    return {
        "resolution": found.resolution,
        "endorsements": [
            {"edge": edge_record(one.edge), "loaded": one.loaded, "reserved": one.reserved}
            for one in found.endorsements
        ],
        "findings": [
            {
                "place": one.edge.target,
                "sense": one.sense,
                "standing": one.standing,
                "approved": one.approved,
                "advice": edge_record(one.edge),
                "own": [edge_record(edge) for edge in one.own],
                "reasons": list(one.reasons),
            }
            for one in found.findings
        ],
        "notApproval": [edge_record(one) for one in found.neutral],
        "gaps": list(found.gaps),
    }
