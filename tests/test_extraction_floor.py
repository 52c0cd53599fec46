"""The measured quality of reading must not fall; the floors are what was reached, rounded down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.extraction.cases import load_cases
from tests.benchmarks.extraction.compare import summed
from tests.benchmarks.extraction.corpus import Corpus, read_corpus
from tests.benchmarks.extraction.run import Scores, score

CASES = 76
PARAGRAPHS = 1_808
# The least F1 over all annotated texts. Raise a floor when the figure rises; never lower it to pass.
FLOORS = {
    "paragraphs": 0.995,
    "marks": 0.97,
    "targets": 0.985,
    "pinpoints": 0.98,
    "citation functions": 0.995,
    "references": 0.97,
    "functions": 0.99,
    "mandates": 0.99,
    "addressees": 0.98,
    "due sessions": 0.99,
}
LEAST_LINK_RECALL = 0.995
MOST_UNCLASSIFIED = 0.0005


@pytest.fixture(scope="module")
def scores(shared: Path) -> Scores:
    """One run over all annotated texts."""
    return score(with_corpus=False, shared=shared / "corpus")


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Corpus:
    """Every fourth of the 247 documents that nobody annotated; the measurement reads all."""
    return read_corpus(shared / "corpus", step=4)


@pytest.mark.shared
def test_every_annotation_is_of_the_text_that_is_here(shared: Path) -> None:
    """A changed source or a lost annotation is an error of the yardstick, not of the program."""
    cases = load_cases(shared / "corpus")
    assert len(cases) == CASES
    assert sum(len(case.paragraphs) for case in cases) == PARAGRAPHS
    for case in cases:
        identifiers = [one.id for one in case.paragraphs]
        assert len(set(identifiers)) == len(identifiers), case.name


@pytest.mark.shared
def test_every_annotated_text_can_be_read(scores: Scores) -> None:
    """An exception would count as everything missed; it is an error of its own."""
    assert scores.failed == {}


@pytest.mark.shared
@pytest.mark.parametrize("aspect", FLOORS)
def test_no_aspect_falls_under_its_floor(scores: Scores, aspect: str) -> None:
    """The failure names the worst differences, so that the cause is on the screen."""
    reached = summed(scores.comparisons)[aspect].f1
    worst = [d for one in scores.comparisons for d in one.differences if d.aspect == aspect]
    assert reached >= FLOORS[aspect], sorted(worst, key=lambda d: -d.weight)[:5]


@pytest.mark.shared
def test_the_corpus_is_read_and_its_links_are_found(corpus: Corpus) -> None:
    """The hyperlinks that the UN set itself, and the characters whose role nobody could name."""
    assert corpus.documents == 62
    assert corpus.failed == {}
    assert corpus.links.recall >= LEAST_LINK_RECALL, corpus.missing[:10]
    assert corpus.unclassified_share <= MOST_UNCLASSIFIED, corpus.unclassified[:10]
