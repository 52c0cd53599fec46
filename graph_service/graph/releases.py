"""Published states of an embedded store: how they are laid out, made, listed, compared and gone back to.

    STORE/current               the name of the release that is served; switched by renaming
    STORE/releases/N/quads      a checkpoint: an Oxigraph store that nobody writes to any more
    STORE/releases/N/release.json
    STORE/writer-…              the working copy; STORE/writer.at names it and the release it is equal to
    STORE/lock                  held by the one writer

Nothing is ever changed in place, so a kill at any moment leaves ``current`` on a whole release. A working
copy that is not equal to it (a write was cut short) is thrown away and made again from it by hard links.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from graph_service.errors import StoreError, UnknownError
from graph_service.graph.engine import faults_told, graph_names
from graph_service.graph.lines import graph_node

NONE = "0"
WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Release:
    """One published state; ``changed`` are the graphs that were written, ``origin`` the release gone back to."""

    name: str
    published: str
    statements: int
    graphs: int
    changed: tuple[str, ...] = ()
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """The working copy, open for writing."""

    folder: Path
    quads: ox.Store


@dataclass(frozen=True, slots=True)
class Difference:
    """Statements, as N-Quads lines, that only one of two releases has; sorted."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def current(store: Path) -> str:
    """The name of the release that is served; '0' if nothing was published yet."""
    try:
        return (store / "current").read_text().strip() or NONE
    except FileNotFoundError:
        return NONE
    except OSError as fault:
        raise StoreError(str(fault), where=str(store)) from fault


def quads_folder(store: Path, release: str) -> Path:
    """Where a release's statements are; raises UnknownError, or StoreError if the served one is gone."""
    folder = store / "releases" / release / "quads"
    if folder.is_dir():
        return folder
    if release == current(store):
        raise StoreError(
            f"release {release} is served but its files are gone", where=str(store), do="restore a backup"
        )
    raise UnknownError(
        f"there is no release {release}",
        where=str(store),
        nearest=tuple(one.name for one in list_releases(store)[-3:]),
    )


def list_releases(store: Path) -> list[Release]:
    """All published releases, the oldest first; what a killed write left behind is not among them."""
    last = int(current(store))
    found = []
    for folder in (store / "releases").glob("[0-9]*"):
        if folder.name.isdigit() and int(folder.name) <= last:
            found.append(describe_release(store, folder.name))
    return sorted(found, key=lambda one: int(one.name))


def describe_release(store: Path, name: str) -> Release:
    """What is known of one release; raises UnknownError, or StoreError if its description is damaged."""
    path = store / "releases" / name / "release.json"
    try:
        facts = json.loads(path.read_bytes())
        return Release(**{**facts, "changed": tuple(facts["changed"])})
    except FileNotFoundError:
        raise UnknownError(f"there is no release {name}", where=str(store)) from None
    except (ValueError, TypeError, KeyError, OSError) as fault:
        raise StoreError(f"the description of a release is damaged: {fault}", where=str(path)) from fault


def diff(store: Path, older: str, newer: str) -> Difference:
    """What changed between two releases, graph by graph; identical graphs cost one pass and little memory."""
    with faults_told(str(store)):
        one = ox.Store.read_only(str(quads_folder(store, older)))
        two = ox.Store.read_only(str(quads_folder(store, newer)))
        added: set[str] = set()
        removed: set[str] = set()
        for name in sorted({"", *graph_names(one), *graph_names(two)}):
            before = {str(quad) for quad in one.quads_for_pattern(None, None, None, graph_node(name))}
            after = {str(quad) for quad in two.quads_for_pattern(None, None, None, graph_node(name))}
            added |= after - before
            removed |= before - after
    return Difference(tuple(sorted(added)), tuple(sorted(removed)))


@contextmanager
def writing(store: Path, wait: float = WAIT) -> Iterator[Writer]:
    """The working copy, equal to the served release, with the lock held; waits for another writer.

    Raises StoreError when the lock is still taken after ``wait`` seconds, the disk is full or files are damaged.
    """
    with faults_told(str(store)):
        store.mkdir(parents=True, exist_ok=True)
        with locked(store, wait):
            folder = working_copy(store)
            (store / "writer.at").unlink(missing_ok=True)
            yield Writer(folder, ox.Store(str(folder)))


@contextmanager
def locked(store: Path, wait: float) -> Iterator[None]:
    """Holds the lock of the one writer; the system lets it go when the process ends, however it ends."""
    descriptor = os.open(store / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, store, time.monotonic() + wait)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, store: Path, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise StoreError(
                    "another process is writing to the store", where=str(store), do="wait for it to finish"
                ) from None
            time.sleep(0.02)


def working_copy(store: Path) -> Path:
    """The folder of a working copy that is equal to the served release; removes what a killed write left."""
    served = current(store)
    for folder in (store / "releases").glob("*"):
        if not folder.name.isdigit() or int(folder.name) > int(served):
            shutil.rmtree(folder)
    release, _, name = _stamp(store).partition(" ")
    if release == served and name and (store / name).is_dir():
        return store / name
    return rebuild(store, served)


def _stamp(store: Path) -> str:
    at = store / "writer.at"
    return at.read_text().strip() if at.is_file() else ""


def rebuild(store: Path, release: str) -> Path:
    """Makes the working copy anew from a release: sorted tables by hard link, the small files by copy.

    Its name is a new one each time, for the engine may still hold the old one open after a failure.
    """
    for old in store.glob("writer-*"):
        shutil.rmtree(old)
    writer = store / f"writer-{secrets.token_hex(4)}"
    if release != NONE:
        copy_checkpoint(quads_folder(store, release), writer)
    return writer


def copy_checkpoint(source: Path, target: Path) -> None:
    """A second store with the same content; tables are never changed once written, so they can be shared."""
    target.mkdir(parents=True)
    for path in source.iterdir():
        if path.name == "LOCK":
            continue
        if path.suffix == ".sst":
            os.link(path, target / path.name)
        else:
            shutil.copy2(path, target / path.name)


def publish(store: Path, writer: Writer, changed: tuple[str, ...], origin: str | None = None) -> Release:
    """Makes the working copy the next release: checkpoint, description, rename, switch of ``current``."""
    name = str(int(current(store)) + 1)
    partial = store / "releases" / f"{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    quads = writer.quads
    quads.flush()
    quads.backup(str(partial / "quads"))
    published = datetime.now(UTC).isoformat(timespec="seconds")
    release = Release(name, published, len(quads), len(graph_names(quads)), changed, origin)
    write_through(partial / "release.json", json.dumps(asdict(release), indent=1, ensure_ascii=False))
    partial.rename(store / "releases" / name)
    switch(store / "current", name)
    switch(store / "writer.at", f"{name} {writer.folder.name}")
    return release


def rollback(store: Path, name: str) -> Release:
    """Publishes an earlier release once more, as the newest; nothing between is lost. Raises UnknownError."""
    source = quads_folder(store, name)
    with faults_told(str(store)), locked(store, WAIT):
        working_copy(store)
        (store / "writer.at").unlink(missing_ok=True)
        folder = rebuild(store, name)
        changed = tuple(sorted({"", *graph_names(ox.Store.read_only(str(source)))}))
        return publish(store, Writer(folder, ox.Store(str(folder))), changed, origin=name)


def prune(store: Path, keep: int) -> list[str]:
    """Removes all but the newest ``keep`` releases (at least one); returns the names of those removed."""
    with faults_told(str(store)), locked(store, WAIT):
        old = list_releases(store)[: -max(keep, 1)]
        for release in old:
            shutil.rmtree(store / "releases" / release.name)
    return [one.name for one in old]


def switch(pointer: Path, text: str) -> None:
    """Replaces a small file as a whole, so that every reader sees the old or the new one and never a part."""
    temporary = pointer.with_name(f"{pointer.name}.new")
    write_through(temporary, text + "\n")
    temporary.replace(pointer)
    descriptor = os.open(pointer.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_through(path: Path, text: str) -> None:
    """Writes a file and waits until the disk has it."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
