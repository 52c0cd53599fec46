"""Internal references: “paragraph 7 above”, “the annex to the present resolution”, 上文第1至第7段, 本决议."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.model import Paragraph, Reference
from graph_service.text.grammar import Grammar
from graph_service.text.linking import chained, is_here
from graph_service.text.mentions import Mention
from graph_service.text.pinpoints import Path, Pinpoint

_NUMBERED = re.compile(r"(?:op|pp|para|text)\d*$")


def find_references(
    paragraph: Paragraph,
    text: str,
    pins: Sequence[Pinpoint],
    mentions: Sequence[Mention],
    symbol: str,
    grammar: Grammar,
) -> tuple[tuple[Reference, ...], list[Pinpoint]]:
    """References to places in this document, and the pinpoints that are none of them.

    A paragraph number without a section is of the paragraph's own section (each section of an omnibus resolution
    is numbered from 1).
    """
    found: list[tuple[int, Reference]] = []
    rest: list[Pinpoint] = []
    ends: set[int] = set()
    here = _all_here(text, pins, grammar)
    for pin, internal in zip(pins, here, strict=True):
        if not internal:
            rest.append(pin)
            continue
        after = grammar.citations.here_after.match(text, pin.end)
        ends.add(after.end() if after else pin.end)
        for place in pin.places:
            one = len(pin.places) == 1
            span = paragraph.view.span(pin.start if one else place.start, pin.end if one else place.end)
            found.append((pin.start, Reference(f"{symbol}~{own_place(place.path, paragraph.id)}", span)))
    for match in grammar.citations.self.finditer(text):
        covered = any(match.start() < end <= match.end() for end in ends)
        prefixed = any(
            pin.start <= match.end() <= pin.start + 2 for pin, internal in zip(pins, here, strict=True) if internal
        )
        if not covered and not prefixed and symbol:
            found.append((match.start(), Reference(symbol, paragraph.view.span(match.start(), match.end()))))
    ordered = sorted(found, key=lambda pair: pair[0])
    return tuple(dict.fromkeys(one for _, one in ordered)), rest


def _all_here(text: str, pins: Sequence[Pinpoint], grammar: Grammar) -> list[bool]:
    """Which pinpoints are of this document; a word before or after a list is for all of it (上文第7段和第9段)."""
    here = [is_here(text, pin, grammar) for pin in pins]
    for index in range(len(pins) - 2, -1, -1):
        here[index] = here[index] or (here[index + 1] and _listed(text, pins, index + 1, grammar))
    for index in range(1, len(pins)):
        led = grammar.citations.here_before.search(text, 0, pins[index - 1].start) is not None
        here[index] = here[index] or (here[index - 1] and led and _listed(text, pins, index, grammar))
    return here


def _listed(text: str, pins: Sequence[Pinpoint], index: int, grammar: Grammar) -> bool:
    """Whether a pinpoint goes on in the list of the one before it."""
    return chained(text[pins[index - 1].end : pins[index].start], grammar.citations)


def own_paragraphs(
    paragraph: Paragraph, text: str, pin: Pinpoint, symbol: str, places: frozenset[str], grammar: Grammar
) -> tuple[Reference, ...]:
    """A paragraph number without any document is of this one, if it has such paragraphs (usage of the Security
    Council: “the measures imposed by paragraph 9”); empty if the text goes on to say of what it is."""
    if pin.rank < 4 or grammar.citations.of.match(text, pin.end):
        return ()
    found = [own_place(place.path, paragraph.id) for place in pin.places]
    if not all(one in places for one in found):
        return ()
    ends = [(one.start, one.end) if len(found) > 1 else (pin.start, pin.end) for one in pin.places]
    spans = (paragraph.view.span(start, end) for start, end in ends)
    return tuple(Reference(f"{symbol}~{one}", span, "coreferent") for one, span in zip(found, spans, strict=True))


def own_place(path: Path, identifier: str) -> str:
    """The subdivision of a place in the document that ``identifier`` is a paragraph of."""
    steps = identifier.split(".")
    before = []
    for step in steps:
        if _NUMBERED.match(step):
            break
        before.append(step)
    numbered = next((step for step in steps if _NUMBERED.match(step)), "op1")
    unit = "op" if numbered.startswith(("op", "pp")) else "para"
    units = [name for name, _ in path]
    out = [] if {"sec", "annex", "art"} & set(units) else list(before)
    if units[:1] == ["sub"] and numbered in steps:
        out = steps[: steps.index(numbered) + 1]
    for index, (name, value) in enumerate(path):
        last = index == len(path) - 1
        if name == "para":
            out.append(f"{'para' if 'annex' in units or 'art' in units else unit}{value}")
        elif name == "sub":
            out.append(value)
        elif name == "sec":
            out.append(f"sec{value}" if last else value)
        else:
            out.append(f"{name}{value}")
    return ".".join(out)
