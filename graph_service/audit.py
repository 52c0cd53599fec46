"""SHACL over a whole store: document by document, in parallel, and only what changed since the last time.

A document is validated with its one-hop closure, so the cost of one does not grow with the store. Results are kept
by a digest of the document's statements, of that closure and of the rules: what is unchanged is not done again.
Each process opens the release itself and reads one document at a time, so memory does not grow with the store.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from graph_service.errors import StoreError
from graph_service.graph.closure import closure
from graph_service.graph.engine import faults_told
from graph_service.graph.store import GraphStore, open_store
from graph_service.graph.validate import validate
from graph_service.intake import edition
from graph_service.places import is_folder, kept_with
from graph_service.processes import spread
from graph_service.settings import Settings

Row = dict[str, Any]
RANKS = {"Violation": 0, "Warning": 1, "Info": 2}
# Starting a process takes as long as validating a few documents.
FEW = 4
PARITY = """
PREFIX unag: <https://w3id.org/unag/ontology#>
SELECT DISTINCT ?finding ?place ?code ?first ?second WHERE {
  ?finding a unag:ParityFinding ; unag:atPlace ?place ; unag:code ?code .
  OPTIONAL { ?finding unag:firstValue ?first } OPTIONAL { ?finding unag:secondValue ?second }
} ORDER BY ?place ?code
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A store at one release (None where the service keeps none), and the folder where results are kept."""

    address: str
    release: str | None
    kept: Path


def audit(settings: Settings, jobs: int = 0) -> list[Row]:
    """Every result over the store's expressions, violations first, then the parity findings.

    Each row has severity, focus, path, message, shape, value and graph; ``jobs`` processes (0: one per core).
    Raises `StoreError` if a document cannot be validated: a report without it would say that it conforms.
    """
    store = open_store(settings.store, read_only=True)
    kept = kept_with(settings) / "validation"
    kept.mkdir(exist_ok=True)
    place = Place(settings.store, store.release if is_folder(settings.store) else None, kept)
    names = [one for one in store.graphs() if "@" in one]
    found = (row for rows in _results(place, names, jobs or os.cpu_count() or 1) for row in rows)
    ordered = sorted(found, key=lambda row: (RANKS.get(row["severity"], 3), row["graph"], row["focus"]))
    return ordered + list(_findings(store))


def _results(place: Place, names: list[str], jobs: int) -> Iterator[list[Row]]:
    task = partial(validate_one, place=place)
    if jobs == 1 or len(names) < FEW:
        yield from map(task, names)
        return
    for name, made in spread(task, names, jobs):
        if isinstance(made, BaseException):
            raise StoreError(f"could not be validated: {made!r}", where=name) from made
        yield made


def validate_one(name: str, place: Place) -> list[Row]:
    """The results of one expression, as they were kept the last time if nothing changed."""
    store = _opened(place)
    triples = store.graph(name)
    context = closure(triples, store)
    record = place.kept / f"{sha256(b'|'.join((edition(), name.encode(), triples, context))).hexdigest()}.json"
    if (rows := _kept(record)) is not None:
        return rows
    rows = [asdict(one) | {"graph": name} for one in validate(triples, context).results]
    unfinished = record.with_suffix(f".{os.getpid()}")
    with faults_told(str(record)):
        unfinished.write_bytes(orjson.dumps(rows))
        unfinished.replace(record)
    return rows


@lru_cache(maxsize=1)
def _opened(place: Place) -> GraphStore:
    return open_store(place.address, read_only=True, release=place.release)


def _kept(record: Path) -> list[Row] | None:
    """What was kept; None if that is nothing, or not whole."""
    try:
        rows: list[Row] = orjson.loads(record.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
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
