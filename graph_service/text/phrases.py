"""References in a phrase that somebody types: locators, candidates and reasons, in any language that has data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from graph_service.errors import SymbolError
from graph_service.model import Citation, Document, Front, Paragraph, Source, Span, Structure, View
from graph_service.symbols import candidates, parse_locator, parse_symbol
from graph_service.text import rules
from graph_service.text.citations import PLAIN, understand
from graph_service.text.citing import cite
from graph_service.text.detect import detect
from graph_service.text.grammar import Grammar, load_grammar
from graph_service.text.linking import link
from graph_service.text.mentions import Mention, Target
from graph_service.text.numbers import find_numbers, parts
from graph_service.text.pinpoints import find_pinpoints

# A longer text tells its language by its words; a shorter one by what is found in it.
_SHORT = 300
# Letters between a place and the document it is said to be in (“paragraph 5 of the present resolution”).
_NEXT = 6
_ALONE = "the phrase stands in no document, so it cannot be told which one this is"
_BARE = "a bare number does not say of which organ it is"


def read_phrase(text: str, language: str | None = None) -> Document:
    """A phrase as a document of one paragraph that has every reference as a citation, its span of the phrase.

    Without a language, the one in which most is found. A bare number (“66/257, para. 12”) is what it can be: one
    document, or several candidates. “The present resolution” stays unresolved, for a phrase is of no document.
    Raises SourceError for a language without data.
    """
    source = Source(text, hashlib.sha256(text.encode()).hexdigest(), "phrase", "phrase")
    spoken, _ = detect(source, language)
    typed = _typed(text)
    if typed:
        return _with(_read(source, spoken), (Citation(typed, PLAIN, "explicit", Span(0, len(text))),))
    others = (one for one in rules.languages() if one != spoken) if not language and len(text) < _SHORT else ()
    return max((_cited(source, code) for code in (spoken, *others)), key=_weight)


def _typed(text: str) -> str | None:
    """The locator that a phrase is as a whole, in any case; a number that may be of several organs is none."""
    try:
        locator = parse_locator(text)
    except SymbolError:
        return None
    alone = len(candidates(locator.symbol if "~" in text or "@" in text else text)) == 1
    return str(locator) if alone else None


def _is_sure(number: str) -> bool:
    """Whether a number alone tells what it is (17/22 can only be one council's, but does not say so)."""
    try:
        return bool(parse_symbol(number))
    except SymbolError:
        return False


def _weight(read: Document) -> tuple[int, int, int]:
    found = read.paragraphs[0].citations
    targets = [option for one in found for option in ((one.target,) if one.target else one.candidates)]
    sure = sum(one.target is not None for one in found)
    return sure, sum("~" in (one or "") for one in targets), len(targets)


def _cited(source: Source, code: str) -> Document:
    text, read = source.text, _read(source, code)
    grammar = load_grammar(code)
    found = [*read.paragraphs[0].citations, *_references(read.paragraphs[0], grammar)]
    if not any(one.target or one.candidates for one in found):
        found = list(_headless(text, grammar, read.paragraphs[0])) or found
    return _with(read, tuple(found))


def _with(read: Document, found: tuple[Citation, ...]) -> Document:
    ordered = tuple(sorted(found, key=lambda one: one.span))
    return replace(read, paragraphs=(replace(read.paragraphs[0], citations=ordered, references=()),))


def _read(source: Source, code: str) -> Document:
    text = source.text
    view = View(text, tuple(range(len(text))))
    paragraph = Paragraph("text1", "text", None, Span(0, len(text)), view=view)
    return understand(Structure(Front(), code, (), (), (paragraph,), ()), source)


def _references(paragraph: Paragraph, grammar: Grammar) -> Iterator[Citation]:
    """References to the document itself, of which a phrase has none."""
    spans = [one.span for one in paragraph.references]
    itself = (Span(*match.span()) for match in grammar.citations.self.finditer(paragraph.view.text))
    spans += [one for one in itself if not any(span.start <= one.start <= span.end + _NEXT for span in spans)]
    for span in spans:
        yield Citation(None, PLAIN, "unresolved", span, 0.0, reason=_ALONE)


def _headless(text: str, grammar: Grammar, paragraph: Paragraph) -> Iterator[Citation]:
    """Numbers without a noun, with their pinpoints (“paragraph 21 of 64/259”)."""
    mentions = [
        Mention("symbol", one.start, one.end, (_target(name, one.start, one.end),))
        for one in find_numbers(text, grammar)
        for name in parts(one.text, grammar)
    ]
    for linked in link(text, mentions, find_pinpoints(text, grammar), grammar):
        yield from cite(linked, PLAIN, paragraph)


def _target(name: str, start: int, end: int) -> Target:
    options = candidates(name)
    if len(options) == 1 and _is_sure(name):
        return Target(options[0], start, end)
    if options:
        return Target(None, start, end, options, _BARE, status="ambiguous", confidence=0.5)
    return Target(None, start, end, reason=f"“{name}” is no number of a known family")
