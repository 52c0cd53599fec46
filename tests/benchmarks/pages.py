"""Document pages at size: what a page costs beside the SPARQL that it asks, on the bare engine, in one run.

    python -m tests.benchmarks.pages                                        the small corpus of the browser tests
    python -m tests.benchmarks.pages --text ../shared/corpus/resolutions/zh/A_RES_66_257.txt --copies 350

``--text`` reads a file into a store of its own; ``--store FOLDER --document A/RES/66/257@zh`` takes one that is
there. ``--copies`` writes so many more documents of the same shape, under symbols that cannot exist: 350 copies of
a long resolution are two million statements. Every page that is measured is another document.
Absolute times depend on the machine; the ratios are the point. The table is Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
from starlette.requests import Request

from graph_service import pipeline
from graph_service.graph import releases
from graph_service.graph.describe import describe
from graph_service.graph.embedded import EmbeddedStore
from graph_service.graph.store import WHOLE, Choices, Dataset, Written, open_store
from graph_service.places import kept_with
from graph_service.settings import Settings
from graph_service.web import pages
from graph_service.web.app import Application, create_app
from graph_service.web.pages.filling import fill
from graph_service.web.pages.vocabulary import vocabulary
from tests.ui.sample import graphs as sample_graphs

BASE = "https://w3id.org/unag/"
SHARES = (0.5, 0.95)
Asked = list[tuple[str, Dataset]]


class Recording(EmbeddedStore):
    """A store that remembers what it was asked."""

    asked: Asked

    def answer(self, query: str, choices: Choices, output: BinaryIO, dataset: Dataset = WHOLE) -> Written:
        """See GraphStore."""
        self.asked.append((query, dataset))
        return super().answer(query, choices, output, dataset)


def multiply(source: str, document: str, copies: int, target: Path) -> list[str]:
    """The store with so many more documents like the one named; their locators."""
    store, symbol = open_store(source, read_only=True), document.partition("@")[0]
    lines = store.graph(f"{BASE}graph/{document}").decode().splitlines()
    made = [document.replace(symbol, f"A/RES/{900 + number // 90}/{number % 90 + 1}") for number in range(copies)]
    with tempfile.NamedTemporaryFile("w", suffix=".nq", encoding="utf-8") as file:
        for name in store.graphs():
            file.writelines(f"{line[:-1]}<{name}> .\n" for line in store.graph(name).decode().splitlines())
        for one in made:
            graph, new = f"<{BASE}graph/{one}>", one.partition("@")[0]
            file.writelines(f"{line.replace(symbol, new)[:-1]}{graph} .\n" for line in lines)
        file.flush()
        EmbeddedStore(target).load(file.name)
    return made


def request(app: Application, locator: str, query: str = "") -> Request:
    """A visitor's request for a page."""
    headers = [(b"host", b"localhost"), (b"accept", b"text/html"), (b"accept-language", b"en")]
    path = f"/id/{locator}"
    return Request(
        {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "", "app": app,
         "query_string": query.encode(), "headers": headers, "server": ("localhost", 80), "scheme": "http"}
    )  # fmt: skip


def ingested(path: Path, folder: str) -> str:
    """Reads a text into a new store, with the ontology; the locator of its language version."""
    document = pipeline.parse(path)
    locator = f"{document.symbol}@{document.language}"
    graph = b"".join(line.rsplit(b" ", 2)[0] + b" .\n" for line in describe(document, BASE).splitlines())
    known = {name: text for name, text in sample_graphs().items() if name.endswith("/graph/ontology")}
    open_store(folder).replace({**known, f"{BASE}graph/{locator}": graph})
    return locator


Times = dict[str, list[tuple[float, float]]]


def timed(action: Callable[[], Any]) -> tuple[float, float]:
    """How long it takes by the clock, and how much of a processor."""
    started, worked = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - started, time.process_time() - worked


def bare(engine: ox.Store, asked: Asked) -> None:
    """The same questions, asked of the engine without anything of ours around it."""
    for query, dataset in asked:
        graphs: list[ox.NamedNode | ox.BlankNode] | None = None
        if dataset.named is not None:
            graphs = [ox.NamedNode(one) for one in dataset.named]
        found = engine.query(query, use_default_graph_as_union=graphs is None, named_graphs=graphs)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(BytesIO(), format=ox.QueryResultsFormat.CSV)


async def through(app: Application, locator: str) -> None:
    """One request through everything, compressed."""
    sent = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = request(app, locator).scope
    scope["headers"].append((b"accept-encoding", b"gzip"))
    await app(scope, receive, send)
    assert sent[0]["status"] == 200
    assert (b"content-encoding", b"gzip") in sent[0]["headers"]


def application(folder: Path) -> Application:
    """The service over the store, without its processes."""
    app = create_app(Settings(store=str(folder), base=BASE, warm=False, log="none"))
    assert isinstance(app, Application)
    return app


def from_store(folder: Path, locators: Sequence[str]) -> Times:
    """Pages made of what the store answers, as long as no reading is kept, and their SPARQL on the bare engine."""
    app = application(folder)
    store = Recording(folder, read_only=True)
    store.asked = []
    app.service.store = app.state.store = store
    engine = ox.Store.read_only(str(releases.quads_folder(folder, store.release)))
    vocabulary(request(app, locators[0]))
    found: Times = {"its SPARQL on the bare engine": [], "first time, from the store": []}
    for locator in locators:
        gc.collect()
        store.asked.clear()
        first = timed(lambda: pages.render_resource(request(app, locator), locator))  # noqa: B023
        asked = list(store.asked)
        found["first time, from the store"].append(first)
        found["its SPARQL on the bare engine"].append(min(timed(lambda: bare(engine, asked)) for _ in range(2)))  # noqa: B023
    return found


def from_kept(folder: Path, locators: Sequence[str]) -> Times:
    """Whole requests, compression included, for pages nobody asked for before, readings being kept; and again."""
    app = application(folder)
    found: Times = {"first time, reading kept": [], "answer kept": []}
    loop = asyncio.new_event_loop()
    app.state.store = app.service.store
    vocabulary(request(app, locators[0]))
    loop.run_until_complete(through(app, locators[-1]))
    for locator in locators[:-1]:
        gc.collect()
        for name in found:
            found[name].append(timed(lambda: loop.run_until_complete(through(app, locator))))  # noqa: B023
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    return found


def keep(folder: Path) -> tuple[float, int]:
    """Makes the readings of the store's release; seconds of a processor, and bytes on disk."""
    settings = Settings(store=str(folder), base=BASE)
    worked = time.process_time()
    left = fill(open_store(str(folder), read_only=True), BASE, kept_with(settings), folder, float("inf"))
    assert not left
    return time.process_time() - worked, sum(
        one.stat().st_size for one in kept_with(settings).glob("readings-*.sqlite")
    )


def table(found: Times) -> str:
    """The figures as Markdown: milliseconds, and how they stand to the bare engine's."""
    lines = [
        "| page | median ms | p95 ms | median CPU ms | p95 CPU ms | CPU / bare engine |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    reference = 0.0
    for name, times in found.items():
        figures = [share(one, part) for one in zip(*times, strict=True) for part in SHARES]
        reference = reference or figures[2]
        shown = " | ".join(f"{one * 1000:.2f}" for one in figures)
        lines.append(f"| {name} | {shown} | {figures[2] / reference:.3f} |")
    return "\n".join(lines)


def share(times: Sequence[float], part: float) -> float:
    """The time that this part of them keeps to."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="a file of a document, read into a store of its own")
    parser.add_argument("--store", help="a store with the document")
    parser.add_argument("--document", default="A/RES/999/1@en")
    parser.add_argument("--copies", type=int, default=50)
    parser.add_argument("--pages", type=int, default=60, help="how many of the copies are measured")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        source, document = chosen.store or f"{place}/sample", chosen.document
        if chosen.text is not None:
            document = ingested(chosen.text, source)
        elif chosen.store is None:
            open_store(source).replace(sample_graphs())
        locators = multiply(source, document, chosen.copies, Path(place) / "store")
        size = len(ox.Store.read_only(str(releases.quads_folder(Path(place) / "store", "1"))))
        measured = locators[:: max(1, len(locators) // chosen.pages)]
        found = from_store(Path(place) / "store", measured)
        worked, length = keep(Path(place) / "store")
        found |= from_kept(Path(place) / "store", measured)
    print(f"{size:,} statements, {len(measured)} different pages\n\n{table(found)}\n")
    print(f"Readings of all documents: {worked:.1f} s of a processor, once; {length / 1e6:.1f} MB.")


if __name__ == "__main__":
    main()
