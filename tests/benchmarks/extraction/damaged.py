"""An annotated text as `pdftotext` would leave it: the same words in broken lines, on pages, numbers displaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.extraction.cases import Case
from tests.text.damage import pages
from tests.text.papers.sheet import Block, Sheet

_NUMBER = re.compile(r"(\d{1,3}\.)\s+(.*)")
_ITEM = re.compile(r"(\([a-z]{1,4}\))\s+(.*)")
_WIDTH = 80


def damaged(case: Case, seed: int) -> Case:
    """The case with its text printed on pages; ``seed`` decides where which damage falls.

    Only English texts that hold one paragraph a line can be printed anew; others are given back as they are.
    """
    lines = case.text.decode("utf-8").splitlines() if (case.language, case.suffix) == ("en", ".txt") else []
    if not any(len(line) > 2 * _WIDTH for line in lines):
        return case
    symbol = case.symbol or ""
    sheet = Sheet(symbol, "", "99-12345 (E)", list(blocks(lines)))
    return replace(case, text=pages(sheet, seed).encode("utf-8"))


def blocks(lines: list[str]) -> Iterator[Block]:
    """One block a line; short lines without a number stay as they are printed."""
    for line in filter(None, (line.replace("_", "") if len(line) > _WIDTH else line for line in lines)):
        words = line.strip()
        if found := _NUMBER.fullmatch(words):
            yield Block("text", found[2], number=found[1])
        elif found := _ITEM.fullmatch(words):
            yield Block("item", found[2], number=found[1])
        elif len(words) > _WIDTH:
            yield Block("text", words)
        elif words:
            yield Block("row", words)
