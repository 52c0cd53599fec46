"""What a reader is given, and how the format of a file is told from its first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_service.errors import SourceError, SymbolError
from graph_service.symbols import parse_symbol

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "docx"),
    (b"PK\x05\x06", "docx"),
)
_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a Word 97-2003 or encrypted Office file",
        "save it as DOCX without a password",
    ),
    (b"{\\rtf", "a Rich Text file", "save it as DOCX"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"\x89PNG", "an image", "give the text, not a picture of it"),
    (b"\xff\xd8\xff", "an image", "give the text, not a picture of it"),
    (b"GIF8", "an image", "give the text, not a picture of it"),
    (b"II*\x00", "an image", "give the text, not a picture of it"),
    (b"\x7fELF", "a program", "give a document"),
)
_PDF_LEAD = 1024


@dataclass(frozen=True, slots=True)
class Material:
    """The bytes of one file with its name, place, SHA-256, and what the caller or the name says of it."""

    content: bytes
    name: str
    where: str
    sha256: str
    language: str | None = None
    symbol: str | None = None


def identify(material: Material) -> str:
    """The format: text, pdf, docx, html or akn. Raises SourceError for formats that are refused."""
    head = material.content[:_PDF_LEAD]
    for magic, kind, advice in _REFUSED:
        if head.startswith(magic):
            raise SourceError(f"is {kind}", where=material.where, do=advice)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head:
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if re.match(rb"<!doctype html|<html|<!--.{0,400}?<html", start, re.DOTALL):
        return "html"
    if start.startswith(b"<?xml") or b"akomantoso" in start[:400]:
        return "html" if b"<html" in start else "akn"
    if re.match(rb"<(?:head|body|div|p|table|span|meta|title)\b[^>]*>", start):
        return "html"
    return "text"


def named_symbol(stem: str) -> str | None:
    """The symbol a file is named by (``A_RES_66_257.en``, ``A_RES_3234(XXIX)``), or None."""
    stem = re.sub(r"[.\-_](?:ar|en|es|fr|ru|zh|pdf|txt)$", "", stem, flags=re.IGNORECASE)
    if "_" not in stem and "/" not in stem:
        return None
    for text in (stem.replace("_", "/"), re.sub(r"_(?=[A-Z]+(?:-[A-Z]+)?$)", " ", stem).replace("_", "/")):
        try:
            return parse_symbol(text).text
        except SymbolError:
            continue
    return None
