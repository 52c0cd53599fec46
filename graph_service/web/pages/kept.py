"""Readings that are kept beside a release: what a document's page needs, in one row of a file.

The store answers what a page asks in a hundred milliseconds, most of it spent on finding thousands of terms again.
A release never changes, and so the answers are put together once (see `filling`) and read back in two. What is not
kept, and everything over a remote service, is asked of the store; a page cannot tell the difference.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from fastapi import Request
from pydantic import TypeAdapter

from graph_service.places import is_folder, kept_with
from graph_service.web.pages.access import release, shelf
from graph_service.web.pages.reading import Reading

MAKERS = ("asking", "choosing", "gather", "parity", "reading", "said", "weave")
"""The modules that say what a reading is; when one of them changes, readings are made anew."""
Record = dict[str, Any]
SHAPE = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The readings of one release, in a file that does not change any more."""

    path: Path

    def reading(self, symbol: str, language: str) -> Reading | None:
        """A document in a language; None if it is not kept."""
        found = self._row("SELECT said FROM reading WHERE symbol = ? AND language = ?", symbol, language)
        return None if found is None else decode(found)

    def versions(self, symbol: str) -> Record | None:
        """What is kept of the document's language versions."""
        found = self._row("SELECT said FROM version WHERE symbol = ?", symbol)
        return None if found is None else orjson.loads(found)

    def _row(self, query: str, *values: str) -> bytes | None:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)) as connection:
            row = connection.execute(query, values).fetchone()
        return None if row is None else bytes(row[0])


def shelf_of(request: Request) -> Shelf | None:
    """The readings of the release that this answer is read from; None until they are made."""
    kept = shelf(request)
    if "readings kept" not in kept:
        settings = request.app.state.settings
        path = place(kept_with(settings), release(request)) if is_folder(settings.store) else None
        if path is None or not path.exists():
            return None
        kept["readings kept"] = Shelf(path)
    found: Shelf = kept["readings kept"]
    return found


def place(folder: Path, name: str) -> Path:
    """The file of a release's readings."""
    return folder / f"readings-{name}-{mark()}.sqlite"


@cache
def mark() -> str:
    """Changes when what a reading is made of changes."""
    here = Path(__file__).parent
    return sha256(b"".join((here / f"{one}.py").read_bytes() for one in MAKERS)).hexdigest()[:12]


def encode(reading: Reading) -> bytes:
    """A reading as bytes."""
    return zlib.compress(orjson.dumps(reading), 6)


def decode(written: bytes) -> Reading:
    """The same reading again."""
    return SHAPE.validate_json(zlib.decompress(written))
