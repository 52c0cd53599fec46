"""What a walk through the graph gives: nodes, edges with their evidence, chains and paths. All frozen.

The small values are named tuples: a chain holds thousands of them, and making one costs a third of a dataclass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Evidence(NamedTuple):
    """The words that say it: code points ``[start, end)`` of one expression; ``quote`` if they were asked for."""

    expression: str
    start: int
    end: int
    quote: str = ""

    @property
    def language(self) -> str:
        """The language of the expression, '' if its locator names none."""
        return self.expression.partition("@")[2].partition("~")[0]


class Node(NamedTuple):
    """A document, a part of one, or a mandate. ``depth`` counts citations from the start, negative backward."""

    locator: str
    kind: str
    document: str
    depth: int = 0
    label: str = ""
    date: date | None = None
    loaded: bool = False
    body: str = ""


class Edge(NamedTuple):
    """One step from a later place to the earlier one that it cites, answers, continues or repeats.

    ``kind`` is citation, answer, internal, mandate, replacement, basis or wording; ``function`` is the notation of
    the function's concept; ``status`` explicit, coreferent, ambiguous or unresolved; ``again`` marks a step to
    a place that stands elsewhere in the chain already, so a cycle is shown once.
    """

    source: str
    target: str
    function: str
    force: str
    kind: str = "citation"
    status: str = "explicit"
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    reason: str = ""
    printed_date: date | None = None
    depth: int = 0
    again: bool = False

    @property
    def pinpoint(self) -> str:
        """The part of the target that is cited, '' for the whole document."""
        return self.target.partition("~")[2] if self.status != "unresolved" else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there is evidence, sorted."""
        return tuple(sorted({one.language for one in self.evidence if one.language}))

    @property
    def address(self) -> str:
        """The locator of the citation as a node of the graph."""
        if self.status == "unresolved":
            return self.target
        return f"{self.source}/cites/{self.function}/{self.target}"


class Part(NamedTuple):
    """``part`` lies in ``whole``: the chain went from one to the other without a citation."""

    whole: str
    part: str


@dataclass(frozen=True, slots=True)
class Chain:
    """All that was reached from ``start``; nodes and edges stand in the order in which they were reached.

    ``cut`` says which bound ended the walk early ('' if none did).
    """

    start: str
    direction: str
    depth: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    parts: tuple[Part, ...] = ()
    release: str = ""
    cut: str = ""
    _places: dict[str, Node] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def node(self, locator: str) -> Node:
        """The node of that locator; KeyError if the chain does not hold it."""
        if not self._places:
            self._places.update({one.locator: one for one in self.nodes})
        return self._places[locator]

    def leaving(self, locator: str) -> Iterator[Edge]:
        """The edges whose citing place is ``locator``."""
        return (one for one in self.edges if one.source == locator)

    def reaching(self, locator: str) -> Iterator[Edge]:
        """The edges whose cited place is ``locator``."""
        return (one for one in self.edges if one.target == locator)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents of the chain, each once, in the order in which they were reached."""
        return tuple(dict.fromkeys(one.document for one in self.nodes))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: from one place to the next by these edges.

    Without edges the step stays inside a document: ``move`` says whether the place contains the next one or is
    part of it ('' for a step by edges).
    """

    origin: str
    goal: str
    edges: tuple[Edge, ...] = ()
    backward: bool = False
    move: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A way between two places; ``instruments`` are the documents it touches, in order."""

    steps: tuple[Step, ...]
    instruments: tuple[str, ...]

    @property
    def citations(self) -> int:
        """How many steps of the path are citations, not parts."""
        return sum(1 for one in self.steps if one.edges)
