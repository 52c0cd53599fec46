"""Hyperlinks as evidence: what a document's own links to the UN's document service say of its references.

*Reads* an understood document whose source has link styles; *writes* it with its citations confirmed, completed
or doubted. A link that agrees makes a citation sure. Where the words alone left a reference open, the link settles
it; where they name another document, the words stay, with less confidence and a caution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import unquote

from graph_service.errors import SymbolError
from graph_service.model import Caution, Citation, Document, Footnote, Paragraph, Source, Span
from graph_service.symbols import parse_symbol
from graph_service.text import rules

_LINKED, _DOUBTED = 0.95, 0.6
_OPEN = ("ambiguous", "unresolved", "coreferent")
_PLAIN = "cite"
_REASON = "by the hyperlink on these words"


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of text that leads to a document."""

    span: Span
    symbol: str


def name_notes(footnotes: Sequence[Footnote], source: Source) -> Sequence[Footnote]:
    """Notes that name the documents that they link to; what their words name counts before."""
    links = list(_links(source))
    return [
        replace(note, targets=tuple(dict.fromkeys(one.symbol for one in _within(links, note.span))))
        for note in footnotes
    ]


def follow(document: Document) -> Document:
    """The document with what its hyperlinks say; the same one if it has none to documents."""
    links = list(_links(document.source))
    if not links:
        return document
    cautions: list[Caution] = []
    for note in document.footnotes:
        for link in _within(links, note.span):
            if note.targets and not any(_same(target, link.symbol) for target in note.targets):
                cautions.append(_contradiction(note.targets[0], link))
    paragraphs = tuple(_read(one, links, document, cautions) for one in document.paragraphs)
    found = tuple(sorted((*document.cautions, *cautions), key=lambda one: one.span))
    return replace(document, paragraphs=paragraphs, cautions=found)


def linked_symbol(address: str) -> str | None:
    """The symbol that an address of the document service names, or None for any other address.

    >>> linked_symbol("https://undocs.org/en/A/RES/66/257")
    'A/RES/66/257'
    """
    for pattern in _addresses():
        found = pattern.match(address.strip())
        if found:
            try:
                return parse_symbol(
                    re.sub(r"\s+", " ", unquote(found["symbol"]).replace("+", " ")).strip(" /")
                ).text
            except SymbolError:
                return None
    return None


@cache
def _addresses() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in rules.layout()["links"]["addresses"])


def _links(source: Source) -> Iterator[Link]:
    """The links to documents, a link that several runs carry being one."""
    before: Link | None = None
    text = source.text
    for style in source.styles:
        symbol = linked_symbol(style.value) if style.kind == "link" and style.value else None
        if symbol is None:
            continue
        if before and before.symbol == symbol and not text[before.span.end : style.span.start].strip():
            before = Link(Span(before.span.start, style.span.end), symbol)
            continue
        if before:
            yield before
        before = Link(style.span, symbol)
    if before:
        yield before


def _within(links: Sequence[Link], span: Span) -> list[Link]:
    return [one for one in links if one.span.start < span.end and span.start < one.span.end]


def _read(
    paragraph: Paragraph,
    links: Sequence[Link],
    document: Document,
    cautions: list[Caution],
) -> Paragraph:
    citations = list(paragraph.citations)
    for link in _within(links, paragraph.span):
        if not _owns(paragraph, link):
            continue
        touched = [
            at
            for at, one in enumerate(citations)
            if one.span.start < link.span.end and link.span.start < one.span.end
        ]
        agreed = [at for at in touched if _agrees(citations[at], link.symbol)]
        if agreed:
            for at in agreed:
                citations[at] = _confirmed(citations[at], link.symbol)
        elif touched:
            for at in touched:
                citations[at] = _settled(citations[at], link, cautions)
        elif link.symbol != document.symbol and not any(_agrees(one, link.symbol) for one in citations):
            citations.append(_found(paragraph, link))
    return replace(paragraph, citations=tuple(sorted(citations, key=lambda one: one.span.start)))


def _owns(paragraph: Paragraph, link: Link) -> bool:
    """Whether the link stands in the paragraph's own words: a chapeau's span reaches over what hangs on it."""
    return any(link.span.start <= at < link.span.end for at in paragraph.view.offsets)


def _same(target: str, symbol: str) -> bool:
    """Whether a target is in the linked document; links often leave the letter of a part out."""
    work = target.split("~")[0]
    return work == symbol or work.startswith(f"{symbol}-") or symbol.startswith(f"{work}-")


def _agrees(citation: Citation, symbol: str) -> bool:
    if citation.status == "ambiguous":
        return any(_same(one, symbol) for one in citation.candidates)
    return citation.target is not None and _same(citation.target, symbol)


def _confirmed(citation: Citation, symbol: str) -> Citation:
    """The candidate that the link leads to; what was read already is sure."""
    if citation.status == "ambiguous":
        chosen = [one for one in citation.candidates if _same(one, symbol)]
        if len(chosen) != 1:
            return citation
        return replace(
            citation, target=chosen[0], status="explicit", candidates=(), reason=None, confidence=_LINKED
        )
    return replace(citation, confidence=1.0)


def _settled(citation: Citation, link: Link, cautions: list[Caution]) -> Citation:
    """A reference that its words left open is the linked document; a printed symbol is not overruled."""
    if citation.status in _OPEN:
        place = (citation.target or (citation.candidates or ("",))[0]).partition("~")[2]
        target = f"{link.symbol}~{place}" if place else link.symbol
        return replace(citation, target=target, status="explicit", candidates=(), reason=None, confidence=_LINKED)
    cautions.append(_contradiction(citation.target or "", link))
    return replace(citation, confidence=min(citation.confidence, _DOUBTED))


def _contradiction(target: str, link: Link) -> Caution:
    message = f"the words name {target.split('~')[0]}, but their hyperlink leads to {link.symbol}"
    return Caution("link-contradicts", message, link.span)


def _found(paragraph: Paragraph, link: Link) -> Citation:
    """A reference that no rule of the language found."""
    before = [one for one in paragraph.acts if one.span.start <= link.span.start]
    function = before[-1].function if before else _PLAIN
    return Citation(link.symbol, function, "explicit", link.span, _LINKED, reason=_REASON)
