"""Numbers of paragraphs and markers of list items, and the counting that tells one from a stray figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph_service.text import rules
from graph_service.text.rules import Rules

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def roman(text: str) -> int | None:
    """The value of a well-formed roman numeral, or None.

    >>> roman("xiv"), roman("iiii"), roman("VIII")
    (14, None, 8)
    """
    lower = text.lower()
    if not lower or any(letter not in _ROMAN for letter in lower):
        return None
    total = 0
    for letter, after in zip(lower, [*lower[1:], ""], strict=True):
        value = _ROMAN[letter]
        total += -value if after and _ROMAN[after] > value else value
    return total if numeral(total) == lower else None


def numeral(value: int) -> str:
    """The lower-case roman numeral of a number from 1 to 399."""
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    return "c" * (value // 100) + tens[value // 10 % 10] + units[value % 10] if value < 400 else ""


@dataclass(frozen=True, slots=True)
class Head:
    """A number or marker at the start of a line: its text and the length of it with the blanks after.

    ``chapter``: what a number carries before its own point ("IV" of IV.32); ``inserted``: put in later ("12 bis").
    """

    label: str
    value: int
    length: int
    mark: int
    chapter: str = ""
    inserted: bool = False

    @property
    def turn(self) -> int:
        """The number whose turn it takes: an inserted one comes where the next would."""
        return self.value + self.inserted


def numbered(text: str, language: Rules) -> Head | None:
    """The paragraph number at the start of the text ("12. Requests"), or None."""
    for pattern in language.numbers:
        found = pattern.match(text)
        if found and _parted(text, found.end()):
            after = re.compile(r"\s*").match(text, found.end())
            end = after.end() if after else found.end()
            return Head(str(int(found["n"])), int(found["n"]), end, found.end())
    for pattern in language.inserted:
        found = pattern.match(text)
        if found:
            label = f"{int(found['n'])}{found['after'].lower()}"
            return Head(label, int(found["n"]), _blanks(text, found.end()), found.end(), inserted=True)
    return None


def _blanks(text: str, at: int) -> int:
    """Where the words after a number begin."""
    return at + len(text[at:]) - len(text[at:].lstrip())


def loose(text: str, language: Rules, value: int) -> Head | None:
    """The number ``value`` at the start of the text although its point was lost or misread, or None."""
    for pattern in language.loose:
        found = pattern.match(text)
        if found and (int(found["n"]) if found["n"].isdecimal() else 1) == value:
            end = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
            return Head(str(value), value, end, found.end())
    return None


def _parted(text: str, end: int) -> bool:
    rest = text[end : end + 1]
    return not rest or rest.isspace() or not (rest.isascii() and rest.isalnum()) or rest.isupper()


@cache
def _items() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in rules.layout()["items"]["markers"])


def item(text: str) -> Head | None:
    """The list marker at the start of the text ("(a) The lessons"), or None; ``value`` is not yet known."""
    for pattern in _items():
        found = pattern.match(text)
        if found and (not text[found.end() : found.end() + 1].isalnum() or not text[: found.end()].isascii()):
            after = re.compile(r"\s*").match(text, found.end())
            groups = found.groupdict()
            label = groups.get("m") or numeral(int(groups.get("quoted") or 0))
            return Head(label, 0, after.end() if after else found.end(), found.end())
    return None


def readings(label: str, language: Rules) -> tuple[tuple[str, int], ...]:
    """What a marker may count as: ("letter", 9) and ("roman", 1) for "i"; empty if it counts nothing."""
    if label.endswith("."):
        return tuple((f"{kind} with point", value) for kind, value in readings(label[:-1], language))
    table = rules.layout()["items"]
    found: list[tuple[str, int]] = []
    if label.isdecimal():
        found.append(("figure", int(label)))
    for alphabet in language.letters:
        value = _letters(label.lower(), alphabet)
        if value:
            found.append(("letter" if label.islower() or label.lower() == label.upper() else "capital", value))
    value = roman(label) or 0
    if value and (label.islower() or label.isupper()):
        found.append(("roman" if label.islower() else "great roman", value))
    for alphabet, kind in ((table["han"], "han"), (table["enclosed"], "han")):
        if label in alphabet:
            found.append((kind, alphabet.index(label) + 1))
    if not found and all(letter in table["han"] for letter in label):
        found.append(("han", language.ordinal(label) or 0))
    return tuple(found)


def _letters(label: str, alphabet: str) -> int:
    if len(label) == 1 and label in alphabet:
        return alphabet.index(label) + 1
    if len(label) == 2 and label[0] == label[1] and label[0] in alphabet:
        return len(alphabet) + alphabet.index(label[0]) + 1
    return 0


def canonical(label: str, level: int, value: int) -> str:
    """The label in a locator: as printed if Latin, else the letter, numeral or figure of its level."""
    lower = label.lower().rstrip(".")
    if lower.isascii() and lower.isalnum():
        return lower
    if level == 1 and value <= 26:
        return chr(ord("a") + value - 1)
    return numeral(value) if level == 2 else str(value)


class Count:
    """The numbering that is running, and those it interrupts (numbered headings begin one of their own)."""

    def __init__(self) -> None:
        self._open = [0]

    @property
    def last(self) -> int:
        """The number last given in the numbering now running."""
        return self._open[-1]

    def due(self, value: int) -> bool:
        """Whether this is the next number, here or in the numbering that was interrupted."""
        return value == self._open[-1] + 1 or (len(self._open) > 1 and value == self._open[-2] + 1)

    def take(self, value: int) -> None:
        """Counts on, begins anew, or goes back to what was interrupted."""
        if len(self._open) > 1 and value != self._open[-1] + 1 and value == self._open[-2] + 1:
            self._open.pop()
        if value == 1 and self._open[-1] > 0:
            self._open.append(1)
        else:
            self._open[-1] = value
