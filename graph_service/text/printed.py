"""Symbols that a text prints (“A/64/683 and Corr.1”), and works that it calls by name (the Charter)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from graph_service.errors import SymbolError
from graph_service.symbols import parse_symbol
from graph_service.text.grammar import Grammar
from graph_service.text.mentions import Mention, Target

_RUN = re.compile(r"(.*/(?:Add|Corr|Rev|Amend)\.)(\d{1,3})-(\d{1,3})")
_AROUND = 60
# A modifier that stands alone, and is not the tail of a symbol.
_ADDED = re.compile(r"(?<![/\w])(Add|Corr|Rev|Amend)\.\s?(\d{1,3})(?![\d/])")
_ADDED_REACH = 140
_MODIFIED = re.compile(r"/(?:Add|Corr|Rev|Amend)\.\d+$")


def find_symbols(text: str, grammar: Grammar) -> list[Mention]:
    """Printed symbols; modifiers printed after one (“and Corr.1”, “and Add.1-6”) are extras of its target."""
    found: list[Mention] = []
    for one in _symbols(text, grammar):
        before = found[-1] if found else None
        if before and _corrects(text, before, one, grammar):
            target = before.targets[0]
            extras = (*target.extras, one.targets[0].symbol or "", *one.targets[0].extras)
            found[-1] = replace(before, end=one.end, targets=(replace(target, end=one.end, extras=extras),))
        else:
            found.append(one)
    return found


def _corrects(text: str, before: Mention, one: Mention, grammar: Grammar) -> bool:
    """Whether a symbol is the corrigendum of the one it is joined to (“A/98/7 and A/98/7/Corr.1”)."""
    first, second = before.targets[0].symbol or "", one.targets[0].symbol or ""
    corrigendum = second.startswith(f"{first}/Corr.")
    return corrigendum and grammar.citations.glue.fullmatch(text, before.end, one.start) is not None


def _symbols(text: str, grammar: Grammar) -> Iterator[Mention]:
    for match in grammar.citations.symbols.finditer(text):
        base = re.match(grammar.citations.bare_symbol, match[0])
        if base is None:
            continue
        printed, symbol = _longest(base[0])
        if symbol is None:
            continue
        whole = base[0] == printed
        end = match.start() + (len(match[0]) if whole else len(printed))
        tail = match[0][base.end() :]
        through = grammar.citations.run.match(match[0], base.end())
        last = _MODIFIED.search(symbol)
        extras = tuple(_extras(symbol, tail, grammar)) if whole else ()
        if whole and through and last:
            steps = range(int(last[0].rpartition(".")[2]) + 1, int(through["last"]) + 1)
            rest = _extras(symbol, match[0][through.end() :], grammar)
            extras = (*(f"{_numbered(symbol)}{one}" for one in steps), *rest)
        run = _RUN.fullmatch(symbol)
        if run:
            symbol = run[1] + run[2]
            extras = (*(f"{run[1]}{one}" for one in range(int(run[2]) + 1, int(run[3]) + 1)), *extras)
        target = Target(symbol, match.start(), end, extras=extras, date=_stamp(text, match.start(), end, grammar))
        yield Mention("symbol", match.start(), end, (target,), noun="symbol")
        yield from _addenda(text, symbol, end, grammar)


def _addenda(text: str, symbol: str, end: int, grammar: Grammar) -> Iterator[Mention]:
    """Addenda named after places in the document (“A/…, paras. 3 and 4, and Add.1, para. 7”)."""
    while match := _ADDED.search(text, end, end + _ADDED_REACH):
        if not grammar.citations.modified.fullmatch(text, end, match.start()):
            return
        stem = _MODIFIED.sub("", symbol)
        target = Target(f"{stem}/{match[1]}.{match[2]}", match.start(), match.end())
        yield Mention("symbol", match.start(), match.end(), (target,), noun="symbol")
        end = match.end()


def _stamp(text: str, start: int, end: int, grammar: Grammar) -> date | None:
    """The date printed right after a symbol, or right before its bracket."""
    table = grammar.citations
    found = table.stamp_after.match(text, end) or table.stamp_before.search(text[max(0, start - _AROUND) : start])
    return grammar.rules.date(found[0]) if found else None


def _longest(text: str) -> tuple[str, str | None]:
    """The longest beginning of the text that is a symbol (extraction may have glued words to it)."""
    for candidate in (text.rstrip(".-"), re.sub(r"\s?\([^)]*\)?$", "", text), text.rpartition("/")[0]):
        try:
            return candidate, parse_symbol(candidate).text
        except SymbolError:
            continue
    return text, None


def _numbered(symbol: str) -> str:
    """A modified symbol without the number of its modifier."""
    return symbol[: symbol.rindex(".") + 1]


def _extras(symbol: str, tail: str, grammar: Grammar) -> Iterator[str]:
    """The symbols of the modifiers in a tail; a bare number repeats the word before it (“Add.1 and 2”)."""
    own = _MODIFIED.search(symbol)
    word = own[0][1:].partition(".")[0] if own else ""
    stem = symbol
    for match in grammar.citations.modifiers.finditer(tail):
        word = match["word"] or word
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if _MODIFIED.search(symbol) and word == _MODIFIED.search(symbol)[0][1:].split(".")[0]:  # type: ignore[index]
            stem = _MODIFIED.sub("", symbol)
        for number in range(first, min(last, first + 50) + 1):
            if word:
                yield f"{stem}/{word}.{number}"


def find_works(text: str, grammar: Grammar) -> list[Mention]:
    """Works without a symbol by the names that this language gives them."""
    found = []
    for identifier, pattern in grammar.citations.works:
        for match in pattern.finditer(text):
            if _strange(text, match, grammar):
                continue
            target = Target(identifier, match.start(), match.end())
            found.append(Mention("work", match.start(), match.end(), (target,), noun="work"))
    return found


def _strange(text: str, match: re.Match[str], grammar: Grammar) -> bool:
    """Whether the words around a work's name tell that it is another's (“Charter of the Organization of …”)."""
    table = grammar.citations
    before = text[max(0, match.start() - _AROUND) : match.start()]
    return bool(table.works_not_after.search(before) or table.works_not_before.match(text, match.end()))
