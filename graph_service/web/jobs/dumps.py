"""The jobs that look at whole releases: dumps and differences."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson
import pyoxigraph as ox

from graph_service.errors import UnknownError
from graph_service.graph import releases
from graph_service.graph.jelly import write_jelly
from graph_service.graph.store import GraphStore
from graph_service.places import is_folder, place_of
from graph_service.settings import Settings
from graph_service.web.worker import Context

Json = dict[str, Any]


def make_dump(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """A release in a form of WRITERS, compressed, made once and kept beside the store; the head has its path."""
    settings, release, form = context.settings, request["release"], request["form"]
    folder = place_of(settings) / "dumps"
    folder.mkdir(exist_ok=True)
    target = folder / f"unag-{release}.{form}.gz"
    if not target.is_file():
        partial = target.with_suffix(".partial")
        with partial.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
            WRITERS[form](context.store(release), cast(BinaryIO, file))
        partial.replace(target)
    return {"media": "application/gzip", "file": str(target)}


def write_quads(store: GraphStore, output: BinaryIO) -> None:
    """N-Quads, sorted in each graph, the graphs in the order of their names: two dumps compare line by line."""
    for name in ["", *store.graphs()]:
        ending = f" <{name}> .\n".encode() if name else b" .\n"
        for line in store.graph(name).splitlines():
            output.write(line.removesuffix(b" .") + ending)


def write_graphs(store: GraphStore, output: BinaryIO) -> None:
    """The same statements in the same order as Jelly."""

    def statements() -> Iterator[tuple[str, Iterator[ox.Triple]]]:
        for name in ["", *store.graphs()]:
            yield name, (one.triple for one in ox.parse(store.graph(name), ox.RdfFormat.N_TRIPLES))

    write_jelly(statements(), output)


WRITERS: Mapping[str, Callable[[GraphStore, BinaryIO], None]] = {"nq": write_quads, "jelly": write_graphs}


def folder_of(settings: Settings) -> Path:
    """The embedded store's folder; raises UnknownError where the store is a remote one."""
    if not is_folder(settings.store):
        raise UnknownError("a remote store keeps no releases", do="ask its administrator for backups")
    return Path(settings.store)


def compare(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """What two releases differ in, statement by statement, at most ``size`` of each; counts are of all."""
    found = releases.diff(folder_of(context.settings), request["older"], request["newer"])
    size = request["size"]
    if request["form"] == "text":
        lines = [f"- {one} .\n" for one in found.removed] + [f"+ {one} .\n" for one in found.added]
        output.write("".join(lines).encode())
        return {"media": "text/plain; charset=utf-8"}
    made = {
        "older": request["older"],
        "newer": request["newer"],
        "counts": {"added": len(found.added), "removed": len(found.removed)},
        "added": found.added[:size],
        "removed": found.removed[:size],
        "release": request["release"],
    }
    output.write(orjson.dumps(made))
    return {"media": "application/json"}
