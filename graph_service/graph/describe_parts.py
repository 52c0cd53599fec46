"""Describe the parts of a document: headings, paragraphs with their words and acts, notes and marks."""

from __future__ import annotations

from typing import Final

from graph_service.graph.functions import function
from graph_service.graph.ledger import Ledger
from graph_service.graph.vocab import literal, typed, under
from graph_service.model import Act, Document, Heading, Mark, Paragraph

# Kind of a model paragraph → class; "text" and what may come later is a plain paragraph.
PARAGRAPH_CLASSES: Final = {
    "preambular": "unag:PreambularParagraph",
    "operative": "unag:OperativeParagraph",
    "subparagraph": "unag:SubParagraph",
    "numbered": "unag:NumberedParagraph",
    "annex": "unag:AnnexParagraph",
}
DIVISION_CLASSES: Final = {"section": "unag:Section", "chapter": "unag:Section", "annex": "unag:Annex"}


def describe_headings(ledger: Ledger, document: Document) -> None:
    """Sections, annexes and un-numbered sub-headings, in reading order."""
    divisions = {one.id for one in document.headings if one.kind in DIVISION_CLASSES}
    sections = {find_heading(document, one): one.section for one in reversed(document.paragraphs)}
    for order, heading in enumerate(document.headings, 1):
        subject = ledger.part(heading.id)
        ledger.state(subject, "unag:inDocument", ledger.work)
        ledger.state(subject, "unag:locator", literal(f"{ledger.symbol}~{heading.id}"))
        ledger.state(subject, "unag:headingOrder", typed(order))
        ledger.state_if(subject, "eli:number", heading.number)
        if heading.title:
            ledger.state(subject, "rdfs:label", literal(heading.title, ledger.language))
        ledger.witness(subject, heading.span)
        if heading.id in divisions:
            _describe_division(ledger, heading, subject, divisions)
        else:
            ledger.kinds(subject, "unag:SubHeading")
            section = division(sections.get(heading.id), divisions)
            if section:
                ledger.state(subject, "unag:inSection", ledger.part(section))


def _describe_division(ledger: Ledger, heading: Heading, subject: str, divisions: set[str]) -> None:
    """A section or annex: a part of the next larger one that is there, or of the work."""
    ledger.kinds(subject, "eli:LegalResourceSubdivision", "unag:Section", DIVISION_CLASSES[heading.kind])
    parent = heading.id.rpartition(".")[0]
    ledger.state(subject, "eli:is_part_of", ledger.part(parent) if parent in divisions else ledger.work)


def division(section: str | None, divisions: set[str]) -> str | None:
    """The id of the section that a paragraph names, as ``secI`` or as ``I``; None if it is not there."""
    return next((one for one in (section, f"sec{section}") if section and one in divisions), None)


def find_heading(document: Document, paragraph: Paragraph) -> str | None:
    """The id of the heading above a paragraph, which names it by id or, in curated facts, by its title.

    Of several headings with one title it is the nearest before the paragraph.
    """
    if not paragraph.heading:
        return None
    named = [one for one in document.headings if paragraph.heading in (one.id, one.title)]
    before = [one for one in named if one.span.start <= paragraph.span.start]
    return max(before or named, key=lambda one: one.span.start).id if named else None


def describe_paragraphs(ledger: Ledger, document: Document) -> None:
    """Every paragraph in reading order, with its place, words, acts and marks."""
    divisions = {one.id for one in document.headings if one.kind in DIVISION_CLASSES}
    for order, paragraph in enumerate(document.paragraphs, 1):
        subject = ledger.part(paragraph.id)
        ledger.kinds(subject, "unag:Paragraph", "eli:LegalResourceSubdivision")
        if paragraph.kind in PARAGRAPH_CLASSES:
            ledger.kinds(subject, PARAGRAPH_CLASSES[paragraph.kind])
        section = division(paragraph.section, divisions)
        whole = paragraph.parent or section
        ledger.state(subject, "eli:is_part_of", ledger.part(whole) if whole else ledger.work)
        ledger.state(subject, "unag:inDocument", ledger.work)
        ledger.state(subject, "unag:locator", literal(f"{ledger.symbol}~{paragraph.id}"))
        ledger.state(subject, "unag:orderKey", typed(order))
        ledger.state_if(subject, "eli:number", paragraph.number)
        if section:
            ledger.state(subject, "unag:inSection", ledger.part(section))
        heading = find_heading(document, paragraph)
        if heading:
            ledger.state(subject, "unag:underHeading", ledger.part(heading))
        if paragraph.summary:
            ledger.state(subject, "dcterms:description", literal(paragraph.summary, "en"))
        _describe_words(ledger, paragraph, subject)
        for number, act in enumerate(paragraph.acts, 1):
            _describe_act(ledger, subject, number, act)
        for number, mark in enumerate(paragraph.marks, 1):
            _describe_mark(ledger, paragraph, number, mark)


def _describe_words(ledger: Ledger, paragraph: Paragraph, subject: str) -> None:
    """The paragraph in this language: where it stands in the source and, if at hand, its cleaned text."""
    words = ledger.names.locator(f"{ledger.symbol}@{ledger.language}~{paragraph.id}")
    ledger.kinds(words, "unag:ParagraphText", "eli:LegalExpression")
    ledger.state(words, "eli:realizes", subject)
    ledger.state(words, "unag:inExpression", ledger.expression)
    ledger.state(words, "unag:start", typed(paragraph.span.start))
    ledger.state(words, "unag:end", typed(paragraph.span.end))
    if ledger.words and paragraph.view.text:
        ledger.state(words, "unag:text", literal(paragraph.view.text, ledger.language))


def _describe_act(ledger: Ledger, paragraph: str, number: int, act: Act) -> None:
    """What the organ does by one verb."""
    subject, known = under(paragraph, "act", str(number)), function(act.function)
    ledger.kinds(subject, "unag:Act")
    ledger.state(subject, "unag:inParagraph", paragraph)
    ledger.state(subject, "unag:actNumber", typed(number))
    ledger.state(subject, "unag:function", known.concept)
    if known.force:
        ledger.state(subject, "unag:force", known.force)
    for modifier in act.modifiers:
        ledger.state(subject, "unag:modifier", literal(modifier))
    ledger.witness(subject, act.span)


def _describe_mark(ledger: Ledger, paragraph: Paragraph, number: int, mark: Mark) -> None:
    """A footnote mark in the words of one language (C4O: a pointer that denotes its note)."""
    words = ledger.names.locator(f"{ledger.symbol}@{ledger.language}~{paragraph.id}")
    subject = under(words, "mark", str(number))
    ledger.kinds(subject, "c4o:InTextReferencePointer")
    ledger.state(subject, "c4o:denotes", ledger.part(f"fn{mark.number}"))
    ledger.state(subject, "unag:inParagraph", ledger.part(paragraph.id))
    ledger.state(subject, "unag:inDocument", ledger.work)
    ledger.witness(subject, mark.span)


def describe_footnotes(ledger: Ledger, document: Document) -> None:
    """Every note with the works or parts that it names."""
    for note in document.footnotes:
        subject = ledger.part(f"fn{note.number}")
        ledger.kinds(subject, "doco:Footnote")
        ledger.state(subject, "unag:noteNumber", literal(note.number))
        ledger.state(subject, "unag:inDocument", ledger.work)
        ledger.state(subject, "unag:locator", literal(f"{ledger.symbol}~fn{note.number}"))
        ledger.state(subject, "unag:seeSignal", typed(note.see))
        for target in note.targets:
            ledger.state(subject, "biro:references", ledger.mention(target))
        ledger.witness(subject, note.span)
        if ledger.words and note.view.text:
            ledger.state(subject, "unag:text", literal(note.view.text, ledger.language))
