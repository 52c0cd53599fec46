"""Notes in the zone that a format shows as theirs: each begins with its raised number and goes on to the next.

A note may go on at the foot of the next page; nothing but its place tells so.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.model import Source, Span
from graph_service.text.lines import Line
from graph_service.text.notehead import Head, Note, Notes, head


def read(lines: Sequence[Line], source: Source, notes: Notes) -> None:
    """Adds the notes on these lines to ``notes``."""
    raised = {one.span.start for one in source.styles if one.kind == "superscript"}
    shown = any(line.start in raised for line in lines)
    found: list[tuple[Head, list[Span]]] = []
    for line in lines:
        begin = head(line)
        if begin is not None and (line.start in raised if shown else begin.number == _last(found, notes) + 1):
            piece = Span(begin.text, line.end)
            found.append((begin, [piece] if piece.start < piece.end else []))
        elif found:
            found[-1][1].append(Span(line.start, line.end))
        else:
            continue
        notes.lines.add(line.index)
    for begin, pieces in found:
        notes.notes.append(Note(begin.number, begin.mark, tuple(pieces)))
        notes.style = notes.style or begin.style


def _last(found: Sequence[tuple[Head, list[Span]]], notes: Notes) -> int:
    return found[-1][0].number if found else notes.last
