"""Segmentation: from one text to its front matter, sections, paragraphs and footnotes.

*Reads* a Source and the structure tables of its language; *writes* a Structure whose segments tile the text.
Nothing is refused: what is not understood becomes an ``unclassified`` segment and a caution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.errors import SymbolError
from graph_service.model import Caution, Segment, Source, Span, Structure
from graph_service.symbols import parse_symbol
from graph_service.text import (
    bilingual,
    blocks,
    displaced,
    evidence,
    footnotes,
    front,
    furniture,
    numbering,
    outline,
    rules,
    specials,
    tiling,
)
from graph_service.text.block import Block
from graph_service.text.detect import detect
from graph_service.text.extent import Extent, locate
from graph_service.text.lines import Line, Shape, cut, measure
from graph_service.text.node import Node
from graph_service.text.notehead import Notes
from graph_service.text.paragraphs import Composer
from graph_service.text.rules import Rules
from graph_service.text.unfold import unfold
from graph_service.text.views import cleaner

# Kinds that only reports have, by the symbol alone.
_REPORTS = frozenset({"JIUReport"})
_BLOCK_READERS = ("docx", "html", "akn")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a text, sorted by what they are for."""

    lines: Sequence[Line]
    shape: Shape
    furniture: frozenset[int]
    notes: Notes
    printed: Sequence[Line]
    parted: bilingual.Parted

    @property
    def cautions(self) -> list[Caution]:
        """What is doubtful about notes and languages."""
        return [*self.notes.cautions, *([self.parted.caution] if self.parted.caution else [])]


def split(source: Source, language: str | None = None) -> Structure:
    """Cuts a text into its parts. Raises SourceError only for a language without rules."""
    code, cautions = detect(source, language)
    tongue = rules.load(code)
    page = lay(source, tongue)
    extent = locate(page.printed, tongue, source.symbol)
    clean = cleaner(source.text, tongue)
    body = displaced.restore(page.printed[extent.body : extent.last], tongue, page.shape)
    special = specials.find(body, tongue)
    numbers = {note.number for note in page.notes.notes}
    parts = blocks.assemble(body, tongue, page.shape, special, numbers)
    report = is_report(page, extent, tongue, parts, source.symbol)
    nodes = outline.outline(parts, tongue, report)
    names = numbering.number(nodes)
    closing = [clean.view(node.block.pieces).text for node in nodes if node.role == "closing"]
    facts, title = front.read(page.printed, extent, tongue, clean, source, closing)
    composer = Composer(source, tongue, clean, page.notes)
    composer.compose(nodes)
    claims = [*_claims(page, extent, title), *composer.claims]
    segments = tiling.tile(source.text, claims)
    parted = [page.parted.caution] if page.parted.caution else []
    doubts = [
        *parted,
        *cautions,
        *names.cautions,
        *_uncounted(nodes, report and not _lettered(page, extent, tongue)),
        *page.notes.cautions,
        *composer.cautions,
        *_unread(source, segments),
    ]
    return Structure(
        front=facts,
        language=code,
        segments=segments,
        headings=tuple(composer.headings),
        paragraphs=tuple(composer.paragraphs),
        footnotes=tuple(composer.footnotes),
        cautions=tuple(sorted(doubts, key=lambda one: one.span)),
    )


def lay(source: Source, language: Rules) -> Page:
    """Sorts the lines into text, notes and furniture; the title is needed to know running heads."""
    shown = evidence.gather(unfold(cut(source.text), source.text, language), source)
    parted = bilingual.part(shown.lines, language.code)
    lines = parted.lines
    shape = measure(lines, source.reader in _BLOCK_READERS)
    found = furniture.find(lines, language, "") | shown.furniture
    for _ in range(2):
        notes = footnotes.find(lines, found, source, language, shape, shown.notes)
        aside = found | notes.lines | notes.ruled | notes.strays
        printed = [line for line in lines if line.text and line.index not in aside]
        title = _title(printed, language, source.symbol)
        again = furniture.find(lines, language, title) | shown.furniture
        if again == found:
            break
        found = again
    return Page(lines, shape, frozenset(found | notes.ruled | notes.strays), notes, printed, parted)


def _title(printed: Sequence[Line], language: Rules, symbol: str | None) -> str:
    extent = locate(printed, language, symbol)
    if extent.head is None:
        return ""
    head = printed[extent.head.line]
    rest = head.text[extent.head.rest :] if extent.head.rest is not None else ""
    return " ".join([rest, *(line.text for line in printed[extent.head.line + 1 : extent.body])])


def is_report(
    page: Page, extent: Extent, language: Rules, parts: Sequence[Block], symbol: str | None = None
) -> bool:
    """Whether the text is a report: no organ enacts, and its symbol or its numbering throughout says so."""
    if extent.head is not None:
        return False
    if any(block.special is not None and block.special.kind == "enacting" for block in parts):
        return bool(_told(page, extent, language)) and _begun(parts)
    if symbol and _kind(symbol) in _REPORTS:
        return True
    if _told(page, extent, language):
        return True
    numbered = sum(block.number is not None and not block.item for block in parts)
    verbs = sum(
        any(one.match(block.text) for one in (*language.verbs, *language.openings))
        for block in parts
        if block.number is not None and not block.item
    )
    return numbered > 4 and verbs * 3 < numbered


def _told(page: Page, extent: Extent, language: Rules) -> bool:
    """Whether a line of the front says whose report it is."""
    return any(one.fullmatch(line.text) for line in page.printed[: extent.body] for one in language.reports)


def _begun(parts: Sequence[Block]) -> bool:
    """Whether paragraphs are numbered before anything is enacted: what is enacted then is a draft."""
    enacted = next(
        at for at, one in enumerate(parts) if one.special is not None and one.special.kind == "enacting"
    )
    return any(one.number is not None and not one.item for one in parts[:enacted])


def _kind(symbol: str) -> str:
    try:
        return parse_symbol(symbol).kind
    except SymbolError:
        return ""


def _claims(page: Page, extent: Extent, title: Sequence[Span]) -> list[Segment]:
    claims = [Segment("title", span) for span in title]
    for at, line in enumerate(page.printed):
        if at < extent.first or at >= extent.last:
            claims.append(Segment("neighbour", Span(line.start, line.end)))
        elif at < extent.body:
            covered = [span for span in title if line.start <= span.start < line.end]
            end = covered[0].start if covered else line.end
            claims.append(Segment("front", Span(line.start, end)))
    claims += [
        Segment("furniture", Span(line.start, line.end))
        for line in page.lines
        if line.index in page.furniture and line.text
    ]
    claims += [Segment("translation", span) for span in page.parted.others]
    return claims


def _lettered(page: Page, extent: Extent, language: Rules) -> bool:
    """Whether it is a letter or a statement, whose paragraphs bear no numbers."""
    return any(one.fullmatch(line.text) for line in page.printed[: extent.body] for one in language.unnumbered)


def _uncounted(nodes: Sequence[Node], report: bool) -> list[Caution]:
    """A caution where a report gave no numbered paragraph: its numbers may be of a form that is not known."""
    if not report or any(node.role == "numbered" for node in nodes):
        return []
    places = [node.block.pieces[0] for node in nodes if node.block.pieces]
    message = "no numbered paragraph was found in this report"
    return [Caution("numbers-missing", message, places[0] if places else Span(0, 0))]


def _unread(source: Source, segments: Sequence[Segment]) -> list[Caution]:
    unread = [one for one in segments if one.kind == "unclassified" and source.text[slice(*one.span)].strip()]
    return [Caution("unclassified", "this stretch of text was not understood", one.span) for one in unread]
