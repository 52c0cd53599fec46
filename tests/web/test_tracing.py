"""The short way of usual traces: it asks exactly what the route would ask, and leaves the rest to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from graph_service.settings import Settings
from graph_service.web.api import chains
from graph_service.web.api.asking import release_of, service_of
from graph_service.web.link import Made
from graph_service.web.tracing import read_chain
from tests.web.running import awaited, filled, running

USUAL = (
    "", "depth=5", "direction=both&size=1", "kind=citation&kind=answer&status=explicit", "body=general-assembly",
    "function=recall&force=neutral&language=zh&depth=50&size=100000", "kind=", "direction=backward&depth=0",
    "function=a%20b&function=c+d",
)  # fmt: skip
UNUSUAL = (
    "depth=51", "depth=-1", "depth=five", "size=0", "size=100001", "direction=sideways", "whole=true",
    "format=svg", "since=2012-01-01", "confidence=0.5", "depth=", "depth=%D9%A3", "other=1", "depth=1_0",
)  # fmt: skip
assert len(USUAL) + len(UNUSUAL) == 23


class Told:
    """Stands for the service: what it was asked."""

    def __init__(self) -> None:
        self.settings, self.asked = Settings(), list[dict[str, Any]]()

    async def trace(self, release: str, **arguments: Any) -> Made:
        """Notes what is asked."""
        self.asked.append(arguments)
        return Made({"media": "application/json"}, b"{}")


async def routed(query: str) -> dict[str, Any]:
    """What the route alone asks of the service."""
    app, service = FastAPI(), Told()
    app.include_router(chains.router)
    app.dependency_overrides = {service_of: lambda: service, release_of: lambda: "1"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        answer = await client.get(f"/api/trace/A/RES/99/1~op2?{query}")
    assert answer.status_code == 200
    return service.asked[0]


@pytest.mark.parametrize("query", USUAL)
def test_what_is_usual_is_read_as_the_route_reads_it(query: str) -> None:
    assert read_chain("/api/trace/A/RES/99/1~op2", query.encode()) == awaited(routed(query))


@pytest.mark.parametrize("query", UNUSUAL)
def test_what_is_unusual_is_left_to_the_route(query: str) -> None:
    assert read_chain("/api/trace/A/RES/99/1~op2", query.encode()) is None


def test_an_unknown_place_is_told_alike_on_both_ways(tmp_path: Path) -> None:
    with running(
        filled(tmp_path / "store", {"http://e/g": "<http://e/s> <http://e/p> <http://e/o> .\n"})
    ) as address:
        found = [httpx.get(f"{address}/api/trace/A/RES/99/1{rest}") for rest in ("?depth=2", "?format=json")]
    assert [one.status_code for one in found] == [404, 404]
    assert found[0].json() == found[1].json()
