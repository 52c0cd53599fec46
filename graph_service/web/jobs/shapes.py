"""The job behind the SHACL report of one document's graph."""

from __future__ import annotations

from typing import Any, BinaryIO

from graph_service.graph.validate import validate
from graph_service.web.worker import Context

Json = dict[str, Any]


def check_shapes(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """The report over one named graph as JSON. Raises UnknownError for a graph that is not there."""
    triples = context.store(request["release"]).graph(request["graph"])
    output.write(validate(triples).to_json().encode())
    return {"media": "application/json"}
