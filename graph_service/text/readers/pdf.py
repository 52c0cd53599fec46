"""PDF files (ISO 32000): lines from the places of characters, with superscripts, bold and italic, page by page.

A file from outside may loop or swell: its pages are read in a process of its own, under limits on time and
memory, and whatever goes wrong there is a refusal here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from graph_service.errors import SourceError
from graph_service.model import Source, Span, Style
from graph_service.text.readers.material import Material

SECONDS = 120
MEMORY = 2 * 1024**3
_REASONS = {
    "encrypted": ("is encrypted", "save it without a password"),
    "empty": ("has pages but no text", "scanned pages need text recognition first"),
    "pages": ("has too many pages", "split it"),
}


def read(material: Material) -> Source:
    """The text of a PDF. Raises SourceError: encrypted, scanned, damaged, or past the limits."""
    command = [sys.executable, "-m", "graph_service.text.readers.pdfpages", str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(command, input=material.content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        message = f"could not be read in {SECONDS} seconds"
        raise SourceError(message, where=material.where, do="the file may be damaged or hostile") from error
    if done.returncode != 0 or not done.stdout:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["the reading process died"]
        raise SourceError(f"is a damaged or hostile PDF: {last[0][:200]}", where=material.where)
    return _source(json.loads(done.stdout), material)


def _source(found: dict[str, Any], material: Material) -> Source:
    if "refused" in found:
        message, advice = _REASONS.get(found["refused"], (f"is a damaged PDF: {found['refused']}", ""))
        raise SourceError(message, where=material.where, do=advice)
    return Source(
        text=found["text"],
        sha256=material.sha256,
        reader="pdf",
        name=material.name,
        styles=tuple(Style(Span(start, end), kind, *value) for start, end, kind, *value in found["styles"]),
        pages=tuple(Span(start, end) for start, end in found["pages"]),
        language=material.language,
        symbol=material.symbol,
    )
