"""The index as a file beside a release: written once after publishing, mapped back in a second or two."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from graph_service.chains.index import Facts, Function, Index, Rare
from graph_service.chains.load import load_index
from graph_service.errors import StoreError

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

VERSION = 3
COLUMNS = tuple(one.name for one in fields(Index) if one.type == "memoryview")


def save_index(index: Index, path: Path) -> None:
    """Write the index; the file appears whole or not at all. Raises StoreError."""
    columns = {name: np.asarray(getattr(index, name)) for name in COLUMNS}
    head = json.dumps(_head(index), ensure_ascii=False, default=str).encode()
    names = "\n".join(index.locators).encode()
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            np.savez(
                file,
                head=np.frombuffer(head, dtype=np.uint8),
                names=np.frombuffer(names, dtype=np.uint8),
                **columns,  # type: ignore[arg-type]
            )
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"the chain index cannot be written: {error}", where=str(path)) from error


def read_index(path: Path) -> Index:
    """Read an index back. Raises StoreError for a file that is not one or of another version."""
    try:
        with np.load(path, allow_pickle=False) as data:
            columns: dict[str, Any] = {name: memoryview(data[name]) for name in COLUMNS}
            head = json.loads(data["head"].tobytes())
            locators = data["names"].tobytes().decode().split("\n")
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(f"no chain index: {error}", where=str(path), do="delete it, it is built again") from error
    if head.get("version") != VERSION:
        raise StoreError("a chain index of another version", where=str(path), do="delete it, it is built again")
    return Index(
        base=head["base"],
        release=head["release"],
        locators=locators,
        numbers={name: number for number, name in enumerate(locators)},
        kinds=tuple(head["kinds"]),
        facts={int(number): _facts(one) for number, one in head["facts"].items()},
        functions=tuple(Function(**one) for one in head["functions"]),
        rare={int(row): Rare(one["reason"], _day(one["printed"])) for row, one in head["rare"].items()},
        expressions=tuple(head["expressions"]),
        **columns,
    )


def open_index(store: GraphStore, base: str, folder: Path | None = None) -> Index:
    """The index of the store's release: from ``folder`` if it was kept there, else built and kept.

    A kept index that is unreadable or of another release is built again. What is alive afterwards is taken out
    of garbage collection: a large index is never garbage, and looking at it again and again made the slowest
    chains five times slower.
    """
    index = _kept(store, base, folder) if folder else load_index(store, base)
    gc.collect()
    gc.freeze()
    return index


def _kept(store: GraphStore, base: str, folder: Path) -> Index:
    path = folder / f"chains-{store.release}.npz"
    if path.is_file():
        try:
            kept = read_index(path)
        except StoreError:
            kept = None
        if kept is not None and (kept.release, kept.base) == (store.release, base):
            return kept
    index = load_index(store, base)
    save_index(index, path)
    return index


def _head(index: Index) -> dict[str, Any]:
    return {
        "version": VERSION,
        "base": index.base,
        "release": index.release,
        "kinds": index.kinds,
        "facts": {number: asdict(one) for number, one in index.facts.items()},
        "functions": [asdict(one) for one in index.functions],
        "rare": {row: asdict(one) for row, one in index.rare.items()},
        "expressions": index.expressions,
    }


def _facts(stored: dict[str, Any]) -> Facts:
    return Facts(
        kind=stored["kind"],
        titles=tuple((language, title) for language, title in stored["titles"]),
        date=_day(stored["date"]),
        session=stored["session"],
        body=stored["body"],
        languages=tuple(stored["languages"]),
        label=stored["label"],
        series=tuple(stored["series"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
