"""The runs of five words of a corpus of one language: how telling each is.

Everything is kept in flat columns over all runs, so that a corpus of 100,000 paragraphs is counted in seconds. A
passage's `prints` say all that its likeness to others depends on: as long as they stay, what was measured stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np

from graph_service.chains.difference import words

RUN: Final = 5
NAME_RATE: Final = 2.0
COMMON: Final = 5
# An odd multiplier, so that a run's number depends on the order of its words (polynomial modulo 2**64).
STEP: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one paragraph in one language."""

    locator: str
    document: str
    language: str
    day: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A passage made ready to be measured: its words, its words without names, the numbers of its runs."""

    passage: Passage
    words: tuple[str, ...]
    core: tuple[str, ...]
    runs: tuple[int, ...]
    known: frozenset[int]
    core_runs: frozenset[int]


def runs_of(said: Sequence[str]) -> tuple[int, ...]:
    """The hash of each run of five words, by the place where it begins; equal within one process."""
    return tuple(hash(tuple(said[at : at + RUN])) for at in range(len(said) - RUN + 1))


class Rarity:
    """How telling a run of five words is in a corpus of one language.

    ``passages`` are ordered by day and locator; a passage's number is its place there.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages = sorted(passages, key=lambda one: (one.day or date.min, one.locator, one.text))
        said = [words(one.text) for one in self.passages]
        self.lengths = [len(one) for one in said]
        numbers, self._first = _number_runs(said)
        _, inverse = np.unique(numbers, return_inverse=True)
        self._runs = inverse.astype(np.int64)
        self._owner = np.repeat(np.arange(len(said)), np.diff(self._first))
        paragraphs, documents = self._count()
        self._weights = _weigh(documents)
        self._names = paragraphs > NAME_RATE * documents
        self.weights = self._weights.tolist()
        self.prepare = lru_cache(maxsize=50_000)(self._prepare)

    def _count(self) -> tuple[Any, Any]:
        """By run: the paragraphs and the documents that have it."""
        numbers: dict[str, int] = {}
        ordinals = [numbers.setdefault(one.document, len(numbers)) for one in self.passages]
        document = np.asarray(ordinals, dtype=np.int64)[self._owner]
        size = int(self._runs.max()) + 1 if len(self._runs) else 0
        counts = []
        for place in (self._owner, document):
            pairs = _distinct(self._runs * max(1, len(self.passages)) + place)
            counts.append(np.bincount(pairs // max(1, len(self.passages)), minlength=size))
        return counts[0], counts[1]

    def runs(self, number: int) -> Any:
        """The runs of a passage in order."""
        return self._runs[self._first[number] : self._first[number + 1]]

    def said(self, number: int) -> tuple[str, ...]:
        """The words of a passage in order."""
        return words(self.passages[number].text)

    def prints(self, method: str) -> list[str]:
        """For each passage a digest of its text, document and day, and of how rare each of its runs is."""
        weights, names = self._weights[self._runs].astype("<f4"), self._names[self._runs]
        made = []
        for number, one in enumerate(self.passages):
            first, last = self._first[number], self._first[number + 1]
            digest = blake2b(f"{method}\0{one.document}\0{one.day}\0{one.text}\0".encode(), digest_size=8)
            digest.update(weights[first:last].tobytes())
            digest.update(names[first:last].tobytes())
            made.append(digest.hexdigest())
        return made

    def _prepare(self, number: int) -> Wording:
        passage, runs = self.passages[number], self.runs(number)
        said = self.said(number)
        named = {at + step for at in np.flatnonzero(self._names[runs]).tolist() for step in range(RUN)}
        core = tuple(word for at, word in enumerate(said) if at not in named)
        own = tuple(runs.tolist())
        return Wording(passage, said, core, own, frozenset(own), frozenset(runs_of(core)))

    def mass(self, shorter: Wording, longer: Wording) -> float:
        """The words of the shorter wording that lie in common runs, each weighed by how rare its run is."""
        shared, weights = shorter.known & longer.known, dict[int, float]()
        if not shared:
            return 0.0
        for at, run in enumerate(shorter.runs):
            if run in shared:
                weight = self.weights[run]
                for step in range(at, at + RUN):
                    weights[step] = max(weights.get(step, 0.0), weight)
        return sum(weights.values())


def _distinct(numbers: Any) -> Any:
    """The numbers in order, each once: quicker than a table of those seen, as nearly all differ."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _number_runs(said: Sequence[Sequence[str]]) -> tuple[Any, Any]:
    """A number for each run of each passage, and where each passage's runs begin (one more than passages)."""
    numbers: dict[str, int] = {}
    flat = np.asarray([numbers.setdefault(word, len(numbers)) for one in said for word in one], dtype=np.uint64)
    lengths = np.asarray([len(one) for one in said], dtype=np.int64)
    counts = np.maximum(lengths - RUN + 1, 0)
    first = np.concatenate(([0], np.cumsum(counts)))
    start = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    at = np.arange(first[-1]) - np.repeat(first[:-1], counts) + np.repeat(start, counts)
    mixed = np.zeros(len(at), dtype=np.uint64)
    for step in range(RUN):
        mixed = mixed * STEP + flat[at + step] + np.uint64(1)
    return mixed, first


def _weigh(documents: Any) -> Any:
    """1 for a run of few documents, halved each time that twice as many documents have it.

    In steps, so that one more document changes the weight of few runs.
    """
    halvings = np.round(np.log2(np.maximum(documents, COMMON) / COMMON))
    return np.exp2(-halvings)
