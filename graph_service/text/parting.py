"""Parting: a mention twice where another act begins between it and a place that points back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_service.text.grammar import CitationGrammar
from graph_service.text.linking import Linked
from graph_service.text.mentions import Mention
from graph_service.text.pinpoints import Pinpoint


def part_acts(text: str, linked: Sequence[Linked], starts: Sequence[int], table: CitationGrammar) -> list[Linked]:
    """The same, a mention twice where another act begins between it and a pinpoint that points back to it.

    A pinpoint after a mention lies in the one before it, if that can contain it (“section I of …, paragraph 8”).
    """
    parted: list[Linked] = []
    for one in linked:
        lead = [pin for pin in one.pins if pin.end <= one.mention.start]
        trail = [_inside(lead, pin) for pin in one.pins if pin.end > one.mention.start]
        later = [pin for pin in trail if any(one.mention.end < at <= pin.start for at in starts)]
        if not trail or one.rivals:
            parted.append(one)
            continue
        near = [pin for pin in trail if pin not in later and not _where(text, one.mention, lead, pin)]
        parted.append(replace(one, pins=[*lead, *near], whole=one.whole and bool(near)))
        if later:
            parted.append(Linked(one.mention, later, at=later[0].start, each=one.each))
    return parted


def _where(text: str, mention: Mention, lead: Sequence[Pinpoint], pin: Pinpoint) -> bool:
    """Whether a chapter in a symbol's bracket only says where the paragraphs before it are (“paragraph 77 of its
    report (A/65/5, chap. II)”)."""
    chapter = [name for name, _ in pin.places[0].path] == ["sec"] and mention.kind in ("report", "weak", "symbol")
    bracketed = text[pin.end : pin.end + 1] in ")）" and text.rfind("(", mention.start, pin.start) >= 0
    return chapter and bracketed and bool(lead) and lead[0].rank > pin.rank


def _inside(lead: Sequence[Pinpoint], pin: Pinpoint) -> Pinpoint:
    if len(lead) != 1 or len(lead[0].places) != 1 or lead[0].depth >= pin.rank:
        return pin
    head = lead[0].places[0].path
    places = tuple(replace(place, path=head + place.path) for place in pin.places)
    return replace(pin, places=places, rank=lead[0].rank)
