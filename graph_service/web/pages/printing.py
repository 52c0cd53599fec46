"""Locators as a reader prints them: ``A/66/738~para5`` is "A/66/738, para. 5" or "A/66/738第5段"."""

from __future__ import annotations

import re
from functools import lru_cache

from graph_service.web.pages.wording import Wording

PART = re.compile(r"(op|pp|para|p|sec|chap|annex|art|rule|rec|fn|h|part)(.*)")
ROMAN_OR_LETTER = re.compile(r"[IVXLC]+|[A-Z]")


@lru_cache(maxsize=4096)
def printed(wording: Wording, locator: str) -> str:
    """A locator in the words of the interface; what has no words of its own stays as it is written."""
    work, _, subdivision = locator.partition("~")
    symbol, _, _ = work.partition("@")
    if symbol.startswith("body/"):
        return symbol.removeprefix("body/").replace("-", " ")
    name = wording.texts.get(f"works.{symbol}", symbol)
    return wording("pinpoint.whole", work=name, place=place(wording, subdivision)) if subdivision else name


def place(wording: Wording, subdivision: str) -> str:
    """A subdivision in words: ``I.op12`` is "sect. I, para. 12"."""
    pinpoint, _, rest = subdivision.partition("/")
    parts = [part_words(wording, part) for part in pinpoint.split(".")]
    words = parts[0]
    for part in parts[1:]:
        words += part if part.startswith("(") else wording("pinpoint.join") + part
    sign, _, number = rest.partition("/")
    tail = wording("read.mandate", n=number) if sign == "mandate" else rest
    return f"{words} · {tail}" if tail else words


def part_words(wording: Wording, part: str) -> str:
    """One step of a subdivision."""
    if ROMAN_OR_LETTER.fullmatch(part):
        return wording("pinpoint.sec", n=part)
    found = PART.fullmatch(part)
    if found is None:
        return f"({part})"
    key = f"pinpoint.{found.group(1)}"
    return wording(key, n=found.group(2)).strip() if key in wording.texts else part
