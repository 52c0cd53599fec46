"""A document from its JSON: facts without words, as the curated base has them before any text is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph_service.errors import CuratedError
from graph_service.model import (
    Act,
    Answer,
    Caution,
    Citation,
    Document,
    Due,
    Footnote,
    Front,
    Heading,
    Mandate,
    Mark,
    Paragraph,
    Reference,
    Segment,
    Source,
    Span,
)


def from_json(facts: Mapping[str, Any], *, name: str = "") -> Document:
    """The document that the facts describe, without words (views are empty).

    Raises `CuratedError` naming the file and the missing or malformed member.
    """
    try:
        return _document(facts, name)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        advice = "compare it with data/document.schema.json"
        raise CuratedError(f"not a document: {error!r}", where=name, do=advice) from error


def _document(facts: Mapping[str, Any], name: str) -> Document:
    source = facts["source"]
    return Document(
        front=_front(facts),
        language=facts["language"],
        source=Source(
            "",
            source["sha256"],
            source["reader"],
            name,
            language=facts["language"],
            characters=source["characters"],
        ),
        segments=tuple(_segment(row) for row in facts.get("segments", ())),
        headings=tuple(
            Heading(one["id"], one["kind"], one.get("number"), one["title"], _span(one))
            for one in facts.get("headings", ())
        ),
        paragraphs=tuple(_read_paragraph(one) for one in facts["paragraphs"]),
        footnotes=tuple(
            Footnote(one["number"], tuple(one["targets"]), _span(one), see=one.get("see", False))
            for one in facts.get("footnotes", ())
        ),
        answers=tuple(
            Answer(one["target"], _span(one), one.get("wording", "")) for one in facts.get("answers", ())
        ),
        cautions=tuple(Caution(one["code"], one["message"], _span(one)) for one in facts.get("warnings", ())),
    )


def _front(facts: Mapping[str, Any]) -> Front:
    return Front(
        symbol=facts["symbol"],
        kind=facts.get("kind"),
        title=facts.get("title"),
        adopted=_day(facts.get("adopted")),
        distributed=_day(facts.get("distributed")),
        session=facts.get("session"),
        agenda_items=tuple(facts.get("agendaItems", ())),
        based_on=tuple(facts.get("basedOn", ())),
        meeting=facts.get("meeting"),
        organ=facts.get("organ"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(one: Mapping[str, Any]) -> Span:
    start, end = one.get("span") or (0, 0)
    return Span(int(start), int(end))


def _segment(row: list[Any]) -> Segment:
    kind, start, end, owner = row
    return Segment(kind, Span(start, end), owner)


def _read_paragraph(one: Mapping[str, Any]) -> Paragraph:
    return Paragraph(
        id=one["id"],
        kind=one["kind"],
        number=one.get("number"),
        span=_span(one),
        section=one.get("section"),
        heading=one.get("heading"),
        parent=one.get("parent"),
        marks=tuple(Mark(number, _span(one)) for number in one.get("marks", ())),
        acts=tuple(
            Act(act["function"], _span(act), tuple(act.get("modifiers", ()))) for act in one.get("acts", ())
        ),
        citations=tuple(_read_citation(citation) for citation in one.get("citations", ())),
        references=tuple(
            Reference(ref["target"], _span(ref), ref.get("status", "explicit"), tuple(ref.get("candidates", ())))
            for ref in one.get("references", ())
        ),
        mandates=tuple(_read_mandate(mandate) for mandate in one.get("mandates", ())),
        summary=one.get("summary"),
    )


def _read_citation(one: Mapping[str, Any]) -> Citation:
    return Citation(
        target=one["target"],
        function=one["function"],
        status=one["status"],
        span=_span(one),
        confidence=float(one.get("confidence", 1.0)),
        via_footnote=one.get("viaFootnote"),
        candidates=tuple(one.get("candidates", ())),
        reason=one.get("reason"),
        printed_date=_day(one.get("printedDate")),
        title=one.get("title"),
    )


def _read_mandate(one: Mapping[str, Any]) -> Mandate:
    due = one.get("due")
    return Mandate(
        act=one["act"],
        addressee=one.get("addressee"),
        span=_span(one),
        deliverable=one.get("deliverable"),
        periodicity=one.get("periodicity"),
        report_to=one.get("reportTo"),
        due=None if due is None else _read_due(due),
        grounds=tuple(one.get("grounds", ())),
        reiterates=bool(one.get("reiterates", False)),
        addressees=tuple(one.get("addressees", ())),
        within=one.get("within"),
        starts=one.get("starts"),
        ends=one.get("ends"),
    )


def _read_due(one: Mapping[str, Any]) -> Due:
    return Due(
        printed=one["printed"],
        session=one.get("session"),
        part=one.get("part"),
        earliest=_day(one.get("earliest")),
        latest=_day(one.get("latest")),
        rule=one.get("rule"),
    )
