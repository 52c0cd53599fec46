"""Kill -9 at random moments of ingestion: nothing that was published is lost, and no document is torn.

``python -m tests.benchmarks.kills [KILLS]``: each round takes a new version of the same documents into the same
store with ``unag ingest`` and ends it at a random moment of one stage. A stage begins with a sign that can be seen
from outside (the first document is read, all are, the release is begun, it is switched to); the moment is drawn
evenly over the time that the stage took when a run was last left to end, and a quarter more. One round in ten is
ended at any moment of its start. Rounds that end by themselves are not counted.

One round in twenty is the program with two worker processes, ended alone or with its workers; the others are
forked when it has started, see `nursery`.

After each round the served release must be the one before or the new one, hold every document in one version with
exactly the statements that describe it, have an index of citations that opens, and no worker may be left. At the
end every release is looked at again. What was lost is counted and told; the program then ends with 1.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from graph_service import pipeline
from graph_service.chains.archive import open_index
from graph_service.errors import AccountabilityError
from graph_service.graph import releases
from graph_service.graph.describe import describe
from graph_service.graph.embedded import EmbeddedStore
from graph_service.graph.lines import read_quads
from tests.benchmarks.nursery import Nursery, Run

UNAG = (sys.executable, "-c", "from graph_service.cli import main; main()")
BASE = "https://w3id.org/unag/"
DOCUMENTS = 4
MANY = 6
FRESH = 20
PATIENCE = 30.0
# How often a run is left to end, so that the moments are drawn over what a run takes now.
REMEASURED = 10
# Of twenty kills how many fall into which stage: a run starts as long as it works, and its work is what matters.
SHARES: Final = {"start": 2, "first read": 5, "all read": 5, "begun": 4, "switched": 4}
SIGNS: Final[dict[str, Callable[[Trial], bool]]] = {
    "start": lambda trial: True,
    "first read": lambda trial: trial.spooled() > 0,
    "all read": lambda trial: trial.spooled() >= trial.documents,
    "begun": lambda trial: trial.begun() or trial.switched(),
    "switched": lambda trial: trial.switched(),
}


Process: TypeAlias = "subprocess.Popen[bytes] | Run"


@dataclass
class Outcome:
    """What a run of kills gave: kills by what was under way, what was lost, releases, seconds of a whole run."""

    kills: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    releases: int = 0
    seconds: float = 0.0

    @property
    def killed(self) -> int:
        """All kills."""
        return self.kills.total()

    @contextmanager
    def noting(self, what: str) -> Iterator[None]:
        """Counts what does not hold, and goes on."""
        try:
            yield
        except (AssertionError, AccountabilityError) as fault:
            self.lost[what] += 1
            print(f"{what}: {fault}", file=sys.stderr, flush=True)


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


def write_version(place: Path, version: int, documents: int = DOCUMENTS) -> Path:
    """A folder with all documents in that version."""
    place.mkdir(exist_ok=True)
    for number in range(documents):
        (place / f"A_RES_99_{number + 301}.txt").write_text(text(number, version), "utf-8")
    return place


def described(place: Path) -> dict[str, set[str]]:
    """The statements of each document in the folder, by graph: what a release must hold of it."""
    found = {}
    for path in sorted(place.glob("*.txt")):
        document = pipeline.agree(pipeline.named(pipeline.parse(path)))
        graph = f"{BASE}graph/{document.symbol}@{document.language}"
        found[graph] = {str(quad.triple) for quad in read_quads(describe(document, BASE), graph)}
    return found


class Trial:
    """One store, and the versions that were tried on it."""

    def __init__(self, folder: Path, documents: int, seed: int) -> None:
        self.folder, self.store = folder, folder / "store"
        self.documents: int = documents
        self.chance = random.Random(seed)
        self.environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.version, self.newest, self.served = 0, 0, releases.NONE
        self.lasted: dict[str, float] = {}
        self.expected: dict[int, dict[str, set[str]]] = {}
        self.published: dict[str, int] = {}
        self.outcome = Outcome()
        self.nursery = Nursery(text(0, 0), BASE)

    def start(self) -> Process:
        """Begins to take in the next version."""
        self.version += 1
        self.served = releases.current(self.store)
        place = write_version(self.folder / "documents", self.version, self.documents)
        self.expected[self.version] = described(place)
        self.newest = max(one.stat().st_mtime_ns for one in place.iterdir())
        command = ["ingest", "--store", str(self.store), str(place), "-j"]
        if self.version % FRESH:
            return self.nursery.start([*command, "1"])
        return subprocess.Popen(
            [*UNAG, *command, "2"],
            env=self.environment, stdout=-3, stderr=-3, start_new_session=True,
        )  # fmt: skip

    def finish(self) -> None:
        """A run that is left to end; what its stages take is what moments are drawn over."""
        process = self.start()
        seen = []
        for sign in SIGNS.values():
            self.wait_for(sign, process)
            seen.append(time.monotonic())
        assert process.wait() == 0, "a run that nobody disturbed failed"
        seen.append(time.monotonic())
        self.lasted = {name: seen[at + 1] - seen[at] for at, name in enumerate(SIGNS)}
        self.outcome.seconds = seen[-1] - seen[0]
        self.outcome.finished += 1
        self.check()
        with self.outcome.noting("releases lost"):
            assert self.published[releases.current(self.store)] == self.version, "a run published nothing"

    def kill(self, stage: str) -> None:
        """A run that is ended at some moment of a stage."""
        process = self.start()
        whole = self.chance.random() < 0.5
        self.wait_for(SIGNS[stage], process)
        try:
            process.wait(self.chance.uniform(0, 1.25 * self.lasted[stage]))
            self.outcome.finished += 1
        except subprocess.TimeoutExpired:
            # A run may end by itself just now.
            with suppress(ProcessLookupError):
                (os.killpg if whole else os.kill)(process.pid, signal.SIGKILL)
            if process.wait() == -signal.SIGKILL:
                self.outcome.kills[self.under_way()] += 1
            else:
                self.outcome.finished += 1
        self.await_workers(process.pid)
        self.check()

    def wait_for(self, sign: Callable[[Trial], bool], process: Process) -> None:
        """Waits until the sign is seen, or the process has ended."""
        while process.poll() is None and not sign(self):
            time.sleep(0.001)

    def spooled(self) -> int:
        """How many documents of the present version have been read."""
        return sum(one.stat().st_mtime_ns > self.newest for one in (self.store / "spool").glob("*.json"))

    def begun(self) -> bool:
        """Whether a release is being made beside the served one."""
        there = (one.name for one in (self.store / "releases").glob("*"))
        return any(not one.isdigit() or int(one) > int(self.served) for one in there)

    def switched(self) -> bool:
        """Whether another release is served than when the run began."""
        return releases.current(self.store) != self.served

    def under_way(self) -> str:
        """What a kill interrupted, by what it left."""
        if self.switched():
            kept = self.store / "indexes" / f"chains-{releases.current(self.store)}.index"
            return "ending" if kept.exists() else "building the index of the new release"
        if self.begun():
            return "making the release"
        if (spooled := self.spooled()) == 0:
            return "starting"
        if spooled < self.documents:
            return "reading"
        return "between reading and writing" if (self.store / "writer.at").exists() else "writing the statements"

    def await_workers(self, group: int) -> None:
        """Waits until no process of the group is left."""
        deadline = time.monotonic() + PATIENCE
        while left := members(group):
            assert time.monotonic() < deadline, f"left behind: {left}"
            time.sleep(0.02)

    def check(self) -> None:
        """The releases that were there are there, and the served one is whole."""
        with self.outcome.noting("stores that do not open"):
            known = {one.name for one in releases.list_releases(self.store)}
            served = releases.current(self.store)
            self.published.setdefault(served, self.version)
            self.outcome.releases = len(known)
            with self.outcome.noting("releases lost"):
                assert known >= set(self.published), f"only {sorted(known)} of {sorted(self.published)}"
            open_index(self.look(served), BASE, self.store / "indexes")

    def look(self, release: str) -> EmbeddedStore:
        """One release, opened; it holds its version of every document, whole."""
        store = EmbeddedStore(self.store, release=release, read_only=True)
        for name, triples in self.expected[self.published[release]].items():
            with self.outcome.noting("documents torn"):
                held = {line.removesuffix(" .") for line in store.graph(name).decode().splitlines()}
                assert held == triples, f"{name} in release {release}"
        count = int(store.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0]["n"].value)
        with self.outcome.noting("documents torn"):
            assert count == releases.describe_release(self.store, release).statements, f"release {release}"
        return store


def members(group: int) -> list[str]:
    """The living processes of a process group."""
    told = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 2) for line in told.splitlines())
    return [" ".join(rest) for pgid, stat, *rest in rows if pgid == str(group) and not stat.startswith("Z")]


def run(kills: int, folder: Path, documents: int = DOCUMENTS, seed: int = 7) -> Outcome:
    """So many kills, then a run that ends; what was lost is in the outcome."""
    trial = Trial(folder, documents, seed)
    trial.finish()
    trial.finish()
    stages = [name for name, share in SHARES.items() for _ in range(share)]
    trial.chance.shuffle(stages)
    for number, stage in zip(range(10 * kills), itertools.cycle(stages), strict=False):
        if trial.outcome.killed == kills:
            break
        trial.kill(stage)
        if number % REMEASURED == REMEASURED - 1:
            trial.finish()
            print(f"{trial.outcome.killed} of {kills}: {dict(trial.outcome.kills)}", file=sys.stderr, flush=True)
    trial.finish()
    trial.nursery.close()
    for release in trial.published:
        with trial.outcome.noting("stores that do not open"):
            trial.look(release)
    assert trial.outcome.killed == kills, "too few runs were long enough to be killed"
    return trial.outcome


def main() -> None:
    """Run and print the counts."""
    with tempfile.TemporaryDirectory() as place:
        started = time.monotonic()
        found = run(int(sys.argv[1]) if len(sys.argv) > 1 else 200, Path(place), MANY)
    print(f"{found.killed} kills in {time.monotonic() - started:.0f} s, {MANY} documents a run")
    print(f"{found.releases} releases; {found.finished} runs ended, the last in {found.seconds:.1f} s")
    for name, count in found.kills.most_common():
        print(f"{count:4} killed while {name}")
    for name in ("releases lost", "documents torn", "stores that do not open"):
        print(f"{found.lost[name]:4} {name}")
    sys.exit(1 if found.lost else 0)


if __name__ == "__main__":
    main()
