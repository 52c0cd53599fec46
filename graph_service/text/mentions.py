"""Mentions: what a text calls another document by, before pinpoints are attached and doubts resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Target:
    """One document that a mention names: its symbol, or why there is none.

    ``extras`` are modifiers printed with it (corrigenda), which take no pinpoint; ``place`` is a subdivision that
    a note prints; offsets are of the view.
    """

    symbol: str | None
    start: int
    end: int
    candidates: tuple[str, ...] = ()
    reason: str | None = None
    extras: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    via: str | None = None
    date: date | None = None
    title: str | None = None
    status: str = "explicit"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that names documents. ``kind``: number, symbol, work, report, that, plain, weak, mark, bare.

    Numbers of one list under one head noun have one ``group``. ``called`` is the issuer of a report as printed,
    if that is a short name; ``others`` are what else it has been short for in this text.
    """

    kind: str
    start: int
    end: int
    targets: tuple[Target, ...] = ()
    noun: str = ""
    body: str | None = None
    plural: bool = False
    title: str | None = None
    reason: str | None = None
    topic: str = ""
    group: int = -1
    called: str = ""
    others: tuple[str, ...] = ()

    def with_targets(self, *targets: Target) -> Mention:
        """The same phrase with other targets."""
        return replace(self, targets=targets)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose text is read: its language's code is the grammar's; the organ and session tell what “its” means,
    the day of adoption when a time limit begins to run.

    ``names`` grows as the text is read: what a short name (“the Committee”, folded) stood for last.
    """

    organ: str = "General Assembly"
    session: int | None = None
    adopted: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def known(self, printed: str, name: str | None) -> str | None:
        """The full name that a printed one stands for in this text, else the name given."""
        return self.names.get(printed.casefold(), name)
