"""Footnote marks that extraction glued to the number of an instrument (“resolution 1995/1294” is 1995/129⁴).

A figure is a mark only if the number cannot be right with it, can be right without it, and something else speaks
for it: the mark is due next, its note is marked nowhere else, or the text named the number without it before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from graph_service.model import Mark, Paragraph
from graph_service.symbols.families import likely_symbols
from graph_service.symbols.naming import KINDS
from graph_service.text.grammar import Grammar
from graph_service.text.numbers import Number, find_numbers

_ENDS = re.compile(r"(\d{1,4}/\d{1,4}?)(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a mark: the highest one before the paragraph, notes without a mark, instruments named."""

    newest: int
    unmarked: Set[str]
    named: Set[str]


def part_marks(paragraph: Paragraph, text: str, evidence: Evidence, grammar: Grammar) -> tuple[Paragraph, str]:
    """The paragraph with the marks glued to its numbers, and the text with a blank for each of their figures."""
    found = list(_glued(paragraph, text, evidence, grammar))
    for mark in found:
        text = text[: mark.at] + " " * len(mark.number) + text[mark.at + len(mark.number) :]
    marks = tuple(sorted((*paragraph.marks, *found), key=lambda one: one.at))
    return (replace(paragraph, marks=marks), text) if found else (paragraph, text)


def _glued(paragraph: Paragraph, text: str, evidence: Evidence, grammar: Grammar) -> Iterator[Mark]:
    newest = evidence.newest
    for number in find_numbers(text, grammar):
        kind = _kind(text, number, grammar)
        if kind is None or not _ENDS.fullmatch(number.text) or _likely(number.text, kind):
            continue
        before = [int(one.number) for one in paragraph.marks if one.at < number.at and one.number.isdecimal()]
        newest = max([newest, *before])
        for length in (1, 2):
            stem, figure = number.text[:-length], number.text[-length:]
            due = figure in evidence.unmarked or (newest > 0 and figure == str(newest + 1))
            named = any(one.text in evidence.named for one in likely_symbols(stem))
            if (due or named) and _likely(stem, kind):
                at = number.stop - length
                yield Mark(figure, paragraph.view.span(at, number.stop), at)
                newest = int(figure)
                break


def _kind(text: str, number: Number, grammar: Grammar) -> str | None:
    """What the head noun nearest to a number calls it."""
    heads = list(grammar.citations.heads.finditer(text))
    if grammar.citations.follows:
        near = next((one for one in heads if one.start() >= number.stop), None)
    else:
        near = next((one for one in reversed(heads) if one.end() <= number.start), None)
    return next((kind for kind in KINDS if near and near.groupdict().get(kind) is not None), None)


def _likely(text: str, kind: str) -> bool:
    return any(one.kind == KINDS[kind] for one in likely_symbols(text))
