"""Paragraphs, headings and footnotes as values, with their cleaned views, marks and places."""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.model import Caution, Footnote, Heading, Mark, Paragraph, Segment, Source, Span, View, hull
from graph_service.text.block import Block
from graph_service.text.marks import MarkFinder, without
from graph_service.text.node import Node
from graph_service.text.notehead import Notes
from graph_service.text.rules import Rules
from graph_service.text.views import Cleaner

_KINDS = {
    "op": "operative",
    "pp": "preambular",
    "sub": "subparagraph",
    "numbered": "numbered",
    "rec": "numbered",
    "annex": "annex",
    "annex-text": "text",
    "text": "text",
}


class Composer:
    """Turns outlined nodes into values, in reading order so that marks are met in their order."""

    def __init__(self, source: Source, language: Rules, clean: Cleaner, notes: Notes) -> None:
        self.source, self.language, self.clean, self.notes = source, language, clean, notes
        numbers = frozenset(note.number for note in notes.notes)
        self.finder = MarkFinder(source, language, numbers, notes.style)
        self.paragraphs: list[Paragraph] = []
        self.headings: list[Heading] = []
        self.footnotes: list[Footnote] = []
        self.claims: list[Segment] = []
        self.cautions: list[Caution] = []
        self.cuts: dict[int, tuple[list[Span], list[tuple[str, Span]]]] = {}
        self.around: dict[Span, Span] = {}

    def compose(self, nodes: Sequence[Node]) -> None:
        """Fills ``headings``, ``paragraphs``, ``footnotes`` and ``claims`` (stretches for the tiling)."""
        for node in nodes:
            self._cut(node.block)
            if node.role == "section":
                for block in node.tails:
                    self._cut(block)
        section = heading = None
        for node in nodes:
            if node.role == "section":
                section, heading = self._section(node), None
            elif node.role == "heading":
                heading = self._heading(node, section)
            elif node.role == "enacting":
                self._claim("enacting", "", node.block)
                heading = None
            elif node.role in ("closing", "unclassified", "table"):
                self._claim(node.role, "", node.block)
            elif node.role == "tail":
                continue
            else:
                self._paragraph(node, section if node.path else None, heading)
        self._notes()
        self._account()

    def _cut(self, block: Block) -> None:
        """Finds the marks of a block once, in reading order."""
        parts: list[Span] = []
        marks: list[tuple[str, Span]] = []
        alone = sorted(block.marks, key=lambda one: one[1])
        for piece in block.pieces:
            for number, span in alone:
                if span.end <= piece.start and (str(number), span) not in marks:
                    marks.append((str(number), span))
                    self.finder.note(number)
            found = self.finder.find(piece)
            parts += without(piece, [one.cut for one in found])
            marks += [(str(one.number), one.span) for one in found]
            self.around.update({one.span: one.cut for one in found})
        for number, span in alone:
            if (str(number), span) not in marks:
                marks.append((str(number), span))
                self.finder.note(number)
        self.cuts[id(block)] = (parts, marks)

    def _claim(self, kind: str, owner: str, block: Block) -> None:
        parts, marks = self.cuts[id(block)]
        self.claims += [Segment(kind, span, owner) for span in parts]
        self.claims += [Segment("mark", self.around.get(span, span), owner) for _, span in marks]
        if block.number_span is not None:
            self.claims.append(Segment("number", block.number_span, owner))

    def _section(self, node: Node) -> str:
        assert node.section is not None
        special = node.block.special
        pieces = list(self.cuts[id(node.block)][0])
        if special is not None and special.rest is not None and node.block.pieces:
            begin = node.block.pieces[0].start + special.rest
            titles = [Span(max(begin, span.start), span.end) for span in pieces if span.end > begin]
        else:
            titles = []
        for block in node.tails:
            titles += self.cuts[id(block)][0]
            self._claim("section", node.identifier, block)
        self._claim("section", node.identifier, node.block)
        spans = [*node.block.pieces, *titles]
        kind = node.section.name if node.section.kind == "unit" else node.section.kind
        title = self.clean.view(titles).text
        self.headings.append(Heading(node.identifier, kind, node.section.label or None, title, hull(spans)))
        return node.identifier

    def _heading(self, node: Node, section: str | None) -> str:
        identifier = f"h{sum(one.kind == 'sub-heading' for one in self.headings) + 1}"
        parts, _ = self.cuts[id(node.block)]
        self._claim("heading", identifier, node.block)
        spans = parts or node.block.pieces
        self.headings.append(Heading(identifier, "sub-heading", None, self.clean.view(parts).text, hull(spans)))
        return identifier

    def _paragraph(self, node: Node, section: str | None, heading: str | None) -> None:
        kind = _KINDS[node.role]
        blocks = [node.block, *node.tails]
        pieces: list[Span] = []
        marks: list[tuple[str, Span]] = []
        for block in blocks:
            parts, found = self.cuts[id(block)]
            pieces += parts
            marks += found
            self._claim(kind, node.identifier, block)
        view = self.clean.view(pieces)
        numbered = node.block.number
        spans = [*pieces, *(span for _, span in marks)]
        if node.block.number_span is not None:
            spans.append(node.block.number_span)
        number = node.labels[-1] if node.labels else numbered.label if numbered else None
        if node.role == "annex" and numbered is None and node.path and node.path[-1].kind == "unit":
            number = node.path[-1].label
        self.paragraphs.append(
            Paragraph(
                id=node.identifier,
                kind=kind,
                number=number,
                span=hull(spans) if spans else Span(node.block.start, node.block.start),
                section=section,
                heading=heading,
                parent=node.parent.identifier if node.parent is not None else None,
                view=view,
                marks=tuple(Mark(label, span, _place(view, span)) for label, span in marks),
            )
        )

    def _notes(self) -> None:
        for note in self.notes.notes:
            view = self.clean.view(note.pieces)
            see = any(one.match(view.text) for one in self.language.see)
            spans = [note.mark, *note.pieces]
            owner = f"fn{note.number}"
            self.footnotes.append(Footnote(str(note.number), (), hull(spans), view, see))
            self.claims.append(Segment("note-number", note.mark, owner))
            self.claims += [Segment("footnote", span, owner) for span in note.pieces]

        for label, mark, piece in self.notes.starred:
            view = self.clean.view([piece])
            see = any(one.match(view.text) for one in self.language.see)
            self.footnotes.append(Footnote(label, (), hull([mark, piece]), view, see))
            self.claims.append(Segment("note-number", mark, f"fn{label}"))
            self.claims.append(Segment("footnote", piece, f"fn{label}"))

    def _account(self) -> None:
        """Every mark has a note and every note a mark, or a caution says so."""
        noted = {note.number for note in self.footnotes}
        marked = {mark.number: mark.span for one in self.paragraphs for mark in one.marks}
        for _, marks in self.cuts.values():
            marked.update(dict(marks))
        for note in self.footnotes:
            if note.number not in marked and note.number.isdecimal():
                message = f"no mark of note {note.number} was found in the text"
                self.cautions.append(Caution("note-without-mark", message, note.span))
        lost = {label: span for label, span in marked.items() if label not in noted}
        if lost and not noted:
            first = min(lost.values())
            message = f"{len(lost)} footnote marks stand in the text, but it has no notes"
            self.cautions.append(Caution("notes-missing", message, first))
        elif lost:
            for label, span in sorted(lost.items(), key=lambda one: one[1]):
                self.cautions.append(Caution("mark-without-note", f"mark {label} has no note", span))


def _place(view: View, span: Span) -> int:
    """Where in the view the mark stands: after the last character that comes before it in the source."""
    low, high = 0, len(view.offsets)
    while low < high:
        middle = (low + high) // 2
        if view.offsets[middle] < span.start:
            low = middle + 1
        else:
            high = middle
    return low
