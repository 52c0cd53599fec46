"""One mandate of the register, and the days that its printed session stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

# When a part of a session is over: years after 1945 + N, month, day. A session opens in September of 1945 + N;
# resumed parts meet in March–April and May–July of the year after (rules of procedure 1 and 2, and practice).
ENDS: Final[Mapping[str, tuple[int, int, int]]] = {
    "main": (0, 12, 31),
    "first resumed": (1, 4, 30),
    "second resumed": (1, 7, 31),
    "": (1, 9, 15),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a mandate: ``kind`` answered, reiterated, superseded or discontinued."""

    kind: str
    by: str
    day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What has become of a mandate, with the evidence for it."""

    status: str
    reasons: tuple[str, ...]
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who is asked by whom for what, by when, on what ground; words by language.

    ``addressees`` are all who are asked, by name; ``within`` is the report that is to carry the answer, as
    printed.
    """

    locator: str
    paragraph: str
    document: str
    issuer: str
    act: str
    strength: str
    addressees: tuple[str, ...] = ()
    action: Mapping[str, str] = field(default_factory=dict)
    deliverable: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)
    periodicity: str = ""
    report_to: str = ""
    due_printed: Mapping[str, str] = field(default_factory=dict)
    due_session: int | None = None
    due_part: str = ""
    due_from: date | None = None
    due_by: date | None = None
    grounds: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    reiterates: bool = False
    stated: str = ""
    day: date | None = None
    session: int | None = None
    order: int = 0
    lifecycle: Lifecycle = Lifecycle("unknown", ())

    @property
    def addressee(self) -> str:
        """The first of those who are asked, '' where nobody is named."""
        return self.addressees[0] if self.addressees else ""

    @property
    def last_day(self) -> date | None:
        """The day by which it is due: as stated, else the end of the printed session's part."""
        if self.due_by or self.due_session is None:
            return self.due_by
        years, month, day = ENDS.get(self.due_part, ENDS[""])
        return date(1945 + self.due_session + years, month, day) if self.due_session < 8000 else None

    def words(self, language: str = "en") -> str:
        """What is asked for, in that language if it is there, else in another."""
        for said in (self.deliverable, self.action, self.summary):
            if said:
                return said.get(language) or said.get("en") or next(iter(said.values()))
        return ""


def mandate_record(one: Mandate) -> dict[str, Any]:
    """A mandate as JSON, names as in a parsed document."""
    return {
        "mandate": one.locator,
        "paragraph": one.paragraph,
        "document": one.document,
        "issuer": one.issuer or None,
        "date": one.day.isoformat() if one.day else None,
        "act": one.act,
        "strength": one.strength,
        "addressee": one.addressee or None,
        "addressees": list(one.addressees),
        "action": dict(one.action),
        "deliverable": dict(one.deliverable),
        "summary": dict(one.summary),
        "periodicity": one.periodicity or None,
        "reportTo": one.report_to or None,
        "within": dict(one.within),
        "due": {
            "printed": dict(one.due_printed),
            "session": one.due_session,
            "part": one.due_part or None,
            "from": one.due_from.isoformat() if one.due_from else None,
            "by": one.last_day.isoformat() if one.last_day else None,
        },
        "grounds": list(one.grounds),
        "reiterates": one.reiterates,
        "lifecycle": {
            "status": one.lifecycle.status,
            "reasons": list(one.lifecycle.reasons),
            "events": [
                {"kind": event.kind, "by": event.by, "date": event.day.isoformat() if event.day else None}
                for event in one.lifecycle.events
            ],
        },
    }
