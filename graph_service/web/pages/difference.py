"""The word-level difference of two wordings, for reading: what was kept, what went, what came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
CHARACTERS = re.compile(r"\s+|[0-9]+|.", re.DOTALL)
LONG = 25
"""A run of letters longer than any word belongs to a script that puts no blanks between words."""


def tokens(text: str) -> list[str]:
    """The text in pieces that joined give it back: words, or characters where words are not set apart."""
    words = WORDS.findall(text)
    return CHARACTERS.findall(text) if any(len(word) > LONG for word in words) or unspaced(text) else words


def unspaced(text: str) -> bool:
    """Whether the text has fewer blanks than any text with words set apart would have."""
    return len(text) > LONG and sum(one.isspace() for one in text) < len(text) / LONG


def difference(earlier: str, later: str) -> Iterator[tuple[str, str]]:
    """Pieces as (``kept`` | ``gone`` | ``come``, text); kept and gone are the earlier text, kept and come the later.

    >>> list(difference("to submit a report", "to submit a full report"))
    [('kept', 'to submit a '), ('come', 'full '), ('kept', 'report')]
    """
    before, after = tokens(earlier), tokens(later)
    for sign, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if sign == "equal":
            yield "kept", "".join(before[a:b])
            continue
        if a < b:
            yield "gone", "".join(before[a:b])
        if c < d:
            yield "come", "".join(after[c:d])
