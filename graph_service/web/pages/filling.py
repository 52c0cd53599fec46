"""Makes the readings that are kept beside a release, a little at a time; what did not change is taken over."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import orjson

from graph_service.errors import StoreError
from graph_service.graph.store import GraphStore
from graph_service.web.pages import kept
from graph_service.web.pages.access import locator_in, rows_in
from graph_service.web.pages.affected import affected
from graph_service.web.pages.choosing import versions
from graph_service.web.pages.gather import read

SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE IF NOT EXISTS reading (symbol TEXT, language TEXT, said BLOB, PRIMARY KEY (symbol, language));
CREATE TABLE IF NOT EXISTS version (symbol TEXT PRIMARY KEY, said BLOB);
CREATE TABLE IF NOT EXISTS wanted (symbol TEXT, language TEXT, PRIMARY KEY (symbol, language));
CREATE TABLE IF NOT EXISTS begun (at REAL);
"""
EVERY = "SELECT DISTINCT ?work ?lang WHERE { ?expression eli:realizes ?work ; dcterms:language ?lang }"
KEPT_RELEASES = 2


def fill(store: GraphStore, base: str, folder: Path, home: Path, seconds: float) -> int:
    """Goes on making the readings of the store's release for so many seconds; how many are left to make.

    ``folder`` is where they are kept, ``home`` the store's own folder. A file that was cut short is gone on with;
    it gets its name when it is whole. Raises StoreError where it cannot be written.
    """
    path = kept.place(folder, store.release)
    if path.exists():
        return 0
    partial = path.with_suffix(".part")
    try:
        with closing(sqlite3.connect(partial, timeout=60, isolation_level=None)) as connection:
            connection.executescript(SCHEMA)
            if connection.execute("SELECT 1 FROM begun").fetchone() is None:
                begin(connection, store, base, folder, home)
            left = go_on(connection, store, base, time.monotonic() + seconds)
        if not left:
            with suppress(FileNotFoundError):
                partial.replace(path)
            forget(folder, path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"readings cannot be kept: {error}", where=str(partial)) from error
    return left


def begin(connection: sqlite3.Connection, store: GraphStore, base: str, folder: Path, home: Path) -> None:
    """Notes what is to be made, and takes over from an earlier release what has not changed."""
    every = {(locator_in(base, row["work"]), row["lang"]) for row in rows_in(store, EVERY)}
    connection.execute("BEGIN")
    connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", sorted(every))
    older = earlier(folder, store.release)
    changed = affected(store, home, base, older[0]) if older else None
    if older and changed is not None:
        take_over(connection, older[1], every, changed)
    connection.execute("INSERT INTO begun VALUES (?)", (time.time(),))
    connection.execute("COMMIT")


def earlier(folder: Path, release: str) -> tuple[str, Path] | None:
    """The newest release before this one whose readings are kept, and their file."""
    if not release.isdigit():
        return None
    found = {
        int(name): one
        for one in folder.glob(f"readings-*-{kept.mark()}.sqlite")
        if (name := one.name.split("-")[1]).isdigit() and int(name) < int(release)
    }
    return (str(max(found)), found[max(found)]) if found else None


def take_over(
    connection: sqlite3.Connection, path: Path, every: set[tuple[str, str]], changed: frozenset[str]
) -> None:
    """Copies the readings of documents that did not change."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as older:
        same = [
            row
            for row in older.execute("SELECT symbol, language, said FROM reading")
            if row[0] not in changed and (row[0], row[1]) in every
        ]
        versions = [row for row in older.execute("SELECT symbol, said FROM version") if row[0] not in changed]
    connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", same)
    connection.executemany("INSERT OR REPLACE INTO version VALUES (?, ?)", versions)
    connection.executemany("DELETE FROM wanted WHERE symbol = ? AND language = ?", [row[:2] for row in same])


def go_on(connection: sqlite3.Connection, store: GraphStore, base: str, until: float) -> int:
    """Makes one reading after the other until that moment, at least one; how many are left."""
    while (row := connection.execute("SELECT symbol, language FROM wanted LIMIT 1").fetchone()) is not None:
        symbol, language = row
        said = kept.encode(read(store, base, symbol, language))
        spoken = orjson.dumps(versions(store, base, symbol))
        connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", (symbol, language, said))
        connection.execute("INSERT OR REPLACE INTO version VALUES (?, ?)", (symbol, spoken))
        connection.execute("DELETE FROM wanted WHERE symbol = ? AND language = ?", (symbol, language))
        if time.monotonic() > until:
            break
    left: int = connection.execute("SELECT COUNT(*) FROM wanted").fetchone()[0]
    return left


def forget(folder: Path, newest: Path) -> None:
    """Removes the files of releases before the last, and those of another make."""
    files = sorted(folder.glob("readings-*.sqlite"), key=lambda one: one.stat().st_mtime)
    for one in files[:-KEPT_RELEASES]:
        if one != newest:
            one.unlink(missing_ok=True)
