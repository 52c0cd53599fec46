"""One run of the measurement over everything there is."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.model import Document, Front, Source
from graph_service.pipeline import parse
from tests.benchmarks.extraction.cases import ANNOTATIONS, CORPUS, Case, load_cases
from tests.benchmarks.extraction.compare import Comparison, compare
from tests.benchmarks.extraction.corpus import Corpus, read_corpus
from tests.benchmarks.extraction.damaged import damaged


@dataclass(slots=True)
class Scores:
    """All that one run measured; ``failed`` are annotated texts that could not be read at all."""

    comparisons: list[Comparison] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    corpus: Corpus | None = None
    seconds: float = 0.0


def read(case: Case) -> Document:
    """Parse the annotated text from a file of its own, so that a passage is read like any document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{case.name}{case.suffix}"
        path.write_bytes(case.text)
        return parse(path)


def score(
    with_corpus: bool = True, shared: Path = CORPUS, folder: Path = ANNOTATIONS, damage: int | None = None
) -> Scores:
    """Compare every annotated text, and go through the whole corpus unless told not to.

    ``damage``: a seed; the texts are then read as `pdftotext` would leave them.
    """
    started, scores = time.perf_counter(), Scores()
    for whole in load_cases(shared, folder):
        case = whole if damage is None else damaged(whole, damage)
        scores.languages[case.name] = case.language
        try:
            document = read(case)
        except Exception as error:  # one unreadable text must not hide the others
            scores.failed[case.name] = f"{type(error).__name__}: {error}"
            document = nothing(case)
        scores.comparisons.append(compare(case, document))
    scores.corpus = read_corpus(shared) if with_corpus else None
    scores.seconds = time.perf_counter() - started
    return scores


def nothing(case: Case) -> Document:
    """The empty document that stands for a text that could not be read: all of it is missed."""
    source = Source("", case.sha256, "none", case.name)
    return Document(Front(symbol=case.symbol), case.language, source, (), (), (), ())
