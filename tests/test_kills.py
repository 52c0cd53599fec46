"""A process that is killed at any moment loses nothing: a few rounds of `tests.benchmarks.kills`."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.kills import run


def test_a_killed_ingest_leaves_the_last_release_whole(tmp_path: Path) -> None:
    outcome = run(4, tmp_path)
    assert outcome.killed == 4
    assert outcome.releases >= 3
