"""The process that reads a PDF's pages: bytes on standard input, one JSON object on standard output.

Run as ``python -m graph_service.text.readers.pdfpages MEMORY SECONDS``; it limits itself before it reads.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

_MAX_PAGES = 3000
_RAISED = 0.82
_GLUE = 0.14
_TAB = 3.0
_COLUMN_LINES = 12


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
            return _Writer(document.pages).found()
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


class _Writer:
    """Writes page after page: words to lines by their places, blanks by their distances."""

    def __init__(self, pages: Sequence[Any]) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.styles: list[list[Any]] = []
        self.pages: list[list[int]] = []
        for page in pages:
            begin = self.length
            for line in _lines(page):
                self._line(line)
            self.pages.append([begin, self.length])
            self._put("\f")
            page.close()

    def found(self) -> dict[str, Any]:
        """All that was written."""
        text = "".join(self.parts)
        if not text.strip():
            return {"refused": "empty"}
        return {"text": text, "styles": self.styles, "pages": self.pages}

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _line(self, words: list[dict[str, Any]]) -> None:
        size = _usual(words)
        base = max((word["bottom"] for word in words if word["size"] >= _RAISED * size), default=0)
        right: float | None = None
        for word in words:
            if right is not None:
                distance = (word["x0"] - right) / size
                self._put("\t" if distance > _TAB else " " if distance > _GLUE else "")
            begin = self.length
            self._put(word["text"])
            small = word["size"] < _RAISED * size and word["bottom"] < base - 0.1 * size
            self._style(begin, word, small)
            right = word["x1"]
        self._put("\n")

    def _style(self, begin: int, word: dict[str, Any], small: bool) -> None:
        font = str(word["fontname"]).lower()
        kinds = [("superscript", small), ("bold", "bold" in font), ("italic", "ital" in font or "obliq" in font)]
        for kind, holds in kinds:
            if not holds:
                continue
            last = next((one for one in reversed(self.styles[-3:]) if one[2] == kind), None)
            if last and kind != "superscript" and last[1] >= begin - 1:
                last[1] = self.length
            else:
                self.styles.append([begin, self.length, kind])


def _usual(words: Sequence[dict[str, Any]]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word["size"], 1)] += len(word["text"])
    return sizes.most_common(1)[0][0] or 1.0


def _lines(page: Any) -> Iterator[list[dict[str, Any]]]:
    """The page's words in lines, from top to bottom; two columns one after the other."""
    words = page.extract_words(
        keep_blank_chars=False, use_text_flow=False, extra_attrs=["fontname", "size"], x_tolerance=1.5
    )
    gutter = _gutter(words, float(page.width))
    if gutter is None:
        yield from _rows(words)
        return
    spanning = [word for word in words if word["x0"] < gutter < word["x1"]]
    edge = max((word["bottom"] for word in spanning), default=0.0)
    yield from _rows([word for word in words if word["top"] <= edge])
    below = [word for word in words if word["top"] > edge]
    yield from _rows([word for word in below if word["x1"] <= gutter])
    yield from _rows([word for word in below if word["x0"] >= gutter])


def _rows(words: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words that share a base line; a raised mark overlaps the line that it belongs to."""
    rows: list[list[dict[str, Any]]] = []
    tall = sorted(words, key=lambda word: (-round(word["size"]), word["top"]))
    for word in tall:
        best = max(rows, key=lambda row: _overlap(row[0], word), default=None)
        if best is not None and _overlap(best[0], word) > 0.4:
            best.append(word)
        else:
            rows.append([word])
    rows.sort(key=lambda row: row[0]["bottom"])
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def _overlap(first: dict[str, Any], word: dict[str, Any]) -> float:
    shared = min(first["bottom"], word["bottom"]) - max(first["top"], word["top"])
    return float(shared / max(min(first["bottom"] - first["top"], word["bottom"] - word["top"]), 0.1))


def _gutter(words: Sequence[dict[str, Any]], width: float) -> float | None:
    """The middle of an empty strip that parts two columns of running text, or None."""
    middle = width / 2
    rows = _rows(words)
    both = sum(
        any(word["x1"] < middle for word in row)
        and any(word["x0"] > middle for word in row)
        and _parts_at(row, middle)
        for row in rows
    )
    full = sum(any(word["x0"] < middle < word["x1"] for word in row) for row in rows)
    dense = sum(len(row) >= 10 and _parts_at(row, middle) for row in rows)
    return middle if both > _COLUMN_LINES and dense > both * 0.6 and full * 4 < both else None


def _parts_at(row: Sequence[dict[str, Any]], middle: float) -> bool:
    left = max((word["x1"] for word in row if word["x1"] < middle), default=0.0)
    right = min((word["x0"] for word in row if word["x0"] > middle), default=middle * 2)
    return bool(right - left > 10)


if __name__ == "__main__":
    main()
