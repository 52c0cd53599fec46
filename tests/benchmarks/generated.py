"""Generated documents and citations of any number, as an index and as statements, and how figures are told."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph_service.chains.columns import Columns
from graph_service.chains.index import Facts, Function, Index

BASE = "https://w3id.org/unag/"
UNAG, CITO = f"{BASE}ontology#", "http://purl.org/spar/cito/"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"
FUNCTIONS = ("recall", "reaffirm", "take-note", "endorse", "welcome", "request", "note", "stress", "consider")
PARAGRAPHS, DEPTH, SIZE = 20, 6, 2000
WHOLE = 0.3
BOUND_MS = 50
STEP = f"<{CITO}cites>/(^<{UNAG}inDocument>)?"
QUESTION = (
    f"SELECT DISTINCT ?place WHERE {{ ?start {STEP}{''.join(f'/({STEP})?' for _ in range(DEPTH - 1))} ?place }}"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """One generated citation."""

    source: str
    target: str
    function: str
    start: int


def symbol(number: int) -> str:
    """A symbol that cannot exist, 300 to a session."""
    return f"A/RES/{1000 + number // 300}/{number % 300 + 1}"


def generate(documents: int, per_document: int, seed: int = 7) -> Iterator[Cited]:
    """Citations of earlier documents: mostly of recent ones, some of the classics, a third of whole documents."""
    pick = random.Random(seed)
    for number in range(1, documents):
        for count in range(per_document):
            reach = number if pick.random() < 0.1 else min(number, 900)
            target = symbol(number - 1 - int(reach * pick.random() ** 2))
            if pick.random() > WHOLE:
                target += f"~op{pick.randint(1, PARAGRAPHS)}"
            source = f"{symbol(number)}~op{int(PARAGRAPHS * pick.random() ** 1.5) + 1}"
            yield Cited(source, target, pick.choice(FUNCTIONS), count * 90)


def build(documents: int, per_document: int) -> Index:
    """The index of generated citations, without a store between."""
    columns = Columns()
    kind = columns.kinds.number("OperativeParagraph")
    for number in range(documents):
        name, day = symbol(number), date(1946, 1, 1) + timedelta(days=number // 4)
        columns.facts[name] = Facts("Resolution", (("en", f"Title {number}"),), day, languages=("en",))
        columns.nodes.number(name)
    for function in FUNCTIONS:
        columns.concepts[function] = Function(function, "neutral")
    for one in generate(documents, per_document):
        edge = columns.add_edge(one.source, one.target, one.function)
        columns.kind_of.setdefault(columns.source[edge], kind)
        columns.add_evidence(edge, f"{one.source.partition('~')[0]}@en", one.start, one.start + 80)
    return columns.freeze(BASE, "generated")


def statements(documents: int, per_document: int) -> Iterator[str]:
    """The same citations as N-Triples in the project's shape, nodes and edges."""
    ident = f"{BASE}id/"
    for number in range(documents):
        work = f"<{ident}{symbol(number)}>"
        yield f"{work} {RDF_TYPE} <{UNAG}Resolution> .\n"
        yield f'{work} <{UNAG}symbol> "{symbol(number)}" .\n'
        for place in range(1, PARAGRAPHS + 1):
            paragraph = f"<{ident}{symbol(number)}~op{place}>"
            yield f"{paragraph} {RDF_TYPE} <{UNAG}OperativeParagraph> .\n"
            yield f"{paragraph} <{UNAG}inDocument> {work} .\n"
    for one in generate(documents, per_document):
        node = f"<{ident}{one.source}/cites/{one.function}/{one.target}>"
        expression = f"{one.source.partition('~')[0]}@en"
        yield f"<{ident}{one.source}> <{CITO}cites> <{ident}{one.target}> .\n"
        yield f"{node} {RDF_TYPE} <{UNAG}Citation> .\n"
        yield f"{node} <{CITO}hasCitingEntity> <{ident}{one.source}> .\n"
        yield f"{node} <{CITO}hasCitedEntity> <{ident}{one.target}> .\n"
        yield f"{node} <{UNAG}function> <{BASE}function/{one.function}> .\n"
        yield f"{node} <{UNAG}resolutionStatus> <{BASE}status/explicit> .\n"
        yield f'{node} <{UNAG}confidence> "1.0"^^<{XSD}decimal> .\n'
        yield f"{node} <{UNAG}evidence> <{ident}{expression}/evidence/{one.start}-{one.start + 80}> .\n"


def starts_of(documents: int, count: int, seed: int = 3) -> list[str]:
    """Paragraphs of later documents, which have most behind them."""
    pick = random.Random(seed)
    return [f"{symbol(pick.randrange(documents // 2, documents))}~op1" for _ in range(count)]


def timed(what: Callable[[], Any]) -> tuple[Any, float]:
    """A result and its seconds."""
    start = time.perf_counter()
    return what(), time.perf_counter() - start


def worked(what: Callable[[], Any]) -> tuple[Any, float]:
    """A result and its seconds of processor time, all threads together."""
    start = time.process_time()
    return what(), time.process_time() - start


def quantiles(seconds: list[float]) -> dict[str, float]:
    """p50 and p99 in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 3),
        "p99_ms": round(ordered[int(len(ordered) * 0.99)] * 1000, 3),
    }


def tell(part: str, figures: object) -> None:
    """A part that is done, on standard error."""
    print(f"{part}: {json.dumps(figures, ensure_ascii=False)}", file=sys.stderr, flush=True)
