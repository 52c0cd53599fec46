"""Segments that tile a text: each code point in exactly one, none lost, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph_service.model import Segment, Span

# Blanks, and what tables and Markdown put around words.
_PADDING = re.compile(r"[\s|_#*]*")


def tile(text: str, claims: Iterable[Segment]) -> tuple[Segment, ...]:
    """Cuts the text into the claimed stretches. Blanks go with what stands before them; printed text that
    nothing claims becomes ``unclassified``; where claims overlap the earlier one keeps the text."""
    tiles: list[Segment] = []
    at = 0
    for claim in sorted(claims, key=lambda one: (one.span.start, -one.span.end)):
        start, end = max(claim.span.start, at), claim.span.end
        if end <= start:
            continue
        if start > at:
            _fill(tiles, text, at, start, claim)
        begin = tiles[-1].span.end if tiles else 0
        tiles.append(Segment(claim.kind, Span(begin, end), claim.owner))
        at = end
    if at < len(text):
        _fill(tiles, text, at, len(text), None)
        if not tiles or tiles[-1].span.end < len(text):
            begin = tiles[-1].span.end if tiles else 0
            tiles.append(Segment("unclassified", Span(begin, len(text))))
    return tuple(_merged(tiles))


def _fill(tiles: list[Segment], text: str, start: int, end: int, following: Segment | None) -> None:
    """Gives the stretch between two claims to the tile before it, if only blanks stand there."""
    between = text[start:end]
    if _PADDING.fullmatch(between):
        if tiles:
            last = tiles[-1]
            tiles[-1] = Segment(last.kind, Span(last.span.start, end), last.owner)
        return
    lead = len(between) - len(between.lstrip())
    if lead and tiles:
        last = tiles[-1]
        tiles[-1] = Segment(last.kind, Span(last.span.start, start + lead), last.owner)
    tiles.append(Segment("unclassified", Span(tiles[-1].span.end if tiles else 0, end)))


def _merged(tiles: list[Segment]) -> list[Segment]:
    merged: list[Segment] = []
    for tile_ in tiles:
        last = merged[-1] if merged else None
        if last and (last.kind, last.owner) == (tile_.kind, tile_.owner):
            merged[-1] = Segment(last.kind, Span(last.span.start, tile_.span.end), last.owner)
        else:
            merged.append(tile_)
    return merged
