"""What each stage of the main job costs, and named queries on the embedded store against rdflib, in one run.

``python -m tests.benchmarks.stages [FILE]`` prints shares and ratios, never bare times: machines differ and are
noisy. Without a file it reads the source document of the project from ``../shared``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import rdflib

from graph_service.graph.describe import describe
from graph_service.graph.queries import NamedQuery, load_queries
from graph_service.graph.store import GraphStore, open_store
from graph_service.graph.validate import validate
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


def main() -> None:
    """Run both parts and print them as Markdown."""
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
