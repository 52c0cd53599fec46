"""The process that reads a PDF's pages: bytes on standard input, one JSON object on standard output.

Run as ``python -m graph_service.text.readers.pdfpages MEMORY SECONDS``; it limits itself before it reads.
What stands where is told by `pdflayout`; here it is written down, line by line, with its styles.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_service.text.readers import pdflayout, pdfzones
from graph_service.text.readers.pdflayout import Page, Row, Rule, Word

_MAX_PAGES = 3000
_GLUE = 0.14
_TAB = 3.0
_THIN = 2.0
_ADDRESS = 500
_RULE = "__________"
_PLACES = ("x0", "x1", "top", "bottom", "size")


def main() -> None:
    """Reads one PDF within its limits and prints what was found, or why not."""
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    logging.disable(logging.CRITICAL)
    content = sys.stdin.buffer.read()
    with contextlib.redirect_stdout(sys.stderr):
        found = examine(content)
    sys.stdout.write(json.dumps(found))


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def examine(content: bytes) -> dict[str, Any]:
    """``text``, ``styles`` [[start, end, kind]] and ``pages`` [[start, end]], or ``refused`` with a reason."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MAX_PAGES:
                return {"refused": "pages"}
            return _Writer(_pages([_sheet(one) for one in document.pages])).found()
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return {"refused": "encrypted"}
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        encrypted = isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError))
        return {"refused": "encrypted" if encrypted else f"{type(cause).__name__} {cause}"[:200]}
    except MemoryError:
        return {"refused": "it needs more memory than is allowed"}
    except Exception as error:
        return {"refused": f"{type(error).__name__} {error}"[:200]}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page's words and drawn rules, before they are put in order."""

    words: list[Word]
    rules: list[Rule]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Link:
    """An area of a page that leads to an address."""

    x0: float
    x1: float
    top: float
    bottom: float
    address: str

    def holds(self, word: Word) -> bool:
        """Whether the middle of the word lies in it."""
        return (
            self.x0 <= (word.x0 + word.x1) / 2 <= self.x1
            and self.top <= (word.top + word.bottom) / 2 <= self.bottom
        )


def _word(found: dict[str, Any]) -> Word:
    x0, x1, top, bottom, size = (float(found[key]) for key in _PLACES)
    return Word(found["text"], x0, x1, top, bottom, size, str(found["fontname"]).lower())


def _sheet(page: Any) -> _Sheet:
    words = [
        _word(one)
        for one in page.extract_words(
            keep_blank_chars=False, use_text_flow=False, extra_attrs=["fontname", "size"], x_tolerance=1.5
        )
    ]
    links = list(_links(page))
    words = [replace(word, link=next((one.address for one in links if one.holds(word)), "")) for word in words]
    found = _Sheet(words, list(_rules(page)), float(page.width), float(page.height))
    page.close()
    return found


def _pages(sheets: Sequence[_Sheet]) -> list[Page]:
    """The sheets with their words in order; where some have two columns, the others may have them too."""
    gutters = [pdflayout.gutter_of(sheet.words, sheet.width) for sheet in sheets]
    common = pdflayout.common_gutter(gutters)
    return [
        Page(pdflayout.columns(sheet.words, own or common), sheet.width, sheet.height, sheet.rules)
        for sheet, own in zip(sheets, gutters, strict=True)
    ]


def _links(page: Any) -> Iterator[_Link]:
    for one in page.hyperlinks:
        if one.get("uri"):
            x0, x1, top, bottom = (float(one[key]) for key in _PLACES[:4])
            yield _Link(x0, x1, top, bottom, str(one["uri"])[:_ADDRESS])


def _rules(page: Any) -> Iterator[Rule]:
    """Horizontal lines: drawn as lines or as thin boxes."""
    for one in (*page.lines, *page.rects):
        if float(one["bottom"]) - float(one["top"]) < _THIN and one["x1"] > one["x0"]:
            yield Rule(float(one["x0"]), float(one["x1"]), float(one["top"]))


class _Writer:
    """Writes page after page: words to lines by their places, blanks by their distances."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.styles: list[list[Any]] = []
        self.pages: list[list[int]] = []
        body = pdflayout.usual([word for page in pages for row in page.rows for word in row.words])
        pdfzones.furnish(pages)
        pdfzones.note(pages, body)
        pdfzones.open_paragraphs(pages, body)
        for page in pages:
            begin = self.length
            for row in page.rows:
                self._row(row)
            self.pages.append([begin, self.length])
            self._put("\f")

    def found(self) -> dict[str, Any]:
        """All that was written."""
        text = "".join(self.parts)
        if not text.strip():
            return {"refused": "empty"}
        return {"text": text, "styles": self.styles, "pages": self.pages}

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _row(self, row: Row) -> None:
        """A row with its styles: what it is on the page, then its types."""
        if row.gap:
            self._put("\n")
        if row.ruled:
            self._put(f"{_RULE}\n")
        begin = self.length
        self._words(row)
        if row.kind != "body":
            self.styles.append([begin, self.length, row.kind])
        elif row.opens is not None:
            self.styles.append([begin, self.length, "opens" if row.opens else "continues"])
        self._put("\n")

    def _words(self, row: Row) -> None:
        right: float | None = None
        for word in row.words:
            if right is not None:
                distance = (word.x0 - right) / row.size
                self._put("\t" if distance > _TAB else " " if distance > _GLUE else "")
            begin = self.length
            self._put(word.text)
            self._style(begin, word, row.raised(word))
            right = word.x1

    def _style(self, begin: int, word: Word, raised: bool) -> None:
        kinds = [("superscript", raised), ("bold", "bold" in word.font)]
        if word.link:
            self.styles.append([begin, self.length, "link", word.link])
        kinds.append(("italic", "ital" in word.font or "obliq" in word.font))
        for kind, holds in kinds:
            if not holds:
                continue
            last = next((one for one in reversed(self.styles[-3:]) if one[2] == kind), None)
            if last and kind != "superscript" and last[1] >= begin - 1:
                last[1] = self.length
            else:
                self.styles.append([begin, self.length, kind])


if __name__ == "__main__":
    main()
