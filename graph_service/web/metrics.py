"""What the service counts for Prometheus; one registry for each application, so that tests do not meet."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

ROUTES = frozenset(
    {"/sparql", "/graphs", "/id", "/api", "/dumps", "/assets", "/ontology", "/docs", "/healthz", "/metrics"}
)
SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
MEDIA = CONTENT_TYPE_LATEST


class Requests(Collector):
    """Answers counted in plain numbers: the event loop is one thread, so nothing is locked for each of them."""

    def __init__(self) -> None:
        self.answered: Counter[tuple[str, int]] = Counter()
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.within: dict[str, list[int]] = {}
        self.bytes = 0

    def observe(self, route: str, status: int, seconds: float, length: int) -> None:
        """Counts one answered request."""
        self.answered[route, status] += 1
        self.spent[route] += seconds
        if route not in self.within:
            self.within[route] = [0] * (len(SECONDS) + 1)
        self.within[route][bisect_left(SECONDS, seconds)] += 1
        self.bytes += length

    def total(self) -> int:
        """How many were answered."""
        return sum(self.answered.values())

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client: the families as they stand now."""
        answered = CounterMetricFamily("unag_requests", "Requests answered", labels=["route", "status"])
        for (route, status), count in [*self.answered.items()]:
            answered.add_metric([route, str(status)], count)
        seconds = HistogramMetricFamily("unag_request_seconds", "Seconds to an answer", labels=["route"])
        bounds = [*(repr(float(one)) for one in SECONDS), "+Inf"]
        for route, counts in [*self.within.items()]:
            buckets = list(zip(bounds, map(float, accumulate(counts)), strict=True))
            seconds.add_metric([route], buckets, self.spent[route])
        yield answered
        yield seconds
        yield CounterMetricFamily("unag_answer_bytes", "Bytes of answers", value=self.bytes)


class Metrics:
    """Counters and gauges; gauges are read when they are asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Requests()
        self.registry.register(self.requests)

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """A value that is read when the metrics are asked for."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def observe(self, path: str, status: int, seconds: float, length: int) -> None:
        """Counts one answered request."""
        self.requests.observe(route_of(path), status, seconds, length)

    def text(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)


def route_of(path: str) -> str:
    """The part of the site that a path belongs to: few names, whatever is asked for."""
    route = "/" + path[1:].partition("/")[0]
    return route if route in ROUTES else "pages"
