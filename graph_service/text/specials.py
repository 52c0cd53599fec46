"""Lines that are heads or formulas by themselves: enacting, section, annex, unit and closing lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.text import markers
from graph_service.text.lines import Line
from graph_service.text.rules import Rules

_ENDS = re.compile(r"(?<!\b[A-Z])[.;,:；，。：]\s*\d{0,3}$")
_LONG_TITLE = 220
_ANNEXES = 60
_PART_REACH = 3


@dataclass(frozen=True, slots=True)
class Special:
    """What a line is by itself. ``label`` is its number, ``rest`` where its title begins in the line's text."""

    kind: str
    label: str = ""
    value: int = 0
    rest: int | None = None
    name: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Specials:
    """The special lines of a text, found once."""

    found: dict[int, Special]

    def of(self, line: Line) -> Special | None:
        """What this line is, or None for ordinary text."""
        return self.found.get(line.index)


def find(lines: Sequence[Line], language: Rules) -> Specials:
    """All special lines; section labels only where they count on (I before II, A before B)."""
    found: dict[int, Special] = {}
    candidates: list[tuple[int, tuple[Special, ...]]] = []
    led: set[int] = set()
    enacted = False
    for line in lines:
        special = _formula(line, language)
        if enacted:
            led.add(line.index)
        enacted = special is not None and special.kind == "enacting"
        if special:
            found[line.index] = special
        elif len(line.text) < _LONG_TITLE:
            labels = _labels(line, language)
            if labels:
                candidates.append((line.index, labels))
    enacting = [at for at, line in enumerate(lines) if (one := found.get(line.index)) and one.kind == "enacting"]
    begun = led | _over(enacting[:-1], lines)
    found.update(_chained(candidates, led, begun, _over(enacting, lines)))
    return Specials(found)


def _formula(line: Line, language: Rules) -> Special | None:
    text = line.text
    if len(text) > _LONG_TITLE or text[:1].islower():
        return None
    for organ in language.organs:
        if any(one.fullmatch(text) for one in organ.enacting):
            return Special("enacting", name=organ.name, sure=True)
    for pattern in language.annexes:
        found = pattern.fullmatch(text)
        if found and not _ENDS.search(text):
            label = (found.groupdict().get("label") or "").strip()
            return Special("annex", label=_annex_label(label, language), rest=_rest(found))
    for pattern in language.recommendations:
        found = pattern.fullmatch(text)
        label = found.groupdict().get("int") or found.groupdict().get("han") if found else None
        if found and label:
            return Special("rec", str(_number(label, language)), _number(label, language), _rest(found))
    for slug, patterns in language.units.items():
        for pattern in patterns:
            found = pattern.fullmatch(text)
            if found and not _ENDS.search(text) and not (found.groupdict().get("rest") or "")[:1].islower():
                return Special("unit", found["int"], _number(found["int"], language), _rest(found), slug)
    if any(one.fullmatch(text) for one in language.closing):
        return Special("closing")
    return None


def _number(label: str, language: Rules) -> int:
    return int(label) if label.isdecimal() else markers.roman(label) or language.ordinal(label) or 0


def _annex_label(label: str, language: Rules) -> str:
    """Annexes are counted in roman numerals in a locator (annexII), whatever the language prints."""
    value = _number(label, language) if label else 0
    if not value or value > _ANNEXES:
        return label.upper()
    return markers.numeral(value).upper()


def _rest(found: re.Match[str]) -> int | None:
    rest = found.groupdict().get("rest")
    return found.start("rest") if rest else None


def _labels(line: Line, language: Rules) -> tuple[Special, ...]:
    """What a section head's label may count as: I is a numeral and a letter."""
    readings: list[Special] = []
    for pattern in language.sections:
        found = pattern.fullmatch(line.text)
        if not found:
            continue
        groups = found.groupdict()
        rest = groups.get("rest") or ""
        if rest and (_ENDS.search(rest) or rest[:1].islower()):
            continue
        label = groups.get("roman") or groups.get("han") or groups.get("label") or ""
        label = language.labels.get(label, label)
        readings += _read(label, bool(groups.get("roman")), rest, _rest(found), found, language)
    return tuple(dict.fromkeys(readings))


def _read(
    label: str, numeral: bool, rest: str, at: int | None, found: re.Match[str], language: Rules
) -> list[Special]:
    value = markers.roman(label) if label.isascii() and label.isupper() else None
    if numeral:
        return [Special("section", label, value, at, "roman")] if value else []
    if label.isascii() and label.isalpha() and len(label) == 1:
        between = found.string[found.end("label") : at] if at is not None else "."
        plain = between in (" ", "\u00a0") and not found.string[: found.start("label")]
        letter = Special("section", label, ord(label.upper()) - 64, at, "letter")
        return [] if plain else ([Special("section", label, value, at, "roman")] if value else []) + [letter]
    if value:
        return [Special("section", label, value, at, "roman")]
    number = language.ordinal(label)
    return [Special("section", markers.numeral(number).upper(), number, at, "roman")] if number else []


def _over(enacting: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """Lines with an enacting formula among the few after them: a letter there opens a part."""
    return {lines[spot].index for at in enacting for spot in range(max(0, at - _PART_REACH), at)}


def _chained(
    candidates: Sequence[tuple[int, tuple[Special, ...]]], led: set[int], begun: set[int], parts: set[int]
) -> dict[int, Special]:
    """Keeps labels that follow their predecessor, or that are first and have a successor.

    A first label in ``led`` (right after the enacting formula) needs none: a passage may end before it; nor does a
    first letter in ``begun`` (over one of several enacting formulas): the letter over the next may be lost. A
    letter in ``parts`` (over an enacting formula) may leave out some before it.
    """
    later: dict[tuple[str, int], int] = {}
    for index, readings in candidates:
        for one in readings:
            later[(one.name, one.value)] = index
    last: dict[str, int] = {}
    part = 0
    kept: dict[int, Special] = {}
    lettered = [index for index, readings in candidates if index in parts and readings[-1].name == "letter"]
    for index, readings in candidates:
        for one in sorted(readings, key=lambda item: item.value != last.get(item.name, 0) + 1):
            over = index in lettered and one.name == "letter"
            alone = index in led or (over and index in begun)
            first = one.value == 1 and (later.get((one.name, 2), -1) > index or alone)
            before = part if over else last.get(one.name, 0)
            skips = over and (one.value > before > 0 or (one.value == 1 and lettered[-1] > index))
            if first or skips or (one.value > 1 and before == one.value - 1):
                kept[index] = one
                last[one.name] = one.value
                if index in lettered and one.name == "letter":
                    part = one.value
                if one.name == "roman":
                    last.pop("letter", None)
                break
    return kept
