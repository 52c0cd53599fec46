"""Many files into one release: in parallel, resumable, and never stopped by a bad one.

What has been read is spooled by the hash of the file, its language and the edition of the rules; a run that
was killed begins where it ended, and a file that did not change is not read again. A file that cannot be
taken in is kept aside with the reason.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import as_completed
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import orjson

from graph_service import pipeline
from graph_service.errors import SourceError, StoreError
from graph_service.graph.engine import faults_told
from graph_service.processes import spread
from graph_service.resources import PACKAGE, folder

SUFFIXES = frozenset({".txt", ".pdf", ".docx", ".html", ".htm", ".xml"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one file; ``error`` is the reason why it was kept aside."""

    path: str
    symbol: str = ""
    language: str = ""
    graph: str = ""
    paragraphs: int = 0
    citations: int = 0
    unresolved: int = 0
    mandates: int = 0
    quads: int = 0
    violations: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""
    spooled: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the file's graph goes into the release."""
        return not self.error and not self.violations


@dataclass(frozen=True, slots=True)
class Intake:
    """All entries of one run, in the order of their paths."""

    entries: tuple[Entry, ...]
    graphs: Mapping[str, bytes] = field(repr=False)


class Spooled(Mapping[str, bytes]):
    """Named graphs whose N-Quads stay on disk until each is asked for: memory does not grow with their number."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = dict(files)

    def __getitem__(self, name: str) -> bytes:
        return self._files[name].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def gather(paths: Iterable[Path]) -> list[Path]:
    """The files behind paths, folders searched in depth; raises `SourceError` for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise SourceError("there is no such file or folder", where=str(path), do="check the path")
    return list(dict.fromkeys(found))


def take_in(
    paths: Iterable[Path],
    base: str,
    spool: Path,
    *,
    language: str | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    on_entry: Callable[[Entry], None] | None = None,
) -> Intake:
    """Examine every file, by ``jobs`` processes or a Dask cluster, and spool what is accepted.

    Raises `StoreError` if the spool cannot be written; nothing else stops the rest.
    """
    files = gather(paths)
    with faults_told(str(spool)):
        spool.mkdir(parents=True, exist_ok=True)
    entries: dict[str, Entry] = {}
    for entry in _examined(files, base, spool, language, jobs, scheduler):
        entries[entry.path] = entry
        _keep_aside(entry, spool)
        if on_entry:
            on_entry(entry)
    ordered = tuple(entries[str(path)] for path in files)
    return Intake(ordered, Spooled({one.graph: Path(one.spooled) for one in ordered if one.accepted}))


def _examined(
    files: list[Path], base: str, spool: Path, language: str | None, jobs: int, scheduler: str | None
) -> Iterator[Entry]:
    task = partial(spool_one, base=base, spool=spool, language=language)
    if scheduler is not None:
        found = _over_a_cluster(task, files, scheduler)
    elif jobs == 1 or len(files) < 2:
        found = ((path, task(path)) for path in files)
    else:
        found = spread(task, files, jobs)
    for path, made in found:
        if isinstance(made, StoreError):
            raise made
        yield made if isinstance(made, Entry) else Entry(str(path), error=f"its process ended: {made!r}")


def _over_a_cluster(
    task: Callable[[Path], Entry], files: list[Path], scheduler: str
) -> Iterator[tuple[Path, Entry | BaseException]]:
    try:
        from distributed import Client
    except ImportError as error:
        raise StoreError("a scheduler needs the package distributed", do="pip install distributed") from error
    with Client(scheduler) as client, client.get_executor() as cluster:
        waiting = {cluster.submit(task, path): path for path in files}
        for done in as_completed(waiting):
            fault = done.exception()
            yield waiting[done], done.result() if fault is None else fault


def spool_one(path: Path, base: str, spool: Path, language: str | None = None) -> Entry:
    """Examine one file, or take what the spool has of it; a fault of ours becomes an entry too."""
    try:
        key = _key(path, base, language)
    except OSError as error:
        return Entry(str(path), error=f"cannot be read: {error.strerror}")
    record = spool / f"{key}.json"
    if (kept := _revived(record, path)) is not None:
        return kept
    try:
        examined = pipeline.examine(path, base, language)
    except Exception as fault:  # a bug in one document must not stop the rest; its type and text are kept
        return Entry(str(path), error=f"internal fault: {fault!r}")
    entry = _entry(examined, spool / f"{key}.nq")
    _write(spool / f"{key}.nq", examined.quads)
    _write(record, orjson.dumps(asdict(entry)))
    return entry


def _entry(examined: pipeline.Examined, target: Path) -> Entry:
    document, report = examined.document, examined.report
    if document is None or report is None:
        return Entry(examined.path, error=str(examined.error))
    citations = [citation for _, citation in document.citations()]
    results = [(one.severity, f"{one.focus}: {one.message}") for one in report.results]
    return Entry(
        path=examined.path,
        symbol=document.symbol,
        language=document.language,
        graph=examined.graph or "",
        paragraphs=len(document.paragraphs),
        citations=len(citations),
        unresolved=sum(one.status in ("unresolved", "ambiguous") for one in citations),
        mandates=sum(len(one.mandates) for one in document.paragraphs),
        quads=examined.quads.count(b"\n"),
        violations=tuple(text for severity, text in results if severity == "Violation"),
        warnings=tuple(text for severity, text in results if severity != "Violation")
        + tuple(f"{one.code}: {one.message}" for one in document.cautions),
        spooled=str(target),
    )


def _revived(record: Path, path: Path) -> Entry | None:
    """What the spool has of a file; None if that is nothing, or not whole: then the file is read again."""
    try:
        stored: dict[str, Any] = orjson.loads(record.read_bytes()) | {"path": str(path)}
        lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
        entry = Entry(**(stored | lists))
    except (OSError, ValueError, TypeError):
        return None
    return entry if not entry.spooled or Path(entry.spooled).is_file() else None


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    with faults_told(str(path)):
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _keep_aside(entry: Entry, spool: Path) -> None:
    aside = spool / "aside"
    name = aside / f"{hashlib.sha256(entry.path.encode()).hexdigest()[:16]}.json"
    with faults_told(str(name)):
        if entry.accepted:
            name.unlink(missing_ok=True)
            return
        aside.mkdir(exist_ok=True)
    _write(name, orjson.dumps(asdict(entry), option=orjson.OPT_INDENT_2))


def _key(path: Path, base: str, language: str | None) -> str:
    parts = (path.read_bytes(), path.name.encode(), base.encode(), (language or "").encode(), edition())
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@cache
def edition() -> bytes:
    """A digest of everything that decides what a file becomes: the rules, the shapes and the code."""
    digest = hashlib.sha256()
    rules = sorted(
        (*folder("data").rglob("*.toml"), *folder("data").rglob("*.json"), *folder("ontology").glob("*"))
    )
    for path in (*rules, *sorted(PACKAGE.rglob("*.py"))):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
