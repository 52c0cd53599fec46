"""The measured quality of reading must not fall; the floors are what was reached, rounded down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.extraction.cases import load_cases

CASES = 36


@pytest.mark.shared
def test_every_annotation_is_of_the_text_that_is_here(shared: Path) -> None:
    """A changed source or a lost annotation is an error of the yardstick, not of the program."""
    cases = load_cases(shared / "corpus")
    assert len(cases) == CASES
    assert sum(len(case.paragraphs) for case in cases) >= 926
    for case in cases:
        identifiers = [one.id for one in case.paragraphs]
        assert len(set(identifiers)) == len(identifiers), case.name
