"""Describe what a paragraph cites: as a node that says how and where, and as an edge that can be followed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph_service.graph.functions import Function, function
from graph_service.graph.ledger import Ledger
from graph_service.graph.vocab import literal, pinpoint_unit, split_locator, term, typed, under
from graph_service.model import Citation, Document, Paragraph, Reference

# Only what was resolved becomes an edge; doubt stays on the node.
RESOLVED: Final = frozenset({"explicit", "coreferent"})


def describe_citations(ledger: Ledger, paragraph: Paragraph) -> None:
    """All citations of a paragraph, one node for each function and target."""
    groups: dict[tuple[str, str], list[tuple[int, Citation]]] = {}
    doubtful: dict[str, int] = {}
    for number, citation in enumerate(paragraph.citations, 1):
        key = citation.target
        if key is None:
            doubtful[citation.function] = doubtful.get(citation.function, 0) + 1
            key = f"unresolved-{doubtful[citation.function]}"
        groups.setdefault((citation.function, key), []).append((number, citation))
    for (notation, key), said in groups.items():
        place = ledger.part(paragraph.id)
        node = under(place, "cites", notation, key)
        ledger.state(node, "unag:citationNumber", *(typed(number) for number, _ in said))
        _describe_citation(ledger, node, place, function(notation), [one for _, one in said])


def _describe_citation(
    ledger: Ledger, subject: str, paragraph: str, known: Function, said: list[Citation]
) -> None:
    """One node; said twice in one paragraph it is one citation with two pieces of evidence."""
    best = max(said, key=lambda one: one.confidence)
    ledger.kinds(subject, "cito:Citation", "unag:Citation")
    ledger.state(subject, "cito:hasCitingEntity", paragraph)
    ledger.state(subject, "unag:citingDocument", ledger.work)
    ledger.state(subject, "unag:function", known.concept)
    ledger.state(subject, "cito:hasCitationCharacterization", known.cito)
    ledger.state(subject, "unag:resolutionStatus", term(f"status:{best.status}"))
    ledger.state(subject, "unag:confidence", typed(float(best.confidence)))
    for candidate in best.candidates:
        ledger.state(subject, "unag:candidate", ledger.mention(candidate))
    if best.reason:
        ledger.state(subject, "unag:reason", literal(best.reason, "en"))
    for one in said:
        _describe_saying(ledger, subject, one)
    if best.target is not None:
        _describe_target(ledger, subject, paragraph, known, best)


def _describe_saying(ledger: Ledger, subject: str, citation: Citation) -> None:
    """What the print adds where it cites: the note, a date, a title, the place."""
    if citation.via_footnote:
        ledger.state(subject, "unag:viaFootnote", ledger.part(f"fn{citation.via_footnote}"))
    ledger.state_if(subject, "unag:printedDate", citation.printed_date)
    if citation.title:
        ledger.state(subject, "unag:printedTitle", literal(citation.title, ledger.language))
    ledger.witness(subject, citation.span)


def _describe_target(ledger: Ledger, subject: str, paragraph: str, known: Function, citation: Citation) -> None:
    """The cited place on the node and, if it is resolved, the edges of paragraph and document."""
    symbol, subdivision = split_locator(citation.target or "")
    target, work = ledger.mention(citation.target or ""), ledger.mention_work(symbol)
    ledger.state(subject, "cito:hasCitedEntity", target)
    ledger.state(subject, "unag:citedDocument", work)
    ledger.state(subject, "unag:pinpointUnit", term(f"unit:{pinpoint_unit(subdivision)}"))
    ledger.state_if(subject, "unag:pinpoint", subdivision)
    if citation.status not in RESOLVED:
        return
    ledger.state(paragraph, "cito:cites", target)
    if known.edge:
        ledger.lines.add(f"{paragraph} {known.edge} {target} {ledger.graph} .\n")
    if work != ledger.work:
        ledger.state(ledger.work, "unag:citesDocument", work)


def describe_references(ledger: Ledger, paragraph: Paragraph) -> None:
    """References to places of the same document: never mixed with citation of others."""
    subject = ledger.part(paragraph.id)
    for key, said in _by_target(paragraph.references):
        node = under(subject, "refers", key)
        ledger.kinds(node, "unag:InternalReference")
        ledger.state(node, "unag:inParagraph", subject)
        ledger.state(node, "unag:resolutionStatus", term(f"status:{said[0].status}"))
        for reference in said:
            ledger.witness(node, reference.span)
            for candidate in reference.candidates:
                ledger.state(node, "unag:candidate", ledger.mention(candidate))
        if said[0].target:
            target = ledger.mention(said[0].target)
            ledger.state(node, "unag:referredPlace", target)
            if said[0].status in RESOLVED:
                ledger.state(subject, "unag:refersTo", target)


def _by_target(references: Iterable[Reference]) -> Iterable[tuple[str, list[Reference]]]:
    groups: dict[str, list[Reference]] = {}
    for reference in references:
        doubtful = sum(key.startswith("unresolved-") for key in groups) + 1
        groups.setdefault(reference.target or f"unresolved-{doubtful}", []).append(reference)
    return groups.items()


def describe_answers(ledger: Ledger, document: Document) -> None:
    """The mandates that a report says it answers."""
    for answer in document.answers:
        target = ledger.mention(answer.target)
        node = under(ledger.work, "answers", answer.target)
        ledger.state(ledger.work, "unag:answers", target)
        ledger.kinds(node, "unag:Answer")
        ledger.state(node, "unag:answeringDocument", ledger.work)
        ledger.state(node, "unag:answeredMandate", target)
        ledger.state(node, "unag:standing", term("standing:declared"))
        if answer.wording:
            ledger.state(node, "unag:answerWording", literal(answer.wording, ledger.language))
        ledger.witness(node, answer.span)
