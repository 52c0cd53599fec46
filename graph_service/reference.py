"""The reference, made from the code: commands, settings, routes, queries, errors, cautions, terms, each explained.

``python -m graph_service.reference`` writes ``graph_service/docs/reference.md``; a test holds the file to what
this module makes, so nothing can be added and stay undocumented.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getdoc
from typing import Any

import rdflib
import typer
from rdflib.namespace import RDFS, SKOS

from graph_service import errors
from graph_service.cli import app as commands
from graph_service.graph.queries import load_queries
from graph_service.graph.vocab import UNAG
from graph_service.reference_cautions import caution_rows
from graph_service.resources import PACKAGE, folder
from graph_service.settings import Settings
from graph_service.web.app import create_app

PAGE = PACKAGE / "docs" / "reference.md"
Row = tuple[str, ...]


def render() -> str:
    """The whole page as Markdown."""
    parts = ["# Reference", "", "Made by `python -m graph_service.reference`; do not edit it by hand.", ""]
    for title, head, rows in (
        ("Commands", ("command", "does"), command_rows()),
        ("Settings", ("variable", "default", "meaning"), setting_rows()),
        ("Routes", ("method", "path", "gives"), route_rows()),
        ("Queries", ("name", "for", "question"), query_rows()),
        ("Errors", ("error", "exit", "HTTP", "meaning"), error_rows()),
        ("Cautions", ("caution", "meaning", "what to do"), caution_rows()),
        ("Terms", ("term", "label", "meaning"), term_rows()),
    ):
        parts += [f"## {title}", "", *_table(head, rows), ""]
    return "\n".join(parts)


def _table(head: Row, rows: Iterator[Row]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"


def command_rows() -> Iterator[Row]:
    """Each command with its arguments and options, and its first line of help."""
    yield from _commands(typer.main.get_command(commands), "unag")


def _commands(command: Any, name: str) -> Iterator[Row]:
    if hasattr(command, "commands"):
        for child, inner in command.commands.items():
            yield from _commands(inner, f"{name} {child}")
        return
    usage = " ".join(_parameter(one) for one in command.params if one.name != "help")
    yield f"`{name} {usage}`".replace(" `", "`"), command.help or ""


def _parameter(one: Any) -> str:
    return f"[{one.opts[0]}]" if one.opts[0].startswith("-") else str(one.name).upper()


def setting_rows() -> Iterator[Row]:
    """Each setting as its environment variable."""
    for name, field in sorted(Settings.model_fields.items()):
        yield f"`UNAG_{name.upper()}`", f"`{field.default}`", field.description or ""


def route_rows() -> Iterator[Row]:
    """Each route of the API description, by path; pages for people are reached from ``/``."""
    paths = create_app(Settings(store=":memory:")).openapi()["paths"]
    for path, methods in sorted(paths.items()):
        gives = next(iter(methods.values()))
        yield ", ".join(sorted(methods)).upper(), f"`{path}`", gives.get("summary", "")


def query_rows() -> Iterator[Row]:
    """Each named query with its audience and its question."""
    for name, query in sorted(load_queries().items()):
        yield f"`{name}`", query.audience, query.question


def error_rows() -> Iterator[Row]:
    """Each error of the tree."""
    for one in _subclasses(errors.AccountabilityError):
        yield f"`{one.__name__}`", str(one.exit_code), str(one.status), (getdoc(one) or "").split("\n")[0]


def _subclasses(kind: type[errors.AccountabilityError]) -> Iterator[type[errors.AccountabilityError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _subclasses(child)


def term_rows() -> Iterator[Row]:
    """Each term of the ontology with its label and definition in English."""
    graph = rdflib.Graph().parse(folder("ontology") / "instruments.ttl")
    for term in sorted(set(graph.subjects(RDFS.label)), key=str):
        if str(term).startswith(UNAG):
            yield (
                f"`unag:{str(term)[len(UNAG) :]}`",
                _english(graph, term, RDFS.label),
                _english(graph, term, SKOS.definition),
            )


def _english(graph: rdflib.Graph, term: rdflib.term.Node, name: rdflib.URIRef) -> str:
    found = (one for one in graph.objects(term, name) if isinstance(one, rdflib.Literal))
    return next((str(one) for one in found if one.language == "en"), "")


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
