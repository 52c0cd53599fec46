"""Numbers of instruments as printed, and those whose year only their list or their date tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph_service.symbols.families import sure_symbols
from graph_service.text.grammar import Grammar
from graph_service.text.pinpoints import figures, roman_text

_YEARLY = re.compile(r"(\d{3,4})\s?\(((?:19|20)\d\d)\)")
_LONE_BEFORE = re.compile(r"(?<![\d/.])(\d{3,4})[^\d().;；。/]{1,6}$")
_PLAIN = re.compile(r"((?:E?S-)?\d{1,4})\s?/\s?(\d{1,4})")
_WIDEST = 60
# The Security Council adopts fewer resolutions in a year.
_YEAR_SPREAD = 120
_DATED_REACH = 60


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its date, and where they stand; ``end`` is after the date."""

    start: int
    end: int
    text: str
    at: int
    stop: int
    date: date | None


def find_numbers(text: str, grammar: Grammar) -> list[Number]:
    """Numbers in reading order, with those of the Security Council whose year the list or the date gives."""
    printed = list(_printed(text, grammar))
    found = [one for index, last in enumerate(printed) for one in (*_run(text, printed, index, grammar), last)]
    for number in printed:
        yearly = _YEARLY.fullmatch(number.text)
        if yearly:
            found.extend(_shared_year(text, number, yearly, found))
            found.extend(_dated(text, number, grammar))
    return sorted(found, key=lambda one: one.start)


def _run(text: str, printed: Sequence[Number], index: int, grammar: Grammar) -> Iterator[Number]:
    """The numbers between this one and the one before it, if a range joins them (“56/206 to 56/210”)."""
    if not index:
        return
    first, last = printed[index - 1], printed[index]
    ends = _PLAIN.fullmatch(first.text), _PLAIN.fullmatch(last.text)
    if not ends[0] or not ends[1] or ends[0][1] != ends[1][1]:
        return
    if grammar.citations.range.fullmatch(text[first.end : last.start].strip()):
        for number in range(int(ends[0][2]) + 1, min(int(ends[1][2]), int(ends[0][2]) + _WIDEST)):
            yield replace(last, text=f"{last.text[: ends[1].start(2)]}{number}")


def _shared_year(text: str, last: Number, yearly: re.Match[str], found: Sequence[Number]) -> Iterator[Number]:
    """The numbers before one with a year that share it (“resolutions 9561, 9562 and 9563 (2016)”)."""
    end = last.at
    while match := _LONE_BEFORE.search(text, max(0, end - 12), end):
        start, stop = match.span(1)
        taken = any(one.start < stop and start < one.end for one in found)
        if taken or not 0 < int(yearly[1]) - int(match[1]) <= _YEAR_SPREAD:
            return
        yield Number(start, stop, f"{match[1]} ({yearly[2]})", start, stop, None)
        end = start


def _dated(text: str, before: Number, grammar: Grammar) -> Iterator[Number]:
    """A number after others whose date tells its year (“9588 (2005) and 9590 of 24 March 2005”)."""
    for match in grammar.citations.dated.finditer(text, before.end, before.end + _DATED_REACH):
        day = grammar.rules.date(match[0])
        if day and grammar.citations.glue.fullmatch(text, before.end, match.start()):
            name = f"{match['number']} ({day.year})"
            yield Number(match.start(), match.end(), name, match.start("number"), match.end("number"), day)
        return


def _printed(text: str, grammar: Grammar) -> Iterator[Number]:
    for match in grammar.citations.numbers.finditer(text):
        printed = grammar.rules.date(match[0]) if match.end() - match.start() > len(match["number"]) + 6 else None
        yield Number(
            match.start(), match.end(), match["number"], match.start("number"), match.end("number"), printed
        )


def parts(text: str, grammar: Grammar) -> list[str]:
    """The number once for each of its part letters."""
    text = re.sub(r"\s?/\s?", "/", latin(text, grammar))
    if sure_symbols(text):
        return [text]
    match = re.fullmatch(r"(\d{1,4})\s?([A-Z][^(]*?)?\s?(\([^)]+\))\s?(.*)", text)
    if match:
        stem, letters, tail = match[1], match[2] or match[4], f" {match[3]}"
        return [f"{stem}{tail} {one}".strip() for one in _letters(letters, grammar)]
    found = re.fullmatch(r"([A-Z-]*[\d/]+(?:-\d+/\d+)?)\s?\[?(.*?)\]?", text)
    if not found:
        return [text]
    return [f"{found[1]} {one}".strip() for one in _letters(found[2], grammar)]


def latin(text: str, grammar: Grammar) -> str:
    """A number with the letters and sessions of its script as symbols write them: 40/152 سين is 40/152 O."""
    text, names = figures(text), grammar.citations.sessions
    if names:
        printed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        age = re.compile(rf"\(({printed})\s?-\s?(\d{{1,2}})\)")
        text = re.sub(rf"^({printed})\s?-\s?(?=\d+/)", lambda match: names[match[1]], text)
        text = age.sub(lambda match: f"({names[match[1]]}{roman_text(int(match[2]))})", text)
    for printed, letter in grammar.citations.letters.items():
        text = text.replace(printed, letter)
    return text


def _letters(text: str, grammar: Grammar) -> list[str]:
    if not text:
        return [""]
    found = list(re.finditer("[A-Z](?:-[A-Z])?", text))
    letters = [one[0] for one in found]
    if len(letters) == 2 and grammar.citations.range.search(text, found[0].end(), found[1].start()):
        return [chr(one) for one in range(ord(letters[0]), ord(letters[1]) + 1)]
    return letters or [""]
