"""Paragraph numbers that no document is named for: places cited before, places here, or lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph_service.model import Citation, Paragraph, Reference
from graph_service.text.citing import placed
from graph_service.text.grammar import Grammar
from graph_service.text.internal import own_paragraphs
from graph_service.text.memory import Memory
from graph_service.text.pinpoints import Pinpoint

# The rank of a paragraph in ``data/citations.toml``.
_NUMBERED = 4
_ECHO, _DISTANT, _FOLLOWS = 0.9, 0.8, 0.6
_PARAGRAPHS = ("op", "para")

Found = tuple[int, Citation]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the numbers stand: the paragraph with its text, the document's symbol and its own ``places``."""

    paragraph: Paragraph
    text: str
    symbol: str
    places: frozenset[str]
    memory: Memory
    grammar: Grammar


def find_unowned(
    pins: Sequence[Pinpoint], place: Site, cited: Sequence[Found], governing: Callable[[int], str]
) -> tuple[tuple[Reference, ...], list[Found]]:
    """What pinpoints without a document are: references to this document, and citations of others.

    ``cited`` is what the paragraph cites with its offsets; ``governing`` tells the function at an offset.
    """
    own: list[Reference] = []
    found: list[Found] = []
    for pin in pins:
        here, elsewhere = _unowned(pin, governing(pin.start), place, cited)
        own.extend(here)
        found.extend((pin.start, one) for one in elsewhere)
    return tuple(own), found


def _unowned(
    pin: Pinpoint, function: str, place: Site, cited: Sequence[Found]
) -> tuple[tuple[Reference, ...], list[Citation]]:
    """A place cited before in this paragraph, one of this document, one cited in an earlier paragraph, one beside
    a place that is cited here, or lost."""
    grammar = place.grammar
    # Where cases say “of”, the pattern matches nothing too: only words tell.
    following = grammar.citations.of.match(place.text, pin.end)
    elsewhere = following is not None and any(one.isalpha() for one in following[0])
    if not elsewhere:
        again = _echo(pin, function, place, near=True)
        if again:
            return (), again
    own = own_paragraphs(place.paragraph, place.text, pin, place.symbol, place.places, grammar)
    if own:
        return own, []
    again = [] if elsewhere else _echo(pin, function, place, near=False) or _beside(pin, function, place, cited)
    return (), again or _lost(pin, function, place.paragraph)


def _echo(pin: Pinpoint, function: str, place: Site, *, near: bool) -> list[Citation]:
    """The citations of places that are printed as ones before; several documents leave it ambiguous."""
    if pin.rank < _NUMBERED:
        return []
    found = []
    for one, options in zip(pin.places, place.memory.echoes(pin, near), strict=False):
        span = place.paragraph.view.span(*((pin.start, pin.end) if len(pin.places) == 1 else (one.start, one.end)))
        if len(options) == 1:
            confidence = _ECHO if near else _DISTANT
            found.append(Citation(options[0], function, "coreferent", span, confidence))
        else:
            reason = "more than one document was cited at this place"
            found.append(Citation(None, function, "ambiguous", span, 0.5, None, options, reason))
    return found


def _beside(pin: Pinpoint, function: str, place: Site, cited: Sequence[Found]) -> list[Citation]:
    """Paragraphs of the report of which the same paragraph cites another one, before it or else after it.

    (“concurs with paragraph 30 of the report and requests the Secretary-General to implement paragraph 31”)
    """
    if pin.rank != _NUMBERED or place.paragraph.kind not in ("operative", "preambular"):
        return []
    near = [(at, one.target) for at, one in cited if one.target and _numbered(one.target)]
    before = [target for at, target in near if at < pin.start]
    after = [target for at, target in near if at > pin.start]
    if not before and not after:
        return []
    symbol = (before[-1] if before else after[0]).partition("~")[0]
    return [
        Citation(
            f"{symbol}~{placed(one.path, symbol)}",
            function,
            "coreferent",
            place.paragraph.view.span(one.start, one.end),
            _FOLLOWS,
        )
        for one in pin.places
    ]


def _numbered(target: str) -> bool:
    return target.partition("~")[2].rpartition(".")[2].startswith(_PARAGRAPHS)


def _lost(pin: Pinpoint, function: str, paragraph: Paragraph) -> list[Citation]:
    """A paragraph number that names no document is kept, unresolved."""
    if paragraph.kind not in ("operative", "preambular") or pin.rank != _NUMBERED:
        return []
    reason = "the text does not say of which document"
    span = paragraph.view.span(pin.start, pin.end)
    return [Citation(None, function, "unresolved", span, 0.0, reason=reason)]


__all__ = ["Site", "find_unowned"]
