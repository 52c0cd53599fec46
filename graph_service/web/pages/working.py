"""What pages leave to the worker processes, which can be stopped: a slow question must not hold up other pages."""

from __future__ import annotations

from typing import Any, cast

import orjson
import pyoxigraph as ox
from fastapi import Request

from graph_service.errors import LimitError
from graph_service.graph.store import Row, Term
from graph_service.web.link import Made
from graph_service.web.pages.access import release
from graph_service.web.service import Service

ROWS = "application/sparql-results+json"


def service(request: Request) -> Service:
    """The running service with its pools of workers."""
    return cast(Service, request.app.state.service)


async def named_rows(request: Request, name: str, values: dict[str, str]) -> list[Row]:
    """The rows of a named question. Raises what the worker raises, and LimitError past the time of a query."""
    made = await service(request).read(
        "named_query", release(request), name=name, values=values, form=None, accept=ROWS, address=""
    )
    solutions = ox.parse_query_results(data_of(made), format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [one.value for one in solutions.variables]
    return [{one: cast(Term, row[one]) for one in names if row[one] is not None} for row in solutions]


async def count_found(request: Request, name: str) -> int | None:
    """How many rows a check finds; None where it was stopped by its time."""
    try:
        return len(await named_rows(request, name, {}))
    except LimitError:
        return None


async def shapes_report(request: Request, graph: str) -> dict[str, Any]:
    """The SHACL report over a graph: ``conforms`` and ``results``. Raises UnknownError, LimitError."""
    report: dict[str, Any] = orjson.loads(
        data_of(await service(request).read("shapes", release(request), graph=graph))
    )
    return report


async def verified(request: Request, name: str, content: bytes, language: str | None) -> bytes:
    """A checked draft as JSON: its text, the findings, the cautions. Raises SourceError, LimitError."""
    head: dict[str, Any] = {"job": "verify", "release": release(request), "name": name, "language": language}
    return data_of(await service(request).walker.run({**head, "form": "page"}, content))


def data_of(made: Made) -> bytes:
    """The bytes of an answer, also where it was long enough for a file."""
    if made.file is None:
        return made.data
    with made.file as file:
        return file.read()
