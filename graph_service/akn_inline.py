"""The words of a paragraph as Akoma Ntoso inline content: notes where their marks stand, references in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from graph_service.model import Citation, Footnote, Mark, Paragraph, Span, View

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def tag(name: str) -> str:
    """An element name in the Akoma Ntoso namespace."""
    return f"{{{NAMESPACE}}}{name}"


def add(parent: etree._Element, element: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    """A new last child; ``for_`` stands for the attribute ``for``."""
    child = etree.SubElement(parent, tag(element), {key.rstrip("_"): value for key, value in attributes.items()})
    child.text = text
    return child


@dataclass(frozen=True, slots=True)
class Link:
    """A citation printed at ``[start, end)`` of a view's text, with the address it leads to."""

    start: int
    end: int
    citation: Citation
    href: str


def place(view: View, span: Span) -> tuple[int, int] | None:
    """The range of a view's text that a source range covers; None if they share nothing or a repair parted it."""
    inside = [at for at, offset in enumerate(view.offsets) if span.start <= offset < span.end]
    if not inside or inside[-1] - inside[0] + 1 != len(inside):
        return None
    return inside[0], inside[-1] + 1


def links(paragraph: Paragraph, addresses: Mapping[str, str]) -> list[Link]:
    """The citations that can be written inline: in order, each apart from the one before."""
    found = []
    for one in paragraph.citations:
        href = addresses.get(one.target or "")
        where = place(paragraph.view, one.span) if href else None
        if href and where:
            found.append(Link(*where, one, href))
    found.sort(key=lambda link: (link.start, link.end))
    apart: list[Link] = []
    for link in found:
        if not apart or link.start >= apart[-1].end:
            apart.append(link)
    return apart


@dataclass
class Inline:
    """Writes ranges of view texts; remembers which notes have been written, for each is written once."""

    notes: Mapping[str, Footnote]
    written: dict[str, str] = field(default_factory=dict)
    references: int = 0

    def write(
        self, parent: etree._Element, paragraph: Paragraph, start: int, end: int, inline: Sequence[Link], eid: str
    ) -> None:
        """The text ``[start, end)`` of a paragraph into ``parent``, with its marks and links."""
        marks = sorted(
            (one for one in paragraph.marks if start < one.at <= end or one.at == start == 0),
            key=lambda one: one.at,
        )
        at = start
        for link in (one for one in inline if start <= one.start and one.end <= end):
            self._plain(parent, paragraph.view.text, at, link.start, marks)
            self.references += 1
            ref = add(
                parent, "ref", eId=f"{eid}__ref_{self.references}",
                href=link.href, refersTo=f"#{link.citation.function}",
            )  # fmt: skip
            self._plain(ref, paragraph.view.text, link.start, link.end, marks)
            at = link.end
        self._plain(parent, paragraph.view.text, at, end, marks, last=True)

    def _plain(
        self, parent: etree._Element, text: str, start: int, end: int, marks: Iterable[Mark], *, last: bool = False
    ) -> None:
        at = start
        for mark in marks:
            if start <= mark.at < end or (last and mark.at == end):
                append(parent, text[at : mark.at])
                self._mark(parent, mark)
                at = mark.at
        append(parent, text[at:end])

    def _mark(self, parent: etree._Element, mark: Mark) -> None:
        """The note itself at its first mark, a pointer to it at the others."""
        if mark.number in self.written:
            add(parent, "noteRef", href=f"#{self.written[mark.number]}", marker=mark.number)
        elif mark.number in self.notes:
            eid = f"authorialNote_{mark.number}"
            self.written[mark.number] = eid
            note = add(parent, "authorialNote", marker=mark.number, placement="bottom", eId=eid)
            add(note, "p", self.notes[mark.number].view.text)
        else:
            add(parent, "noteRef", href=f"#authorialNote_{mark.number}", marker=mark.number)


def append(parent: etree._Element, text: str) -> None:
    """Adds text after all that the element holds so far."""
    if not text:
        return
    if len(parent):
        last = parent[-1]
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
