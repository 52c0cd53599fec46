"""What footnotes name: their symbols, resolutions and works, each with the pinpoints that the note prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph_service.errors import SymbolError
from graph_service.model import Footnote
from graph_service.symbols import parse_symbol
from graph_service.text.grammar import Grammar
from graph_service.text.instruments import find_instruments
from graph_service.text.linking import Linked, link
from graph_service.text.mentions import Mention, Reader, Target
from graph_service.text.pinpoints import Pinpoint, find_pinpoints, subdivision
from graph_service.text.printed import find_symbols

# Letters that may stand between the pinpoints of a note (“and”, “pp.”).
_WORDLESS = 4
# The organ whose commissions number their resolutions as it does its own, and print them in reports to it.
_COMMISSIONED = "Economic and Social Council"


def read_note(text: str, grammar: Grammar, reader: Reader) -> tuple[Target, ...]:
    """The targets that a note's text names, in its order; offsets are of the note."""
    symbols, pins = find_symbols(text, grammar), find_pinpoints(text, grammar)
    numbers = [one for one in find_instruments(text, grammar, reader, pins) if not _overlaps(one, symbols)]
    mentions = sorted((*symbols, *numbers), key=lambda one: one.start)
    mentions = [one for one in mentions if not _inner(text, one, mentions, pins)]
    linked = link(text, mentions, pins, grammar)
    found: list[Target] = []
    for before, one in zip((None, *linked), linked, strict=False):
        if before and found and _again(text, before, one):
            found[-1] = replace(found[-1], extras=(*found[-1].extras, one.mention.targets[0].symbol or ""))
        else:
            found.append(_placed(one))
    return tuple(found)


def _again(text: str, before: Linked, one: Linked) -> bool:
    """Whether a symbol in brackets right after another is the same document's (“A/66/710 (JIU/REP/2011/5)”)."""
    first, second = before.mention, one.mention
    bracketed = text[first.end : second.start].strip() == "(" and text[second.end : second.end + 1] == ")"
    series = {(other.targets[0].symbol or "/").partition("/")[0] for other in (first, second)}
    return first.kind == second.kind == "symbol" and bracketed and len(series) > 1 and not one.pins


def _inner(text: str, one: Mention, mentions: Sequence[Mention], pins: Sequence[Pinpoint]) -> bool:
    """Whether a resolution of no named organ only says where in a volume of the same organ the place is.

    (“E/2003/23, chap. II, sect. A, resolution 2003/55” is a commission's resolution, printed in its report.)
    """
    volume = next((other for other in reversed(mentions) if other.end <= one.start), None)
    if one.kind != "number" or volume is None or volume.kind != "symbol":
        return False
    ends = [volume.end, *(pin.end for pin in pins if volume.end <= pin.start and pin.end <= one.start)]
    organs = {_organ(target.symbol) for target in (*one.targets[:1], *volume.targets[:1])}
    adjoins = re.fullmatch(r"\s*[)）]?\s*[,，]\s*", text[max(ends) : one.start]) is not None
    return adjoins and organs == {_COMMISSIONED} and len(ends) > 1


def _organ(symbol: str | None) -> str | None:
    try:
        return parse_symbol(symbol or "").organ
    except SymbolError:
        return None


def read_ibid(text: str, before: Target, grammar: Grammar) -> tuple[Target, ...]:
    """What “Ibid., annex II” names: the work of the note before it, at this note's place.

    Nothing if the note goes on to another volume of the same series (“Ibid., 1614th meeting”).
    """
    opening = grammar.citations.ibid.match(text)
    if opening is None:
        return ()
    pins = find_pinpoints(text, grammar)
    rest, last = "", opening.end()
    for pin in pins:
        rest, last = rest + text[last : pin.start], pin.end
    if sum(letter.isalpha() for letter in rest + text[last:]) > _WORDLESS:
        return ()
    instrument = is_instrument(before.symbol)
    return (
        replace(before, places=tuple(subdivision(one.path, instrument) for pin in pins for one in pin.places)),
    )


def note_locators(targets: Sequence[Target]) -> tuple[str, ...]:
    """The locators that a note names: with pinpoints where it prints them, then corrigenda."""
    found: list[str] = []
    for one in targets:
        if one.symbol:
            found.extend(f"{one.symbol}~{place}" for place in one.places)
            found.extend(() if one.places else (one.symbol,))
            found.extend(one.extras)
    return tuple(dict.fromkeys(found))


def with_targets(note: Footnote, targets: Sequence[Target]) -> Footnote:
    """The note with what it names, unless the reader of the format already told (hyperlinks)."""
    return replace(note, targets=tuple(dict.fromkeys((*note.targets, *note_locators(targets)))))


def _overlaps(one: Mention, others: Sequence[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _placed(linked: Linked) -> Target:
    target = linked.mention.targets[0]
    instrument = bool(target.symbol) and is_instrument(target.symbol)
    places = tuple(subdivision(place.path, instrument) for pin in linked.pins for place in pin.places)
    return replace(target, places=places)


def is_instrument(symbol: str | None, kind: str | None = None) -> bool:
    """Whether a work is a resolution or decision, whose paragraphs are operative paragraphs."""
    if kind is None and symbol:
        try:
            kind = parse_symbol(symbol).kind
        except SymbolError:
            return False
    return kind in ("Resolution", "Decision")
