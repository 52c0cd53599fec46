"""The register of mandates: every request, decision, invitation and encouragement, with filters and lifecycles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Final

from graph_service.chains.index import Index
from graph_service.chains.lifecycle import DIRECTIVE, live
from graph_service.chains.mandate import Mandate
from graph_service.chains.terms import PREFIXES, Row, day_of, is_true, locator_of, number_of, tail, text_of
from graph_service.errors import QueryError

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

STATEMENTS: Final = """
SELECT DISTINCT ?mandate ?property ?value WHERE { ?mandate a unag:Mandate ; ?property ?value }"""
SUMMARIES: Final = """
SELECT DISTINCT ?paragraph ?value WHERE {
  ?mandate unag:mandatedBy ?paragraph . ?paragraph dcterms:description ?value
}"""
ORDERS: Final = """
SELECT DISTINCT ?mandate ?member ?value WHERE { ?mandate unag:addresseeOrder ?order . ?order ?member ?value }"""
NOWHERE: Final = 1 << 20
STATUSES: Final = ("open", "answered", "reiterated", "superseded", "discontinued", "unknown")
Said = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mandates to list; None takes all. ``text`` is looked for in every language's words, any case.

    ``document`` and ``ground`` also match what lies inside them (``A/66/738`` matches ``A/66/738~para5``);
    ``addressee`` is one of those who are asked; ``due_since`` and ``due_until`` bound the last day, stated or
    computed, and leave out what has none.
    """

    issuer: str | None = None
    addressee: str | None = None
    act: str | None = None
    strength: str | None = None
    session: int | None = None
    due_session: int | None = None
    periodicity: str | None = None
    report_to: str | None = None
    ground: str | None = None
    lifecycle: str | None = None
    document: str | None = None
    text: str | None = None
    due_since: date | None = None
    due_until: date | None = None

    def takes(self, one: Mandate) -> bool:
        """Whether a mandate is wanted."""
        exact = ("issuer", "act", "strength", "session", "due_session", "periodicity", "report_to")
        if any(getattr(self, name) not in (None, getattr(one, name)) for name in exact):
            return False
        if self.addressee is not None and self.addressee not in (one.addressees or ("",)):
            return False
        if self.lifecycle not in (None, one.lifecycle.status) or not self._timely(one.last_day):
            return False
        if self.document and not _within(one.paragraph, self.document):
            return False
        if self.ground and not any(_within(ground, self.ground) for ground in one.grounds):
            return False
        words = (said for place in (one.deliverable, one.action, one.summary) for said in place.values())
        return not self.text or any(self.text.casefold() in said.casefold() for said in words)

    def _timely(self, day: date | None) -> bool:
        if self.due_since is None and self.due_until is None:
            return True
        return day is not None and (self.due_since or day) <= day <= (self.due_until or day)


def _within(place: str, whole: str) -> bool:
    return place == whole or (place.startswith(whole) and place[len(whole)] in "~./@")


def read_register(
    index: Index, store: GraphStore, base: str, wanted: Wanted | None = None, as_of: date | None = None
) -> tuple[Mandate, ...]:
    """The mandates, by day and reading order, with their lifecycles on a day (None: as the release stands).

    With ``as_of``, mandates of later documents are left out. Raises QueryError for an unknown lifecycle.
    """
    if wanted and wanted.lifecycle not in (None, *STATUSES):
        raise QueryError(f"no lifecycle “{wanted.lifecycle}”", do=f"use one of {', '.join(STATUSES)}")
    said: dict[str, Said] = {}
    for row in store.select(PREFIXES + STATEMENTS):
        properties = said.setdefault(locator_of(text_of(row, "mandate"), base), {})
        properties.setdefault(tail(text_of(row, "property")), []).append(row)
    for row in store.select(PREFIXES + SUMMARIES):
        said.setdefault(locator_of(text_of(row, "paragraph"), base), {}).setdefault("summary", []).append(row)
    for row in store.select(PREFIXES + ORDERS):
        said.setdefault(locator_of(text_of(row, "mandate"), base), {}).setdefault("asked", []).append(row)
    found = (
        _mandate(index, locator, properties, said, base, as_of)
        for locator, properties in said.items()
        if "mandatedBy" in properties
    )
    kept = (one for one in found if not (as_of and one.day and one.day > as_of))
    chosen = (one for one in kept if wanted is None or wanted.takes(one))
    return tuple(sorted(chosen, key=lambda one: (str(one.day or ""), one.document, one.order, one.locator)))


def _mandate(
    index: Index, locator: str, said: Said, every: Mapping[str, Said], base: str, as_of: date | None
) -> Mandate:
    paragraph = locator_of(_one(said, "mandatedBy"), base)
    number = index.find(paragraph)
    facts = index.document(number)
    strength, stated = tail(_one(said, "strength")), tail(_one(said, "mandateStatus"))
    return Mandate(
        locator=locator,
        paragraph=paragraph,
        document=index.locators[index.work[number]],
        issuer=facts.body,
        act=tail(_one(said, "act")),
        strength=strength,
        addressees=_asked(said),
        action=_words(said, "action"),
        deliverable=_words(said, "deliverable"),
        summary=_words(every.get(paragraph, {}), "summary"),
        periodicity=_one(said, "periodicity"),
        report_to=tail(_one(said, "reportTo")),
        due_printed=_words(said, "duePrinted"),
        due_session=number_of(_one(said, "dueSession")),
        due_part=_one(said, "duePart"),
        due_from=day_of(_one(said, "dueFrom")),
        due_by=day_of(_one(said, "dueBy")),
        grounds=tuple(sorted(locator_of(text_of(row, "value"), base) for row in said.get("groundedIn", []))),
        within=_words(said, "withinReport"),
        reiterates=is_true(_one(said, "reiteration")),
        stated=stated,
        day=facts.date,
        session=facts.session,
        order=index.order[number],
        lifecycle=live(index, locator, strength, stated, as_of),
    )


def _asked(said: Said) -> tuple[str, ...]:
    """Who is asked, in the order in which the text names them; by name where it is not known."""
    places = dict.fromkeys((tail(text_of(row, "value")) for row in said.get("addressee", [])), NOWHERE)
    for row in said.get("asked", []):
        name, number = tail(text_of(row, "value")), number_of(tail(text_of(row, "member")).lstrip("_"))
        if name in places and number is not None:
            places[name] = min(number, places[name])
    return tuple(sorted(places, key=lambda name: (places[name], name)))


def _one(said: Said, name: str) -> str:
    return min((text_of(row, "value") for row in said.get(name, [])), default="")


def _words(said: Said, name: str) -> dict[str, str]:
    found = ((getattr(row["value"], "language", None) or "", text_of(row, "value")) for row in said.get(name, []))
    return dict(sorted(found))


def overdue(mandates: Iterable[Mandate], day: date) -> tuple[Mandate, ...]:
    """Those whose last day had passed on ``day`` without an answer, end or replacement by then.

    Being made again does not answer a request: it stays overdue, at its first day. Where nobody is asked (an organ
    decides to come back to a matter) nothing can be late.
    """
    closed = ("answered", "superseded", "discontinued")
    return tuple(
        one
        for one in mandates
        if (one.addressees or one.strength in DIRECTIVE)
        and one.last_day
        and one.last_day < day
        and not any(event.kind in closed and (not event.day or event.day <= day) for event in one.lifecycle.events)
        and one.lifecycle.status not in ("superseded", "discontinued")
    )


FILTERS: Final = tuple(one.name for one in fields(Wanted))
