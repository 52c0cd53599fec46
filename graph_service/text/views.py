"""Views: text cleaned of what extraction left in it, each character still knowing its place in the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph_service.model import Span, View
from graph_service.text.rules import Rules

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff01-\uff60“”‘’"
_WIDE_BLANK = re.compile(rf"(?<=[{_WIDE}]) (?=\S)|(?<=\S) (?=[{_WIDE}])")
_SPACED_FIGURES = re.compile(r"(?<!\S)(?:\d ){2,}\d(?!\S)")
_BEFORE_POINT = re.compile(r" (?=[,.;:，。；：](?!\d))")
_HYPHEN_BLANK = re.compile(r"([^\W\d_]+)( ?-|- )([^\W\d_]+)")
_LONE_LETTER = re.compile(r"(?<![^\W_])([^\W\d_]{3,}) ([b-hj-z])(?![\w.)’'-])")
_EMPHASIS = re.compile(
    r"(?<![\w_*])[_*]{1,2}(?=[^\W_])|(?<=[^\W_])[_*]{1,2}(?![\w_*])|(?<=[^\W_][,.;:])_(?![\w_])"
)
_PAIR = re.compile(r"(?<![\w-])([^\W\d_]{2,}) (?=([^\W\d_]{2,})(?![\w-]))")
_SOFT = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\ufeff"


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``put`` (at most one character, placed at ``start``)."""

    start: int
    end: int
    put: str


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Cleans pieces of one text; the words of that text decide where a hyphen or a blank was lost."""

    text: str
    language: Rules
    words: Mapping[str, int]
    compounds: re.Pattern[str] | None

    def view(self, pieces: Iterable[Span]) -> View:
        """The pieces in their order as one cleaned text."""
        letters, offsets = self._gather(pieces)
        for repair in (self._joints, self._blanks, self._hyphens):
            letters, offsets = _apply(letters, offsets, sorted(set(repair(letters))))
        return View(letters, tuple(offsets))

    def _gather(self, pieces: Iterable[Span]) -> tuple[str, list[int]]:
        parts: list[str] = []
        offsets: list[int] = []
        before: int | None = None
        for start, end in pieces:
            if before is not None and parts and "\n" in self.text[min(before, start) : max(before, start)]:
                if self._swallowed(before, start):
                    parts.append("-")
                    offsets.append(before)
                else:
                    _blank(parts, offsets, before)
            at = start
            for found in _CHUNK.finditer(self.text, start, end):
                if found.start() > at:
                    _blank(parts, offsets, at)
                parts.append(found[0])
                offsets.extend(range(found.start(), found.end()))
                at = found.end()
            if at < end:
                _blank(parts, offsets, at)
            before = end
        if parts and parts[-1] == " ":
            parts.pop()
            offsets.pop()
        return "".join(parts), offsets

    def _swallowed(self, before: int, start: int) -> bool:
        """Whether a paragraph's number took the hyphen's place at a line's end ("results6." over "based")."""
        if not self.text[before].isdecimal():
            return False
        left = re.search(r"[^\W\d_]+$", self.text[max(0, before - 40) : before])
        right = re.match(r"[^\W\d_]+", self.text[start : start + 40])
        joined = f"{left[0]}-{right[0]}" if left and right else ""
        return joined in self.words or joined in self.language.compounds

    def _joints(self, text: str) -> Iterator[Edit]:
        """Blanks that no word boundary made: between wide characters, before points, inside spaced figures."""
        if not self.language.spaced:
            yield from (Edit(found.start(), found.end(), "") for found in _WIDE_BLANK.finditer(text))
        else:
            yield from (Edit(found.start(), found.end(), "") for found in _BEFORE_POINT.finditer(text))
        for joint in (found for one in self.language.joints for found in one.finditer(text)):
            yield from (Edit(at, at + 1, "") for at in range(*joint.span()) if text[at] == " ")
        for silent in (found for one in self.language.silent for found in one.finditer(text)):
            yield Edit(silent.start(), silent.end(), "")
        figures = () if self.language.spaced else _SPACED_FIGURES.finditer(text)
        for found in figures:
            yield from (Edit(found.start() + at, found.start() + at + 1, "") for at in range(1, len(found[0]), 2))
        for found in _EMPHASIS.finditer(text):
            yield Edit(found.start(), found.end(), "")
        for soft in _SOFT:
            at = text.find(soft)
            while at >= 0:
                yield Edit(at, at + 1, "")
                at = text.find(soft, at + 1)

    def _blanks(self, text: str) -> Iterator[Edit]:
        """Blanks inside words ("Secretary -General", "accountabilit y") and hyphens left by a line's end."""
        for found in _HYPHEN_BLANK.finditer(text):
            left, joint, right = found[1], found[2], found[3]
            if joint == "-":
                continue
            if f"{left}-{right}" in self.words or f"{left}-{right}" in self.language.compounds:
                at = found.start(2) + joint.index(" ")
                yield Edit(at, at + 1, "")
            elif joint == "- " and right[0].islower():
                known = left + right in self.words
                yield Edit(found.start(2), found.end(2), "" if known else "-")
        yield from self._fragments(text)
        for found in _LONE_LETTER.finditer(text):
            if found[1] + found[2] in self.words:
                yield Edit(found.end(1), found.start(2), "")

    def _fragments(self, text: str) -> Iterator[Edit]:
        """Words torn in two ("framew ork"): the whole is a word of this text, a part occurs only here."""
        if not self.language.spaced:
            return
        for found in _PAIR.finditer(text):
            left, right = found[1], found[2]
            if self.words.get(left + right) and 1 in (self.words.get(left), self.words.get(right)):
                yield Edit(found.end(1), found.start(2), "")

    def _hyphens(self, text: str) -> Iterator[Edit]:
        """Hyphens that a line's end swallowed ("SecretaryGeneral", "resultsbased")."""
        if self.compounds is None:
            return
        for found in self.compounds.finditer(text):
            yield Edit(found.end(), found.end(), "-")


def cleaner(text: str, language: Rules) -> Cleaner:
    """A cleaner for pieces of this text."""
    words = Counter(_WORD.findall(text))
    tens = [word for word, value in language.ordinals.items() if value >= 20 and value % 10 == 0]
    units = [word for word, value in language.ordinals.items() if value < 10]
    counted = {f"{ten}-{unit}" for ten in tens for unit in units} if language.spaced else set()
    hyphened = (
        {word for word, times in words.items() if word.count("-") == 1 and times > words[word.replace("-", "")]}
        if language.spaced
        else set()
    )
    pairs = {}
    sure = {*language.compounds, *counted}
    for word in (*sorted(sure), *sorted(hyphened)):
        for at in (index for index, letter in enumerate(word) if letter == "-"):
            lost = word[:at] + word[at + 1 :]
            if lost in words and (word in sure or word.split("-")[0] in words):
                pairs[lost] = at
    if not pairs:
        return Cleaner(text, language, words, None)
    forms = "|".join(
        rf"{re.escape(lost[:at])}(?={re.escape(lost[at:])}(?![\w-]))" for lost, at in sorted(pairs.items())
    )
    return Cleaner(text, language, words, re.compile(rf"(?<![\w-])(?:{forms})"))


def _blank(parts: list[str], offsets: list[int], at: int) -> None:
    if parts and parts[-1] != " ":
        parts.append(" ")
        offsets.append(at)


def _apply(text: str, offsets: list[int], edits: Sequence[Edit]) -> tuple[str, list[int]]:
    if not edits:
        return text, offsets
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, put in edits:
        if start < at:
            continue
        parts.append(text[at:start])
        places.extend(offsets[at:start])
        if put:
            parts.append(put)
            places.append(offsets[min(start, len(offsets) - 1)])
        at = end
    parts.append(text[at:])
    places.extend(offsets[at:])
    return "".join(parts), places
