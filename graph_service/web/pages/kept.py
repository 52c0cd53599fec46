"""Readings that are kept beside a release: what a document's page needs, in one row of a file.

The store answers what a page asks in a hundred milliseconds, most of it spent on finding thousands of terms again.
A release never changes, and so the answers are put together once (see `filling`) and read back in two. What is not
kept, and everything over a remote service, is asked of the store; a page cannot tell the difference.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from fastapi import Request

from graph_service.places import is_folder, kept_with
from graph_service.web.pages.access import release, shelf
from graph_service.web.pages.reading import (
    Cite,
    Citer,
    Clause,
    Deed,
    Head,
    Note,
    Piece,
    Place,
    Reading,
    Refer,
    Target,
)

MAKERS = ("asking", "choosing", "gather", "parity", "reading", "said", "weave")
"""The modules that say what a reading is; when one of them changes, readings are made anew."""
Record = dict[str, Any]


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
    found: Record = orjson.loads(zlib.decompress(written))
    return Reading(
        **{
            **found,
            "facts": {name: tuple(values) for name, values in found["facts"].items()},
            "heads": tuple(Head(**one) for one in found["heads"]),
            "clauses": tuple(clause(one) for one in found["clauses"]),
            "notes": tuple(Note(**{**one, "targets": tuple(one["targets"])}) for one in found["notes"]),
            "cautions": tuple((code, comment) for code, comment in found["cautions"]),
            "cited_by": tuple(Citer(**one) for one in found["cited_by"]),
        }
    )


def clause(found: Record) -> Clause:
    """One paragraph."""
    return Clause(
        **{
            **found,
            "deeds": tuple(Deed(**placed(one)) for one in found["deeds"]),
            "cites": tuple(cite(one) for one in found["cites"]),
            "refers": tuple(Refer(**placed(one)) for one in found["refers"]),
            "marks": tuple((note, spot(at)) for note, at in found["marks"]),
            "mandates": tuple(found["mandates"]),
            "cited_by": tuple(Citer(**one) for one in found["cited_by"]),
            "findings": tuple(found["findings"]),
            "pieces": tuple(pieces(found["pieces"])),
        }
    )


def pieces(found: Iterable[Record]) -> Iterable[Piece]:
    """Words with what lies on them."""
    return (Piece(one["text"], one["kind"], tuple(one["keys"])) for one in found)


def cite(found: Record) -> Cite:
    """One citation."""
    target = found["target"]
    known = {"target": Target(**target) if target else None, "candidates": tuple(found["candidates"])}
    return Cite(**{**placed(found), **known})


def placed(found: Record) -> Record:
    """A record with its place as a value."""
    return {**found, "place": spot(found["place"])}


def spot(found: Mapping[str, Any] | None) -> Place | None:
    """A place of the source."""
    return None if found is None else Place(**found)
