"""Two wordings compared word by word: what was kept, dropped and added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

RUNS: Final = re.compile(r"\w+(?:[’'\-/]\w+)*")


@lru_cache(maxsize=200_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded to one case; of a script without spaces, each letter is a word.

    >>> words("The Secretary-General’s report 秘书长")
    ('the', 'secretary-general’s', 'report', '秘', '书', '长')
    """
    if not any(map(spaceless, set(text))):
        return tuple(run.casefold() for run in RUNS.findall(text))
    return tuple(text[start:end].casefold() for start, end in _places(text))


def _places(text: str) -> Iterator[tuple[int, int]]:
    for run in RUNS.finditer(text):
        start = run.start()
        for at in range(run.start(), run.end()):
            if spaceless(text[at]):
                if start < at:
                    yield start, at
                yield at, at + 1
                start = at + 1
        if start < run.end():
            yield start, run.end()


@lru_cache(maxsize=4096)
def spaceless(letter: str) -> bool:
    """Whether a letter belongs to a script written without spaces (wide letters without case)."""
    return unicodedata.category(letter) == "Lo" and unicodedata.east_asian_width(letter) in "WF"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of either wording: ``kind`` kept, dropped (earlier only) or added (later only)."""

    kind: str
    text: str


def compare(earlier: str, later: str) -> tuple[Stretch, ...]:
    """What became of the earlier wording in the later one.

    The kept and added stretches together are the later text, the kept and dropped ones the words of the
    earlier one (a kept stretch is written as the later text has it).
    """
    before, after = list(_places(earlier)), list(_places(later))
    matcher = SequenceMatcher(None, _folded(earlier, before), _folded(later, after), autojunk=False)
    stretches: list[Stretch] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag in ("delete", "replace"):
            stretches.append(Stretch("dropped", _slice(earlier, before, i1, i2)))
        if tag in ("insert", "replace"):
            stretches.append(Stretch("added", _slice(later, after, j1, j2)))
        if tag == "equal":
            stretches.append(Stretch("kept", _slice(later, after, j1, j2)))
    return tuple(one for one in stretches if one.text)


def _folded(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end].casefold() for start, end in places]


def _slice(text: str, places: Sequence[tuple[int, int]], first: int, last: int) -> str:
    """The text from one word up to the next stretch, with what stands between the words."""
    if first >= last:
        return ""
    start = 0 if first == 0 else places[first][0]
    end = len(text) if last == len(places) else places[last][0]
    return text[start:end]
