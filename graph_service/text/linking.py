"""Which pinpoint belongs to which mention: “paragraph 5 of the report”, “resolution 64/259, para. 21”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.text.grammar import CitationGrammar, Grammar
from graph_service.text.mentions import Mention
from graph_service.text.pinpoints import Pinpoint

_REACH = 260
_HERE = 30


@dataclass(slots=True)
class Linked:
    """A mention with the pinpoints on it; ``whole`` if the text cites it as such and adds the places."""

    mention: Mention
    pins: list[Pinpoint] = field(default_factory=list)
    whole: bool = False


def link(text: str, mentions: Sequence[Mention], pins: Sequence[Pinpoint], grammar: Grammar) -> list[Linked]:
    """Every mention in order, with its pinpoints; pinpoints of no mention are left out (see ``left_over``)."""
    linked = [Linked(one) for one in mentions]
    taken: set[int] = set()
    for index in range(len(pins) - 1, -1, -1):
        _lead(text, linked, pins, index, taken, grammar.citations)
    for index in range(len(pins)):
        if index not in taken:
            _trail(text, linked, pins, index, taken, grammar.citations)
    return linked


def left_over(linked: Sequence[Linked], pins: Sequence[Pinpoint]) -> list[Pinpoint]:
    """The pinpoints that belong to no mention."""
    used = {id(pin) for one in linked for pin in one.pins}
    return [pin for pin in pins if id(pin) not in used]


def chained(gap: str, table: CitationGrammar) -> bool:
    """Whether what stands between two pinpoints joins them as a list (“, ”, “ and ”)."""
    return any(table.chain.fullmatch(one) for one in (gap.strip(), gap.rstrip()))


def is_here(text: str, pin: Pinpoint, grammar: Grammar) -> bool:
    """Whether the text says that a pinpoint is a place in this document (“above”, 上文)."""
    table = grammar.citations
    if table.here_after.match(text, pin.end):
        return True
    return table.here_before.search(text[max(0, pin.start - _HERE) : pin.start]) is not None


def _lead(
    text: str,
    linked: Sequence[Linked],
    pins: Sequence[Pinpoint],
    index: int,
    taken: set[int],
    table: CitationGrammar,
) -> None:
    """A pinpoint before its mention: joined by “of”, or through a pinpoint that is (a chain)."""
    pin = pins[index]
    for one in linked:
        if one.mention.start < pin.end or not _of(text, pin, one.mention, linked, pins, table):
            continue
        one.pins.insert(0, pin)
        taken.add(index)
        return
    following = pins[index + 1] if index + 1 < len(pins) else None
    if following is not None and index + 1 in taken and chained(text[pin.end : following.start], table):
        owner = next(one for one in linked if any(other is following for other in one.pins))
        if owner.mention.start >= following.end:
            owner.pins.insert(0, pin)
            taken.add(index)


def _of(
    text: str,
    pin: Pinpoint,
    mention: Mention,
    linked: Sequence[Linked],
    pins: Sequence[Pinpoint],
    table: CitationGrammar,
) -> bool:
    start = mention.start
    if start - pin.end > _REACH:
        return False
    if table.of.fullmatch(text[pin.end : start].rstrip()):
        return True
    bracketed = mention.kind == "symbol" and text[:start].endswith("(")
    if not bracketed and (mention.kind not in ("mark", "weak", "report") or not mention.targets):
        return False
    # A noted work may be named at any length (“paragraph 5 of the outcome of the conference on …³”,
    # “paragraph 5 of the report that he submitted (A/…)”).
    opening = table.of.match(text, pin.end)
    if not opening or re.search(r"[;:；：]", text[pin.end : start]):
        return False
    return not any(pin.end <= one.mention.start < start for one in linked) and not any(
        pin.end <= one.start < mention.end for one in pins
    )


def _trail(
    text: str,
    linked: Sequence[Linked],
    pins: Sequence[Pinpoint],
    index: int,
    taken: set[int],
    table: CitationGrammar,
) -> None:
    """A pinpoint after its mention, directly or after another pinpoint on it."""
    pin = pins[index]
    owner = next((one for one in reversed(linked) if one.mention.end <= pin.start), None)
    if owner is None or pin.start - owner.mention.end > _REACH:
        return
    last = owner.pins[-1] if owner.pins and owner.pins[-1].start >= owner.mention.end else None
    start = last.end if last else owner.mention.end
    gap = text[start : pin.start].strip()
    if not last and owner.mention.kind in ("symbol", "report"):
        # “Supplement No. 20 (A/9620), annex III”: the symbol's bracket closes before its pinpoint.
        gap = gap.removeprefix(")").strip()
    pointed = table.back.match(text[pin.end :].lstrip()) is not None
    listed = last is not None and chained(text[start : pin.start], table)
    if pointed or listed or (gap == "" and not last) or table.then.fullmatch(gap):
        owner.pins.append(pin)
        owner.whole = owner.whole or table.also.search(gap) is not None
        taken.add(index)
