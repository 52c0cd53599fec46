"""SHACL over a whole store: document by document, in parallel, and only what changed since the last time.

A document is validated with its one-hop closure, so the cost of one does not grow with the store. Results are kept
by a digest of the document's statements, of that closure and of the rules: what is unchanged is not done again.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from graph_service.graph.closure import closure
from graph_service.graph.store import GraphStore, open_store
from graph_service.graph.validate import validate
from graph_service.intake import edition
from graph_service.places import kept_with
from graph_service.settings import Settings

Row = dict[str, Any]
RANKS = {"Violation": 0, "Warning": 1, "Info": 2}
PARITY = """
PREFIX unag: <https://w3id.org/unag/ontology#>
SELECT DISTINCT ?finding ?place ?code ?first ?second WHERE {
  ?finding a unag:ParityFinding ; unag:atPlace ?place ; unag:code ?code .
  OPTIONAL { ?finding unag:firstValue ?first } OPTIONAL { ?finding unag:secondValue ?second }
} ORDER BY ?place ?code
"""


def audit(settings: Settings, jobs: int = 0) -> list[Row]:
    """Every result over the store's expressions, violations first, then the parity findings.

    Each row has severity, focus, path, message, shape, value and graph; ``jobs`` processes (0: one per core).
    """
    store = open_store(settings.store, read_only=True)
    kept = kept_with(settings) / "validation"
    kept.mkdir(exist_ok=True)
    found = _results(store, kept, jobs or os.cpu_count() or 1)
    ordered = sorted(found, key=lambda row: (RANKS.get(row["severity"], 3), row["graph"], row["focus"]))
    return ordered + list(_findings(store))


def _results(store: GraphStore, kept: Path, jobs: int) -> Iterator[Row]:
    waiting: list[tuple[Path, str, bytes, bytes]] = []
    for name in (one for one in store.graphs() if "@" in one):
        triples = store.graph(name)
        context = closure(triples, store)
        record = kept / f"{sha256(b'|'.join((edition(), name.encode(), triples, context))).hexdigest()}.json"
        if record.exists():
            yield from orjson.loads(record.read_bytes())
        else:
            waiting.append((record, name, triples, context))
    if len(waiting) < 2:
        yield from (row for one in waiting for row in validate_one(one))
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield from (row for rows in pool.map(validate_one, waiting, chunksize=4) for row in rows)


def validate_one(work: tuple[Path, str, bytes, bytes]) -> list[Row]:
    """The results of one expression, kept for the next time."""
    record, name, triples, context = work
    rows = [asdict(one) | {"graph": name} for one in validate(triples, context).results]
    partial = record.with_suffix(f".{os.getpid()}")
    partial.write_bytes(orjson.dumps(rows))
    partial.replace(record)
    return rows


def _findings(store: GraphStore) -> Iterator[Row]:
    for row in store.select(PARITY):
        text = {
            name: row[name].value if name in row else ""
            for name in ("finding", "place", "code", "first", "second")
        }
        yield {
            "severity": "Parity",
            "focus": text["place"],
            "path": text["code"],
            "message": f"one language has {text.get('first', 'nothing')}, another {text.get('second', 'nothing')}",
            "shape": "parity",
            "value": "",
            "graph": text["finding"],
        }
