"""One parsed document against its annotation, aspect by aspect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_service.model import Citation, Document, Mandate, Paragraph
from tests.benchmarks.extraction.cases import Asked, Case, Cited, Expected
from tests.benchmarks.extraction.tally import Tally, of_sets, total
from tests.benchmarks.extraction.vocabulary import DIRECTIVES, same_act, same_body

ASPECTS = (
    "paragraphs",
    "marks",
    "targets",
    "pinpoints",
    "citation functions",
    "references",
    "functions",
    "mandates",
    "addressees",
    "due sessions",
)
# Works without a symbol that the annotator looked for; instruments outside the UN's series are nobody's error.
NAMED = ("UN-CHARTER", "GA-RULES", "CHANGE-PLAN-2011")


@dataclass(frozen=True, slots=True)
class Difference:
    """What is missed and what is wrong in one paragraph under one aspect."""

    case: str
    paragraph: str
    aspect: str
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How many single errors it holds."""
        return len(self.missed) + len(self.wrong)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All tallies of one case, and every difference."""

    case: str
    tallies: Mapping[str, Tally]
    differences: tuple[Difference, ...]


def compare(case: Case, document: Document) -> Comparison:
    """Score one document; paragraphs that were not annotated count only where all of them were."""
    found = {identity(one.id, document.symbol, case.symbol): one for one in document.paragraphs}
    there = {one.id for one in case.paragraphs}
    got = set(found) if case.whole else set(found) & there
    tallies = {aspect: Tally() for aspect in ASPECTS}
    tallies["paragraphs"] = of_sets(there, got)
    differences = list(difference(case.name, "", "paragraphs", sorted(there - got), sorted(got - there)))
    for expected in case.paragraphs:
        for aspect, measure in MEASURES.items():
            tally, missed, wrong = measure(expected, found.get(expected.id))
            tallies[aspect] += tally
            differences += difference(case.name, expected.id, aspect, missed, wrong)
    return Comparison(case.name, tallies, tuple(differences))


def identity(paragraph: str, symbol: str, annotated: str | None) -> str:
    """The identifier as annotated: a part letter may stand in the symbol or before the paragraph."""
    letter = symbol.removeprefix(f"{annotated}-")
    if len(letter) == 1 and letter.isalpha() and not paragraph.startswith(f"{letter}."):
        return f"{letter}.{paragraph}"
    return paragraph


def difference(
    case: str, paragraph: str, aspect: str, missed: Sequence[str], wrong: Sequence[str]
) -> Iterator[Difference]:
    """The difference, if there is one."""
    if missed or wrong:
        yield Difference(case, paragraph, aspect, tuple(missed), tuple(wrong))


Measured = tuple[Tally, list[str], list[str]]


def marks(expected: Expected, found: Paragraph | None) -> Measured:
    """Footnote marks, counted as often as they are printed."""
    if expected.marks is None:
        return Tally(), [], []
    there = Counter(expected.marks)
    got = Counter(mark.number for mark in found.marks) if found else Counter()
    missed, wrong = list((there - got).elements()), list((got - there).elements())
    return Tally((there & got).total(), len(wrong), len(missed)), missed, wrong


def scored(found: Paragraph | None) -> Iterator[Citation]:
    """The citations that name a target of a UN series."""
    for one in found.citations if found else ():
        if one.target is not None and ("/" in one.target or one.target.partition("~")[0] in NAMED):
            yield one


def squeezed(target: str) -> str:
    """A locator without blanks: "A/80/5 (Vol. II)" is printed both ways."""
    return "".join(target.split())


def by_place(name: Callable[[str], str]) -> Callable[[Expected, Paragraph | None], Measured]:
    """Cited places as a set, with or without their pinpoints."""

    def measure(expected: Expected, found: Paragraph | None) -> Measured:
        there = {name(squeezed(one.target)) for one in expected.citations if not one.optional}
        open_ones = {name(squeezed(one.target)) for one in expected.citations if one.optional} - there
        got = {name(squeezed(one.target)) for one in scored(found) if one.target} - open_ones
        return of_sets(there, got), sorted(there - got), sorted(got - there)

    return measure


def citation_functions(expected: Expected, found: Paragraph | None) -> Measured:
    """Whether a rightly found place is cited with the right function; places missed are counted elsewhere."""
    if expected.functions is None:
        return Tally(), [], []
    got = {one.target: one.function for one in scored(found)}
    pairs = [(one, got[one.target]) for one in expected.citations if one.target in got]
    wrong = [f"{one.target}: {function}" for one, function in pairs if not governed(one, function, expected)]
    missed = [f"{one.target}: {one.function}" for one, function in pairs if not governed(one, function, expected)]
    return Tally(len(pairs) - len(wrong), len(wrong), len(wrong)), missed, wrong


def governed(cited: Cited, function: str, expected: Expected) -> bool:
    """Right also where the same place is cited twice in the paragraph, under two acts."""
    named = [one.function for one in expected.citations if one.target == cited.target]
    spelled = [one for one in expected.functions or () if one.lstrip("?").split("|")[0] in named]
    return function in named or any(same_act(one, function) for one in spelled)


def references(expected: Expected, found: Paragraph | None) -> Measured:
    """Places of the same document that a paragraph points at."""
    got = {one.target for one in found.references} if found else set()
    there = set(expected.references)
    return of_sets(there, got), sorted(there - got), sorted(got - there)


def functions(expected: Expected, found: Paragraph | None) -> Measured:
    """The sequence of acts, by the longest run that both have in common."""
    if expected.functions is None:
        return Tally(), [], []
    there = expected.functions
    got = [act.function for act in found.acts] if found else []
    matched = aligned(there, got)
    wrong = [got[at] for at in range(len(got)) if at not in matched.values()]
    missed = [one for at, one in enumerate(there) if at not in matched and not one.startswith("?")]
    right = sum(not there[at].startswith("?") for at in matched)
    return Tally(right, len(wrong), len(missed)), missed, wrong


def aligned(there: Sequence[str], got: Sequence[str]) -> dict[int, int]:
    """Longest common subsequence: index in ``there`` → index in ``got``."""
    best: list[list[dict[int, int]]] = [[{} for _ in range(len(got) + 1)] for _ in range(len(there) + 1)]
    for i, one in enumerate(there):
        for j, other in enumerate(got):
            longest = max(best[i][j + 1], best[i + 1][j], key=len)
            if same_act(one, other) and len(best[i][j]) >= len(longest):
                longest = best[i][j] | {i: j}
            best[i + 1][j + 1] = longest
    return best[-1][-1]


def own(found: Paragraph) -> Iterator[Mandate]:
    """The mandates that rest on an act of the paragraph itself.

    A sub-paragraph without an act may carry its chapeau's mandate as one of its items: a way to show the same
    mandate, neither right nor wrong here.
    """
    acts = {act.function for act in found.acts}
    return (one for one in found.mandates if found.parent is None or one.act in acts)


def paired(
    expected: Expected, found: Paragraph | None
) -> tuple[list[tuple[Asked, Mandate]], list[Asked], list[Mandate]]:
    """Mandates of the same act paired in order, those with the same addressee first; then what is left over."""
    if expected.mandates is None:
        return [], [], []
    left = list(own(found)) if found else []
    pairs: list[tuple[Asked, Mandate]] = []
    missed: list[Asked] = []
    for one in sorted(expected.mandates, key=lambda asked: asked.optional):
        rank = sorted(left, key=lambda other: not same_body(one.addressees, other.addressee))
        match = next((other for other in rank if same_act(one.act, other.act)), None)
        if match is None:
            missed += [one] if not one.optional else []
            continue
        left.remove(match)
        pairs.append((one, match))
    return [pair for pair in pairs if not pair[0].optional], missed, left


def mandates(expected: Expected, found: Paragraph | None) -> Measured:
    """Requests, invitations, encouragements and decisions by their acts."""
    pairs, missed, left = paired(expected, found)
    return Tally(len(pairs), len(left), len(missed)), [one.act for one in missed], [one.act for one in left]


def addressees(expected: Expected, found: Paragraph | None) -> Measured:
    """Whether a mandate that was found names who is asked; only where the text names someone."""
    pairs = [pair for pair in paired(expected, found)[0] if pair[0].addressees and pair[0].act in DIRECTIVES]
    wrong = [pair for pair in pairs if not same_body(pair[0].addressees, pair[1].addressee)]
    names = [f"{one.act}: {'; '.join(one.addressees)}" for one, _ in wrong]
    return (
        Tally(len(pairs) - len(wrong), len(wrong), len(wrong)),
        names,
        [str(other.addressee) for _, other in wrong],
    )


def due_sessions(expected: Expected, found: Paragraph | None) -> Measured:
    """The session by which something is due: right, missing, or named where the text names none."""
    pairs = [pair for pair in paired(expected, found)[0] if pair[0].dated]
    read = [(one.session, other.due.session if other.due else None) for one, other in pairs]
    wrong = [str(got) for there, got in read if got is not None and got != there]
    missed = [str(there) for there, got in read if there is not None and got != there]
    return Tally(sum(a == b and a is not None for a, b in read), len(wrong), len(missed)), missed, wrong


MEASURES: Mapping[str, Callable[[Expected, Paragraph | None], Measured]] = {
    "marks": marks,
    "targets": by_place(lambda target: target.partition("~")[0]),
    "pinpoints": by_place(lambda target: target),
    "citation functions": citation_functions,
    "references": references,
    "functions": functions,
    "mandates": mandates,
    "addressees": addressees,
    "due sessions": due_sessions,
}


def summed(comparisons: Sequence[Comparison]) -> dict[str, Tally]:
    """All cases together, aspect by aspect."""
    return {aspect: total(one.tallies[aspect] for one in comparisons) for aspect in ASPECTS}
