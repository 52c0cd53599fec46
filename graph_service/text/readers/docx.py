"""Word documents (ISO/IEC 29500): paragraphs as lines, with their real footnotes, numbering and hyperlinks.

Each paragraph is one line. A number that Word computes is written as it is shown. A footnote's mark is a
superscript number where its reference stands; the notes follow the text under a rule of their own.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from graph_service.errors import SourceError
from graph_service.model import Source
from graph_service.text.readers.material import Material
from graph_service.text.readers.numbers import Numbering
from graph_service.text.readers.writing import Writer

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SKIPPED = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}txbxContent",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_MAX_UNPACKED = 256 * 1024 * 1024
_MAX_RATIO = 200
_MAX_PARTS = 5000
_RULE = "__________"
_GRID = 3


def read(material: Material) -> Source:
    """The text of a Word document. Raises SourceError for an encrypted, corrupt or hostile package."""
    parts = _parts(material)
    root = _parse(parts.get("word/document.xml"), material)
    if root is None:
        raise SourceError("is a ZIP archive, but no Word document", where=material.where, do="give a DOCX file")
    body = _Body(material, parts)
    try:
        body.write(root)
    except RecursionError as error:
        raise SourceError("nests its elements too deeply", where=material.where) from error
    if not body.writer.text().strip():
        raise SourceError("has no text", where=material.where, do="scanned pages need text recognition first")
    return body.writer.source(material, "docx")


def _parts(material: Material) -> dict[str, bytes]:
    """The parts that are needed, unpacked within limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(material.content))
        infos = archive.infolist()
        _bound(infos, material)
        return {
            info.filename: archive.read(info)
            for info in infos
            if info.filename.startswith("word/") and _wanted(info)
        }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise SourceError(f"is a damaged archive: {error}", where=material.where) from error


def _wanted(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith((".xml", ".rels")) and info.filename.count("/") <= 2


def _bound(infos: list[zipfile.ZipInfo], material: Material) -> None:
    """Refuses a zip bomb by the sizes its directory declares; zipfile enforces them while reading."""
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if len(infos) > _MAX_PARTS or total > _MAX_UNPACKED or (total > 2**24 and total / packed > _MAX_RATIO):
        message = f"unpacks to {total} bytes in {len(infos)} parts, more than is allowed"
        raise SourceError(message, where=material.where)
    if any(info.flag_bits & 1 for info in infos):
        raise SourceError("is encrypted", where=material.where, do="save it without a password")


def _parse(content: bytes | None, material: Material) -> Any:
    """The root of one part; entities are not expanded, nothing is fetched."""
    if content is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"has a part that is not XML: {error}", where=material.where) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError("declares XML entities, which no Word document does", where=material.where)
    return root


class _Body:
    """Writes the body's paragraphs, then the notes."""

    def __init__(self, material: Material, parts: dict[str, bytes]) -> None:
        self.writer = Writer()
        self.material, self.parts = material, parts
        self.numbering = Numbering(
            _parse(parts.get("word/numbering.xml"), material), _parse(parts.get("word/styles.xml"), material)
        )
        self.notes = self._notes(_parse(parts.get("word/footnotes.xml"), material))
        self.notes |= {
            f"e{key}": note for key, note in self._notes(_parse(parts.get("word/endnotes.xml"), material)).items()
        }
        self.links = self._relations("document")
        self.field: str | None = None
        self.order: list[str] = []

    @staticmethod
    def _notes(root: Any) -> dict[str, Any]:
        if root is None:
            return {}
        return {note.get(f"{_W}id"): note for note in root if note.get(f"{_W}type") in (None, "normal")}

    def write(self, root: Any) -> None:
        """The whole document: body, rule, notes in the order of their marks."""
        body = root.find(f"{_W}body")
        self._masthead(root)
        for element in () if body is None else body:
            self._block(element)
        if not self.order:
            return
        self.writer.line(_RULE)
        relations = {"": self._relations("footnotes"), "e": self._relations("endnotes")}
        for number, key in enumerate(list(self.order), 1):
            self.links = relations["e" if key.startswith("e") else ""]
            self._note(number, self.notes[key])

    def _relations(self, part: str) -> dict[str, str]:
        """The targets of one part's relationships: each part has its own."""
        root = _parse(self.parts.get(f"word/_rels/{part}.xml.rels"), self.material)
        return {} if root is None else {one.get("Id"): one.get("Target") for one in root}

    def _masthead(self, root: Any) -> None:
        """The first page's header prints symbol, organ and date of distribution; other headers are furniture."""
        for reference in root.iter(f"{_W}headerReference"):
            if reference.get(f"{_W}type") != "first":
                continue
            target = self.links.get(reference.get(f"{_R}id") or "", "")
            header = _parse(self.parts.get(f"word/{target}"), self.material)
            for element in () if header is None else header:
                self._block(element)
            return

    def _note(self, number: int, note: Any) -> None:
        begin = len(self.writer)
        self.writer.put(str(number))
        self.writer.style(begin, "superscript")
        self.writer.put("\t")
        self.field = None
        for index, paragraph in enumerate(note.iter(f"{_W}p")):
            if index:
                self.writer.put(" ")
            self._runs(paragraph)
        self.writer.end()

    def _block(self, element: Any) -> None:
        if element.tag == f"{_W}p":
            self._paragraph(element)
        elif element.tag == f"{_W}tbl":
            self._table(element)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            for child in element:
                self._block(child)

    def _table(self, table: Any) -> None:
        """A grid's row is one line, its cells parted by tabs; a layout table's cells are lines."""
        rows = list(table.iter(f"{_W}tr"))
        grid = len(rows) >= _GRID and max((len(row.findall(f"{_W}tc")) for row in rows), default=0) >= _GRID
        for row in rows:
            for index, cell in enumerate(row.findall(f"{_W}tc")):
                if grid and index:
                    self.writer.put("\t")
                for paragraph in cell.findall(f"{_W}p"):
                    self._runs(paragraph) if grid else self._paragraph(paragraph)
            if grid:
                self.writer.end()

    def _paragraph(self, paragraph: Any) -> None:
        number = self.numbering.label(paragraph)
        begin = len(self.writer)
        if number:
            self.writer.put(f"{number}\t")
        self._runs(paragraph)
        if len(self.writer) > begin:
            self.writer.end()

    def _runs(self, element: Any, link: str | None = None) -> None:
        for child in element:
            if child.tag in _SKIPPED or not isinstance(child.tag, str):
                continue
            if child.tag == f"{_W}r":
                self._run(child, link)
            elif child.tag == f"{_W}hyperlink":
                self._runs(child, self.links.get(child.get(f"{_R}id"), link))
            elif child.tag == f"{_W}fldSimple":
                self._runs(child, _field(child.get(f"{_W}instr")) or link)
            elif child.tag != f"{_W}pPr":
                self._runs(child, link)

    def _run(self, run: Any, link: str | None) -> None:
        begin = len(self.writer)
        for child in run:
            if child.tag == f"{_W}t":
                self.writer.put(child.text or "")
            elif child.tag == f"{_W}tab":
                self.writer.put("\t")
            elif child.tag in (f"{_W}br", f"{_W}cr"):
                self.writer.put(" " if child.get(f"{_W}type") is None else "")
            elif child.tag == f"{_W}noBreakHyphen":
                self.writer.put("-")
            elif child.tag == f"{_W}instrText":
                self.field = _field(child.text) or self.field
            elif child.tag == f"{_W}fldChar" and child.get(f"{_W}fldCharType") == "end":
                self.field = None
            elif child.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                self._mark(child)
        self._styled(run, begin, link)

    def _mark(self, reference: Any) -> None:
        key = reference.get(f"{_W}id") or ""
        key = f"e{key}" if reference.tag == f"{_W}endnoteReference" else key
        if key not in self.notes:
            return
        if key not in self.order:
            self.order.append(key)
        begin = len(self.writer)
        self.writer.put(str(self.order.index(key) + 1))
        self.writer.style(begin, "superscript")

    def _styled(self, run: Any, begin: int, link: str | None) -> None:
        """Bold, italic, raised and linked runs; blanks alone have no style."""
        properties = run.find(f"{_W}rPr")
        if link or self.field:
            self.writer.style(begin, "link", link or self.field)
        if properties is None:
            return
        for tag, kind in (("b", "bold"), ("i", "italic")):
            found = properties.find(f"{_W}{tag}")
            if found is not None and found.get(f"{_W}val") not in ("0", "false", "off"):
                self.writer.style(begin, kind)
        raised = properties.find(f"{_W}vertAlign")
        if raised is not None and raised.get(f"{_W}val") == "superscript":
            self.writer.style(begin, "superscript")


def _field(instruction: str | None) -> str | None:
    """The address in a HYPERLINK field's instruction."""
    found = re.search(r'\bHYPERLINK\s+"([^"]+)"', instruction or "")
    return found[1] if found else None
