"""References in a phrase that somebody types: locators, candidates and reasons, in any language that has data."""

from __future__ import annotations

from collections.abc import Iterable

from graph_service.model import Citation, Footnote, Front, Paragraph, Source, Span, Structure, View
from graph_service.symbols import candidates
from graph_service.text import rules
from graph_service.text.citations import understand

ORGAN = "General Assembly"


def resolve_phrase(text: str, language: str | None = None, organ: str = ORGAN) -> tuple[Citation, ...]:
    """Every reference in a phrase as a citation whose span is of the phrase.

    Without a language, the one that finds most is taken. A phrase that is nothing but a symbol or a bare number
    (``66/257``, ``17/22``) gives its candidates. Raises RulesError for a language without data.
    """
    tried: Iterable[str] = (language,) if language else rules.languages()
    best: tuple[Citation, ...] = ()
    for code in tried:
        found = _read(text, code, organ)
        if _weight(found) > _weight(best):
            best = found
    return best or _bare(text)


def _weight(found: tuple[Citation, ...]) -> tuple[int, int]:
    return sum(one.target is not None for one in found), sum("~" in (one.target or "") for one in found)


def _read(text: str, code: str, organ: str) -> tuple[Citation, ...]:
    whole = Span(0, len(text))
    view = View(text, tuple(range(len(text))))
    paragraph = Paragraph("text1", "text", None, whole, view=view)
    notes: tuple[Footnote, ...] = ()
    structure = Structure(Front(organ=organ), code, (), (), (paragraph,), notes)
    return understand(structure, Source(text, "", "phrase", "phrase")).paragraphs[0].citations


def _bare(text: str) -> tuple[Citation, ...]:
    """A phrase that is a number and nothing else."""
    options = candidates(text)
    whole = Span(0, len(text))
    if len(options) == 1:
        return (Citation(options[0], "cite", "explicit", whole),)
    if options:
        reason = "a bare number does not say of which organ it is"
        return (Citation(None, "cite", "ambiguous", whole, 0.5, candidates=options, reason=reason),)
    return ()
