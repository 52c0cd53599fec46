"""``unag query``, ``search``, ``resolve``, ``verify``: questions to the graph, and one's own text checked."""

from __future__ import annotations

import io
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer

from graph_service import pipeline
from graph_service.cli.console import Format, FormatOption, StoreOption, reading, settings, show, tell, write
from graph_service.errors import QueryError
from graph_service.graph import formats
from graph_service.graph.queries import find_query, load_queries, plain
from graph_service.graph.store import Choices, GraphStore
from graph_service.publishing import search_of
from graph_service.search import Criteria
from graph_service.verification import sarif_of, verify

HITS = ("locator", "kind", "language", "year", "body", "snippet")
FINDINGS = ("outcome", "printed", "target", "line", "reason", "candidates")
REFERENCES = ("printed", "target", "status", "confidence", "candidates", "reason")


class VerifyFormat(StrEnum):
    """What `unag verify` can print."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(query)
    app.command()(search)
    app.command()(resolve)
    app.command(name="verify")(check)


def query(
    name: Annotated[str, typer.Argument(help="A named query, a file with SPARQL, or 'list'.")],
    values: Annotated[list[str] | None, typer.Argument(help="Parameters as key=value.")] = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """A named question with typed parameters, or any SPARQL query; `unag query list` names the questions."""
    if name == "list":
        _list(form)
        return
    chosen = settings(store=store)
    if Path(name).is_file():
        _run_file(Path(name), reading(chosen), form)
        return
    asked = find_query(name)
    rows = asked.run(reading(chosen), chosen.base, **_parameters(values or []))
    show(plain(rows, chosen.base), asked.columns, form, title=asked.question)
    if asked.is_check and rows:
        raise typer.Exit(1)


def _list(form: Format) -> None:
    rows = [{"name": key, "for": one.audience, "question": one.question} for key, one in load_queries().items()]
    show(rows, ("name", "for", "question"), form)


def _parameters(values: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in values]
    if wrong := next((key for key, sign, _ in pairs if not sign), None):
        raise QueryError(f"{wrong} is no parameter", do="give parameters as key=value")
    return {key: value for key, _, value in pairs}


def _run_file(path: Path, store: GraphStore, form: Format) -> None:
    """Any query form; graphs are written as Turtle, results as asked for."""
    rows = formats.named("csv" if form is Format.CSV else "json", formats.BINDINGS)
    graph = formats.named("turtle", formats.GRAPH)
    truth = formats.named("json", formats.BOOLEAN)
    chosen = {formats.BINDINGS: rows, formats.GRAPH: graph, formats.BOOLEAN: truth}
    choices = Choices({kind: (one, one.media) if one else None for kind, one in chosen.items()})
    output = io.BytesIO()
    written = store.answer(path.read_text("utf-8"), choices, output)
    if form is Format.TABLE and written.kind == formats.BINDINGS:
        loaded = orjson.loads(output.getvalue())
        columns = loaded["head"]["vars"]
        found = [{key: cell["value"] for key, cell in row.items()} for row in loaded["results"]["bindings"]]
        show(found, columns, form)
    else:
        write(output.getvalue())


def search(
    text: Annotated[str, typer.Argument(help="Words in any official language, a symbol or a locator.")],
    store: StoreOption = None,
    language: Annotated[str | None, typer.Option("--language", "-l", help="Only this language.")] = None,
    function: Annotated[str | None, typer.Option(help="Only paragraphs that act so.")] = None,
    addressee: Annotated[str | None, typer.Option(help="Only paragraphs that ask this body.")] = None,
    body: Annotated[str | None, typer.Option(help="Only documents of this body.")] = None,
    year: Annotated[int | None, typer.Option(help="Only documents of this year.")] = None,
    limit: Annotated[int, typer.Option(help="Hits at most.")] = 20,
    form: FormatOption = Format.TABLE,
) -> None:
    """Full text and symbols, any language; a known locator comes first."""
    chosen = settings(store=store)
    criteria = Criteria(language=language, function=function, addressee=addressee, body=body, year=year)
    hits = search_of(reading(chosen), chosen).find(text, criteria, limit=limit)
    show([asdict(one) for one in hits], HITS, form)


def resolve(
    text: Annotated[str, typer.Argument(help="A phrase with references, in any official language.")],
    language: Annotated[str | None, typer.Option("--language", "-l", help="Its language.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """The references in a phrase as locators, with candidates and reasons."""
    rows = pipeline.resolve(text, language)
    show(rows, REFERENCES, form)
    if not rows:
        tell("no reference found")
        raise typer.Exit(1)


def check(
    file: Annotated[Path, typer.Argument(help="A draft: text, DOCX, PDF.")],
    store: StoreOption = None,
    language: Annotated[str | None, typer.Option("--language", "-l", help="Its language.")] = None,
    form: Annotated[VerifyFormat, typer.Option("--format", "-f", help="How it is printed.")] = VerifyFormat.TABLE,
) -> None:
    """Every reference in a draft: the document, the paragraph, the printed date and title."""
    chosen = settings(store=store)
    findings = verify(pipeline.parse(file, language), reading(chosen), chosen.base)
    if form is VerifyFormat.SARIF:
        write(orjson.dumps(sarif_of(findings, file.as_posix()), option=orjson.OPT_INDENT_2))
    else:
        show([one.record() for one in findings], FINDINGS, Format(form.value))
    wrong = sum(one.outcome != "confirmed" for one in findings)
    tell(
        f"{len({(one.span, one.target) for one in findings})} references, {wrong} findings that do not confirm one"
    )
    if any(one.level == "error" for one in findings):
        raise typer.Exit(1)
