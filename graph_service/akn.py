"""Akoma Ntoso 3.0 of a document, by the AKN4UN guidelines: a ``statement`` for resolutions and decisions, a
``doc`` for everything else.

What the text says is written inline (numbers, notes where their marks stand, references where they are
printed); references that are understood but printed elsewhere (through a note, by "that report") are listed
in the analysis with the paragraph they belong to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from graph_service.akn_inline import NAMESPACE, Inline, add, links, tag
from graph_service.akn_meta import addresses, write_implicit, write_meta, write_references, write_unmarked
from graph_service.akn_names import akn_name, element_id
from graph_service.errors import SymbolError
from graph_service.model import Citation, Document, Heading, Paragraph

# Kinds of paragraph → element and, for a generic container, its name (AKN 3.0, hierarchical elements).
ELEMENTS = {
    "preambular": ("hcontainer", "recital"),
    "operative": ("paragraph", ""),
    "numbered": ("paragraph", ""),
    "annex": ("paragraph", ""),
    "subparagraph": ("subparagraph", ""),
    "text": ("hcontainer", "text"),
}
# Elements whose white space belongs to the text: nothing is put in order inside them.
TEXTUAL = frozenset(map(tag, ("p", "num", "heading", "note", "authorialNote")))
# Segments that the text has before and after its paragraphs → where they go.
BEFORE = frozenset({"front", "masthead", "title"})
FORMULA = frozenset({"enacting", "formula"})
AFTER = frozenset({"closing", "meeting"})


def write_akn(document: Document) -> bytes:
    """The document as Akoma Ntoso XML, UTF-8; the same bytes for the same document.

    Raises SymbolError for a document without a symbol: its name cannot be made.
    """
    if not document.front.symbol:
        raise SymbolError("a document without a symbol has no Akoma Ntoso name", do="give its symbol")
    root = etree.Element(tag("akomaNtoso"), nsmap={None: NAMESPACE})
    Writer(document).write(root)
    lay_out(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


@dataclass
class Writer:
    """Writes one document; what is learned on the way goes into its meta at the end."""

    document: Document
    eids: dict[str, str] = field(default_factory=dict)
    implicit: list[tuple[str, str, Citation]] = field(default_factory=list)
    functions: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.inline = Inline({one.number: one for one in self.document.footnotes})
        taken: set[str] = set()
        for part in parts(self.document):
            eid, again = element_id(part.id), 1
            while eid in taken:
                again += 1
                eid = f"{element_id(part.id)}_{again}"
            taken.add(eid)
            self.eids.setdefault(part.id, eid)
        self.addresses = addresses(self.document, self.eids)

    def write(self, akoma: etree._Element) -> None:
        """The whole document below ``akomaNtoso``."""
        kind = akn_name(self.document.symbol, None, self.document.front.kind).split("/")
        root = add(akoma, kind[3], name={"deliberation": "resolution"}.get(kind[4], kind[4]))
        meta = write_meta(root, self.document)
        self._preface(root)
        opening = list(self._opening())
        self._preamble(root, opening)
        self._body(root, opening)
        self._conclusions(root)
        write_implicit(meta, self.implicit)
        write_references(meta, self.document, self.functions)
        unmarked = (one for one in self.document.footnotes if one.number not in self.inline.written)
        write_unmarked(meta, unmarked)

    def _lines(self, kinds: frozenset[str]) -> Iterator[str]:
        for segment in self.document.segments:
            if segment.kind in kinds:
                text = self.document.source.text[segment.span.start : segment.span.end]
                yield from (" ".join(line.split()) for line in text.splitlines() if line.strip())

    def _preface(self, root: etree._Element) -> None:
        preface = add(root, "preface")
        add(add(preface, "p"), "docNumber", self.document.symbol)
        for line in self._lines(BEFORE):
            if line != self.document.symbol:
                add(preface, "p", line)
        if self.document.front.title:
            title = add(preface, "longTitle", eId="longTitle")
            add(add(title, "p"), "docTitle", self.document.front.title)

    def _opening(self) -> Iterator[Paragraph]:
        """The preambular paragraphs before the first section: the preamble of the whole."""
        for paragraph in self.document.paragraphs:
            if paragraph.kind != "preambular" or paragraph.section:
                return
            yield paragraph

    def _preamble(self, root: etree._Element, opening: Sequence[Paragraph]) -> None:
        formula = " ".join(self._lines(FORMULA))
        if not formula and not opening:
            return
        preamble = add(root, "preamble")
        if formula:
            add(add(preamble, "formula", eId="formula_1", name="enactingFormula"), "p", formula)
        if opening:
            recitals = add(preamble, "recitals", eId="recitals")
            for paragraph in opening:
                recital = add(recitals, "recital", eId=self.eids[paragraph.id])
                self._number(recital, paragraph)
                self._words(recital, paragraph, 0, len(paragraph.view.text))
                self._imply(paragraph)

    def _body(self, root: etree._Element, opening: Sequence[Paragraph]) -> None:
        body = add(root, "mainBody")
        places: dict[str, etree._Element] = {}
        done = {one.id for one in opening}
        inside = {one.id for one in self.document.paragraphs}
        for part in parts(self.document):
            if isinstance(part, Heading):
                places[part.id] = self._head(self._holder(part, places, body), part)
            elif part.id not in done and part.parent not in inside:
                places[part.id] = self._paragraph(self._holder(part, places, body), part)
        for empty in [one for one in body.iter(tag("section"), tag("hcontainer")) if not has_content(one)]:
            add(add(empty, "content", eId=f"{empty.get('eId')}__content"), "p")
        if not len(body):
            add(body, "p")

    def _holder(
        self, part: Heading | Paragraph, places: dict[str, etree._Element], body: etree._Element
    ) -> etree._Element:
        """What contains a part: its paragraph, its sub-heading, its section, or the body."""
        above: tuple[str | None, ...] = (enclosing(part.id),)
        if isinstance(part, Paragraph):
            above = (part.parent, part.heading, section_id(part.section))
        elif part.id.startswith("h"):
            above = (self._section_at(part),)
        return next((places[one] for one in above if one in places and one != part.id), body)

    def _section_at(self, heading: Heading) -> str | None:
        """The section in which a sub-heading stands: the last one that opens before it."""
        before = [one for one in self.document.headings if one.id.startswith("sec") and one.span < heading.span]
        return before[-1].id if before else None

    def _head(self, holder: etree._Element, heading: Heading) -> etree._Element:
        eid = self.eids[heading.id]
        name = "section" if heading.id.startswith("sec") else "hcontainer"
        kind = {} if name == "section" else {"name": "subheading" if heading.id.startswith("h") else heading.kind}
        element = add(holder, name, eId=eid, **kind)
        if heading.number:
            add(element, "num", heading.number)
        if heading.title:
            add(element, "heading", heading.title)
        return element

    def _paragraph(self, holder: etree._Element, paragraph: Paragraph) -> etree._Element:
        name, kind = ELEMENTS.get(paragraph.kind, ("hcontainer", paragraph.kind))
        element = add(holder, name, eId=self.eids[paragraph.id], **({"name": kind} if kind else {}))
        self._number(element, paragraph)
        children = [one for one in self.document.paragraphs if one.parent == paragraph.id]
        eid, length = self.eids[paragraph.id], len(paragraph.view.text)
        if not children:
            self._words(add(element, "content", eId=f"{eid}__content"), paragraph, 0, length)
        else:
            cut = tail_at(paragraph, children)
            self._words(add(element, "intro", eId=f"{eid}__intro"), paragraph, 0, cut)
            for child in children:
                self._paragraph(element, child)
            if cut < length:
                self._words(add(element, "wrapUp", eId=f"{eid}__wrapup"), paragraph, cut, length)
        self._imply(paragraph)
        return element

    def _number(self, element: etree._Element, paragraph: Paragraph) -> None:
        """The number as it is printed, or as it is known where it is printed apart from its paragraph."""
        if paragraph.number is None:
            return
        first = paragraph.view.offsets[0] if paragraph.view.offsets else paragraph.span.end
        printed = " ".join(self.document.source.text[paragraph.span.start : first].split())
        add(element, "num", printed if 0 < len(printed) <= 12 else f"{paragraph.number}.")

    def _words(self, element: etree._Element, paragraph: Paragraph, start: int, end: int) -> None:
        eid = self.eids[paragraph.id]
        while start < end and paragraph.view.text[start] == " ":
            start += 1
        text = add(element, "p")
        self.inline.write(text, paragraph, start, end, links(paragraph, self.addresses), eid)

    def _imply(self, paragraph: Paragraph) -> None:
        """Notes which citations of a paragraph could not be written in place."""
        written = {id(one.citation) for one in links(paragraph, self.addresses)}
        for citation in paragraph.citations:
            if citation.target in self.addresses:
                self.functions.add(citation.function)
                if id(citation) not in written and citation.target:
                    self.implicit.append((self.eids[paragraph.id], self.addresses[citation.target], citation))

    def _conclusions(self, root: etree._Element) -> None:
        lines = list(self._lines(AFTER))
        if lines:
            conclusions = add(root, "conclusions")
            for line in lines:
                add(conclusions, "p", line)


def parts(document: Document) -> list[Heading | Paragraph]:
    """Headings and paragraphs in reading order, a paragraph before those inside it."""
    found: list[Heading | Paragraph] = [*document.headings, *document.paragraphs]
    return sorted(found, key=lambda one: (one.span.start, -one.span.end, isinstance(one, Paragraph)))


def section_id(section: str | None) -> str | None:
    """The id of a section's heading."""
    return section if section is None or section.startswith(("sec", "annex")) else f"sec{section}"


def enclosing(identifier: str) -> str | None:
    """The id of the section around a section (``secII.B`` → ``secII``)."""
    return identifier.rpartition(".")[0] or None


def tail_at(paragraph: Paragraph, children: Sequence[Paragraph]) -> int:
    """Where, in a paragraph's own text, the tail begins that is printed after its sub-paragraphs."""
    first = min(one.span.start for one in children)
    after = (at for at, offset in enumerate(paragraph.view.offsets) if offset >= first)
    return next(after, len(paragraph.view.text))


def has_content(element: etree._Element) -> bool:
    """Whether a container has more than its number and heading."""
    return any(one.tag not in (tag("num"), tag("heading")) for one in element)


def lay_out(element: etree._Element, depth: int = 0) -> None:
    """One line for each element that holds elements only; white space that is text stays as it is."""
    if element.tag in TEXTUAL or not len(element):
        return
    element.text = "\n" + " " * (depth + 1)
    for child in element:
        lay_out(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    element[-1].tail = "\n" + " " * depth
