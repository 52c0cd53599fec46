"""Paragraphs and structures built by hand, for tests of what is read from them."""

from __future__ import annotations

from collections.abc import Mapping

from graph_service.model import Citation, Document, Footnote, Front, Mark, Paragraph, Source, Span, Structure, View
from graph_service.text.citations import understand


def view(text: str) -> View:
    """A view that is its source."""
    return View(text, tuple(range(len(text))))


def paragraph(
    text: str, identifier: str = "op1", kind: str = "operative", marks: Mapping[str, str] | None = None
) -> Paragraph:
    """A paragraph of that text; ``marks`` gives, by note, the words that the mark stands after."""
    places = [
        Mark(number, Span(at, at), at) for number, words in (marks or {}).items() for at in [_after(text, words)]
    ]
    section = identifier.split(".")[0] if identifier[:1].isupper() else None
    parent = identifier.rpartition(".")[0] if kind == "subparagraph" else None
    return Paragraph(
        identifier,
        kind,
        None,
        Span(0, len(text)),
        section=f"sec{section}" if section else None,
        parent=parent,
        view=view(text),
        marks=tuple(places),
    )


def _after(text: str, words: str) -> int:
    return text.index(words) + len(words)


def document(
    *paragraphs: Paragraph,
    notes: Mapping[str, str] | None = None,
    language: str = "en",
    symbol: str = "A/RES/99/999",
    organ: str = "General Assembly",
) -> Document:
    """What is understood of these paragraphs."""
    footnotes = tuple(
        Footnote(number, (), Span(0, len(text)), view(text)) for number, text in (notes or {}).items()
    )
    front = Front(symbol=symbol, organ=organ)
    return understand(
        Structure(front, language, (), (), paragraphs, footnotes), Source("", "0" * 64, "plain", "by hand")
    )


def cited(document: Document) -> list[str]:
    """Every citation as “function target”, or “function ?reason”, in order."""
    return [f"{one.function} {_target(one)}" for _, one in document.citations()]


def _target(one: Citation) -> str:
    return one.target or (f"ambiguous {' '.join(one.candidates)}" if one.candidates else "?")
