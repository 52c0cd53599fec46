"""``unag ingest``, ``parse``, ``fetch``: documents into the graph, or to standard output."""

from __future__ import annotations

import os
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from graph_service import pipeline
from graph_service.cli.console import ERRORS, Format, FormatOption, StoreOption, settings, show, tell, write
from graph_service.errors import SourceError, SymbolError
from graph_service.fetch import fetch
from graph_service.intake import Entry
from graph_service.publishing import publish
from graph_service.settings import Settings
from graph_service.symbols import parse_locator

COLUMNS = ("symbol", "language", "paragraphs", "citations", "unresolved", "mandates", "quads", "outcome")


class ParseFormat(StrEnum):
    """What `unag parse` can print."""

    JSON = "json"
    JSONLD = "jsonld"
    TURTLE = "turtle"
    NQUADS = "nquads"
    AKN = "akn"


LanguageOption = Annotated[
    str | None, typer.Option("--language", "-l", help="ISO 639-1 code; recognised from the text if not given.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(ingest)
    app.command()(parse)
    app.command(name="fetch")(download)


def ingest(
    what: Annotated[list[str], typer.Argument(help="Files, folders, or symbols to download first.")],
    store: StoreOption = None,
    language: LanguageOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Processes to read with; 0: one per core.")] = 0,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler to spread over.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read, validate and publish documents as one release; a document that fails is kept aside with the reason."""
    chosen = settings(store=store)
    paths = _paths(what, language, chosen)
    with _bar() as bar:
        task = bar.add_task("reading", total=None)

        def advance(entry: Entry) -> None:
            bar.update(task, advance=1, description=entry.symbol or Path(entry.path).name)

        entries, release = publish(
            paths,
            chosen,
            language=language,
            jobs=jobs or os.cpu_count() or 1,
            scheduler=scheduler,
            on_entry=advance,
        )
    show([_row(one) for one in entries], COLUMNS if form is Format.TABLE else (*COLUMNS, "path"), form)
    for one in entries:
        _remark(one)
    tell(f"release {release}" if release else "nothing was published")
    if not all(one.accepted for one in entries):
        raise typer.Exit(1)


def _paths(what: list[str], language: str | None, chosen: Settings) -> list[Path]:
    paths = [Path(one) for one in what if Path(one).exists()]
    symbols = [one for one in what if not Path(one).exists()]
    if not symbols:
        return paths
    for symbol in symbols:
        _check_symbol(symbol)
    fetched = fetch(symbols, [language or "en"], Path(chosen.downloads), chosen)
    for one in fetched:
        if one.reason:
            tell(f"{one.symbol}: {one.reason}")
    return paths + [one.path for one in fetched if one.path]


def _check_symbol(text: str) -> None:
    try:
        parse_locator(text)
    except SymbolError as error:
        message = "neither a file, nor a folder, nor a symbol"
        raise SourceError(
            message, where=text, do="check the path, or give a symbol such as A/RES/66/257"
        ) from error


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=ERRORS,
        transient=True,
        disable=not ERRORS.is_terminal,
    )


def _row(one: Entry) -> dict[str, object]:
    outcome = "published" if one.accepted else "kept aside"
    return {**asdict(one), "symbol": one.symbol or Path(one.path).name, "outcome": outcome}


def _remark(one: Entry) -> None:
    name = one.symbol or one.path
    if one.error:
        tell(f"{name}: {one.error}")
    for text in one.violations:
        tell(f"{name}: violation: {text}")
    for text in one.warnings:
        tell(f"{name}: warning: {text}")


def parse(
    file: Annotated[Path, typer.Argument(help="One document: text, PDF, DOCX, HTML or Akoma Ntoso.")],
    form: Annotated[ParseFormat, typer.Option("--format", "-f", help="How it is printed.")] = ParseFormat.JSON,
    language: LanguageOption = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Add the text of each span.")] = False,
) -> None:
    """Read one document and print it; no store is touched."""
    document = pipeline.parse(file, language)
    if form is ParseFormat.JSON:
        write(pipeline.facts(document, with_text=with_text))
    elif form is ParseFormat.AKN:
        from graph_service.akn import write_akn

        write(write_akn(document))
    else:
        write(pipeline.described(document, settings().base, form.value))


def download(
    symbols: Annotated[list[str], typer.Argument(help="Symbols, in any printed form.")],
    languages: Annotated[
        list[str], typer.Option("--language", "-l", help="Languages; may be given more than once.")
    ] = ["en"],  # noqa: B006 - typer reads the default, nothing changes it
    folder: Annotated[Path | None, typer.Option("--folder", help="Where the files go.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Download official files by symbol and language; what is there already is not fetched again."""
    chosen = settings()
    fetched = fetch(symbols, languages, folder or Path(chosen.downloads), chosen)
    show([asdict(one) for one in fetched], ("symbol", "language", "status", "path", "reason"), form)
    if any(one.path is None for one in fetched):
        raise typer.Exit(1)
