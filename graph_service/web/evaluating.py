"""The job behind ``/sparql``: one query, evaluated and serialised by the engine itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, BinaryIO

from graph_service.graph.formats import BINDINGS, BOOLEAN, GRAPH, choose
from graph_service.graph.limits import Limits, check
from graph_service.graph.store import Choices, Dataset
from graph_service.settings import Settings
from graph_service.web.namespaces import prefixes
from graph_service.web.worker import Context


def limits_of(settings: Settings) -> Limits:
    """The bounds on a query's text."""
    return _limits(settings.query_bytes, settings.query_depth, settings.services)


@lru_cache(maxsize=8)
def _limits(length: int, depth: int, services: tuple[str, ...]) -> Limits:
    return Limits(length, depth, services)


@lru_cache(maxsize=256)
def choices_of(accept: str, form: str | None, base: str, rows: int) -> Choices:
    """The format for each kind of answer that the caller accepts."""
    formats = {kind: choose(accept, form, kind) for kind in (BINDINGS, BOOLEAN, GRAPH)}
    return Choices(formats, f"{base}sparql", rows, prefixes(base))


def dataset_from(request: dict[str, Any]) -> Dataset:
    """The dataset in a request's head."""
    default, named = request.get("default"), request.get("named")
    return Dataset(None if default is None else tuple(default), None if named is None else tuple(named))


def run_query(context: Context, request: dict[str, Any], body: bytes, output: BinaryIO) -> dict[str, Any]:
    """Writes the answer; the head has its media type and whether it may be kept for the release."""
    settings = context.settings
    text = body.decode()
    found = check(text, limits_of(settings))
    choices = choices_of(request.get("accept", ""), request.get("form"), settings.base, settings.rows)
    written = context.store(request["release"]).answer(text, choices, output, dataset_from(request))
    return {"media": written.format.content_type(written.media), "kind": written.kind, "volatile": found.volatile}
