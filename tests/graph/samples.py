"""Documents written for the tests, in the UN's form, with symbols that cannot exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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
    Source,
    Span,
    View,
)

BASE = "https://example.org/unag/"
TEXT = (
    "99/1. Towards tidy tests\n"
    "Having considered the report on tidy tests,1\n"
    "Clarity\n"
    "1. Recalls paragraph 7 of the report on \"tidy\" tests,1 and requests a report at session 100;\n"
    "2. Requests the Secretary-General:\n"
    "(a) To keep paragraph 1 above in mind;\n"
    "1 A/999/12.\n"
)  # fmt: skip


def span_of(words: str, text: str = TEXT) -> Span:
    """Where the words stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def view_of(words: str, text: str = TEXT) -> View:
    """A view of the words with nothing cleaned away."""
    start = text.index(words)
    return View(words, tuple(range(start, start + len(words))))


def preamble() -> Paragraph:
    """A preambular paragraph that considers a report through a mark."""
    words = "Having considered the report on tidy tests,1"
    return Paragraph(
        id="I.pp1", kind="preambular", number=None, span=span_of(words), section="secI", view=view_of(words),
        marks=(Mark("1", Span(span_of(words).end - 1, span_of(words).end)),),
        acts=(Act("consider", span_of("Having considered")),),
        citations=(
            Citation("A/999/12", "consider", "explicit", span_of("the report on tidy tests"), via_footnote="1"),
        ),
    )  # fmt: skip


def request() -> Paragraph:
    """An operative paragraph that recalls a place and asks for a report."""
    words = '1. Recalls paragraph 7 of the report on "tidy" tests,1 and requests a report at session 100;'
    return Paragraph(
        id="I.op1", kind="operative", number="1", span=span_of(words), section="secI", heading="h1",
        view=view_of(words), marks=(Mark("1", span_of('tests,1 and')),),
        acts=(Act("recall", span_of("Recalls")), Act("request", span_of("requests"))),
        citations=(
            Citation("A/999/12~para7", "recall", "explicit", span_of("paragraph 7"), via_footnote="1"),
            Citation(None, "recall", "unresolved", span_of("the report on"), 0.3, reason="no such note"),
        ),
        mandates=(
            Mandate(
                "request", "Secretary-General", span_of("requests a report at session 100"), "a report", None,
                "annual", "General Assembly",
                Due("at session 100", 1000, "main", date(2945, 9, 1), date(2945, 12, 31)), ("A/999/12~para7",),
            ),
        ),
    )  # fmt: skip


def chapeau() -> tuple[Paragraph, Paragraph]:
    """A paragraph whose sub-paragraph has its mandate from the chapeau's act."""
    words, letter = "2. Requests the Secretary-General:", "(a) To keep paragraph 1 above in mind;"
    return (
        Paragraph(
            id="I.op2", kind="operative", number="2", span=span_of(words), section="secI", heading="h1",
            view=view_of(words), acts=(Act("request", span_of("Requests")),),
        ),
        Paragraph(
            id="I.op2.a", kind="subparagraph", number="a", span=span_of(letter), section="secI", parent="I.op2",
            view=view_of(letter), references=(Reference("A/RES/999/1~I.op1", span_of("paragraph 1 above")),),
            mandates=(Mandate("request", "Secretary-General", span_of("To keep paragraph 1 above in mind")),),
        ),
    )  # fmt: skip


def resolution(language: str = "en") -> Document:
    """A small resolution of one section with everything that a document can have."""
    return Document(
        front=Front(
            "A/RES/999/1", "Resolution", "Towards tidy tests", date(2944, 10, 2), date(2944, 10, 9), 999, ("12",),
            ("A/999/13",), 7, "General Assembly",
        ),
        language=language,
        source=Source(TEXT, "0" * 64, "plain", "made up"),
        segments=(),
        headings=(
            Heading("secI", "section", "I", "", Span(0, 0)),
            Heading("h1", "sub-heading", None, "Clarity", span_of("Clarity")),
        ),
        paragraphs=(preamble(), request(), *chapeau()),
        footnotes=(Footnote("1", ("A/999/12",), span_of("1 A/999/12."), view_of("A/999/12.")),),
        answers=(Answer("A/RES/998/1~op4", span_of("Towards tidy tests")),),
        cautions=(Caution("short", "This document is short.", Span(0, 5)),),
    )  # fmt: skip


def facts_only(document: Document) -> Document:
    """The same document without its words, as curated facts have it."""
    paragraphs = tuple(
        replace(one, view=View("", ()), summary=f"What {one.id} says.") for one in document.paragraphs
    )
    notes = tuple(replace(one, view=View("", ())) for one in document.footnotes)
    source = replace(document.source, text="")
    return replace(document, source=source, paragraphs=paragraphs, footnotes=notes)


def with_paragraph(document: Document, identifier: str, **changes: object) -> Document:
    """The document with one paragraph changed."""
    paragraphs = tuple(
        replace(one, **changes) if one.id == identifier else one  # type: ignore[arg-type]
        for one in document.paragraphs
    )
    return replace(document, paragraphs=paragraphs)
