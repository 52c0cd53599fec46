"""What workers can do, by name: a job reads a request's head and body, writes bytes, and gives a head back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from graph_service.web.evaluating import run_query
from graph_service.web.worker import Context

Job = Callable[[Context, dict[str, Any], bytes, BinaryIO], dict[str, Any]]

JOBS: Mapping[str, Job] = {
    "query": run_query,
}
