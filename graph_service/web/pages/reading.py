"""A document as a reader meets it, gathered from the graph with a handful of queries, each for a whole document.

Everything is asked by work and by language at once, never paragraph by paragraph: a page costs the same number
of queries whatever the length of its document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph_service.web.pages import asking


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: code points ``[start, end)`` of the source text, and the words if loaded."""

    start: int
    end: int
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A cited place: its locator, whether its words are here, and what is known of what it says."""

    locator: str
    loaded: bool = False
    gist: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """One citation of a paragraph; ``node`` is the locator of its own page."""

    node: str
    function: str
    status: str
    target: Target | None = None
    candidates: tuple[str, ...] = ()
    reason: str = ""
    confidence: str = ""
    note: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of a paragraph."""

    function: str
    order: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Refer:
    """A reference to a place of the same document; no target where it stays in doubt."""

    target: str
    status: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A mandate of a paragraph: the locator of its own page, its act, the bodies that are asked."""

    node: str
    act: str
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citer:
    """A paragraph elsewhere that cites this place."""

    paragraph: str
    function: str
    node: str
    target: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what they are: ``kind`` is '' for plain words; ``keys`` name what covers them."""

    text: str
    kind: str = ""
    keys: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One paragraph: its identity, its words in one language if loaded, and all that is linked to it.

    ``pieces`` are the words with what lies on them, as `weave` lays it.
    """

    locator: str
    subdivision: str
    kind: str
    number: str
    order: int
    heading: str = ""
    parent: str = ""
    summary: str = ""
    text: str = ""
    start: int = 0
    end: int = 0
    deeds: tuple[Deed, ...] = ()
    cites: tuple[Cite, ...] = ()
    refers: tuple[Refer, ...] = ()
    marks: tuple[tuple[str, Place | None], ...] = ()
    asks: tuple[Ask, ...] = ()
    cited_by: tuple[Citer, ...] = ()
    findings: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A section head or a sub-heading."""

    locator: str
    kind: str
    number: str
    title: str
    section: str
    order: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number and the places it names."""

    locator: str
    number: str
    targets: tuple[str, ...]
    see: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A document in one language (``''``: only what is known of it without its words)."""

    symbol: str
    language: str
    facts: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    heads: tuple[Head, ...] = ()
    clauses: tuple[Clause, ...] = ()
    notes: tuple[Note, ...] = ()
    cautions: tuple[tuple[str, str], ...] = ()
    cited_by: tuple[Citer, ...] = field(default=())

    @property
    def kind(self) -> str:
        """The most telling class of the work: a class of ours before one of another vocabulary."""
        kinds = [one for one in self.facts.get("type", ()) if one.startswith("unag:")]
        return next((one[5:] for one in kinds if one not in asking.GENERAL), "Document")

    def fact(self, name: str) -> str:
        """The first value of a property by its local name, '' if there is none."""
        return next(iter(self.facts.get(name, ())), "")

    @property
    def worded(self) -> bool:
        """Whether the words of at least one paragraph are loaded in this language."""
        return any(clause.text for clause in self.clauses)
