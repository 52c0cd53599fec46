"""The index as a file beside a release: written once after publishing, mapped back in milliseconds.

The file is a head of JSON that tells where each column stands, then the columns as they are used. Nothing is read
when it is opened, only what is asked for, and processes that open the same file share its memory.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from graph_service.chains.encoding import decode_facts, decode_rare
from graph_service.chains.index import Function, Index
from graph_service.chains.names import Names, Records
from graph_service.errors import StoreError

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

Value = TypeVar("Value")
MARK: Final = b"unag chains 5\n"
ALIGNED: Final = 64
COLUMNS: Final = tuple(one.name for one in fields(Index) if one.type == "memoryview")
NAMES: Final = ("locators", "expressions")


def save_index(index: Index, path: Path) -> None:
    """Write the index; the file appears whole or not at all. Raises StoreError."""
    columns = _columns(index)
    layout, at = {}, 0
    for name, column in columns.items():
        layout[name] = (column.format, at, column.nbytes)
        at += -(-column.nbytes // ALIGNED) * ALIGNED
    head = json.dumps({**_head(index), "layout": layout}, ensure_ascii=False).encode()
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as file:
            start = MARK + len(head).to_bytes(8, "little") + head
            file.write(start + bytes(-len(start) % ALIGNED))
            for column in columns.values():
                file.write(column)
                file.write(bytes(-column.nbytes % ALIGNED))
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"the chain index cannot be written: {error}", where=str(path)) from error


def read_index(path: Path) -> Index:
    """Map an index. Raises StoreError for a file that is not one, is cut short or of another version."""
    try:
        with path.open("rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if bytes(whole[: len(MARK)]) != MARK:
            raise ValueError("it is none, or of another version")
        size = int.from_bytes(whole[len(MARK) : len(MARK) + 8], "little")
        head = json.loads(bytes(whole[len(MARK) + 8 : len(MARK) + 8 + size]))
        start = -(-(len(MARK) + 8 + size) // ALIGNED) * ALIGNED
        columns = {name: _column(whole, start, *where) for name, where in head["layout"].items()}
        return _index(head, columns)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"no chain index: {error}", where=str(path), do="delete it, it is built again") from error


def open_index(store: GraphStore, base: str, folder: Path | None = None) -> Index:
    """The index of the store's release: from ``folder`` if it was kept there, else built and kept.

    A kept index that is unreadable or of another release is built again; of several processes that want the same
    one, the first builds it and the others wait.
    """
    release = store.release
    kept = kept_index(folder, release, base) if folder else None
    if kept is not None:
        return kept
    from graph_service.chains.load import load_index  # with numpy behind it: who finds an index needs none

    if folder is None:
        return load_index(store, base)
    path = _path(folder, release)
    with _alone(path):
        kept = kept_index(folder, release, base)
        if kept is None:
            save_index(load_index(store, base), path)
            kept = read_index(path)
    return kept


def kept_index(folder: Path, release: str, base: str) -> Index | None:
    """The index of a release as it is kept in ``folder``, without the store; None if there is none to be used."""
    try:
        kept = read_index(_path(folder, release))
    except StoreError:
        return None
    return kept if (kept.release, kept.base) == (release, base) else None


def _path(folder: Path, release: str) -> Path:
    return folder / f"chains-{release}.index"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the lock of whoever builds this index; the system lets it go when the process ends."""
    lock = path.with_suffix(".lock")
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    lock.unlink(missing_ok=True)


def _columns(index: Index) -> dict[str, memoryview]:
    columns: dict[str, memoryview] = {name: getattr(index, name) for name in COLUMNS}
    for name in NAMES:
        names: Names = getattr(index, name)
        columns |= {f"{name}.text": names.text, f"{name}.starts": names.starts}
    for name, records in (("facts", index.facts), ("rare", index.rare)):
        own = {"keys": records.keys_in_order, "text": records.text, "starts": records.starts}
        columns |= {f"{name}.{part}": column for part, column in own.items()}
    return columns


def _column(whole: memoryview, start: int, form: str, at: int, length: int) -> memoryview:
    column = whole[start + at : start + at + length]
    if column.nbytes != length:
        raise ValueError("it is cut short")
    return column.cast(form) if length else memoryview(b"").cast(form)  # type: ignore[call-overload,no-any-return]


def _index(head: dict[str, Any], columns: dict[str, memoryview]) -> Index:
    def records(name: str, decode: Callable[[bytes], Value]) -> Records[Value]:
        return Records(columns[f"{name}.keys"], columns[f"{name}.text"], columns[f"{name}.starts"], decode)

    whole: dict[str, Any] = {
        **{name: columns[name] for name in COLUMNS},
        **{name: Names(columns[f"{name}.text"], columns[f"{name}.starts"]) for name in NAMES},
        "facts": records("facts", decode_facts),
        "rare": records("rare", decode_rare),
        "functions": tuple(Function(**one) for one in head["functions"]),
        "kinds": tuple(head["kinds"]),
    }
    return Index(base=head["base"], release=head["release"], **whole)


def _head(index: Index) -> dict[str, Any]:
    return {
        "base": index.base,
        "release": index.release,
        "kinds": index.kinds,
        "functions": [asdict(one) for one in index.functions],
    }
