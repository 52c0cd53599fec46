"""Precision, recall and F1 from counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 where nothing is there."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1 where there was nothing to find and nothing was found."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    def as_dict(self) -> dict[str, float | int]:
        """The counts and the three measures, rounded to four places."""
        measures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"right": self.right, "wrong": self.wrong, "missed": self.missed}
        return counts | {name: round(value, 4) for name, value in measures.items()}


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of counts."""
    return sum(tallies, start=Tally())


def of_sets(there: Iterable[object], found: Iterable[object], indifferent: Iterable[object] = ()) -> Tally:
    """Two sets compared; what is ``indifferent`` counts neither way."""
    ignored = set(indifferent)
    expected, got = set(there) - ignored, set(found) - ignored
    return Tally(len(expected & got), len(got - expected), len(expected - got))
