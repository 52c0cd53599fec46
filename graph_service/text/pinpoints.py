"""Pinpoints: “paragraphs 8, 11 and 16 to 18”, “section I, paragraph 4”, 第二条第一项, as places in a document.

A pinpoint is an ordered containment of units (annex, section, article or rule, paragraph, sub-paragraph). Lists
and ranges are expanded, one place per item; what stands between two pinpoints tells whether the second lies
inside the first (“section I, paragraph 4”), contains it (“paragraph 4 of section I”) or stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_service.symbols.families import ROMAN, roman_value
from graph_service.text.grammar import CitationGrammar, Grammar, Unit

Path = tuple[tuple[str, str], ...]
_WIDEST = 300
_NEAR = 140
_SMALL_ROMAN = re.compile("[ivx]+")
_TENS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Place:
    """One place, and where its number stands in the text."""

    path: Path
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A printed pinpoint with all its places; ``rank`` is of its outermost unit, ``depth`` of its innermost."""

    start: int
    end: int
    places: tuple[Place, ...]
    rank: int
    depth: int


def find_pinpoints(text: str, grammar: Grammar) -> list[Pinpoint]:
    """All pinpoints in reading order; adjoining ones that contain each other are one."""
    table = grammar.citations
    found = sorted(_single(text, grammar), key=lambda one: (one[0].start, -one[0].end))
    merged: list[tuple[Pinpoint, Unit]] = []
    for one, unit in found:
        if merged and one.start < merged[-1][0].end:
            continue
        if unit.needs and not (
            merged and merged[-1][1].name == unit.needs and _adjoins(text, merged[-1][0], one, table.nest)
        ):
            continue
        joined = _join(text, merged[-1][0], one, table) if merged else None
        if joined:
            merged[-1] = (joined, unit)
        else:
            merged.append((one, unit))
    return [one for one, _ in merged]


def _single(text: str, grammar: Grammar) -> Iterator[tuple[Pinpoint, Unit]]:
    for unit in grammar.citations.units:
        for match in unit.pattern.finditer(text):
            places = tuple(_places(match, unit, grammar))
            if places:
                yield Pinpoint(match.start(), match.end(), places, unit.rank, unit.rank), unit


def _adjoins(text: str, first: Pinpoint, second: Pinpoint, between: re.Pattern[str]) -> bool:
    return second.start - first.end <= _NEAR and between.fullmatch(text, first.end, second.start) is not None


def _join(text: str, first: Pinpoint, second: Pinpoint, table: CitationGrammar) -> Pinpoint | None:
    """Both as one pinpoint if one contains the other, else None."""
    if _printed_in(first, second) and _adjoins(text, first, second, table.within):
        return Pinpoint(first.start, second.end, (*first.places[:-1], *second.places), second.rank, second.depth)
    lettered = _lettered(first, second)
    if lettered and _adjoins(text, first, second, table.nest):
        return lettered
    turned = _lettered(second, first) if len(first.places) == 1 else None
    if turned and _adjoins(text, first, second, table.inside):
        return Pinpoint(first.start, second.end, turned.places[-1:], turned.rank, turned.depth)
    if first.depth < second.rank and _adjoins(text, first, second, table.nest):
        outer, inner = first, second
        if len(outer.places) > 1:
            outer = Pinpoint(first.start, first.end, first.places[-1:], first.rank, first.depth)
            rest = first.places[:-1]
        else:
            rest = ()
    elif second.depth < first.rank and len(second.places) == 1 and _adjoins(text, first, second, table.inside):
        outer, inner, rest = second, first, ()
    else:
        return None
    head = outer.places[0].path
    places = tuple(Place(head + one.path, one.start, one.end) for one in inner.places)
    return Pinpoint(first.start, second.end, rest + places, outer.rank, inner.depth)


def _printed_in(first: Pinpoint, second: Pinpoint) -> bool:
    """Whether an annex follows the chapter that it is printed in (“chap. I, resolution 1, annex II”): it is the
    place, the chapter only says where to look for it."""
    return first.places[-1].path[-1][0] == "sec" and second.places[0].path[0][0] == "annex"


def _lettered(first: Pinpoint, second: Pinpoint) -> Pinpoint | None:
    """“chapter II, section A” is section II.A: a letter divides the numeral before it."""
    (outer, numeral), letters = first.places[-1].path[-1], [place.path[0] for place in second.places]
    if outer != "sec" or not set(numeral) <= set(ROMAN) or first.rank != second.rank:
        return None
    if not all(name == "sec" and re.fullmatch("[A-H]", value) for name, value in letters):
        return None
    places = tuple(
        Place((("sec", f"{numeral}.{place.path[0][1]}"), *place.path[1:]), place.start, place.end)
        for place in second.places
    )
    return Pinpoint(first.start, second.end, first.places[:-1] + places, first.rank, second.depth)


def _places(match: re.Match[str], unit: Unit, grammar: Grammar) -> Iterator[Place]:
    """The places that one match names: its items, its number in words, or the unit as a whole."""
    groups = {
        re.sub(r"\d+$", "", name): (value, name) for name, value in match.groupdict().items() if value is not None
    }
    if "words" in groups:
        value, name = groups["words"]
        letter = groups.get("part", ("", ""))[0]
        yield from _worded(value, match.start(name), letter, unit, grammar)
    elif "items" in groups:
        value, name = groups["items"]
        yield from _listed(value, match.start(name), unit, grammar.citations)
    elif unit.style != "letter":
        yield Place(((unit.printed, ""),), match.start(), match.end())


def _worded(text: str, start: int, letter: str, unit: Unit, grammar: Grammar) -> Iterator[Place]:
    """Numbers in words; a list or range of them has separators between."""
    if re.fullmatch(r"[IVXLC]+(?:\.?[A-Z])?", text):
        yield Place(((unit.printed, _roman_text(text)),), start, start + len(text))
        return
    pieces = re.split(f"({grammar.citations.range.pattern})|[^\\w\\s]|和", text)
    words = grammar.citations.words
    values = [words.get(one.casefold()) or grammar.rules.ordinal(one) for one in pieces if one]
    numbers = [one for one in values if one]
    if len(numbers) == 2 and grammar.citations.range.search(text):
        numbers = list(range(numbers[0], min(numbers[1], numbers[0] + _WIDEST) + 1))
    for number in numbers:
        value = _styled(str(number), unit) + (f".{letter}" if letter else "")
        yield Place(((unit.printed, value),), start, start + len(text))


def _listed(text: str, start: int, unit: Unit, table: CitationGrammar) -> Iterator[Place]:
    """The items of a list, ranges expanded; a bare “(c)” goes on from the item before it."""
    before: Place | None = None
    last = 0
    for match in table.items.finditer(text):
        place = _item(match[0], start + match.start(), before, unit, table)
        if before is not None and table.range.search(text, last, match.start()):
            yield from _between(before, place)
        yield place
        before, last = place, match.end()


def _item(text: str, start: int, before: Place | None, unit: Unit, table: CitationGrammar) -> Place:
    text = figures(text)
    head = re.sub(r"\s*(?:\(\w+\)|(?<![^\W\d_])[^\W\d_]+\)).*", "", text).strip()
    inner = [letter(one, table) for one in re.findall(r"\(?(\w+)\)", text[len(head) :])]
    steps: list[tuple[str, str]] = []
    if head:
        steps.append((unit.printed, _styled(re.sub(r"\s+", "", head), unit)))
    elif before is not None and _counts_on(before.path, inner):
        steps.extend(before.path[:-1])
    elif before is not None and unit.style != "letter" and before.path[0][0] != "sub":
        steps.extend(before.path[:1])
    steps.extend(("para" if one.isdecimal() else "sub", one) for one in inner)
    return Place(tuple(steps), start, start + len(text))


def _counts_on(path: Path, inner: Sequence[str]) -> bool:
    """Whether “(ii)” stands beside the “(i)” of “8 (a) (i)”: under the same letter."""
    deep = len(path) > 1 and path[-2][0] == "sub"
    return deep and len(inner) == 1 and all(_SMALL_ROMAN.fullmatch(one) for one in (path[-1][1], inner[0]))


def letter(text: str, table: CitationGrammar) -> str:
    """A sub-paragraph's letter as locators write it: (ب) and б) are b."""
    found = (alphabet.index(text.lower()) for alphabet in table.alphabets if text.lower() in alphabet)
    return text if text.isascii() or len(text) > 1 else chr(ord("a") + next(found, ord(text) - ord("a")))


def figures(text: str) -> str:
    """The text with figures of every script as the common ones (٥ is 5)."""
    return re.sub(r"\d", lambda match: str(int(match[0])), text)


def _styled(value: str, unit: Unit) -> str:
    if unit.style == "roman":
        if value.isdecimal():
            return roman_text(int(value))
        return _roman_text(value)
    return value


def _roman_text(value: str) -> str:
    """“IIB” and “II.B” are section B of section II; a numeral that is one whole stays so."""
    match = re.fullmatch(r"([IVXLC]+)\.?\s?([A-Z])", value)
    if match and not (set(value) <= set(ROMAN) and "." not in value):
        return f"{match[1]}.{match[2]}"
    return value


def roman_text(number: int) -> str:
    """A number in roman numerals.

    >>> roman_text(1), roman_text(14), roman_text(90)
    ('I', 'XIV', 'XC')
    """
    out = ""
    for value, letters in _TENS:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _between(first: Place, last: Place) -> Iterator[Place]:
    """The places strictly between the ends of a range; none if the ends are not of one kind."""
    if len(first.path) != len(last.path) or first.path[:-1] != last.path[:-1]:
        return
    unit, low = first.path[-1]
    high = last.path[-1][1]
    for value in _values(low, high):
        yield Place((*first.path[:-1], (unit, value)), first.start, last.end)


def _values(low: str, high: str) -> Sequence[str]:
    ends = [one.rpartition(".") for one in (low, high)]
    if ends[0][0] and ends[0][0] == ends[1][0] and ends[0][2].isdecimal() and ends[1][2].isdecimal():
        return [f"{ends[0][0]}.{one}" for one in _values(ends[0][2], ends[1][2])]
    if low.isdecimal() and high.isdecimal():
        return [str(one) for one in range(int(low) + 1, min(int(high), int(low) + _WIDEST))]
    if (low == "i" and _SMALL_ROMAN.fullmatch(high)) or (len(low + high) > 2 and _romans(low, high)):
        return [roman_text(one).lower() for one in range(roman_value(low.upper()) + 1, roman_value(high.upper()))]
    if len(low) == len(high) == 1 and low.isalpha() and high.isalpha() and low.islower():
        return [chr(one) for one in range(ord(low) + 1, ord(high))]
    if low and high and set(low + high) <= set(ROMAN):
        return [roman_text(one) for one in range(roman_value(low) + 1, roman_value(high))]
    return []


def _romans(low: str, high: str) -> bool:
    return all(_SMALL_ROMAN.fullmatch(one) for one in (low, high))


def subdivision(path: Path, instrument: bool) -> str:
    """The subdivision of a locator: paragraphs of a resolution are ``op``, of anything else ``para``.

    ``section I, paragraph 4`` of a resolution is ``I.op4``; of a report, whose paragraphs run through, ``para4``.
    """
    units = [unit for unit, _ in path]
    steps: list[str] = []
    for index, (unit, value) in enumerate(path):
        last = index == len(path) - 1
        if unit == "sub":
            steps.append(value)
        elif unit == "sec":
            steps.extend(_section(value, path, index, instrument, last))
        elif unit == "para":
            numbered = instrument and not {"annex", "art", "rule"} & set(units)
            steps.append(f"{'op' if numbered else 'para'}{value}")
        else:
            steps.append(f"{unit}{value}")
    return ".".join(steps)


def _section(value: str, path: Path, index: int, instrument: bool, last: bool) -> list[str]:
    if last or not (instrument or path[index + 1][0] == "sec"):
        return [f"sec{value}"] if last else []
    return [value]
