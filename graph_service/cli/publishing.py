"""``unag serve``, ``validate``, ``export``, ``release``: the store served, checked, dumped, and its past."""

from __future__ import annotations

import time
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graph_service import pipeline
from graph_service.audit import audit
from graph_service.cli.console import (
    Format,
    FormatOption,
    StoreOption,
    reading,
    settings,
    show,
    show_json,
    tell,
    write,
)
from graph_service.errors import InputError
from graph_service.exports import export_to
from graph_service.graph import releases
from graph_service.places import is_folder
from graph_service.publishing import build_base, ensure_base

RESULTS = ("severity", "focus", "path", "message", "graph")
RELEASES = ("name", "published", "statements", "graphs", "changed", "origin")

release_app = typer.Typer(help="Published states of the store.", no_args_is_help=True)


class ExportFormat(StrEnum):
    """What `unag export` can write: the forms of `graph_service.exports`."""

    NQUADS = "nquads"
    TRIG = "trig"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    CSV = "csv"
    AKN = "akn"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(serve)
    app.command()(validate)
    app.command()(export)
    app.add_typer(release_app, name="release")


def serve(
    store: StoreOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read data/ again into the store first.")] = False,
) -> None:
    """Build the embedded store from data/ if there is none yet, then serve pages, API and SPARQL."""
    from graph_service.web.serving import serve_until_stopped

    chosen = settings(store=store, host=host, port=port)
    if rebuild:
        build_base(chosen)
    else:
        ensure_base(chosen)
    tell(f"serving {chosen.store} at http://{chosen.host}:{chosen.port}/")
    if not serve_until_stopped(chosen):
        raise typer.Exit(3)


def validate(
    file: Annotated[Path | None, typer.Argument(help="A document; without one the whole store.")] = None,
    store: StoreOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Processes to validate with; 0: one per core.")] = 0,
    limit: Annotated[int, typer.Option(help="Results to show at most; 0: all.")] = 0,
    offset: Annotated[int, typer.Option(help="Results to pass over first.")] = 0,
    form: FormatOption = Format.TABLE,
) -> None:
    """SHACL report over a document or the store, with parity findings between its languages."""
    started = time.monotonic()
    if file is not None:
        rows = _examined(file)
    else:
        chosen = settings(store=store)
        ensure_base(chosen)
        rows = audit(chosen, jobs)
    show(rows[offset : offset + limit if limit else None], RESULTS, form)
    tell(f"{len(rows)} results in {time.monotonic() - started:.1f} s")
    if any(row["severity"] == "Violation" for row in rows):
        raise typer.Exit(1)


def _examined(file: Path) -> list[dict[str, object]]:
    examined = pipeline.examine(file, settings().base)
    if examined.error is not None:
        raise examined.error
    results = examined.report.results if examined.report else ()
    rows: list[dict[str, object]] = [asdict(one) | {"graph": examined.graph} for one in results]
    cautions = examined.document.cautions if examined.document else ()
    return rows + [
        {
            "severity": "Caution",
            "focus": one.code,
            "path": f"{one.span.start}-{one.span.end}",
            "message": one.message,
        }
        for one in cautions
    ]


def export(
    form: Annotated[ExportFormat, typer.Argument(help="Which form.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, or a folder for akn.")] = None,
    document: Annotated[str | None, typer.Option("--document", "-d", help="Only this document's graph.")] = None,
    store: StoreOption = None,
) -> None:
    """The whole store, or one document of it, in a form that other programs read."""
    chosen = settings(store=store)
    data = export_to(reading(chosen), chosen.base, str(form), document)
    if output is None:
        write(data)
    else:
        output.write_bytes(data)
        tell(f"{len(data)} bytes in {output}")


@release_app.command(name="list")
def list_releases(store: StoreOption = None, form: FormatOption = Format.TABLE) -> None:
    """All releases, the oldest first, with what each changed."""
    show([asdict(one) for one in releases.list_releases(_folder(store))], RELEASES, form)


@release_app.command()
def diff(
    older: Annotated[str, typer.Argument(help="Name of the earlier release.")],
    newer: Annotated[str, typer.Argument(help="Name of the later release.")],
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Statements that only one of two releases has, as N-Quads lines with + or - before them."""
    difference = releases.diff(_folder(store), older, newer)
    if form is Format.JSON:
        show_json({"removed": difference.removed, "added": difference.added})
        return
    write("".join(f"- {line}\n" for line in difference.removed))
    write("".join(f"+ {line}\n" for line in difference.added))


@release_app.command()
def rollback(
    name: Annotated[str, typer.Argument(help="Name of the release to go back to.")], store: StoreOption = None
) -> None:
    """Publish an earlier release once more, as the newest; nothing between is lost."""
    done = releases.rollback(_folder(store), name)
    tell(f"release {done.name} is release {name} again")


def _folder(store: str | None) -> Path:
    address = settings(store=store).store
    if not is_folder(address):
        raise InputError(
            "a remote service keeps no releases", where=address, do="ask its administrator for backups"
        )
    return Path(address)
