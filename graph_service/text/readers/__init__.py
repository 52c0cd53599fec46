"""Readers: from a file in any format to one `Source`; the format is told by content, never by suffix alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from graph_service.errors import SourceError
from graph_service.model import Source
from graph_service.text.readers import docx, markup, pdf, plain
from graph_service.text.readers.material import Material, identify, named_symbol

__all__ = ["Material", "identify", "read"]

MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 8_000_000
_READERS: dict[str, Callable[[Material], Source]] = {
    "text": plain.read,
    "docx": docx.read,
    "pdf": pdf.read,
    "html": markup.read_html,
    "akn": markup.read_xml,
}


def read(path: Path, language: str | None = None) -> Source:
    """Reads one file. Raises SourceError (with the file, and the place inside it where there is one) for a
    file that is missing, empty, too large, encrypted, without text, corrupt or of a format not taken."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise SourceError("is a folder, not a file", where=str(path))
        if size > MAX_BYTES:
            raise SourceError(f"has {size} bytes, more than the {MAX_BYTES} allowed", where=str(path))
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be opened: {error.strerror}", where=str(path)) from error
    if not content.strip():
        raise SourceError("is empty", where=str(path), do="give a file that has text")
    digest = hashlib.sha256(content).hexdigest()
    material = Material(content, path.name, str(path), digest, language, named_symbol(path.stem))
    source = _READERS[identify(material)](material)
    if len(source.text) > MAX_CHARACTERS:
        message = f"has {len(source.text)} characters, more than the {MAX_CHARACTERS} allowed"
        raise SourceError(message, where=str(path), do="split it")
    return source
