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
from graph_service.akn_outline import annex_of, around, begins, parts, section_id, tail_at
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
# First letters of a heading's id → element; the others are generic containers named by their kind.
HEADS = {"sec": "section", "art": "article", "rule": "rule", "h": "hcontainer"}
CONTAINERS = ("section", "article", "rule", "hcontainer")
# The only paragraph of such a unit is named by the unit, whose number its head prints.
UNITS = ("art", "rule", "regulation", "principle", "guideline", "observation", "rec")
LONGEST_NUMBER = 12
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
    headed: dict[str, str] = field(default_factory=dict)
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
            (self.headed if isinstance(part, Heading) else self.eids).setdefault(part.id, eid)
        self.addresses = addresses(self.document, {**self.headed, **self.eids})

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
        self._attachments(root)
        write_implicit(meta, self.implicit)
        write_references(meta, self.document, self.functions)
        unmarked = (one for one in self.document.footnotes if one.number not in self.inline.written)
        write_unmarked(meta, unmarked)

    def _lines(self, kinds: frozenset[str]) -> Iterator[str]:
        """The printed lines of such segments; segments that share a line are one line here too."""
        text, last = "", 0
        for segment in self.document.segments:
            if segment.kind in kinds:
                between = self.document.source.text[last : segment.span.start]
                text += "\n" if "\n" in between or segment.span.start < last else ""
                text += self.document.source.text[segment.span.start : segment.span.end]
                last = segment.span.end
        yield from (" ".join(line.split()) for line in text.splitlines() if line.strip())

    def _preface(self, root: etree._Element) -> None:
        preface = add(root, "preface")
        add(add(preface, "p"), "docNumber", self.document.symbol)
        lines = [one for one in self._lines(BEFORE) if one != self.document.symbol]
        title = self.document.front.title
        at = next((at for at, line in enumerate(lines) if title and begins(line, title)), None)
        for line in lines[:at]:
            add(preface, "p", line)
        if at is not None and title:
            head = add(add(preface, "longTitle", eId="longTitle"), "p")
            head.text = lines[at][: begins(lines[at], title)]
            add(head, "docTitle", title)

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
        done = {one.id for one in opening}
        listed = [one for one in parts(self.document) if annex_of(one, self.document) is None]
        self._fill(add(root, "mainBody"), [one for one in listed if one.id not in done])

    def _attachments(self, root: etree._Element) -> None:
        """Every annex as a document of its own inside this one, after the conclusions."""
        groups: dict[str, list[Heading | Paragraph]] = {}
        for part in parts(self.document):
            name = annex_of(part, self.document)
            if name is not None:
                groups.setdefault(name, []).append(part)
        outer = add(root, "attachments") if groups else None
        for number, (name, listed) in enumerate(groups.items(), 1):
            assert outer is not None
            holder = add(outer, "attachment", eId=f"att_{number}")
            if isinstance(listed[0], Heading) and listed[0].id == name:
                head = listed.pop(0)
                assert isinstance(head, Heading)
                self._annex_head(holder, head)
            inner = add(holder, "doc", name="annex")
            write_meta(inner, self.document, f"!{element_id(name)}")
            self._fill(add(inner, "mainBody"), listed)

    def _annex_head(self, holder: etree._Element, heading: Heading) -> None:
        """The word that announces the annex, and its title."""
        word = self._announced(heading)
        add(holder, "heading", word or heading.title)
        if word and heading.title:
            add(holder, "subheading", heading.title)

    def _fill(self, body: etree._Element, listed: Sequence[Heading | Paragraph]) -> None:
        heads: dict[str, etree._Element] = {}
        inside = {one.id for one in self.document.paragraphs}
        for part in listed:
            holder = next((heads[one] for one in self._above(part) if one in heads), body)
            if isinstance(part, Heading):
                heads[part.id] = self._head(holder, part)
            elif part.parent not in inside:
                self._paragraph(holder, part)
        for empty in [one for one in body.iter(*map(tag, CONTAINERS)) if not has_content(one)]:
            add(add(empty, "content", eId=f"{empty.get('eId')}__content"), "p")
        if not len(body):
            add(body, "p")

    def _above(self, part: Heading | Paragraph) -> Iterator[str]:
        """The heads that may contain a part, the innermost first: its sub-heading, its section, what is around."""
        if isinstance(part, Paragraph):
            yield from (one for one in (part.heading, section_id(part.section), part.id) if one)
        elif part.id.startswith("h"):
            before = [one for one in self.document.headings if one.id[:1] != "h" and one.span < part.span]
            yield from (one.id for one in before[-1:])
        yield from around(part.id)

    def _head(self, holder: etree._Element, heading: Heading) -> etree._Element:
        """A section, an article, a rule or a sub-heading, with its number and title as they are printed."""
        kind = next((one for one in HEADS if heading.id.rpartition(".")[2].startswith(one)), "")
        name = HEADS.get(kind, "hcontainer")
        label = {"name": "subheading" if kind == "h" else heading.kind} if name == "hcontainer" else {}
        element = add(holder, name, eId=self.headed[heading.id], **label)
        number = self._announced(heading)
        if number and heading.title:
            add(element, "num", number)
        add(element, "heading", heading.title or number)
        return element

    def _announced(self, heading: Heading) -> str:
        """What is printed before a heading's title: "Section II", "Article 4"."""
        printed = " ".join(self.document.source.text[slice(*heading.span)].split())
        if heading.number is None and heading.id.startswith("h"):
            return ""
        return printed.removesuffix(heading.title).strip() if heading.title else printed or heading.number or ""

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
        if 0 < len(printed) <= LONGEST_NUMBER:
            add(element, "num", printed)
        elif not paragraph.id.rpartition(".")[2].startswith(UNITS):
            add(element, "num", f"{paragraph.number}.")

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
