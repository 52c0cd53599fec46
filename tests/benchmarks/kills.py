"""Kill -9 at random moments of ingestion: nothing that was published is lost, and no document is torn.

``python -m tests.benchmarks.kills [KILLS]``: each round takes a new version of the same documents into the same
store with ``unag ingest`` and two worker processes, and ends it at a random moment: drawn evenly over a whole run,
or in every other round over the shorter part that follows when the first document has been read. The process is
ended alone, or in half of the rounds its workers with it. Rounds that end by themselves are not counted.

After each round the served release must be the one before or the new one, hold every document in one version with
exactly the statements that describe it, and no worker may be left. At the end every release is looked at again.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from graph_service import pipeline
from graph_service.graph import releases
from graph_service.graph.embedded import EmbeddedStore
from graph_service.graph.lines import read_quads

UNAG = (sys.executable, "-c", "from graph_service.cli import main; main()")
BASE = "https://w3id.org/unag/"
DOCUMENTS = 4
PATIENCE = 10.0
# How often a run is left to end, so that the moments are drawn over what a run takes now.
REMEASURED = 10


@dataclass
class Outcome:
    """What a run of kills gave: kills by what was under way, releases, and the seconds of a whole run."""

    kills: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    releases: int = 0
    seconds: float = 0.0

    @property
    def killed(self) -> int:
        """All kills."""
        return self.kills.total()


def text(number: int, version: int) -> str:
    """One resolution that no organ adopted, with its version in every paragraph."""
    paragraphs = "\n\n".join(
        f"{one}. Requests the Secretary-General to report on paragraph {version} of its resolution 98/1{one:02};"
        for one in range(1, 9)
    )
    return (
        f"Resolution adopted by the General Assembly on 2 December 2044\n\n99/{number + 301}. On matters\n\n"
        f"The General Assembly,\n\nRecalling its resolution 98/9{version:03},\n\n{paragraphs}"
    )


def write_version(place: Path, version: int) -> Path:
    """A folder with all documents in that version."""
    place.mkdir(exist_ok=True)
    for number in range(DOCUMENTS):
        (place / f"A_RES_99_{number + 301}.txt").write_text(text(number, version), "utf-8")
    return place


def described(place: Path) -> dict[str, set[str]]:
    """The statements of each document in the folder, by graph: what a release must hold of it."""
    found = {}
    for path in sorted(place.glob("*.txt")):
        examined = pipeline.examine(path, BASE)
        assert examined.graph is not None, examined.error
        found[examined.graph] = {str(quad.triple) for quad in read_quads(examined.quads, examined.graph)}
    return found


class Trial:
    """One store, and the versions that were tried on it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.store = folder, folder / "store"
        self.chance = random.Random(seed)
        self.environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.version, self.later = 0, 0.0
        self.expected: dict[int, dict[str, set[str]]] = {}
        self.published: dict[str, int] = {}
        self.outcome = Outcome()

    def start(self) -> subprocess.Popen[bytes]:
        """Begins to take in the next version."""
        self.version += 1
        place = write_version(self.folder / "documents", self.version)
        self.expected[self.version] = described(place)
        return subprocess.Popen(
            [*UNAG, "ingest", "--store", str(self.store), "-j", "2", str(place)],
            env=self.environment, stdout=-3, stderr=-3, start_new_session=True,
        )  # fmt: skip

    def finish(self) -> None:
        """A run that is left to end; what it takes is what moments are drawn over."""
        process = self.start()
        started = time.monotonic()
        self.await_first(process)
        self.later = time.monotonic()
        assert process.wait() == 0, "a run that nobody disturbed failed"
        self.outcome.seconds = time.monotonic() - started
        self.later = time.monotonic() - self.later
        self.outcome.finished += 1
        self.check()
        assert self.published[releases.current(self.store)] == self.version, "a run ended and published nothing"

    def kill(self) -> None:
        """A run that is ended at some moment."""
        process = self.start()
        whole, late = self.version % 4 < 2, self.version % 2
        if late:
            self.await_first(process)
        try:
            process.wait(self.chance.uniform(0, self.later if late else self.outcome.seconds))
            self.outcome.finished += 1
        except subprocess.TimeoutExpired:
            (os.killpg if whole else os.kill)(process.pid, signal.SIGKILL)
            process.wait()
            self.outcome.kills[self.under_way()] += 1
        self.await_workers(process.pid)
        self.check()

    def under_way(self) -> str:
        """What a kill interrupted, by what it left."""
        served = int(releases.current(self.store))
        if str(served) not in self.published:
            return "published, not yet told"
        if any(not one.name.isdigit() or int(one.name) > served for one in (self.store / "releases").iterdir()):
            return "making the release"
        if not (self.store / "writer.at").exists():
            return "writing the statements"
        if not (spooled := self.spooled()):
            return "starting, reading the first"
        return "reading" if spooled < DOCUMENTS else "between reading and writing"

    def spooled(self) -> int:
        """How many documents of the present version have been read."""
        newest = max(one.stat().st_mtime_ns for one in (self.folder / "documents").iterdir())
        return sum(one.stat().st_mtime_ns > newest for one in (self.store / "spool").glob("*.json"))

    def await_first(self, process: subprocess.Popen[bytes]) -> None:
        """Waits until a document has been read, or the process has ended."""
        while process.poll() is None and not self.spooled():
            time.sleep(0.002)

    def await_workers(self, group: int) -> None:
        """Waits until no process of the group is left."""
        deadline = time.monotonic() + PATIENCE
        while left := members(group):
            assert time.monotonic() < deadline, f"left behind: {left}"
            time.sleep(0.02)

    def check(self) -> None:
        """The releases that were there are there, and the served one is whole."""
        known = {one.name for one in releases.list_releases(self.store)}
        assert known >= set(self.published), "a release was lost"
        served = releases.current(self.store)
        self.published.setdefault(served, self.version)
        self.look(served)
        self.outcome.releases = len(known)

    def look(self, release: str) -> None:
        """One release holds its version of every document, whole."""
        store = EmbeddedStore(self.store, release=release, read_only=True)
        for name, triples in self.expected[self.published[release]].items():
            held = {line.removesuffix(" .") for line in store.graph(name).decode().splitlines()}
            assert held == triples, f"{name} is torn in release {release}"
        count = int(store.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0]["n"].value)
        assert count == releases.describe_release(self.store, release).statements, f"release {release} is torn"


def members(group: int) -> list[str]:
    """The living processes of a process group."""
    told = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 2) for line in told.splitlines())
    return [" ".join(rest) for pgid, stat, *rest in rows if pgid == str(group) and not stat.startswith("Z")]


def run(kills: int, folder: Path, seed: int = 7) -> Outcome:
    """So many kills, then a run that ends; raises AssertionError at the first loss."""
    trial = Trial(folder, seed)
    trial.finish()
    trial.finish()
    for number in range(10 * kills):
        if trial.outcome.killed == kills:
            break
        trial.kill()
        if number % REMEASURED == REMEASURED - 1:
            trial.finish()
    trial.finish()
    for release in trial.published:
        trial.look(release)
    assert trial.outcome.killed == kills, "too few runs were long enough to be killed"
    return trial.outcome


def main() -> None:
    """Run and print the counts."""
    with tempfile.TemporaryDirectory() as place:
        started = time.monotonic()
        found = run(int(sys.argv[1]) if len(sys.argv) > 1 else 200, Path(place))
    print(f"{found.killed} kills, nothing lost, no document torn; {time.monotonic() - started:.0f} s")
    print(
        f"{found.releases} releases; {found.finished} runs ended by themselves, the last in {found.seconds:.1f} s"
    )
    for name, count in found.kills.most_common():
        print(f"{count:4} killed while {name}" if " the " not in name else f"{count:4} killed: {name}")


if __name__ == "__main__":
    main()
