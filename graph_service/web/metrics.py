"""What the service counts for Prometheus; one registry for each application, so that tests do not meet."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

ROUTES = ("/sparql", "/graphs", "/id", "/api", "/dumps", "/assets", "/ontology", "/docs", "/healthz", "/metrics")
SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
MEDIA = CONTENT_TYPE_LATEST


class Metrics:
    """Counters and gauges; gauges are read when they are asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "unag_requests_total", "Requests answered", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "unag_request_seconds", "Seconds to an answer", ["route"], buckets=SECONDS, registry=self.registry
        )
        # Looking labels up costs more than counting.
        self._children: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self.bytes = Counter("unag_answer_bytes_total", "Bytes of answers", registry=self.registry)

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """A value that is read when the metrics are asked for."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def observe(self, path: str, status: int, seconds: float, length: int) -> None:
        """Counts one answered request."""
        route = route_of(path)
        key = (route, status)
        found = self._children.get(key)
        if found is None:
            found = self.requests.labels(route, str(status)), self.seconds.labels(route)
            self._children[key] = found
        found[0].inc()
        found[1].observe(seconds)
        self.bytes.inc(length)

    def text(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)


def route_of(path: str) -> str:
    """The part of the site that a path belongs to: few names, whatever is asked for."""
    return next((route for route in ROUTES if path == route or path.startswith(route + "/")), "pages")
