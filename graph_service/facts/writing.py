"""A document as JSON: facts under the names of the interface, with the words only when asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from graph_service.model import (
    Act,
    Citation,
    Document,
    Due,
    Footnote,
    Heading,
    Mandate,
    Paragraph,
    Reference,
    Span,
)

Facts = dict[str, Any]


def to_json(document: Document, *, with_text: bool = False) -> Facts:
    """All facts of a document, in the order and under the names of the interface.

    With ``with_text`` every object that has a span also has the source text of that span.
    """
    front, source = document.front, document.source
    text = source.text if with_text else None
    return {
        "symbol": front.symbol,
        "language": document.language,
        "kind": front.kind,
        "title": front.title,
        "adopted": _iso(front.adopted),
        "distributed": _iso(front.distributed),
        "session": front.session,
        "agendaItems": list(front.agenda_items),
        "basedOn": list(front.based_on),
        "meeting": front.meeting,
        "organ": front.organ,
        "source": {
            "sha256": source.sha256,
            "characters": source.characters or len(source.text),
            "reader": source.reader,
        },
        "headings": [_heading(one, text) for one in document.headings],
        "footnotes": [_footnote(one, text) for one in document.footnotes],
        "paragraphs": [_paragraph(one, text) for one in document.paragraphs],
        "answers": [_spanned(one.span, text, target=one.target, wording=one.wording) for one in document.answers],
        "segments": [[one.kind, one.span.start, one.span.end, one.owner] for one in document.segments],
        "warnings": [_spanned(one.span, text, code=one.code, message=one.message) for one in document.cautions],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _spanned(span: Span, text: str | None, **facts: object) -> Facts:
    facts["span"] = [span.start, span.end]
    if text is not None:
        facts["text"] = text[span.start : span.end]
    return facts


def _heading(one: Heading, text: str | None) -> Facts:
    return _spanned(one.span, text, id=one.id, kind=one.kind, number=one.number, title=one.title)


def _footnote(one: Footnote, text: str | None) -> Facts:
    return _spanned(one.span, text, number=one.number, targets=list(one.targets), see=one.see)


def _paragraph(one: Paragraph, text: str | None) -> Facts:
    facts = _spanned(
        one.span,
        None,
        id=one.id,
        kind=one.kind,
        number=one.number,
        section=one.section,
        heading=one.heading,
        parent=one.parent,
        marks=[mark.number for mark in one.marks],
        acts=[_act(act, text) for act in one.acts],
        citations=[_citation(citation, text) for citation in one.citations],
        references=[_reference(reference, text) for reference in one.references],
        mandates=[_mandate(mandate, text) for mandate in one.mandates],
    )
    if one.summary:
        facts["summary"] = one.summary
    if text is not None:
        facts["text"] = one.view.text
    return facts


def _act(one: Act, text: str | None) -> Facts:
    facts = _spanned(one.span, text, function=one.function)
    if one.modifiers:
        facts["modifiers"] = list(one.modifiers)
    return facts


def _citation(one: Citation, text: str | None) -> Facts:
    facts = _spanned(
        one.span,
        text,
        target=one.target,
        function=one.function,
        viaFootnote=one.via_footnote,
        status=one.status,
        confidence=one.confidence,
    )
    extras = {
        "candidates": list(one.candidates),
        "reason": one.reason,
        "printedDate": _iso(one.printed_date),
        "title": one.title,
    }
    return facts | {name: value for name, value in extras.items() if value}


def _reference(one: Reference, text: str | None) -> Facts:
    facts = _spanned(one.span, text, target=one.target, status=one.status)
    if one.candidates:
        facts["candidates"] = list(one.candidates)
    return facts


def _mandate(one: Mandate, text: str | None) -> Facts:
    return _spanned(
        one.span,
        text,
        act=one.act,
        addressee=one.addressee,
        addressees=list(one.addressees),
        deliverable=one.deliverable,
        periodicity=one.periodicity,
        reportTo=one.report_to,
        due=_due(one.due),
        grounds=list(one.grounds),
        reiterates=one.reiterates,
        within=one.within,
        starts=one.starts,
        ends=one.ends,
    )


def _due(one: Due | None) -> Facts | None:
    if one is None:
        return None
    return {
        "printed": one.printed,
        "session": one.session,
        "part": one.part,
        "earliest": _iso(one.earliest),
        "latest": _iso(one.latest),
        "rule": one.rule,
    }
