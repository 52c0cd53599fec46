"""Describe: from a document's frozen values to N-Quads.

Reads a `Document`; writes sorted N-Quads without blank nodes, all in the expression's named graph. The same
document gives the same bytes, on any machine. A document without words (curated facts) is described as far as
facts go: no text, no quotations.
"""

from __future__ import annotations

import re
from typing import Final

from graph_service.graph.describe_citations import describe_answers, describe_citations, describe_references
from graph_service.graph.describe_mandates import describe_mandates
from graph_service.graph.describe_parts import describe_footnotes, describe_headings, describe_paragraphs
from graph_service.graph.ledger import Ledger, known_symbol
from graph_service.graph.vocab import AUTHORITY_LANGUAGES, literal, safe, term, under
from graph_service.model import Document, Front

# AKN4UN naming convention, statements of the General Assembly: /akn/un/statement/deliberation/un-ga/DATE/NUMBER.
AKN_NAME: Final = "/akn/un/statement/deliberation/un-ga/{date}/{number}"
AKN_FAMILIES: Final = frozenset({"ga-resolution", "ga-resolution-roman"})
PAGE: Final = "https://docs.un.org/{language}/{symbol}"
# Decisions have no symbol in print, and part letters are not addressed the same way everywhere: no page for them.
PAGELESS: Final = re.compile(r"^(?:[^/]+$|A/DEC/)|-[A-Z](?:-[A-Z])?$")


def describe(document: Document, base: str, graph: str | None = None) -> bytes:
    """The document as sorted N-Quads of the graph ``{base}graph/SYMBOL@language``, without blank nodes.

    ``graph`` is another graph's IRI, or its name under ``{base}graph/``. A document without a symbol cannot be
    published and gives b"".
    """
    if not document.symbol:
        return b""
    ledger = Ledger.of(document, base, graph)
    _describe_work(ledger, document.front)
    _describe_expression(ledger, document)
    describe_headings(ledger, document)
    describe_paragraphs(ledger, document)
    describe_footnotes(ledger, document)
    for paragraph in document.paragraphs:
        describe_citations(ledger, paragraph)
        describe_references(ledger, paragraph)
        describe_mandates(ledger, document, paragraph)
    describe_answers(ledger, document)
    _describe_cautions(ledger, document)
    return ledger.closed()


def _describe_work(ledger: Ledger, front: Front) -> None:
    """What the front matter prints of the work."""
    work = ledger.work
    known = known_symbol(ledger.symbol)
    ledger.kinds(work, "unag:Document", "eli:LegalResource", f"unag:{front.kind or known.kind}")
    ledger.state(work, "unag:symbol", literal(ledger.symbol))
    ledger.state(work, "rdfs:label", literal(ledger.symbol))
    if front.title:
        ledger.state(work, "dcterms:title", literal(front.title, ledger.language))
    ledger.state_if(work, "unag:adopted", front.adopted)
    ledger.state_if(work, "unag:distributed", front.distributed)
    ledger.state_if(work, "unag:session", front.session or known.session)
    ledger.state_if(work, "unag:meeting", front.meeting)
    for item in front.agenda_items:
        ledger.state(work, "unag:agendaItem", literal(item))
    for symbol in front.based_on:
        ledger.state(work, "unag:basedOn", ledger.mention_work(symbol))
    organ = front.organ or known.organ
    if organ:
        ledger.state(work, "unag:issuedBy", ledger.mention_body(organ))
    _describe_identifiers(ledger, front)


def _describe_identifiers(ledger: Ledger, front: Front) -> None:
    """Names that other systems give the work: recorded, never used as identity."""
    if front.adopted and known_symbol(ledger.symbol).family in AKN_FAMILIES:
        number = ledger.symbol.removeprefix("A/RES/").replace("/", "-").lower()
        ledger.state(ledger.work, "unag:aknName", literal(AKN_NAME.format(date=front.adopted, number=number)))
    if not PAGELESS.search(ledger.symbol):
        page = PAGE.format(language=ledger.language, symbol=safe(ledger.symbol))
        ledger.state(ledger.expression, "foaf:page", f"<{page}>")


def _describe_expression(ledger: Ledger, document: Document) -> None:
    """The language version, the file it was read from and the reading."""
    expression, source = ledger.expression, document.source
    ledger.kinds(expression, "eli:LegalExpression", "unag:Expression")
    ledger.state(expression, "eli:realizes", ledger.work)
    ledger.state(expression, "rdfs:label", literal(f"{ledger.symbol}@{ledger.language}"))
    ledger.state(expression, "dcterms:language", literal(ledger.language))
    if ledger.language in AUTHORITY_LANGUAGES:
        ledger.state(expression, "eli:language", term(f"language:{AUTHORITY_LANGUAGES[ledger.language]}"))
    ledger.state(ledger.graph, "foaf:primaryTopic", expression)
    if not source.sha256:
        return
    file, reading = ledger.names.source(source.sha256), under(expression, "reading")
    ledger.state(expression, "prov:hadPrimarySource", file)
    ledger.state(expression, "prov:wasGeneratedBy", reading)
    ledger.kinds(reading, "prov:Activity")
    ledger.state(reading, "prov:used", file)
    ledger.state_if(reading, "unag:reader", source.reader)
    ledger.kinds(file, "eli:Format")
    ledger.state(file, "eli:embodies", expression)
    for subject in (file, expression):
        ledger.state(subject, "unag:sha256", literal(source.sha256))
        ledger.state_if(subject, "unag:reader", source.reader)
        ledger.state_if(subject, "unag:characters", len(source.text) or source.characters)


def _describe_cautions(ledger: Ledger, document: Document) -> None:
    """What a reader should know of this reading."""
    for number, caution in enumerate(document.cautions, 1):
        subject = under(ledger.expression, "caution", str(number))
        ledger.kinds(subject, "unag:Caution")
        ledger.state(subject, "unag:code", literal(caution.code))
        ledger.state(subject, "rdfs:comment", literal(caution.message, "en"))
        ledger.state(subject, "unag:inExpression", ledger.expression)
        ledger.witness(subject, caution.span)
