"""Writes a source's text piece by piece, remembering where styles and pages are."""

from __future__ import annotations

import re

from graph_service.model import Source, Span, Style
from graph_service.text.readers.material import Material

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


class Writer:
    """A text being written; positions are code points of the finished text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._styles: list[Style] = []
        self._pages: list[Span] = []

    def __len__(self) -> int:
        return self._length

    def put(self, text: str) -> None:
        """Appends text to the line; control characters and line ends inside it become blanks."""
        text = _UNFIT.sub(" ", text).replace("\r", " ").replace("\n", " ")
        self._parts.append(text)
        self._length += len(text)

    def end(self) -> None:
        """Ends the line."""
        self._parts.append("\n")
        self._length += 1

    def line(self, text: str) -> None:
        """Writes a whole line."""
        self.put(text)
        self.end()

    def style(self, begin: int, kind: str, value: str | None = None) -> None:
        """What was written since ``begin`` has this style."""
        if self._length > begin:
            self._styles.append(Style(Span(begin, self._length), kind, value))

    def page(self, begin: int) -> None:
        """Ends a page that began at ``begin`` with a form feed."""
        self._pages.append(Span(begin, self._length))
        self._parts.append("\f")
        self._length += 1

    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def source(self, material: Material, reader: str, language: str | None = None) -> Source:
        """The finished source."""
        return Source(
            text=self.text(),
            sha256=material.sha256,
            reader=reader,
            name=material.name,
            styles=tuple(sorted(self._styles, key=lambda one: (one.span, one.kind))),
            pages=tuple(self._pages),
            language=material.language or language,
            symbol=material.symbol,
        )
