"""Where lists begin: at a first marker with something that announces it, or that goes on with a second one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from graph_service.text import markers
from graph_service.text.block import COLONS, END, Block
from graph_service.text.cues import Cues
from graph_service.text.lines import Line

_MARKER = 7
_UNDER = 3
_LIST = 60
_CLOSING = (")", "）")


def begins_list(
    lines: Sequence[Line], at: int, block: Block | None, readings: Sequence[tuple[str, int]], cues: Cues
) -> bool:
    """Whether a wrapped line may begin a list: with its first marker, after a colon, a gap or a short line."""
    line = lines[at]
    if block is None:
        return True
    if not any(value == 1 for _, value in readings):
        return line.gap > 0 and block.ended
    if line.text[-1:] in _CLOSING and len(line.text) < _MARKER and not cues.counted(block):
        return True
    announced = any(END.search(text) and text.rstrip()[-1] in COLONS for text in block.texts[-_UNDER:-1])
    headed = len(block.texts) == 1 and (block.item or cues.heading(block))
    room = cues.short(block) and (block.ended or announced or headed)
    return block.ending in COLONS or line.gap > 0 or room or _goes_on(lines, at, readings, cues)


def _goes_on(lines: Sequence[Line], at: int, readings: Sequence[tuple[str, int]], cues: Cues) -> bool:
    """Whether the list that would begin here has its second item at a line's start too."""
    wanted = {(kind, 2) for kind, value in readings if value == 1}
    for before, line in pairwise(lines[at : at + _LIST]):
        if markers.numbered(line.text, cues.language):
            return False
        head = markers.item(line.text)
        if head and wanted & set(markers.readings(head.label, cues.language)):
            return bool(END.search(before.text))
    return False
