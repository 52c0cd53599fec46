"""Numbers of instruments as printed, and those whose year only their list or their date tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph_service.text.grammar import Grammar

_YEARLY = re.compile(r"(\d{3,4})\s?\(((?:19|20)\d\d)\)")
_LONE_BEFORE = re.compile(r"(?<![\d/.])(\d{3,4})[^\d().;；。/]{1,6}$")
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
    found = list(_printed(text, grammar))
    for number in list(found):
        yearly = _YEARLY.fullmatch(number.text)
        if yearly:
            found.extend(_shared_year(text, number, yearly, found))
            found.extend(_dated(text, number, grammar))
    return sorted(found, key=lambda one: one.start)


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
