"""Describe mandates: who is asked for what, by when, on what ground, and by which act."""

from __future__ import annotations

from collections.abc import Iterator

from graph_service.graph.functions import function
from graph_service.graph.ledger import Ledger
from graph_service.graph.vocab import literal, typed, under
from graph_service.model import Document, Due, Mandate, Paragraph


def describe_mandates(ledger: Ledger, document: Document, paragraph: Paragraph) -> None:
    """Every mandate of a paragraph."""
    subject = ledger.part(paragraph.id)
    for number, mandate in enumerate(paragraph.mandates, 1):
        node, known = under(subject, "mandate", str(number)), function(mandate.act)
        ledger.kinds(node, "unag:Mandate", "lrmlmm:Obligation")
        ledger.state(node, "unag:mandatedBy", subject)
        ledger.state(node, "unag:mandateNumber", typed(number))
        ledger.state(node, "unag:act", known.concept)
        if known.force:
            ledger.state(node, "unag:strength", known.force)
        act = conferring_act(document, paragraph, mandate)
        if act:
            ledger.state(node, "unag:conferredBy", under(ledger.part(act[0].id), "act", str(act[1])))
        _describe_content(ledger, subject, node, mandate)
        for ground in mandate.grounds:
            ledger.state(node, "unag:groundedIn", ledger.mention(ground))
        ledger.witness(node, mandate.span)


def conferring_act(document: Document, paragraph: Paragraph, mandate: Mandate) -> tuple[Paragraph, int] | None:
    """The act (its paragraph and number from 1) that confers a mandate: the nearest of that function.

    A sub-paragraph has its mandate from the act of its chapeau. None if no such act is there.
    """
    for place in _upwards(document, paragraph):
        same = [(number, act) for number, act in enumerate(place.acts, 1) if act.function == mandate.act]
        if same:
            before = [one for one in same if one[1].span.start <= mandate.span.end]
            near = min(before or same, key=lambda one: abs(one[1].span.start - mandate.span.start))
            return place, near[0]
    return None


def _upwards(document: Document, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, then its parents."""
    place: Paragraph | None = paragraph
    seen: set[str] = set()
    while place is not None and place.id not in seen:
        seen.add(place.id)
        yield place
        place = document.paragraph(place.parent) if place.parent else None


def _describe_content(ledger: Ledger, paragraph: str, node: str, mandate: Mandate) -> None:
    """Addressee, deliverable, periodicity, recipient and due date; words of curated facts are English."""
    language = ledger.language if ledger.words else "en"
    for name in mandate.addressees:
        body = ledger.mention_body(name)
        ledger.state(node, "unag:addressee", body)
        ledger.state(paragraph, "unag:mandateGivenTo", body)
    if len(mandate.addressees) > 1:
        _describe_order(ledger, node, mandate.addressees)
    if mandate.report_to:
        ledger.state(node, "unag:reportTo", ledger.mention_body(mandate.report_to))
    if mandate.deliverable:
        ledger.state(node, "unag:deliverable", literal(mandate.deliverable, language))
    ledger.state_if(node, "unag:periodicity", mandate.periodicity)
    _describe_printed(ledger, node, mandate, language)
    if mandate.reiterates:
        ledger.state(node, "unag:reiteration", typed(True))
    if mandate.due:
        _describe_due(ledger, node, mandate.due, language)


def _describe_order(ledger: Ledger, node: str, addressees: tuple[str, ...]) -> None:
    """In which order several bodies are named: the first, and all of them in sequence (RDF Schema 1.1, 5.1.2)."""
    bodies = list(dict.fromkeys(map(ledger.mention_body, addressees)))
    sequence = under(node, "addressees")
    ledger.state(node, "unag:firstAddressee", bodies[0])
    ledger.state(node, "unag:addresseeOrder", sequence)
    ledger.kinds(sequence, "rdf:Seq")
    for number, body in enumerate(bodies, 1):
        ledger.state(sequence, f"rdf:_{number}", body)


def _describe_printed(ledger: Ledger, node: str, mandate: Mandate, language: str) -> None:
    """The report that is to carry the answer, and from when and until when it recurs, in the text's own words."""
    rows = (
        ("unag:withinReport", mandate.within),
        ("unag:recursFrom", mandate.starts),
        ("unag:recursUntil", mandate.ends),
    )
    for name, words in rows:
        if words:
            ledger.state(node, name, literal(words, language))


def _describe_due(ledger: Ledger, node: str, due: Due, language: str) -> None:
    """When it is due: as printed, and as far as it could be computed."""
    if due.printed:
        ledger.state(node, "unag:duePrinted", literal(due.printed, language))
    ledger.state_if(node, "unag:dueSession", due.session)
    ledger.state_if(node, "unag:duePart", due.part)
    ledger.state_if(node, "unag:dueFrom", due.earliest)
    ledger.state_if(node, "unag:dueBy", due.latest)
    ledger.state_if(node, "unag:dueRule", due.rule)
