"""A process that is killed at any moment loses nothing: a few rounds of `tests.benchmarks.kills`."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.kills import run


def test_a_killed_ingest_leaves_the_last_release_whole(tmp_path: Path) -> None:
    outcome = run(5, tmp_path)
    assert outcome.killed == 5
    assert not outcome.lost
    assert outcome.releases >= 3
