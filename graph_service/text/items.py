"""Nested lists: which level a marker belongs to, by what it may count as and what came before."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_service.text import markers
from graph_service.text.rules import Rules

_COLONS = (":", "：")
_DEPTH = 4
_SKIP = 3


@dataclass(slots=True)
class Level:
    """One open level of a list: how it counts, and where it stands."""

    kind: str
    value: int
    label: str


@dataclass(slots=True)
class ListState:
    """The list that hangs on one paragraph: its open levels, and the items already placed."""

    language: Rules
    levels: list[Level] = field(default_factory=list)
    nodes: dict[tuple[str, ...], object] = field(default_factory=dict)

    def begin(self, label: str) -> None:
        """The first item that a numbered paragraph opens with ("11. (a) Expresses") has no block of its own."""
        first = [kind for kind, value in markers.readings(label, self.language) if value == 1]
        if first:
            self.levels = [Level(first[0], 1, markers.canonical(label, 1, 1))]

    def place(self, label: str, before: str) -> tuple[str, ...]:
        """The labels from the outermost level to this item ("b", "ii"); empty if the marker counts nothing.

        ``before`` is the mark of punctuation that the text before ended with: a colon announces a deeper list.
        """
        readings = markers.readings(label, self.language)
        if not readings:
            return ()
        announced = before in _COLONS
        found = (self._deeper(readings) if announced else None) or self._next(readings) or self._deeper(readings)
        depth, kind, value = found or self._near(readings)
        printed = markers.canonical(label, depth + 1, value)
        self.levels = [*self.levels[:depth], Level(kind, value, printed)]
        return self._unique(tuple(level.label for level in self.levels))

    def _unique(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        copy = 1
        while labels in self.nodes:
            copy += 1
            labels = (*labels[:-1], f"{self.levels[-1].label}-{copy}")
        return labels

    def _next(self, readings: tuple[tuple[str, int], ...]) -> tuple[int, str, int] | None:
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for kind, value in readings:
                if kind == level.kind and value == level.value + 1:
                    return depth, kind, value
        return None

    def _deeper(self, readings: tuple[tuple[str, int], ...]) -> tuple[int, str, int] | None:
        if len(self.levels) >= _DEPTH:
            return None
        used = {level.kind for level in self.levels}
        for kind, value in readings:
            if value == 1 and kind not in used:
                return len(self.levels), kind, value
        return None

    def _near(self, readings: tuple[tuple[str, int], ...]) -> tuple[int, str, int]:
        """A marker out of its turn: on the level that counts its way, else where a list would begin."""
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for kind, value in readings:
                if kind == level.kind and level.value < value <= level.value + _SKIP:
                    return depth, kind, value
        for depth, level in enumerate(self.levels):
            for kind, value in readings:
                if kind == level.kind:
                    return depth, kind, value
        kind, value = readings[0]
        return len(self.levels[: _DEPTH - 1]), kind, value

    def hold(self, labels: tuple[str, ...], node: object) -> None:
        """Remembers the item under its labels."""
        self.nodes[labels] = node

    def held(self, labels: tuple[str, ...]) -> object | None:
        """The item under these labels, if it was placed."""
        return self.nodes.get(labels)
