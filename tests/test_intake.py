"""Many files into one release: parallel, resumable, over a cluster, and never stopped by a bad one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph_service.errors import SourceError
from graph_service.intake import Entry, edition, gather, spool_one, take_in
from tests.benchmarks.kills import write_version
from tests.conftest import ROOT

BASE = "https://w3id.org/unag/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four resolutions and one file that cannot be read."""
    good = write_version(tmp_path / "v1", 1)
    (good / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (good / "notes.md").write_text("not a document that is read", "utf-8")
    return good


def outcomes(entries: tuple[Entry, ...]) -> list[tuple[str, bool]]:
    """Name and acceptance of each entry."""
    return [(Path(one.path).name, one.accepted) for one in entries]


EXPECTED = [(f"A_RES_99_{number}.txt", True) for number in range(301, 305)] + [("broken.pdf", False)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_file_is_kept_aside_and_stops_nothing(folder: Path, tmp_path: Path, jobs: int) -> None:
    seen: list[Entry] = []
    intake = take_in([folder], BASE, tmp_path / "spool", jobs=jobs, on_entry=seen.append)
    assert sorted(outcomes(intake.entries)) == EXPECTED
    assert len(seen) == len(EXPECTED)
    assert len(intake.graphs) == 4
    assert all(data.startswith(b"<") for data in intake.graphs.values())
    (aside,) = (tmp_path / "spool" / "aside").glob("*.json")
    assert b"broken.pdf" in aside.read_bytes()


def test_what_was_read_is_not_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = tmp_path / "spool"
    first = take_in([folder], BASE, spool)
    monkeypatch.setattr("graph_service.pipeline.examine", lambda *_: pytest.fail("read again"))
    again = take_in(list(folder.glob("*.txt")), BASE, spool)
    assert {one.graph for one in again.entries} == set(first.graphs)


def test_a_changed_file_is_read_again(folder: Path, tmp_path: Path) -> None:
    path, spool = folder / "A_RES_99_301.txt", tmp_path / "spool"
    spool.mkdir()
    before = spool_one(path, BASE, spool)
    path.write_text(path.read_text("utf-8").replace("matters", "other matters"), "utf-8")
    after = spool_one(path, BASE, spool)
    assert before.graph == after.graph
    assert Path(before.spooled).read_bytes() != Path(after.spooled).read_bytes()
    assert len(edition()) == 32


def test_a_fault_of_ours_becomes_an_entry(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("graph_service.pipeline.examine", fail)
    intake = take_in([folder / "A_RES_99_301.txt"], BASE, tmp_path / "spool")
    assert "boom" in intake.entries[0].error
    assert not intake.graphs


CLUSTER = """
import sys
from pathlib import Path
from distributed import LocalCluster
from graph_service.intake import take_in

folder, spool = map(Path, sys.argv[1:])
with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster:
    intake = take_in([folder], "https://w3id.org/unag/", spool, scheduler=cluster.scheduler_address)
for one in intake.entries:
    print(Path(one.path).name, one.accepted)
"""


def test_a_cluster_reads_them_too(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the package distributed is not installed")
    # In a process of its own: what the cluster leaves to the collector would be counted against other tests.
    command = [sys.executable, "-c", CLUSTER, str(folder), str(tmp_path / "spool")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert sorted(ran.stdout.splitlines()) == [f"{name} {accepted}" for name, accepted in EXPECTED]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.txt"):
        gather([tmp_path / "absent.txt"])
