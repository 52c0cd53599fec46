"""Where the time goes from a file to a release, and named questions beside rdflib: shares and ratios, one run.

``python -m tests.benchmarks.stages [FILE]`` prints shares and ratios: machines differ and are noisy. Without a
file it reads the source document of the project from ``../shared``. ``python -m tests.benchmarks.stages FOLDER``
reads, describes and checks all texts of a folder on two processes, and prints time, memory and a ratio.
"""

from __future__ import annotations

import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import rdflib

from graph_service.graph.describe import describe
from graph_service.graph.queries import NamedQuery, load_queries
from graph_service.graph.store import GraphStore, open_store
from graph_service.graph.validate import validate
from graph_service.pipeline import examine
from graph_service.publishing import build_base
from graph_service.settings import Settings
from graph_service.text.citations import understand
from graph_service.text.readers import read
from graph_service.text.segments import split

FILE = Path(__file__).resolve().parents[3] / "shared/corpus/resolutions/zh/A_RES_66_257.txt"
ROUNDS = 9


def median(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of the seconds that a task takes; the first, cold run is left out."""
    task()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        task()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def stages(file: Path, settings: Settings) -> dict[str, float]:
    """Median seconds of each stage on one file, in the order of the pipeline."""
    source = read(file)
    structure = split(source)
    document = understand(structure, source)
    quads = describe(document, settings.base)
    store = open_store(settings.store)
    name = f"{settings.base}graph/{document.symbol}@{document.language}"
    return {
        "read": median(lambda: read(file)),
        "split": median(lambda: split(source)),
        "understand": median(lambda: understand(structure, source)),
        "describe": median(lambda: describe(document, settings.base)),
        "validate": median(lambda: validate(quads), 3),
        "publish": median(lambda: store.replace({name: quads}), 3),
    }


def queries(settings: Settings) -> dict[str, float]:
    """For each of the first twelve named queries, parsing included: rdflib's time over the embedded store's."""
    store = open_store(settings.store, read_only=True)
    memory = rdflib.Dataset(default_union=True)
    for name in store.graphs():
        memory.graph(name).parse(data=store.graph(name), format="nt")
    chosen = [one for name, one in sorted(load_queries().items()) if name.startswith("cq-")][:12]
    return {one.name: _ratio(one, store, memory, settings.base) for one in chosen}


def _ratio(query: NamedQuery, store: GraphStore, memory: rdflib.Dataset, base: str) -> float:
    bound = query.sparql(base, **query.example)
    ours = median(lambda: query.run(store, base, **query.example), 5)
    return median(lambda: list(memory.query(bound)), 3) / ours


PLAIN = re.compile(
    r"\b(?:[AES]|ST|JIU)/[\w./()-]*\d|\b(?:resolutions?|decisions?)\s+(?:\d+/\d+|\d+ \(\w+\))|\bparagraphs?\s+\d+"
)


def bulk(files: Sequence[Path]) -> tuple[float, float, int, int]:
    """Seconds by the clock and of processor time, greatest memory of a worker in megabytes, documents accepted."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_checked, files))
    clock = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return clock, cpu, max(peak for _, peak in found) // 1024, sum(accepted for accepted, _ in found)


def _checked(file: Path) -> tuple[bool, int]:
    """Whether one file is read and conforms, and the worker's peak memory in kilobytes."""
    accepted = examine(file, Settings().base).accepted
    return accepted, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def folder_table(folder: Path) -> None:
    """Prints the table for a quarter, a half and all of a folder's texts, and the ratio to a plain search.

    Each share is drawn over the sizes and has the longest text, so that memory grows only with the number.
    """
    files = sorted(folder.glob("*.txt"), key=lambda file: (-file.stat().st_size, file.name))
    print("| documents | accepted | clock | processor | peak memory of a process |\n|---|---|---|---|---|")
    cpu = 0.0
    for step in (4, 2, 1):
        chosen = files[::step]
        clock, cpu, peak, accepted = bulk(chosen)
        print(f"| {len(chosen)} | {accepted} | {clock:.1f} s | {cpu:.1f} s | {peak} MB |", flush=True)
    texts = [file.read_text("utf-8") for file in files]
    started = time.process_time()
    hits = sum(len(PLAIN.findall(text)) for text in texts)
    plain = time.process_time() - started
    print(f"\nA plain search for symbols and numbers ({hits} hits) takes {plain:.2f} s of processor time:")
    print(f"reading, describing and checking costs {cpu / plain:.0f} times as much.")


def main() -> None:
    """Run both parts and print them as Markdown."""
    if len(sys.argv) > 1 and Path(sys.argv[1]).is_dir():
        folder_table(Path(sys.argv[1]))
        return
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store=f"{folder}/store")
        build_base(settings)
        taken = stages(file, settings)
        whole = sum(taken.values())
        print("| stage | share of the time |\n|---|---|")
        for name, seconds in taken.items():
            print(f"| {name} | {seconds / whole:.0%} |")
        print("\n| named query | rdflib in memory, times slower than the embedded store |\n|---|---|")
        for name, ratio in queries(settings).items():
            print(f"| {name} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
