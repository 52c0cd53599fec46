"""HTML pages and Akoma Ntoso XML (OASIS LegalDocML): one line for each block, styles and notes kept.

Nothing is fetched and no entity is expanded; a document that declares entities is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lxml import etree, html

from graph_service.errors import SourceError, SymbolError
from graph_service.model import Source
from graph_service.symbols import parse_symbol
from graph_service.text.readers.material import Material
from graph_service.text.readers.plain import decode
from graph_service.text.readers.writing import Writer

_SKIPPED = frozenset(
    {"script", "style", "head", "nav", "template", "noscript", "svg", "meta", "identification", "lifecycle"}
)
_BLOCKS = frozenset(
    {
        *(
            "p",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "li",
            "tr",
            "table",
            "ul",
            "ol",
            "section",
            "article",
            "br",
        ),
        *("body", "blockquote", "pre", "hr", "center", "dd", "dt", "caption", "main", "header", "footer", "title"),
        *(
            "heading",
            "subheading",
            "num",
            "paragraph",
            "subparagraph",
            "point",
            "chapter",
            "part",
            "annex",
            "block",
        ),
        *(
            "preface",
            "preamble",
            "mainBody",
            "conclusions",
            "attachment",
            "container",
            "recital",
            "recitals",
            "formula",
        ),
        *("longTitle", "intro", "wrapUp", "content", "item", "blockList", "docNumber"),
    }
)
_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "sup": "superscript"}
_NOTE = frozenset({"authorialNote", "note"})
_DECLARED = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_ENCODING = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w.-]{3,20})""", re.IGNORECASE)
_ENTITIES = "declares XML entities, which are not expanded"
_RULE = "__________"
_DEEP = 400


def read_html(material: Material) -> Source:
    """The text of an HTML page. Raises SourceError if it has none or declares entities."""
    _refuse_entities(material)
    parser = html.HTMLParser(no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(_decoded(material), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"is not a readable HTML page: {error}", where=material.where) from error
    if any("depth" in one.message for one in parser.error_log):
        raise SourceError("nests its elements too deeply", where=material.where)
    return _written(root, material, "html", root.get("lang"))


def read_xml(material: Material) -> Source:
    """The text of an Akoma Ntoso document. Raises SourceError for other XML, broken XML and entities."""
    _refuse_entities(material)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(material.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"is not well-formed XML: {error}", where=material.where) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise SourceError(_ENTITIES, where=material.where)
    if etree.QName(root).localname.lower() not in ("akomantoso",):
        name = etree.QName(root).localname
        raise SourceError(f"is XML of another kind (<{name}>)", where=material.where, do="give Akoma Ntoso XML")
    named = replace(material, symbol=material.symbol or _frbr_symbol(root))
    return _written(root, named, "akn", _frbr_language(root))


def _refuse_entities(material: Material) -> None:
    if _DECLARED.search(material.content):
        raise SourceError(_ENTITIES, where=material.where)


def _decoded(material: Material) -> str:
    """By the page's own declaration if it is a known encoding, else as plain text is."""
    found = _ENCODING.search(material.content[:2048])
    if found:
        try:
            text = material.content.decode(found[1].decode("ascii"))
            return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        except (LookupError, UnicodeDecodeError):
            pass
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(material))


def _frbr_symbol(root: Any) -> str | None:
    """The symbol that the identification or the preface names the document by (AKN 3.0: FRBRname, docNumber)."""
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in ("FRBRname", "docNumber"):
            printed = str(element.get("value") or "".join(element.itertext()))
            try:
                return parse_symbol(printed.strip()).text
            except SymbolError:
                continue
    return None


def _frbr_language(root: Any) -> str | None:
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == "FRBRlanguage":
            value = str(element.get("language") or "")
            codes = {
                "eng": "en",
                "fra": "fr",
                "fre": "fr",
                "spa": "es",
                "rus": "ru",
                "ara": "ar",
                "zho": "zh",
                "chi": "zh",
            }
            return codes.get(value.lower(), value[:2].lower() or None)
    return None


def _written(root: Any, material: Material, reader: str, language: str | None) -> Source:
    page = _Page(material)
    page.element(root, 0)
    page.finish()
    if not page.writer.text().strip():
        raise SourceError("has no text", where=material.where)
    code = (language or "")[:2].lower() or None
    return page.writer.source(material, reader, code)


class _Page:
    """Writes elements as lines."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.writer = Writer()
        self.fresh = True
        self.blank = False
        self.notes: list[tuple[str, Any]] = []

    def element(self, element: Any, depth: int) -> None:
        """One element and what it holds; comments and skipped elements leave nothing."""
        if depth > _DEEP:
            raise SourceError("nests its elements too deeply", where=self.material.where)
        if not isinstance(element.tag, str):
            return
        name = etree.QName(element).localname
        if name in _SKIPPED:
            return
        if name in _NOTE:
            self._mark(element)
            return
        if name == "noteRef" and element.get("marker"):
            self._pointer(element.get("marker"))
            return
        if name in _BLOCKS and name != "td":
            self._break()
        if name == "hr":
            self.writer.line(_RULE)
        if self.blank and not self.fresh:
            self.writer.put(" ")
            self.blank = False
        begin = len(self.writer)
        self._content(element, name, depth)
        self._style(element, name, begin)
        if name in _BLOCKS:
            self._break(after=name)

    def _content(self, element: Any, name: str, depth: int) -> None:
        cells = 0
        self._text(element.text)
        for child in element:
            if name == "tr" and isinstance(child.tag, str):
                if cells and not self.fresh:
                    self.writer.put("\t")
                cells += 1
            self.element(child, depth + 1)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        words = text.split()
        if not words:
            self.blank = True
            return
        if (self.blank or text[0].isspace()) and not self.fresh:
            self.writer.put(" ")
        self.writer.put(" ".join(words))
        self.fresh = False
        self.blank = text[-1].isspace()

    def _break(self, after: str = "") -> None:
        """Ends the line; a number on a line of its own (<num>) goes before the text that follows it."""
        self.blank = False
        if self.fresh:
            return
        if after == "num":
            self.writer.put("\t")
            self.fresh, self.blank = True, False
            return
        self.writer.end()
        self.fresh = True

    def _style(self, element: Any, name: str, begin: int) -> None:
        if name in _STYLES:
            self.writer.style(begin, _STYLES[name])
        target = element.get("href") if name in ("a", "ref", "mref") else None
        if target:
            self.writer.style(begin, "link", target)

    def _mark(self, note: Any) -> None:
        number = note.get("marker") or str(len(self.notes) + 1)
        self.notes.append((number, note))
        self._pointer(number)

    def _pointer(self, number: str) -> None:
        """A note's mark; it may stand at several places."""
        begin = len(self.writer)
        self.writer.put(number)
        self.writer.style(begin, "superscript")
        self.fresh = False

    def finish(self) -> None:
        """Ends the text and writes the notes under a rule."""
        self._break()
        if not self.notes:
            return
        self.writer.line(_RULE)
        for number, note in list(self.notes):
            begin = len(self.writer)
            self.writer.put(number)
            self.writer.style(begin, "superscript")
            self.writer.put("\t" + " ".join("".join(note.itertext()).split()))
            self.writer.end()
