"""References in a phrase that somebody types: locators, candidates and reasons, in any language that has data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph_service.errors import SymbolError
from graph_service.model import Citation, Footnote, Front, Paragraph, Source, Span, Structure, View
from graph_service.symbols import candidates, parse_locator, parse_symbol
from graph_service.text import rules
from graph_service.text.citations import understand
from graph_service.text.grammar import load_grammar
from graph_service.text.notes import is_instrument
from graph_service.text.pinpoints import find_pinpoints, subdivision

ORGAN = "General Assembly"


def resolve_phrase(text: str, language: str | None = None, organ: str = ORGAN) -> tuple[Citation, ...]:
    """Every reference in a phrase as a citation whose span is of the phrase.

    Without a language, the one that finds most is taken. A phrase that is nothing but a symbol or a bare number
    (``66/257``, ``17/22``) gives its candidates. Raises RulesError for a language without data.
    """
    typed = _locator(text)
    if typed:
        return (Citation(typed, "cite", "explicit", Span(0, len(text))),)
    tried: Iterable[str] = (language,) if language else rules.languages()
    best: tuple[Citation, ...] = ()
    for code in tried:
        found = _read(text, code, organ) or tuple(_headless(text, code))
        if _weight(found) > _weight(best):
            best = found
    return best or _bare(text, Span(0, len(text)))


def _weight(found: tuple[Citation, ...]) -> tuple[int, int]:
    return sum(one.target is not None for one in found), sum("~" in (one.target or "") for one in found)


def _read(text: str, code: str, organ: str) -> tuple[Citation, ...]:
    whole = Span(0, len(text))
    view = View(text, tuple(range(len(text))))
    paragraph = Paragraph("text1", "text", None, whole, view=view)
    notes: tuple[Footnote, ...] = ()
    structure = Structure(Front(organ=organ), code, (), (), (paragraph,), notes)
    return understand(structure, Source(text, "", "phrase", "phrase")).paragraphs[0].citations


def _locator(text: str) -> str | None:
    """The locator that a phrase is as a whole, if it is a full one; a bare number is left to its candidates."""
    try:
        return str(parse_locator(text)) if "~" in text or "@" in text else None
    except SymbolError:
        return None


def _headless(text: str, code: str) -> Iterator[Citation]:
    """A bare number with pinpoints (“66/257, para. 12”)."""
    for pin in find_pinpoints(text, load_grammar(code)):
        for one in _bare(text[: pin.start].strip(" ,，;；(（"), Span(0, pin.end)):
            for place in pin.places:
                names = [f"{base}~{subdivision(place.path, is_instrument(base))}" for base in _bases(one)]
                target = names[0] if one.target else None
                yield replace(one, target=target, candidates=() if target else tuple(names))


def _bases(one: Citation) -> tuple[str, ...]:
    return (one.target,) if one.target else one.candidates


def _bare(text: str, span: Span) -> tuple[Citation, ...]:
    """A phrase that is a number and nothing else: what it most likely is, or all that it may be."""
    options = candidates(text)
    if not options:
        return ()
    try:
        symbol = parse_symbol(text).text
    except SymbolError:
        symbol = None
    if symbol and len(options) == 1:
        return (Citation(symbol, "cite", "explicit", span),)
    reason = "a bare number does not say of which organ it is"
    return (Citation(None, "cite", "ambiguous", span, 0.5, candidates=options, reason=reason),)
