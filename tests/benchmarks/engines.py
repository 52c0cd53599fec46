"""The question of the benchmark of chains, asked of other engines, each in a process that can be ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import pyoxigraph as ox

from graph_service.chains.traverse import trace
from tests.benchmarks.generated import BASE, DEPTH, QUESTION, build, quantiles, starts_of, statements, tell

GIVEN_UP = 3


def ask_embedded(text: str) -> Callable[[str], set[str]]:
    """The question as a property path, asked of the embedded store."""
    store = ox.Store()
    store.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES)

    def ask(start: str) -> set[str]:
        query = QUESTION.replace("SELECT DISTINCT ?place", "SELECT DISTINCT ?start ?place")
        node = ox.NamedNode(f"{BASE}id/{start}")
        rows: Any = store.query(query, use_default_graph_as_union=True, substitutions={ox.Variable("start"): node})
        return {row["place"].value for row in rows}

    return ask


def ask_rdflib(text: str) -> Callable[[str], set[str]]:
    """The same, asked of rdflib."""
    import rdflib

    graph: Any = rdflib.Graph().parse(data=text, format="nt")

    def ask(start: str) -> set[str]:
        return {str(row[0]) for row in graph.query(QUESTION.replace("?start", f"<{BASE}id/{start}>"))}

    return ask


ENGINES: dict[str, Callable[[str], Callable[[str], set[str]]]] = {"embedded": ask_embedded, "rdflib": ask_rdflib}


def serve(engine: str, documents: int, per_document: int, pipe: Connection) -> None:
    """What runs in an engine's own process: says when it is loaded, then gives processor time and places."""
    text = "".join(one for one in statements(documents, per_document) if "/cites/" not in one.split(" ", 1)[0])
    start = time.process_time()
    ask = ENGINES[engine](text)
    pipe.send(time.process_time() - start)
    while start_place := pipe.recv():
        start = time.process_time()
        reached = ask(start_place)
        pipe.send((time.process_time() - start, reached))


class Engine:
    """An engine in a process that can be ended in the middle of a question."""

    def __init__(self, name: str, documents: int, per_document: int) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=serve, args=(name, documents, per_document, other), daemon=True)
        self.process.start()
        self.loaded: float = self.pipe.recv()

    def ask(self, start: str, patience: float) -> tuple[float, set[str]] | None:
        """Processor time and places, or None (and the process is ended) after ``patience`` seconds."""
        self.pipe.send(start)
        if self.pipe.poll(patience):
            answer: tuple[float, set[str]] = self.pipe.recv()
            return answer
        self.close()
        return None

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()


def ask_engine(name: str, size: tuple[int, int], starts: list[str], patience: float) -> dict[str, Any]:
    """The engine's answers, None for what it was asked in vain; it is asked no more after `GIVEN_UP` of these."""
    engine, answers = Engine(name, *size), list[tuple[float, set[str]] | None]()
    loaded = engine.loaded
    for start in starts:
        answers.append(engine.ask(start, patience))
        if answers[-1] is None:
            if answers.count(None) == GIVEN_UP:
                break
            engine = Engine(name, *size)
    engine.close()
    return {"loaded": loaded, "answers": answers}


def compare(documents: int, per_document: int, patience: float) -> dict[str, Any]:
    """One question, three engines, one run; all must reach the same places."""
    index = build(documents, per_document)
    starts = [one for one in starts_of(documents, 40) if one in index.locators][:12]
    own, reached = list[float](), list[set[str]]()
    for start in starts:
        began = time.process_time()
        chain = trace(index, start, depth=DEPTH, size=10**7)
        own.append(time.process_time() - began)
        reached.append({f"{BASE}id/{one.target}" for one in chain.edges})
    found: dict[str, Any] = {"documents": documents, "citations": len(index), "starts": len(starts)}
    found |= {"patience_s": patience, "index": quantiles(own)}
    places = dict[str, set[str]]()
    for name in ENGINES:
        asked = ask_engine(name, (documents, per_document), starts, patience)
        for start, mine, answer in zip(starts, reached, asked["answers"], strict=False):
            if answer:
                assert mine <= answer[1] == places.setdefault(start, answer[1]), f"{start}: the engines disagree"
        found[name] = told_engine(asked, own, patience)
        tell(f"{documents} documents, {name}", found[name])
    return found


def told_engine(asked: dict[str, Any], own: list[float], patience: float) -> dict[str, Any]:
    """An engine's figures; those that a question in vain makes a lower bound are told as “more than”."""
    answers = asked["answers"]
    spent = [patience if one is None else one[0] for one in answers]
    vain = answers.count(None)
    ordered, mine = sorted(spent), sorted(own[: len(spent)])
    middle = ordered[len(ordered) // 2]
    bounds = {"p50_ms": middle, "p99_ms": ordered[int(len(ordered) * 0.99)]}
    figures = {
        name: f"more than {value * 1000:.0f}" if vain and value >= patience else round(value * 1000, 3)
        for name, value in bounds.items()
    }
    slower = round(middle / mine[len(mine) // 2], 1)
    return {
        "load_cpu_s": round(asked["loaded"], 1),
        "asked": len(answers),
        "answered": len(answers) - vain,
        **figures,
        "times_slower_than_index": f"more than {slower}" if vain and middle >= patience else slower,
    }
