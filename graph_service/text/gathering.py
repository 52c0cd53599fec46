"""Gathering: all that names a document in one paragraph, from symbols to footnote marks on a few words.

What is printed most exactly goes first: symbols, then numbers of resolutions, names of works, and phrases with
their notes; a mark that no phrase explains stands for the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_service.model import Paragraph
from graph_service.text.acts import Clause
from graph_service.text.grammar import CitationGrammar, Grammar
from graph_service.text.instruments import find_instruments
from graph_service.text.mentions import Mention, Reader, Target
from graph_service.text.notes import is_instrument
from graph_service.text.pinpoints import Pinpoint
from graph_service.text.printed import find_symbols, find_works
from graph_service.text.reports import (
    attach_marks,
    drop_carried,
    find_reports,
    join_transmitted,
    lone_mark,
    name_bracketed,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before any paragraph is read: language, organ, the document's own symbol, what notes name."""

    grammar: Grammar
    reader: Reader
    symbol: str
    notes: Mapping[str, Sequence[Target]]


def gather_mentions(
    paragraph: Paragraph, text: str, clauses: Sequence[Clause], pins: Sequence[Pinpoint], known: Known
) -> list[Mention]:
    """Everything in the paragraph that names a document, in reading order, none overlapping another."""
    grammar = known.grammar
    found: list[Mention] = []
    for layer in (
        _others(find_symbols(text, grammar), known.symbol),
        find_instruments(text, grammar, known.reader, pins),
        find_works(text, grammar),
        _earlier(text, grammar),
    ):
        held = list(found)
        found.extend(
            one for one in layer if not any(one.start < other.end and other.start < one.end for other in held)
        )
    symbols = [one for one in found if one.kind == "symbol"]
    marked = bool(paragraph.marks or symbols or pins)
    phrases = _phrases(text, found, symbols, known, marked)
    found = [one for one in found if not one.targets or all(one.targets != other.targets for other in phrases)]
    stops = [one.start for one in clauses] + [one.start for one in found if one.kind == "number"]
    phrases, marks = attach_marks(text, paragraph.view.text, phrases, paragraph.marks, known.notes, stops)
    kept = [
        one
        for one in phrases
        if one.kind not in ("weak", "plain")
        or one.targets
        or _placed(text, one, pins, grammar)
        or (one.kind == "plain" and is_instrument(known.symbol) and _object(text, one, clauses, grammar))
    ]
    edges = sorted(
        {0, *(one.end for one in (*found, *kept)), *(one.end for one in clauses), *(pin.end for pin in pins)}
    )
    for mark in marks:
        lone = lone_mark(text, mark, known.notes, edges)
        if lone:
            kept.append(lone)
            edges = sorted({*edges, lone.end})
    return sorted((*found, *kept), key=lambda one: (one.start, one.end))


def _phrases(
    text: str, found: Sequence[Mention], symbols: Sequence[Mention], known: Known, marked: bool
) -> list[Mention]:
    """Reports called by what they are, those with the symbol printed for them named by it."""
    grammar = known.grammar
    phrases = find_reports(text, grammar, found, known.reader, marked)
    phrases = [one for one in phrases if not grammar.citations.unwritten.match(text, one.end)]
    phrases = name_bracketed(text, phrases, symbols, grammar)
    phrases = drop_carried(text, phrases, [one for one in found if one.kind == "number"], grammar)
    return join_transmitted(text, phrases, grammar)


def _placed(text: str, phrase: Mention, pins: Sequence[Pinpoint], grammar: Grammar) -> bool:
    """Whether a pinpoint is on a phrase that no mark explains (“paragraph 45 of its report”)."""
    before = (pin for pin in pins if pin.end <= phrase.start)
    return any(grammar.citations.of.fullmatch(text[pin.end : phrase.start].rstrip()) for pin in before)


def _object(text: str, phrase: Mention, clauses: Sequence[Clause], grammar: Grammar) -> bool:
    """Whether an act has the phrase for its object (“takes note of the report”)."""
    before = [one.end for one in clauses if one.end <= phrase.start]
    gap = text[before[-1] : phrase.start].rstrip() if before else "."
    return not gap or grammar.citations.of.fullmatch(gap) is not None


def _others(symbols: Sequence[Mention], own: str) -> list[Mention]:
    """Symbols other than the document's own, which is printed in running heads only."""
    return [one for one in symbols if one.targets[0].symbol != own]


def _earlier(text: str, grammar: Grammar) -> list[Mention]:
    """“that resolution”, “the said decisions”, “the latter”, “ibid.”"""
    table = grammar.citations
    found: list[Mention] = []
    for plural, patterns in ((True, table.those), (False, table.earlier)):
        for match in (match for pattern in patterns for match in pattern.finditer(text)):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(_pointing(match, table, plural))
    for noun, pattern in (("ibid", table.ibid), ("former", table.former), ("latter", table.latter)):
        found += [Mention("that", match.start(), match.end(), noun=noun) for match in pattern.finditer(text)]
    return found


def _pointing(match: re.Match[str], table: CitationGrammar, plural: bool) -> Mention:
    """“that resolution” with what its noun is: a resolution unless it says decision."""
    noun = match.groupdict().get("noun") or ""
    kind = next((kind for kind, pattern in table.kinds.items() if pattern.fullmatch(noun)), "resolution")
    return Mention("that", match.start(), match.end(), noun=kind, plural=plural)
