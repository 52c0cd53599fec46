"""The documentation of the named queries, made from the queries themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from graph_service.graph.queries import AUDIENCES, NamedQuery
from graph_service.resources import folder

HEADINGS = {
    "researcher": "For researchers: what rests on what",
    "analyst": "For analysts: who is asked for what",
    "integrator": "For integrators: how good the data are",
}


def write_handbook(queries: Iterable[NamedQuery]) -> str:
    """All queries as one Markdown page: questions by audience, then the checks."""
    every = list(queries)
    parts = ["# Named queries", "", _intro(len([one for one in every if not one.is_check]))]
    for audience in AUDIENCES:
        parts += [f"## {HEADINGS[audience]}", ""]
        parts += [write_entry(one) for one in every if one.audience == audience and not one.is_check]
    checks = [one for one in every if one.is_check]
    parts += [
        "## Checks",
        "",
        "Each of these must return no rows.",
        "",
        "| check | what would be wrong |",
        "|---|---|",
    ]
    parts += [f"| `{one.name}` | {one.title}: {one.question} |" for one in checks]
    return "\n".join(parts) + "\n"


def write_entry(query: NamedQuery) -> str:
    """One query as a section of Markdown."""
    lines = [f"### {query.number} · {query.title}", "", query.question, ""]
    if query.parameters:
        lines += ["| parameter | type | meaning | default |", "|---|---|---|---|"]
        lines += [
            f"| `{one.name}` | {one.type} | {one.about} | {f'`{one.default}`' if one.default else 'any'} |"
            for one in query.parameters
        ]
        lines.append("")
    columns = ", ".join(f"`{one}`" for one in query.columns)
    lines += [f"Columns: {columns}.", "", "```console", f"$ {command(query)}", "```", ""]
    return "\n".join([*lines, *_answer(answers().get(query.name))])


@cache
def answers() -> dict[str, Any]:
    """What each example answers on the accountability series, by query: columns, rows, whether there are more."""
    known: dict[str, Any] = json.loads((folder("queries") / "answers.json").read_text("utf-8"))
    return known


def _answer(known: dict[str, Any] | None) -> list[str]:
    if known is None:
        return []
    if not known["rows"]:
        return ["On the accountability series this finds nothing.", ""]
    found = "finds, among others:" if known["more"] else "finds:"
    rows = (f"| {' | '.join(f'`{one}`' if one else '' for one in row)} |" for row in known["rows"])
    head = [f"| {' | '.join(known['columns'])} |", f"|{'---|' * len(known['columns'])}"]
    return [f"On the accountability series this {found}", "", *head, *rows, ""]


def command(query: NamedQuery) -> str:
    """The command line that runs the query's example."""
    pairs = (f'"{name}={value}"' if " " in value else f"{name}={value}" for name, value in query.example.items())
    return " ".join(["unag query", query.name, *pairs])


def _intro(count: int) -> str:
    return (
        f"{count} questions, each a file in `queries/`. Run one by its name or number "
        "(`unag query cq-07 place=A/RES/64/259~op21`), or get it as JSON from `/api/queries/cq-07`. "
        "Values are typed and bound to the query's variables, never pasted into its text.\n"
    )
