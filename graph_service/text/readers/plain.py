"""Plain text: decoded without a loss, or refused with the place of the byte that cannot be."""

from __future__ import annotations

import codecs

from graph_service.errors import RulesError, SourceError
from graph_service.model import Source
from graph_service.text import rules
from graph_service.text.readers.material import Material

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x85\x1e\x1f")


def read(material: Material) -> Source:
    """The text of a plain file, line ends and form feeds as they are. Raises SourceError."""
    text = decode(material)
    refuse_binary(text, material)
    if not text.strip():
        raise SourceError("is empty", where=material.where, do="give a file that has text")
    return Source(
        text=text,
        sha256=material.sha256,
        reader="text",
        name=material.name,
        language=material.language,
        symbol=material.symbol,
    )


def decode(material: Material) -> str:
    """By byte order mark, else UTF-8, else the encodings that the language's data declares."""
    content = material.content
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in content[: error.start + 1024]:
            raise SourceError("is a binary file", where=_place(material, error.start)) from error
        for declared in _declared(material.language):
            try:
                return content.decode(declared)
            except UnicodeDecodeError:
                continue
        raise SourceError(
            f"is not {encoding} text: {error.reason}",
            where=_place(material, error.start),
            do="save it as UTF-8, or say its language so that older encodings are tried",
        ) from error


def _declared(language: str | None) -> tuple[str, ...]:
    if language is None:
        return ()
    try:
        return tuple(rules.tables(language).get("language", {}).get("encodings", ()))
    except RulesError:
        return ()


def refuse_binary(text: str, material: Material) -> None:
    """Raises SourceError at the first control character that no text has."""
    for index, character in enumerate(text):
        if character < " " and character not in _ALLOWED_CONTROLS:
            line = text.count("\n", 0, index) + 1
            reason = f"is not text: control character U+{ord(character):04X}"
            raise SourceError(reason, where=f"{material.where}, line {line}")


def _place(material: Material, offset: int) -> str:
    line = material.content.count(b"\n", 0, offset) + 1
    return f"{material.where}, byte {offset} (line {line})"
