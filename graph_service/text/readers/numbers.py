"""The numbers that Word computes for paragraphs (ISO/IEC 29500-1, 17.9), as they are shown."""

from __future__ import annotations

import re
from typing import Any

from graph_service.text.markers import numeral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


class Numbering:
    """Counts each list as its paragraphs pass by."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._of: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, root: Any) -> None:
        for abstract in root.findall(f"{_W}abstractNum"):
            levels = {}
            for level in abstract.findall(f"{_W}lvl"):
                depth = int(level.get(f"{_W}ilvl") or 0)
                levels[depth] = (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    int(_value(level, "start", "1")),
                )
            self._levels[abstract.get(f"{_W}abstractNumId") or ""] = levels
        for number in root.findall(f"{_W}num"):
            self._of[number.get(f"{_W}numId") or ""] = _value(number, "abstractNumId", "")

    def _read_styles(self, root: Any) -> None:
        for style in root.findall(f"{_W}style"):
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                number = _value(found, "numId", "")
                self._styles[style.get(f"{_W}styleId") or ""] = (number, int(_value(found, "ilvl", "0")))

    def label(self, paragraph: Any) -> str:
        """The number shown before this paragraph, or ''. Bullets are no numbers."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, depth = place
        levels = self._levels.get(self._of.get(number, ""), {})
        if depth not in levels:
            return ""
        kind, text, start = levels[depth]
        counts = self._counts.setdefault(self._of[number], [0] * _LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        for deeper in range(depth + 1, _LEVELS):
            counts[deeper] = 0
        if kind in ("bullet", "none"):
            return ""
        return re.sub(r"%(\d)", lambda found: self._shown(levels, counts, int(found[1]) - 1), text).strip()

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        direct = properties.find(f"{_W}numPr")
        if direct is not None:
            number = _value(direct, "numId", "")
            return (number, int(_value(direct, "ilvl", "0"))) if number not in ("", "0") else None
        style = properties.find(f"{_W}pStyle")
        return self._styles.get(style.get(f"{_W}val") or "") if style is not None else None

    @staticmethod
    def _shown(levels: dict[int, tuple[str, str, int]], counts: list[int], depth: int) -> str:
        kind = levels.get(depth, ("decimal", "", 1))[0]
        value = max(counts[depth], 1)
        shown = {
            "lowerLetter": lambda: chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1),
            "upperLetter": lambda: chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1),
            "lowerRoman": lambda: numeral(value),
            "upperRoman": lambda: numeral(value).upper(),
        }
        return shown[kind]() if kind in shown else str(value)


def _value(element: Any, tag: str, default: str) -> str:
    found = element.find(f"{_W}{tag}")
    return (found.get(f"{_W}val") or default) if found is not None else default
