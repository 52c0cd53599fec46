"""Inherited wording: paragraphs that repeat earlier ones, found across the corpus within each language.

Most paragraphs of a resolution of a series repeat an older one without citing it. Candidates come from MinHash LSH
over runs of five words, so that no paragraph has to be compared with every other; each candidate is then
measured exactly. A link goes from the later paragraph to the earlier one, carries score and method, and is never
a citation.

Three things look like inherited wording and are not: the long name of a body or report (it recurs from paragraph
to paragraph of one document), a formula that everybody uses (it stands in very many documents), and a few words
in common. `Rarity` weighs the first two away, ``LEAST_MASS`` the third.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz.distance import Indel

from graph_service.chains.candidates import find_candidates
from graph_service.chains.rarity import RUN, Passage, Rarity, Wording, runs_of

NEARLY_ALL: Final = 0.8
LEAST_WORDS, LEAST_CORE, LEAST_MASS = 9, 8, 6.0
LEAST_SCORE: Final = 0.62
MOST_PER_PARAGRAPH: Final = 8
# Part of every fingerprint: change it when another likeness is found than before.
METHOD: Final = f"minhash-lsh+words-in-order+runs-of-{RUN},weighed-by-rarity"


@dataclass(frozen=True, slots=True)
class Inherited:
    """The later paragraph repeats the earlier one; ``score`` from 0 to 1."""

    later: str
    earlier: str
    language: str
    score: float
    method: str = METHOD


@dataclass(frozen=True, slots=True)
class Findings:
    """Links with what they rest on: a fingerprint for each paragraph, by language and locator."""

    links: tuple[Inherited, ...] = ()
    prints: Mapping[tuple[str, str], str] = field(default_factory=dict)


def find_inherited(passages: Iterable[Passage]) -> tuple[Inherited, ...]:
    """All inherited wording among the passages, as `compare_passages` finds it."""
    return compare_passages(passages).links


def compare_passages(passages: Iterable[Passage], known: Findings | None = None) -> Findings:
    """All inherited wording among the passages, best first for each later paragraph.

    Passages without a day take no part (which is the earlier one would be a guess), nor do those of fewer than
    ``LEAST_WORDS`` words. A paragraph is linked to its closest eight at most, the newer before the older.

    ``known`` are earlier findings. They only save work: two paragraphs whose fingerprints have not changed are not
    measured again, and the result is what it would be without them.
    """
    languages: dict[str, list[Passage]] = {}
    for one in passages:
        if one.day is not None:
            languages.setdefault(one.language, []).append(one)
    links, prints = list[Inherited](), dict[tuple[str, str], str]()
    for language, group in sorted(languages.items()):
        compared = Comparison(Rarity(group), language, known or Findings())
        links += compared.links()
        prints |= compared.prints
    links.sort(key=lambda one: (one.later, one.language, -one.score, one.earlier))
    return Findings(tuple(links), prints)


class Comparison:
    """The passages of one language, compared as far as they have to be."""

    def __init__(self, rarity: Rarity, language: str, known: Findings) -> None:
        self.rarity, self.language = rarity, language
        locators = [one.locator for one in rarity.passages]
        made, often = rarity.prints(METHOD), Counter(locators)
        self.prints = {
            (language, one): value for one, value in zip(locators, made, strict=True) if often[one] == 1
        }
        same = {one for (_, one), value in self.prints.items() if known.prints.get((language, one)) == value}
        self.numbers = {one: number for number, one in enumerate(locators) if one in same}
        self.changed = {number for number, one in enumerate(locators) if one not in same}
        self.whole = set(self.changed)
        self.found: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self._keep(known)

    def _keep(self, known: Findings) -> None:
        """Take over what still holds; a paragraph that loses one of its full number of links is measured anew."""
        lost, stated = set[int](), Counter[int]()
        for link in known.links:
            later = self.numbers.get(link.later) if link.language == self.language else None
            if later is not None:
                stated[later] += 1
                earlier = self.numbers.get(link.earlier)
                if earlier is None:
                    lost.add(later)
                else:
                    self.found[later].append((link.score, earlier))
        self.whole |= {later for later in lost if stated[later] >= MOST_PER_PARAGRAPH}
        for later in self.whole:
            self.found.pop(later, None)

    def links(self) -> Iterator[Inherited]:
        """Every link, of what was kept and what was measured."""
        for later, earlier in self._pairs():
            score = round(likeness(self.rarity.prepare(earlier), self.rarity.prepare(later), self.rarity), 3)
            if score >= LEAST_SCORE:
                self.found[later].append((score, earlier))
        for later, links in self.found.items():
            links.sort(key=lambda one: (-round(one[0], 2), -one[1]))
            for score, earlier in links[:MOST_PER_PARAGRAPH]:
                ends = (self.rarity.passages[number].locator for number in (later, earlier))
                yield Inherited(next(ends), next(ends), self.language, score)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Later and earlier passage of every pair that has to be measured."""
        rarity, lengths = self.rarity, self.rarity.lengths
        wanted = {number for number in self.whole if lengths[number] >= LEAST_WORDS}
        for one, other in find_candidates(rarity.said, len(lengths), wanted, RUN):
            if min(lengths[one], lengths[other]) < LEAST_WORDS:
                continue
            for later, earlier in ((one, other), (other, one)):
                measured = later in self.whole or earlier in self.changed
                if measured and self._precedes(earlier, later):
                    yield later, earlier

    def _precedes(self, earlier: int, later: int) -> bool:
        one, two = self.rarity.passages[earlier], self.rarity.passages[later]
        return one.document != two.document and one.day is not None and two.day is not None and one.day < two.day


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
