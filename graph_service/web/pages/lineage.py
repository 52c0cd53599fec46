"""The lineage of a mandate as events in time: ground, request, answers, successors, shared wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request

from graph_service.chains.difference import Stretch, compare
from graph_service.chains.mandate import Mandate
from graph_service.web.pages.access import Row, about, iri, locator_of, rows, worded
from graph_service.web.pages.frame import manner

EVENTS = """
SELECT DISTINCT ?role ?place WHERE {
  { ?mandate unag:groundedIn ?place . BIND("ground" AS ?role) }
  UNION { ?mandate unag:continues ?place . BIND("continues" AS ?role) }
  UNION { ?place unag:continues ?mandate . BIND("continued" AS ?role) }
  UNION { ?mandate unag:fulfilledBy ?place . BIND("answer" AS ?role) }
  UNION { ?place unag:answers ?para . BIND("answer" AS ?role) }
  UNION { ?place unag:answers ?document . BIND("answer-whole" AS ?role) }
  UNION { ?mandate unag:supersededBy ?place . BIND("successor" AS ?role) }
  UNION { ?place unag:supersededBy ?mandate . BIND("predecessor" AS ?role) }
  UNION { ?para unag:inheritsTextFrom ?place . BIND("wording-from" AS ?role) }
  UNION { ?place unag:inheritsTextFrom ?para . BIND("wording-in" AS ?role) }
}"""

WORDS = """
SELECT DISTINCT ?text (LANG(?text) AS ?lang) WHERE { ?words eli:realizes ?place ; unag:text ?text }"""

SHARED = frozenset({"wording-from", "wording-in"})
RANKS = ("wording-from", "predecessor", "continues", "ground", "request", "answer", "answer-whole", "continued",
         "successor", "wording-in")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a lineage; ``changes`` compares the wording with the mandate's own."""

    role: str
    place: str
    date: str
    title: str
    words: str = ""
    language: str = ""
    changes: tuple[Stretch, ...] = ()


def timeline(request: Request, mandate: Mandate) -> list[Event]:
    """Every event of a mandate's lineage, by date; what has no date stands where its role belongs."""
    bound = {"mandate": mandate.locator, "para": mandate.paragraph, "document": mandate.document}
    found = rows(request, EVENTS, **{name: iri(request, locator) for name, locator in bound.items()})
    own = said(request, mandate.paragraph)
    events = {
        ("request", mandate.locator): Event(
            "request", mandate.paragraph, str(mandate.day or ""), "", *shown(request, own)
        )
    }
    for row in found:
        place = locator_of(request, row["place"])
        events[row["role"], place] = event(request, row["role"], place, own)
    return sorted(
        events.values(), key=lambda one: (one.date or known_day(one.role, mandate), RANKS.index(one.role))
    )


def known_day(role: str, mandate: Mandate) -> str:
    """An event without a date is placed next to the request, on the side its role belongs to."""
    return str(mandate.day or "") if RANKS.index(role) <= RANKS.index("request") else str(mandate.day or "") + "z"


def event(request: Request, role: str, place: str, own: dict[str, str]) -> Event:
    """One event with its words and, where wording is shared, with the difference."""
    paragraph = place.partition("/mandate/")[0]
    work = about(request, iri(request, paragraph.partition("~")[0]).value)
    date = worded(work.get("adopted") or work.get("distributed"), "")
    title = worded(work.get("title"), manner(request).wording.language)
    texts = said(request, paragraph)
    words, language = shown(request, texts)
    if role not in SHARED:
        return Event(role, place, date, title, words, language)
    pair = (texts, own) if role == "wording-from" else (own, texts)
    common, changes = compared(*pair, language)
    return Event(role, place, date, title, words, common or language, changes)


def compared(
    earlier: Mapping[str, str], later: Mapping[str, str], language: str
) -> tuple[str, tuple[Stretch, ...]]:
    """How a wording changed, in a language that both have, the given one if it is among them; ('', ()) in none."""
    common = next((code for code in (language, *earlier) if code in earlier and code in later), "")
    return common, compare(earlier[common], later[common]) if common else ()


def shared(request: Request, place: str, found: Sequence[Row]) -> list[Event]:
    """The paragraphs that a paragraph shares its wording with, as events of its own lineage."""
    own = said(request, place)
    roles = ("wording-in" if row["later"] else "wording-from" for row in found)
    return [
        event(request, role, locator_of(request, row["other"]), own)
        for role, row in zip(roles, found, strict=True)
    ]


def said(request: Request, place: str) -> dict[str, str]:
    """The words of a place by language; where none are loaded, its summary."""
    found = {row["lang"]: row["text"] for row in rows(request, WORDS, place=iri(request, place))}
    return found or about(request, iri(request, place).value).get("description", {})


def shown(request: Request, texts: dict[str, str]) -> tuple[str, str]:
    """The words to show: in the interface's language, else English, else any."""
    order = (manner(request).wording.language, "en", *sorted(texts, reverse=True))
    code = next((one for one in order if one in texts), "")
    return texts.get(code, ""), code or "en"
