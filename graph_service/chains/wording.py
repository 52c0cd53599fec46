"""Inherited wording: paragraphs that repeat earlier ones, found across the corpus within each language.

Most paragraphs of a resolution of a series repeat an older one without citing it. Candidates come from a MinHash
index of word shingles, so that no pair of the corpus has to be compared with every other; each candidate is then
measured exactly. A link goes from the later paragraph to the earlier one, carries score and method, and is never
a citation.

Three things look like inherited wording and are not: the long name of a body or report (it recurs from paragraph
to paragraph of one document), a formula that everybody uses (it stands in very many documents), and a few words
in common. `Rarity` weighs the first two away, ``LEAST_MASS`` the third.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from datasketch import MinHash, MinHashLSH
from rapidfuzz.distance import Indel

from graph_service.chains.difference import words

SHINGLE, PERMUTATIONS, CANDIDATE = 2, 96, 0.16
RUN: Final = 5
NAME_RATE: Final = 2.0
COMMON: Final = 5
NEARLY_ALL: Final = 0.8
LEAST_WORDS, LEAST_CORE, LEAST_MASS = 9, 8, 6.0
LEAST_SCORE: Final = 0.62
MOST_PER_PARAGRAPH: Final = 8
METHOD: Final = (
    f"minhash-lsh(shingle={SHINGLE},permutations={PERMUTATIONS},threshold={CANDIDATE})"
    f"+words-in-order+runs-of-{RUN},weighed-by-rarity"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one paragraph in one language."""

    locator: str
    document: str
    language: str
    day: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Inherited:
    """The later paragraph repeats the earlier one; ``score`` from 0 to 1."""

    later: str
    earlier: str
    language: str
    score: float
    method: str = METHOD


@dataclass(frozen=True, slots=True)
class Wording:
    """A passage made ready to be measured: its words, its words without names, the hashes of its runs."""

    passage: Passage
    words: tuple[str, ...]
    core: tuple[str, ...]
    runs: tuple[int, ...]
    known: frozenset[int]
    core_runs: frozenset[int]


def find_inherited(passages: Iterable[Passage], least: float = LEAST_SCORE) -> tuple[Inherited, ...]:
    """All inherited wording among the passages, best first for each later paragraph.

    Passages without a day take no part (which is the earlier one would be a guess), nor do those of fewer than
    ``LEAST_WORDS`` words. A paragraph is linked to its closest eight at most, the newer before the older.
    """
    languages: dict[str, list[Passage]] = {}
    for one in passages:
        if one.day is not None:
            languages.setdefault(one.language, []).append(one)
    found = [link for _, group in sorted(languages.items()) for link in _within(group, least)]
    return tuple(sorted(found, key=lambda one: (one.later, one.language, -one.score, one.earlier)))


def _within(passages: list[Passage], least: float) -> Iterator[Inherited]:
    """Links inside one language: each passage asks the index of the older ones."""
    rarity = Rarity(passages)
    ordered = sorted(passages, key=lambda one: (one.day or date.min, one.locator))
    ready = [one for one in map(rarity.prepare, ordered) if len(one.words) >= LEAST_WORDS]
    index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS, weights=(0.2, 0.8))
    sketches = MinHash.generator([_shingles(one.words) for one in ready], num_perm=PERMUTATIONS)
    for number, sketch in enumerate(sketches):
        links = []
        for older in map(int, index.query(sketch)):
            if _precedes(ready[older].passage, ready[number].passage):
                score = likeness(ready[older], ready[number], rarity)
                if score >= least:
                    links.append((score, older))
        links.sort(key=lambda one: (-round(one[0], 2), -one[1]))
        for score, older in links[:MOST_PER_PARAGRAPH]:
            later, earlier = ready[number].passage, ready[older].passage
            yield Inherited(later.locator, earlier.locator, later.language, round(score, 3))
        index.insert(str(number), sketch)


def _precedes(earlier: Passage, later: Passage) -> bool:
    return earlier.document != later.document and (earlier.day or date.max) < (later.day or date.min)


def _shingles(said: Sequence[str]) -> list[bytes]:
    last = max(1, len(said) - SHINGLE + 1)
    return sorted({"\0".join(said[at : at + SHINGLE]).encode() for at in range(last)})


def runs_of(said: Sequence[str]) -> tuple[int, ...]:
    """The hash of each run of five words, by the place where it begins."""
    return tuple(hash(tuple(said[at : at + RUN])) for at in range(len(said) - RUN + 1))


class Rarity:
    """How telling a run of five words is in a corpus of one language."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.paragraphs = Counter[int]()
        places = set[tuple[int, str]]()
        for one in passages:
            runs = set(runs_of(words(one.text)))
            self.paragraphs.update(runs)
            places.update((run, one.document) for run in runs)
        self.documents = Counter(run for run, _ in places)

    def weight(self, run: int) -> float:
        """1 for a run of few documents, less the more documents have it."""
        return min(1.0, COMMON / max(1, self.documents[run]))

    def is_name(self, run: int) -> bool:
        """Whether the run stands in more than two paragraphs of every document that has it, on average."""
        return self.paragraphs[run] > NAME_RATE * self.documents[run]

    def prepare(self, passage: Passage) -> Wording:
        """The passage ready to be measured."""
        said = words(passage.text)
        runs = runs_of(said)
        named = {at + step for at, run in enumerate(runs) if self.is_name(run) for step in range(RUN)}
        core = tuple(word for at, word in enumerate(said) if at not in named)
        return Wording(passage, said, core, runs, frozenset(runs), frozenset(runs_of(core)))

    def mass(self, shorter: Wording, longer: Wording) -> float:
        """The words of the shorter wording that lie in common runs, each weighed by how rare its run is."""
        shared, weights = shorter.known & longer.known, dict[int, float]()
        if not shared:
            return 0.0
        for at, run in enumerate(shorter.runs):
            if run in shared:
                weight = self.weight(run)
                for step in range(at, at + RUN):
                    weights[step] = max(weights.get(step, 0.0), weight)
        return sum(weights.values())


def likeness(earlier: Wording, later: Wording, rarity: Rarity) -> float:
    """How much of the wording is the same, 0 to 1; 0 if what is common is too little or too common.

    The largest of three measures: of the whole texts, the words common in order over both, if that is nearly
    all; the same without names; and, without names and a little lower, the share of the shorter text that recurs
    in the other in runs of five words (one of several clauses is repeated).
    """
    shorter, longer = sorted((earlier, later), key=lambda one: len(one.words))
    if rarity.mass(shorter, longer) < LEAST_MASS:
        return 0.0
    whole = Indel.normalized_similarity(shorter.words, longer.words)
    best = whole if whole >= NEARLY_ALL else 0.0
    shorter, longer = sorted((earlier, later), key=lambda one: len(one.core))
    if len(shorter.core) < LEAST_CORE:
        return best
    return max(best, Indel.normalized_similarity(shorter.core, longer.core), 0.9 * _covered(shorter, longer))


def _covered(shorter: Wording, longer: Wording) -> float:
    """The share of the shorter core's words that lie in runs of the longer one."""
    covered = set[int]()
    for at, run in enumerate(runs_of(shorter.core)):
        if run in longer.core_runs:
            covered.update(range(at, at + RUN))
    return len(covered) / len(shorter.core)
