"""What all commands share: the two streams, tables, formats and the options that name the store."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph_service.graph.store import GraphStore, open_store
from graph_service.publishing import ensure_base
from graph_service.settings import Settings

ERRORS = Console(stderr=True, soft_wrap=True, highlight=False)


class Format(StrEnum):
    """Formats that every command can print."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


StoreOption = Annotated[
    str | None, typer.Option("--store", help="Folder of the embedded store, or address of a SPARQL service.")
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the result is printed.")]


def settings(**given: Any) -> Settings:
    """The settings, with the options that were given on the command line on top."""
    return Settings(**{name: value for name, value in given.items() if value is not None})


def reading(chosen: Settings) -> GraphStore:
    """The newest release of the store; a store that does not exist yet is built from the curated base."""
    ensure_base(chosen)
    return open_store(chosen.store, read_only=True)


def complain(error: object) -> None:
    """One line on standard error."""
    ERRORS.print(f"unag: {error}", style="red", markup=False)


def tell(message: str) -> None:
    """Progress and remarks: standard error."""
    ERRORS.print(message, markup=False)


def write(content: bytes | str) -> None:
    """The result itself: standard output, as bytes."""
    sys.stdout.buffer.write(content if isinstance(content, bytes) else content.encode())
    sys.stdout.buffer.flush()


def show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], form: Format, *, title: str = "") -> None:
    """A list of records in the chosen format; JSON and CSV have all columns, a table what fits."""
    if form is Format.JSON:
        show_json(list(rows))
    elif form is Format.CSV:
        write(csv_of(rows, columns))
    else:
        show_table(rows, columns, title)


def show_json(value: object) -> None:
    """Any records as indented JSON."""
    write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE, default=str))


def csv_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """RFC 4180 text with a header; a list in a cell is joined by blanks."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return buffer.getvalue()


def show_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str = "") -> None:
    """A table on standard output; a terminal's width bounds it, a pipe gets it unfolded."""
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in columns))
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False)
    console.print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return str(value)
