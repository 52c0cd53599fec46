"""The frozen values that travel between the stages.

A span is half open, ``[start, end)``, and counts code points of ``Source.text``: the text as it was read,
never rewritten. Identifiers of paragraphs are the subdivision part of a locator (``I.op12``, ``para5``,
``op9.b``); they come from printed numbers, never from a position in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points of the source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Style:
    """What the format says about a run: ``superscript``, ``bold``, ``italic``, ``link`` (value: address), …"""

    span: Span
    kind: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, once and for all; ``sha256`` is of the file's bytes.

    ``characters`` is the length that curated facts declare for a text that is not loaded, else None.
    """

    text: str
    sha256: str
    reader: str
    name: str
    styles: tuple[Style, ...] = ()
    pages: tuple[Span, ...] = ()
    language: str | None = None
    symbol: str | None = None
    characters: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Cleaned text with, for each of its characters, the offset it has in the source."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The source range that ``text[start:end]`` covers; an empty range is empty there too."""
        if not self.offsets:
            return Span(0, 0)
        if start >= end:
            at = self.offsets[min(start, len(self.offsets) - 1)]
            return Span(at, at)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the source with one role; all segments of a document tile its text.

    ``owner`` is the paragraph, note, section or heading that the stretch belongs to, or ''.
    """

    kind: str
    span: Span
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark in a paragraph; ``at`` is its place in the paragraph's view text."""

    number: str
    span: Span
    at: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """A verb by which the organ acts; ``function`` is a notation of the functions scheme."""

    function: str
    span: Span
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited place. ``status``: explicit, coreferent, ambiguous (candidates) or unresolved (reason)."""

    target: str | None
    function: str
    status: str
    span: Span
    confidence: float = 1.0
    via_footnote: str | None = None
    candidates: tuple[str, ...] = ()
    reason: str | None = None
    printed_date: date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a place in the same document (“paragraph 7 above”, “the present resolution”)."""

    target: str
    span: Span
    status: str = "explicit"
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: as printed, and as far as it can be computed.

    ``rule`` names how the days were computed (``printed``, ``session-calendar``, ``end-of-month``,
    ``end-of-year``, ``after-adoption``); None where nothing could be.
    """

    printed: str
    session: int | None = None
    part: str | None = None
    earliest: date | None = None
    latest: date | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who is asked for what by one act; ``grounds`` are the targets recalled for it in the paragraph.

    ``addressees`` are all who are asked, in the order of the text; ``addressee`` is the first of them. ``within``
    is the recurring or coming report that is to carry the answer, as printed ("his next progress report"): which
    document that will be is not guessed. ``starts`` and ``ends`` are the printed bounds of what recurs or lasts.
    """

    act: str
    addressee: str | None
    span: Span
    deliverable: str | None = None
    deliverable_span: Span | None = None
    periodicity: str | None = None
    report_to: str | None = None
    due: Due | None = None
    grounds: tuple[str, ...] = ()
    reiterates: bool = False
    addressees: tuple[str, ...] = ()
    within: str | None = None
    starts: str | None = None
    ends: str | None = None

    def __post_init__(self) -> None:
        """The first addressee is the one that is named alone."""
        if self.addressee and self.addressees[:1] != (self.addressee,):
            object.__setattr__(self, "addressees", (self.addressee,))


@dataclass(frozen=True, slots=True)
class Heading:
    """A section head (``secI``, ``secII.B``) or an un-numbered sub-heading (``id`` is made from its order)."""

    id: str
    kind: str
    number: str | None
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note with the locators it names; ``see`` tells whether a "See" introduces them."""

    number: str
    targets: tuple[str, ...]
    span: Span
    view: View = field(default=View("", ()), repr=False)
    see: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``kind``: preambular, operative, subparagraph, numbered (reports), annex, text."""

    id: str
    kind: str
    number: str | None
    span: Span
    section: str | None = None
    heading: str | None = None
    parent: str | None = None
    view: View = field(default=View("", ()), repr=False)
    marks: tuple[Mark, ...] = ()
    acts: tuple[Act, ...] = ()
    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Something about a document that a reader should know; printed as a warning."""

    code: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Front:
    """What the front matter prints; nothing here is inferred, except ``kind`` and ``session`` from the symbol."""

    symbol: str | None = None
    kind: str | None = None
    title: str | None = None
    adopted: date | None = None
    distributed: date | None = None
    session: int | None = None
    agenda_items: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    meeting: int | None = None
    organ: str | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A text cut into its parts, before anything is understood of what the paragraphs say."""

    front: Front
    language: str
    segments: tuple[Segment, ...]
    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The mandate that a report says it answers ("submitted pursuant to …")."""

    target: str
    span: Span
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One expression of one work: all that was read from one text in one language."""

    front: Front
    language: str
    source: Source
    segments: tuple[Segment, ...]
    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    answers: tuple[Answer, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def symbol(self) -> str:
        """The work's symbol; a document without one has none to be published under."""
        return self.front.symbol or ""

    def paragraph(self, identifier: str) -> Paragraph | None:
        """The paragraph of that id, or None."""
        return next((one for one in self.paragraphs if one.id == identifier), None)

    def citations(self) -> Iterator[tuple[Paragraph, Citation]]:
        """Every citation with the paragraph that makes it, in reading order."""
        for paragraph in self.paragraphs:
            for citation in paragraph.citations:
                yield paragraph, citation


def hull(spans: Sequence[Span]) -> Span:
    """The smallest span that covers all of them; spans must not be empty."""
    return Span(min(one.start for one in spans), max(one.end for one in spans))
