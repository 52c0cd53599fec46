"""Footnote marks inside the text, told from other figures by the notes there are, their order and their place.

A mark is first printed in the order of the notes and may come back; a figure after "paragraph" or before a
month is none. Where a format says what is superscript, only that counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.model import Source, Span
from graph_service.text.notehead import figures
from graph_service.text.rules import Rules

_SUPER = re.compile(r"[¹²³⁰⁴-⁹]{1,3}")
_SLASH = re.compile(r"(?<![\d/\w.])\s{0,2}(?P<n>\d{1,3})/(?![A-Za-z\d/])")
_ROUND = re.compile(r"\s?[(（](?P<n>\d{1,3})[)）]")
_ROUND_GLUED = re.compile(r"(?<=[^\W\d_])[(](?P<n>\d{1,3})[)](?=[،,;.؛:]|$)")
_SQUARE = re.compile(r"\s?\[(?P<n>\d{1,3})\]")
_CARET = re.compile(r"\^\{?(?P<n>\d{1,3})\}?")
_GLUED = re.compile(r"(?<=[^\W\d_])(?P<n>\d{1,3})(?=[\s,;.:)”’，；。：、和所的关]|$)(?!\.\d)")
# A modifier of a symbol keeps its number (A/99/1/Corr.1).
_AFTER_POINT = re.compile(
    r"(?<!\bAdd\.)(?<!\bRev\.)(?<!\bCorr\.)(?<!\bAmend\.)(?<=[^\W\d_][,;.:，；。、：])"
    r"(?P<n>\d{1,3})(?=[\s)”’]|$)(?!\s?[年月日])"
)
_AFTER_YEAR = re.compile(r"(?<=(?<![\d.,/])(?:18|19|20)\d\d[,;.:])(?P<n>\d{1,3})(?=[\s)”’]|$)")
_ON_YEAR = re.compile(r"(?<![\w.,/])(?:18|19|20)\d\d(?P<n>\d{1,2})(?=[\s,;.:)]|$)")
_AFTER_NUMBER = re.compile(r"\d/\d{1,4}[,;.:](?P<n>\d{1,2})(?=[\s)”’]|$)")
# A numeral before the point is a chapter's ("paragraph IV.32"), unless the mark is the one due.
_CHAPTER = re.compile(r"(?:^|[\s(])[IVXLC]{1,7}\.$")
_QUOTED = re.compile(
    r"(?<=[”’)\]》»“][,;.:，；。、：])(?P<n>\d{1,3})(?=\s|$)|(?<=[”’》»“])(?P<q>\d{1,3})(?=[\s,;.:，；。、]|$)"
)
_SPACED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[,;.:，；。”’)》»“])|(?<=\d{4}))\s{1,2}(?P<n>\d{1,3})(?=[\s,;.:)，；。、]|$)(?!\.\d)"
)
_UNSURE = ("glued", "spaced")
_WORD = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may be a mark: its number, the range to cut out, the figure itself, and how it stands."""

    number: int
    cut: Span
    span: Span
    kind: str


@dataclass(slots=True)
class MarkFinder:
    """Finds marks piece by piece in reading order; ``newest`` is the highest number seen so far."""

    source: Source
    language: Rules
    notes: frozenset[int]
    style: str
    newest: int = 0
    supers: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.supers = [one.span for one in self.source.styles if one.kind == "superscript"]
        if self.notes:
            self.newest = min(self.notes) - 1

    def find(self, piece: Span) -> list[Candidate]:
        """The marks in this piece of text, left to right."""
        if self.supers:
            return self._styled(piece)
        text = self.source.text[piece.start : piece.end]
        found: list[Candidate] = []
        for one in sorted(self._candidates(text, piece.start), key=lambda item: (item.span, _rank(item.kind))):
            if found and one.span.start < found[-1].span.end:
                continue
            if self._accept(one, text, piece):
                found.append(one)
                self.newest = max(self.newest, one.number)
        return found

    def note(self, number: int) -> None:
        """A mark that stood on a line of its own."""
        self.newest = max(self.newest, number)

    def _styled(self, piece: Span) -> list[Candidate]:
        found = []
        at = bisect_left(self.supers, Span(piece.start, piece.start))
        while at < len(self.supers) and self.supers[at].start < piece.end:
            span = self.supers[at]
            text = self.source.text[span.start : span.end].strip()
            printed = text.isdecimal() or bool(_SUPER.fullmatch(text))
            if printed and (not self.notes or figures(text) in self.notes):
                found.append(Candidate(figures(text), span, span, "superscript"))
                self.newest = max(self.newest, figures(text))
            at += 1
        return found

    def _candidates(self, text: str, at: int) -> list[Candidate]:
        found = [_candidate(one, at, "superscript", 0) for one in _SUPER.finditer(text)]
        patterns = [(_SLASH, "slash"), (_CARET, "caret"), (_GLUED, "glued"), (_AFTER_POINT, "point")]
        patterns += [(_QUOTED, "quoted"), (_SPACED, "spaced")]
        patterns += [(_AFTER_YEAR, "year"), (_ON_YEAR, "figure"), (_AFTER_NUMBER, "figure")]
        if self.style.startswith(r"\("):
            patterns.append((_ROUND, "round"))
        elif not self.notes or self.style.startswith(r"\["):
            patterns.append((_SQUARE, "square"))
        if not self.notes:
            patterns.append((_ROUND, "round") if not self.language.spaced else (_ROUND_GLUED, "round"))
        for pattern, kind in patterns:
            found += [_candidate(one, at, kind, "n") for one in pattern.finditer(text)]
        return found

    def _accept(self, one: Candidate, text: str, piece: Span) -> bool:
        if self.notes and one.number not in self.notes:
            return False
        if one.number == 0:
            return False
        if one.kind in ("superscript", "slash", "caret", "square"):
            return True
        if one.kind in ("year", "figure"):
            return self._dated(one)
        before, after = text[: one.span.start - piece.start], text[one.span.end - piece.start :]
        if one.kind == "point" and one.number != self.newest + 1 and _CHAPTER.search(before):
            return False
        if one.kind != "point" and self._guarded(before, after, one.number == self.newest + 1):
            return False
        ordered = one.number <= self.newest + 1 if self.notes else one.number <= self.newest + 3
        if one.kind == "spaced":
            return self._spaced(one, before, after)
        if one.kind == "glued" and not self.notes:
            return ordered and self._wordy(before)
        if one.kind == "round":
            return ordered if self.notes or not self.language.spaced else one.number <= self.newest + 1
        return True if self.notes else self._loose(one)

    def _dated(self, one: Candidate) -> bool:
        """A figure glued to a year: its comma parts it ("1997,1"); without one only the mark due is believed."""
        due = one.number == self.newest + 1
        return due if one.kind == "figure" or not self.notes else True

    def _loose(self, one: Candidate) -> bool:
        """Without notes (an extraction that dropped them) a figure glued to a point is still a mark."""
        return one.number <= self.newest + 60 if self.newest == 0 else one.number <= self.newest + 12

    def _spaced(self, one: Candidate, before: str, after: str) -> bool:
        """A figure between blanks is a mark only in its turn, or again where a sentence or clause ends."""
        if not self.notes:
            return False
        if one.number == self.newest + 1:
            return True
        if self.language.mark_first and one.number <= self.newest and before.rstrip()[-1:].isalpha():
            return after.lstrip()[:1] in (",", ";", ".", ":", "،", "؛", ")")
        if one.number > self.newest or not before.rstrip() or before.rstrip()[-1] not in ",;.”，；。":
            return False
        worded = before.rstrip(",;.”，；。 ")[-1:].isalpha()
        return not after.strip() or (worded and after.lstrip()[:1].islower())

    def _wordy(self, before: str) -> bool:
        word = re.search(r"[^\W\d_]+$", before)
        return bool(word) and len(word[0]) >= _WORD and word[0][1:].islower() if word else False

    def _guarded(self, before: str, after: str, due: bool) -> bool:
        """Whether the words around say that the figure counts something ("paragraph 5", "8 May").

        A plural before a single figure ("Goals 6 and associated") counts nothing if the figure is the mark due.
        """
        tail, lead = before[-40:].rstrip(), after[:40].lstrip()
        if due and tail.endswith("s") and not any(letter.isdecimal() for letter in lead[:8]):
            return False
        if any(
            re.search(rf"(?:^|(?<=\W))(?:{one.pattern})$", tail, re.IGNORECASE) for one in self.language.guards
        ):
            return self.language.spaced or before[-1:].isspace() or not tail
        found = (one.match(lead) for one in self.language.follow)
        whole = (one for one in found if one and one.end())
        return any(not self.language.spaced or not lead[one.end() : one.end() + 1].isalnum() for one in whole)


def _rank(kind: str) -> int:
    return (
        "superscript",
        "slash",
        "caret",
        "round",
        "square",
        "point",
        "year",
        "quoted",
        "glued",
        "figure",
        "spaced",
    ).index(kind)


def _candidate(found: re.Match[str], at: int, kind: str, group: str | int) -> Candidate:
    if group == "n" and found.groupdict().get("n") is None:
        group = "q"
    span = Span(at + found.start(group), at + found.end(group))
    if kind == "figure":
        return Candidate(figures(found[group]), span, span, kind)
    if kind in ("round", "square"):
        span = Span(at + found.start() + len(found[0]) - len(found[0].lstrip()), at + found.end())
    return Candidate(figures(found[group]), Span(at + found.start(), at + found.end()), span, kind)


def without(piece: Span, cuts: Sequence[Span]) -> list[Span]:
    """The piece in the parts that remain between the cuts."""
    parts, at = [], piece.start
    for cut in cuts:
        if cut.start > at:
            parts.append(Span(at, cut.start))
        at = max(at, cut.end)
    if at < piece.end:
        parts.append(Span(at, piece.end))
    return parts
