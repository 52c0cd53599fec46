"""Kill -9 at random moments of ingestion: nothing that was published is lost, and no document is torn.

``python -m tests.benchmarks.kills [ROUNDS]``: each round takes in the other of two versions of the same documents
and ends the process at a random moment. After it, the served release must hold one version as a whole.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from graph_service.graph import releases
from graph_service.graph.store import open_store

UNAG = (sys.executable, "-c", "from graph_service.cli import main; main()")
DOCUMENTS = 4


@dataclass(frozen=True)
class Outcome:
    """What a run of kills gave."""

    rounds: int
    killed: int
    published: int


def text(number: int, version: int) -> str:
    """One resolution that no organ adopted, with its version in every paragraph."""
    paragraphs = "\n\n".join(
        f"{one}. Requests the Secretary-General to report on paragraph {version} of its resolution 98/1{one:02};"
        for one in range(1, 13)
    )
    return (
        f"Resolution adopted by the General Assembly on 2 December 2044\n\n99/{number + 301}. On matters\n\n"
        f"The General Assembly,\n\nRecalling its resolution 98/98{version},\n\n{paragraphs}"
    )


def write_versions(folder: Path) -> list[Path]:
    """Two folders with the same documents, each in its own version."""
    for version in (1, 2):
        place = folder / f"v{version}"
        place.mkdir()
        for number in range(DOCUMENTS):
            (place / f"A_RES_99_{number + 301}.txt").write_text(text(number, version), "utf-8")
    return [folder / "v1", folder / "v2"]


def served(store: Path) -> tuple[str, ...]:
    """The version of each document in the served release, read from what it cites."""
    opened = open_store(str(store), read_only=True)
    names = [name for name in opened.graphs() if "/A/RES/99/" in name]
    return tuple(
        str(max((1, 2), key=lambda version: opened.graph(name).count(b"98/98%d>" % version))) for name in names
    )


def run(rounds: int, folder: Path, seed: int = 7) -> Outcome:
    """The rounds; raises AssertionError at the first loss."""
    chance = random.Random(seed)
    store, versions = folder / "store", write_versions(folder)
    command = [*UNAG, "ingest", "--store", str(store), "-j", "1"]
    started = time.monotonic()
    subprocess.run([*command, str(versions[0])], check=True, capture_output=True)
    longest = time.monotonic() - started
    killed = 0
    for number in range(rounds):
        before = releases.list_releases(store)
        process = subprocess.Popen([*command, str(versions[(number + 1) % 2])], stdout=-3, stderr=-3)
        try:
            process.wait(chance.uniform(0.2, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        process.wait()
        after = releases.list_releases(store)
        assert after[: len(before)] == before, "a release was lost"
        assert len(set(served(store))) == 1, "a release holds documents of two versions"
        assert len(served(store)) == DOCUMENTS, "a document was lost"
    subprocess.run([*command, str(versions[0])], check=True, capture_output=True)
    return Outcome(rounds, killed, len(releases.list_releases(store)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 200, Path(place)))
