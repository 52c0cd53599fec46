"""Unfolds flattened text: paragraphs that extraction ran together on one line become lines of their own.

Only a line that holds most of the text is unfolded. It is cut before numbers that count on from 1, before list
markers after a semicolon or colon, around the enacting formula and the front's own lines, and before the first
words of preambular paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph_service.text.lines import Line
from graph_service.text.rules import Rules

_LONG = 350
_MOST = 0.5
_TAIL = 200
_NUMBER = re.compile(r"(?<=[;；.。:：,，،؛”\"’»)\]\d/])\s+(?=(\d{1,3})(?:\s?[.．、]|\s[-–])\s?[^\s\d])")
_FIRST = re.compile(r"\s(?=1(?:[.．、]|\s[-–])\s?[^\s\d])")
_ITEM = re.compile(r"(?<=[;；:：؛])\s+(?=[(（]?[^\W\d_]{1,4}[)）]\s)")
_COMMA = re.compile(r"[,，،](?:\s?[(（]?\d{1,3}[)）/]?)?\s+")
_TITLE = re.compile(r"(?<=[\s\])])(?=(?:E?S-)?\d{1,3}\s?/\s?\d{1,4}(?: [A-Z])?[.．]\s)")
_FRONT = ("adopted", "session", "agenda", "distributed", "based_on")


def unfold(lines: list[Line], text: str, language: Rules) -> list[Line]:
    """The lines, one that holds most of the text being cut before each of its paragraphs."""
    whole = sum(len(line.text) for line in lines)
    unfolded: list[Line] = []
    for line in lines:
        if len(line.text) < _LONG or len(line.text) < _MOST * whole:
            unfolded.append(line)
            continue
        cuts = sorted({at for at in _cuts(line.text, language) if 0 < at < len(line.text)})
        unfolded += _pieces(line, text, cuts)
    return [replace(line, index=index) for index, line in enumerate(unfolded)]


def _pieces(line: Line, text: str, cuts: list[int]) -> Iterator[Line]:
    starts = [line.start, *(line.start + at for at in cuts)]
    for at, start in enumerate(starts):
        last = at + 1 == len(starts)
        end = line.end if last else starts[at + 1]
        printed = text[start:end].rstrip()
        begin = start + len(text[start:end]) - len(text[start:end].lstrip())
        if not printed.strip():
            continue
        yield Line(
            index=0,
            lead=line.lead if at == 0 else start,
            start=begin,
            end=start + len(printed),
            stop=line.stop if last else end,
            text=text[begin : start + len(printed)],
            gap=line.gap if at == 0 else 1,
            page=line.page and at == 0,
        )


def _cuts(text: str, language: Rules) -> Iterator[int]:
    numbers = list(_counted(text))
    yield from numbers
    body = numbers[0] if numbers else len(text)
    enacted = body
    for organ in language.organs:
        for pattern in organ.enacting:
            for found in re.finditer(rf"(?:^|(?<=\s))(?:{pattern.pattern})(?=\s)", text[:body]):
                if found[0].rstrip().endswith((",", "，", "،")):
                    enacted = min(enacted, found.start())
                    yield from (found.start(), found.end())
    for found in _COMMA.finditer(text, enacted, body):
        if any(one.match(text, found.end()) for one in language.openings):
            yield found.end()
    yield from (found.end() for found in _ITEM.finditer(text, enacted))
    yield from _front(text[:enacted], language)
    yield from _closing(text, numbers[-1] if numbers else enacted, language)


def _counted(text: str) -> Iterator[int]:
    """Places of the numbers that count on from 1; one of them alone is none."""
    found = {match.end(): int(match[1]) for match in _NUMBER.finditer(text)}
    found.update({match.end(): 1 for match in _FIRST.finditer(text)})
    chain: list[int] = []
    last = 0
    for at in sorted(found):
        if found[at] == last + 1 or (found[at] == 1 and last > 1):
            chain.append(at)
            last = found[at]
    if len(chain) > 1:
        yield from chain


def _front(text: str, language: Rules) -> Iterator[int]:
    yield from (found.start() for found in _TITLE.finditer(text))
    for key in _FRONT:
        for pattern in language.front[key]:
            for found in pattern.finditer(text):
                yield found.start()
                if key != "based_on":
                    yield found.end()
    yield from (found.end() for found in re.finditer(r"\]\s", text))


def _closing(text: str, start: int, language: Rules) -> Iterator[int]:
    stops = [found.end() for found in re.finditer(r"[.。]\s+", text[start:])]
    for stop in stops:
        rest = text[start + stop :]
        ahead = [*language.closing, *language.dates, *language.front["meeting"]]
        found = [one.match(rest) for one in ahead] if len(rest) < _TAIL else []
        ends = [one.end() for one in found if one is not None]
        if ends:
            yield from (start + stop, start + stop + min(ends))
            return
