"""What SHACL costs: for one document as the store grows, and for a whole store against pySHACL on one graph.

``python -m tests.benchmarks.validation [DOCUMENTS …]`` prints CPU time. A store grows to 10, 100, 1,000 and 3,000
documents (or to the numbers given) that cite each other; the same ten are validated in it each time, as ``unag
validate`` does: read from the store, with all that it knows of what they cite. Then ten, forty and eighty are
validated document by document, by two processes, and by pySHACL with the same shapes as one merged graph.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import Graph

from graph_service import pipeline
from graph_service.audit import Place, audit, validate_one
from graph_service.graph.embedded import EmbeddedStore
from graph_service.resources import folder
from graph_service.settings import Settings
from tests.benchmarks.kills import BASE, write_version

SIZES = (10, 100, 1000, 3000)
SAMPLE = 10
WHOLE = (10, 40, 80)


@dataclass(frozen=True)
class Whole:
    """Seconds of CPU for a whole store: ours by two processes with their start, one by one, and pySHACL's."""

    documents: int
    statements: int
    parallel: float
    alone: float
    merged: float


class Corpus:
    """Documents in our form that cite the nine before them, as many as are wanted."""

    def __init__(self, place: Path) -> None:
        path = write_version(place, 1) / "A_RES_99_301.txt"
        examined = pipeline.examine(path, BASE)
        assert examined.accepted, examined.error
        self.quads = examined.quads

    def document(self, number: int) -> tuple[str, bytes]:
        """The graph's name and the statements of one."""
        quads = self.quads.replace(b"A/RES/99/301", b"A/RES/99/%d" % number)
        for back, cited in enumerate((b"9001", *(b"1%02d" % one for one in range(1, 9))), 1):
            quads = quads.replace(b"A/RES/98/%s" % cited, b"A/RES/99/%d" % max(1, number - back))
        return self.name(number), quads

    def name(self, number: int) -> str:
        """The graph's name of one."""
        return f"{BASE}graph/A/RES/99/{number}@en"

    def grow(self, store: EmbeddedStore, first: int, last: int) -> None:
        """Adds the documents after the first up to the last in one write, as ``unag ingest`` adds a folder."""
        store.replace(Made(self, range(first + 1, last + 1)))


class Made(Mapping[str, bytes]):
    """Documents that are made when they are asked for, as those of a spool are read: memory does not grow."""

    def __init__(self, corpus: Corpus, numbers: range) -> None:
        self._corpus, self._numbers = corpus, {corpus.name(one): one for one in numbers}

    def __getitem__(self, name: str) -> bytes:
        return self._corpus.document(self._numbers[name])[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def consumed() -> float:
    """Seconds of CPU of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def seconds_of(names: list[str], place: Path, store: EmbeddedStore, release: str) -> float:
    """Seconds of CPU that these documents take in a release, nothing being kept from the last time."""
    with tempfile.TemporaryDirectory(dir=place) as kept:
        chosen = Place(str(store.folder), release, Path(kept))
        for name in names:
            validate_one(name, chosen)
        for record in Path(kept).iterdir():
            record.unlink()
        started = time.process_time()
        for name in names:
            validate_one(name, chosen)
        return time.process_time() - started


def growth(place: Path, sizes: tuple[int, ...], rounds: int = 7) -> dict[int, tuple[float, float]]:
    """CPU time of one document by the number of documents in the store: seconds, and in that of the first size.

    The sizes take turns, since other work on the machine makes it slower and faster; medians of the rounds.
    """
    corpus, store = Corpus(place / "texts"), EmbeddedStore(place / "store")
    names = [corpus.name(one) for one in range(1, SAMPLE + 1)]
    releases: dict[int, str] = {}
    for before, size in zip((0, *sizes), sizes, strict=False):
        corpus.grow(store, before, size)
        releases[size] = store.release
    taken = [[seconds_of(names, place, store, release) for release in releases.values()] for _ in range(rounds)]
    found = {}
    for at, size in enumerate(sizes):
        seconds = statistics.median(row[at] / SAMPLE for row in taken)
        found[size] = seconds, statistics.median(row[at] / row[0] for row in taken)
    return found


def against_merged(place: Path, documents: int) -> Whole:
    """A whole store of so many documents, validated by us and by pySHACL as one graph."""
    corpus, settings = Corpus(place / "texts"), Settings(store=str(place / "store"))
    store = EmbeddedStore(settings.store)
    corpus.grow(store, 0, documents)
    started = consumed()
    parallel = audit(settings, 2)
    taken = consumed() - started
    names = [name for name in store.graphs() if "@" in name]
    chosen = Place(settings.store, store.release, place)
    started = consumed()
    alone = [row for name in names for row in validate_one(name, chosen)]
    one_by_one = consumed() - started
    assert len([row for row in parallel if row["severity"] != "Parity"]) == len(alone)
    merged = Graph()
    for name in names:
        merged.parse(data=store.graph(name), format="nt")
    started = consumed()
    pyshacl.validate(merged, shacl_graph=shapes(), allow_infos=True, allow_warnings=True, inplace=True)
    return Whole(documents, len(merged), taken, one_by_one, consumed() - started)


def shapes() -> Graph:
    """The shapes of documents."""
    return Graph().parse(folder("ontology") / "shapes.ttl")


def main() -> None:
    """Run both parts and print them as Markdown."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with tempfile.TemporaryDirectory() as place:
        grown = growth(Path(place), sizes)
    print("| documents in the store | CPU time of one document | in that of the smallest store |\n|---|---|---|")
    for size, (seconds, ratio) in grown.items():
        print(f"| {size} | {seconds * 1000:.1f} ms | {ratio:.2f} |")
    print("\n| documents | statements | one by one | by two processes | pySHACL on one graph | in ours |")
    print("|---|---|---|---|---|---|")
    for documents in WHOLE:
        with tempfile.TemporaryDirectory() as place:
            one = against_merged(Path(place), documents)
        taken = " | ".join(f"{one_way:.1f} s" for one_way in (one.alone, one.parallel, one.merged))
        ratios = f"{one.merged / one.alone:.1f}, {one.merged / one.parallel:.1f}"
        print(f"| {documents} | {one.statements} | {taken} | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
