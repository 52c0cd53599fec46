"""Files that hold two languages, in columns or by turns: the lines of the one that is not read are set aside.

Two languages are never mixed silently: a caution says which are there and which is read, and where both stand on
the same lines, that they cannot be parted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph_service.model import Caution, Span
from graph_service.text import rules
from graph_service.text.lines import Line

CODE = "two-languages"
_SAMPLE = 240
_HINT, _SHARE = 0.1, 0.2
_LEAST = 200
# A character of a script without blanks says about as much as three letters.
_DENSE = 3
_LINES = 3
_WORTH = 2
_MOSTLY = 0.6
_MIXED = 0.2
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Parted:
    """The lines with those of other languages emptied, the places of these, and what a reader should know."""

    lines: list[Line]
    others: tuple[Span, ...] = ()
    caution: Caution | None = None


def part(lines: Sequence[Line], language: str) -> Parted:
    """Sets aside what is printed in another language than the one that is read."""
    printed = [line for line in lines if line.text]
    step = max(1, len(printed) // _SAMPLE)
    sample = [_vote(line.text) for line in printed[::step]]
    if not _second(Counter(vote for vote in sample if vote), language, _HINT):
        return Parted(list(lines))
    votes = _smoothed([_vote(line.text) for line in printed])
    letters: Counter[str] = Counter()
    for line, vote in zip(printed, votes, strict=True):
        letters[vote] += len(line.text) * (_DENSE if vote and not rules.load(vote).spaced else 1)
    other = _second(letters, language, _SHARE)
    few = min(letters[language], letters[other]) < _LEAST or sum(vote == other for vote in votes) < _LINES
    if not other or few or letters[language] < _HINT * letters.total():
        return _mixed(printed, lines, language)
    foreign = {line.index for line, vote in zip(printed, votes, strict=True) if vote == other}
    kept = [_emptied(line) if line.index in foreign else line for line in lines]
    spans = tuple(Span(line.start, line.end) for line in lines if line.index in foreign)
    message = f"the text is printed in {language} and {other}; only {language} is read: name {other} to read that"
    return Parted(kept, spans, Caution(CODE, message, spans[0]))


def _emptied(line: Line) -> Line:
    return replace(
        line, text="", lead=line.stop, start=line.stop, end=line.stop, starts=None, bold=False, italic=0
    )


def _second(votes: Mapping[str, int], language: str, share: float) -> str:
    """The other language that holds at least this share of the votes; '' if none does."""
    total = sum(count for code, count in votes.items() if code) or 1
    found = [(count, code) for code, count in votes.items() if code not in ("", language)]
    count, code = max(found, default=(0, ""))
    return code if count >= share * total else ""


@cache
def _own_words() -> tuple[tuple[str, frozenset[str]], ...]:
    """For each language with an alphabet shared by others, its frequent words that none of these has."""
    known = {code: frozenset(map(str.casefold, rules.load(code).words)) for code in rules.languages()}
    return tuple(
        (code, words - frozenset().union(*(others for name, others in known.items() if name != code)))
        for code, words in known.items()
        if rules.load(code).spaced
    )


def _vote(text: str) -> str:
    """The language that a line speaks for, or ''."""
    letters = sum(map(str.isalpha, text))
    if letters < _WORTH:
        return ""
    for code in rules.languages():
        script = rules.load(code).script
        if not script.search("abc") and len(script.findall(text)) > _MOSTLY * letters:
            return code
    hits = _hits(text)
    best = max(hits, default="", key=lambda code: hits[code])
    others = sum(count for code, count in hits.items() if code != best)
    return best if best and hits[best] > others else ""


def _hits(text: str) -> Counter[str]:
    words = {word.casefold() for word in _WORD.findall(text)}
    return Counter({code: len(words & own) for code, own in _own_words() if words & own})


def _smoothed(votes: Sequence[str]) -> list[str]:
    """Lines that speak for no language go with the one before; what comes first, with none."""
    found: list[str] = []
    for vote in votes:
        found.append(vote or (found[-1] if found else ""))
    return found


def _mixed(printed: Sequence[Line], lines: Sequence[Line], language: str) -> Parted:
    """Whether many single lines hold two languages, as columns printed side by side do."""
    both: Counter[str] = Counter()
    for line in printed:
        hits = _hits(line.text)
        for code in hits:
            if code != language and hits[language] and hits[code] > 1:
                both[code] += 1
    other, count = max(both.items(), key=lambda item: item[1], default=("", 0))
    if count < max(_LINES, _MIXED * len(printed)):
        return Parted(list(lines))
    message = (
        f"{language} and {other} stand side by side on the same lines and cannot be parted: what was read mixes "
        "them; give the PDF itself, or the text column by column"
    )
    return Parted(list(lines), (), Caution(CODE, message, Span(printed[0].start, printed[0].end)))
