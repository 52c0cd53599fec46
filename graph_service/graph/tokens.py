"""SPARQL cut into tokens: enough to see how deep it nests, whom it calls and where its variables stand.

Terminals are those of the SPARQL 1.1 grammar (section 19.8). Nothing is parsed here, so nothing recurses.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*|_:\w[\w.\-]*)
    | (?P<word>@?[^\W\d_][\w\-]*)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
OPEN, CLOSE = frozenset("{(["), frozenset("})]")
VOLATILE = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE", "SERVICE"})


class Token(NamedTuple):
    """One token: its kind in TOKEN, its text and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The word in capitals, or '' for anything but a word."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text holds before anybody parses it. ``services``: addresses called, None for a variable one."""

    depth: int
    services: tuple[str | None, ...]
    loads: tuple[str, ...]
    words: frozenset[str]

    @property
    def volatile(self) -> bool:
        """Whether two runs over one release may differ, so that the answer must not be kept."""
        return bool(self.words & VOLATILE)


def tokenize(text: str) -> Iterator[Token]:
    """The tokens without blanks and comments."""
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or "sign"
        if kind != "space":
            yield Token(kind, found[0], found.start())


def unescape(text: str) -> str:
    r"""The text with its codepoint escapes resolved, as engines do before they parse (19.2).

    >>> unescape("\\u0053ELECT")
    'SELECT'
    """
    return ESCAPE.sub(lambda found: _character(int(found[1] or found[2], 16), found[0]), text)


def _character(number: int, printed: str) -> str:
    return chr(number) if number < 0x110000 else printed


def scan(text: str, deepest: int = sys.maxsize) -> Scan:
    """Reads the text as it stands and as it is with its escapes resolved, and takes the worse of both.

    It reads no further than to where the text nests deeper than ``deepest``.
    """
    plain = _scan(text, deepest)
    if "\\u" not in text and "\\U" not in text:
        return plain
    other = _scan(unescape(text), deepest)
    return Scan(
        max(plain.depth, other.depth),
        plain.services + other.services,
        plain.loads + other.loads,
        plain.words | other.words,
    )


def _scan(text: str, most: int) -> Scan:
    depth = deepest = unary = 0
    services: list[str | None] = []
    loads: list[str] = []
    words: set[str] = set()
    calling = ""
    for token in tokenize(text):
        if token.kind == "sign":
            if token.text in OPEN:
                depth += 1
            elif token.text in CLOSE:
                depth -= 1
            # A run of signs (!!!…, ^^^…, ---…) nests as deep as brackets do.
            unary = unary + 1 if token.text in "!^-+" else 0
            deepest = max(deepest, depth + unary)
            if deepest > most:
                break
            continue
        unary = 0
        word = token.keyword
        if word in {"SERVICE", "LOAD"}:
            words.add(word)
            calling = word
        elif word:
            words.add(word)
            calling = calling if word == "SILENT" else ""
        elif calling:
            address = token.text[1:-1] if token.kind == "iri" else None
            if calling == "SERVICE":
                services.append(address)
            else:
                loads.append(address or token.text)
            calling = ""
    return Scan(deepest, tuple(services), tuple(loads), frozenset(words))
