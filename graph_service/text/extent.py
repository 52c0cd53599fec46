"""The extent of a document on its pages: where it begins, where its text does, and where its neighbour does.

A bound volume's page carries the end of one resolution and the beginning of the next; the file's name or the
printed symbol says which of them is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph_service.text import chapters, rules
from graph_service.text.block import COLONS, END, STOPS
from graph_service.text.lines import Line, measure, tabular
from graph_service.text.markers import numbered
from graph_service.text.rules import Rules

TITLE_REACH = 14
FRONT_REACH = 60
_HEADS = 3
_TITLE_ROOM, _FULL = 0.75, 0.8
_SENTENCE = 60
_FRONT_PROSE = 12
_SUM = re.compile(r"\W{0,2}[\d,. ]{1,15}")


@dataclass(frozen=True, slots=True)
class TitleHead:
    """A line that begins with a resolution's own number."""

    line: int
    number: str
    rest: int | None


@dataclass(frozen=True, slots=True)
class Extent:
    """Which printed lines are the document: ``[first, last)``, its front up to ``body``; positions in the list."""

    first: int
    body: int
    last: int
    head: TitleHead | None


@cache
def _titles() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in rules.layout()["heads"]["titles"])


def title_head(line: Line, at: int) -> TitleHead | None:
    """The number a title line begins with, or None."""
    for pattern in _titles():
        found = pattern.fullmatch(line.text)
        if found:
            groups = found.groupdict()
            number = re.sub(r"\s+", "", found["s"]).replace("（", "(").replace("）", ")")
            part = (groups.get("part") or "").replace("–", "-")
            rest = found.start("rest") if groups.get("rest") else None
            return TitleHead(at, f"{number}-{part}" if part else number, rest)
    return None


def locate(lines: Sequence[Line], language: Rules, symbol: str | None) -> Extent:
    """Finds the document among the printed lines; a volume's page carries its neighbours too."""
    heads = [head for at, line in enumerate(lines) if (head := title_head(line, at))]
    enacting = [at for at, line in enumerate(lines) if _enacts(line, language)]
    own = _own(heads, enacting, symbol)
    first, last = 0, len(lines)
    if own is not None:
        last = _end(heads, enacting, own, symbol, len(lines))
        before = [head for head in heads if head.line < own.line and not _same(head.number, symbol)]
        started = any(at < own.line and not masthead(lines[at], language) for at in enacting) or _numbered_before(
            lines, own.line, language
        )
        if before or started:
            first = own.line
    formulas = [at for at in enacting if own is not None or not masthead(lines[at], language)]
    body = _body(lines, language, formulas, own, first, last)
    return Extent(first, body, last, own)


def _enacts(line: Line, language: Rules) -> bool:
    return len(line.text) < 60 and any(
        one.fullmatch(line.text) for organ in language.organs for one in organ.enacting
    )


def masthead(line: Line, language: Rules) -> bool:
    """Whether a line may be the organ's name at the head of a first page (大会, Генеральная Ассамблея)."""
    return any(one.fullmatch(line.text) for one in language.front["masthead"])


def _same(number: str, symbol: str | None) -> bool:
    if symbol is None:
        return False
    plain, target = number.split("-", 1)[0] if not number.startswith(("S-", "ES-")) else number, symbol
    return bool(re.search(rf"(?:^|/){re.escape(plain)}(?:-[A-Z]+(?:-[A-Z])?)?$", target))


def _own(heads: Sequence[TitleHead], enacting: Sequence[int], symbol: str | None) -> TitleHead | None:
    same = [head for head in heads if _same(head.number, symbol)]
    followed = [head for head in same if any(0 < at - head.line <= TITLE_REACH for at in enacting)]
    if symbol is not None and (followed or same):
        return (followed or same)[0]
    led = [head for head in heads if any(0 < at - head.line <= TITLE_REACH for at in enacting)]
    if symbol is not None:
        return None
    titled = [head for head in heads if head.rest is not None]
    return next(iter(led or ([] if enacting else titled)), None)


def _end(
    heads: Sequence[TitleHead], enacting: Sequence[int], own: TitleHead, symbol: str | None, last: int
) -> int:
    for head in heads:
        other = head.line > own.line and not _same(head.number, symbol) and head.number != own.number
        led = any(0 < at - head.line <= TITLE_REACH for at in enacting) and any(
            own.line < at < head.line for at in enacting
        )
        listed = not enacting and (head.rest is not None or "(" not in head.number)
        if other and (led or listed):
            return head.line
    return last


def _numbered_before(lines: Sequence[Line], at: int, language: Rules) -> bool:
    return any(one.match(line.text) for line in lines[:at] for one in language.numbers)


def _body(
    lines: Sequence[Line],
    language: Rules,
    enacting: Sequence[int],
    own: TitleHead | None,
    first: int,
    last: int,
) -> int:
    """Where the text begins: at the enacting formula, or at a part's letter or title just before it."""
    inside = [at for at in enacting if first <= at < last and (own is None or at > own.line)]
    if own is None and _drafted(lines, language, first, inside[0] if inside else last):
        return _report_body(lines, language, first, last)
    if inside:
        part = [at for at in range(first, inside[0]) if first_part(lines[at].text, language)]
        return part[-1] if part and (own is None or part[-1] > own.line) else inside[0]
    opened = [
        at
        for at in range(first if own is None else own.line + 1, last)
        if (
            any(one.match(lines[at].text) for one in (*language.numbers, *language.openings))
            and len(lines[at].text) > 12
        )
        or any(one.fullmatch(lines[at].text) for one in language.summaries)
    ]
    if own is None:
        opened += _chaptered(lines, language, first, last)[:1]
    if own is not None:
        after = own.line + 1
        return min([*opened, max(after, min(last, after + _titled(lines, own, last)))], default=last)
    return min([*opened, last]) if opened else first


def first_part(text: str, language: Rules) -> bool:
    """Whether a line is no more than the letter of a first part, in the language's script (A, А, ألف)."""
    label = text.rstrip(".")
    return language.labels.get(label, label) == "A"


def report_line(lines: Sequence[Line], language: Rules) -> int | None:
    """The line that says whose report it is, among the first; None if there is none."""
    for at, line in enumerate(lines[:FRONT_REACH]):
        if any(one.fullmatch(line.text) for one in language.reports):
            return at
    return None


def _drafted(lines: Sequence[Line], language: Rules, first: int, end: int) -> bool:
    """Whether it is a report: a front line says so, and nothing is enacted before its first paragraph (what is
    enacted after it is a draft that the report quotes)."""
    if report_line(lines[first:end], language) is None:
        return False
    return end == len(lines) or any(
        (head := numbered(lines[at].text, language)) is not None and head.value == 1 for at in range(first, end)
    )


def _chaptered(lines: Sequence[Line], language: Rules, first: int, last: int) -> list[int]:
    """Where paragraphs stand whose numbers carry their chapter; the first of them opens a chapter, with 1."""
    found = chapters.find(lines[first:last], language, measure(lines[first:last]))
    return [at for at in range(first, last) if lines[at].index in found]


def _report_body(lines: Sequence[Line], language: Rules, first: int, last: int) -> int:
    """A report's text begins at its summary, at the section head or heading over paragraph 1, or at the first
    sentence under the line that says whose it is."""
    chaptered = _chaptered(lines, language, first, last)
    body = last
    for at in range(first, last):
        if any(one.fullmatch(lines[at].text) for one in language.summaries):
            body = at
            break
        head = numbered(lines[at].text, language)
        if at not in chaptered[:1] and (head is None or head.value != 1):
            continue
        heads = [
            spot
            for spot in range(max(first, at - _HEADS), at)
            if any(one.fullmatch(lines[spot].text) for one in language.sections)
        ]
        body = heads[0] if heads else at
        break
    return min(body, _prose(lines, language, first, body))


def _prose(lines: Sequence[Line], language: Rules, first: int, last: int) -> int:
    """The first full line or ended sentence after the line that says whose report it is; ``last`` if a table or
    nothing stands there."""
    told = report_line(lines[first:last], language)
    if told is None:
        return last
    shape = measure(lines)
    for at in range(first + told + 1, min(last, first + told + 1 + _FRONT_PROSE)):
        text = lines[at].text
        if tabular(text) or _SUM.fullmatch(text):
            return last
        ended = END.search(text)
        sentence = len(text) > _SENTENCE and ended is not None and ended[1] in (*STOPS, *COLONS)
        wrapped = not shape.whole and len(text) >= _FULL * shape.width and _parted(lines, at, shape.width)
        if (sentence or wrapped) and not text[:1].islower() and not _announces(text, language):
            return at
    return last


def _parted(lines: Sequence[Line], at: int, width: int) -> bool:
    """Whether a full line begins something that goes on in the next one; a title's full line goes on before it."""
    before = lines[at - 1]
    new = lines[at].gap > 0 or len(before.text) < _FULL * width or END.search(before.text) is not None
    return new and at + 1 < len(lines) and not lines[at + 1].gap


def _announces(text: str, language: Rules) -> bool:
    """Whether the front's own patterns take the line."""
    keys = ("session", "agenda", "adopted", "based_on", "masthead")
    told = any(one.fullmatch(text.strip(" *")) for key in keys for one in language.front[key])
    return told or any(one.fullmatch(text) for one in language.reports)


def _titled(lines: Sequence[Line], own: TitleHead, last: int) -> int:
    """How many lines after the title line still belong to the title: those that begin in the middle of it."""
    count = 0
    widths = sorted(len(line.text) for line in lines)
    full = widths[len(widths) * 9 // 10]
    for line in lines[own.line + 1 : last]:
        room = len(lines[own.line + count].text) < _TITLE_ROOM * full
        if line.gap or len(line.text) > 120 or count > 3:
            break
        if room and line.text[:1].isupper() and len(line.text) > _FULL * full:
            break
        count += 1
    return count
