"""What workers can do, by name: a job reads a request's head and body, writes bytes, and gives a head back.

The modules are imported when a job is first asked for, so that a worker starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    from graph_service.web.worker import Context

Job = Callable[["Context", dict[str, Any], bytes, BinaryIO], dict[str, Any]]

JOBS: Mapping[str, str] = {
    "query": "evaluating:run_query",
    "graph": "graphstore:read_one",
    "write_graph": "writing:write_graph",
    "update": "writing:run_update",
    "resource": "describing:describe_resource",
    "documents": "jobs.documents:list_documents",
    "document": "jobs.documents:one_document",
    "warm": "jobs.chains:warm",
    "readings": "jobs.readings:keep_readings",
    "trace": "jobs.chains:trace_chain",
    "paths": "jobs.chains:find_paths",
    "mandates": "jobs.analysis:list_mandates",
    "question": "jobs.analysis:answer_question",
    "named_query": "jobs.lookups:run_named",
    "shapes": "jobs.shapes:check_shapes",
    "search": "jobs.searching:search_places",
    "resolve": "jobs.texts:resolve_text",
    "verify": "jobs.texts:verify_file",
    "ingest": "jobs.texts:ingest_file",
    "dump": "jobs.dumps:make_dump",
    "difference": "jobs.dumps:compare",
    "dataset": "jobs.datasets:describe_dataset",
}

# What each kind of worker imports before it takes a request.
READING = ("query", "graph", "resource", "documents", "document", "named_query", "dataset", "trace")
WALKING = ("trace", "search", "resolve")


@cache
def job(name: str) -> Job:
    """The job of that name; raises KeyError for one that is not in the table."""
    module, _, function = JOBS[name].partition(":")
    return cast(Job, getattr(import_module(f"graph_service.web.{module}"), function))
