"""A release in memory: only where there is room, with the same answers, and the next after a publication."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.errors import StoreError
from graph_service.graph.embedded import EmbeddedStore, HeldStore
from graph_service.web import holding
from tests.web.running import filled, running

GRAPHS = {
    "http://e/g": '<http://e/1> <http://e/p> "1" .\n_:b <http://e/p> "2"@en .\n'
    "<http://e/1> <http://e/q> <http://e/2> .\n",
    "http://e/none": "",
}
ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"


def until(address: str, release: str) -> dict[str, Any]:
    """Waits until the release is served from memory, at most thirty seconds."""
    deadline = time.monotonic() + 30
    while True:
        found: dict[str, Any] = httpx.get(f"{address}/readyz", timeout=30).json()
        if found["memory"] and found["release"] == release:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


def test_a_held_release_is_the_same_and_takes_no_writes(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store", GRAPHS)
    kept, held = EmbeddedStore(folder, read_only=True), HeldStore(folder, "1")
    assert held.release == kept.release == "1"
    assert held.graphs() == kept.graphs() == ["http://e/g", "http://e/none"]
    assert held.graph("http://e/g") == kept.graph("http://e/g")
    assert len(held.select(ALL)) == len(kept.select(ALL)) == 3
    with pytest.raises(StoreError, match="read-only"):
        held.replace({"http://e/g": None})


def test_answers_come_from_memory_and_go_on_after_a_publication(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store", GRAPHS)
    with running(folder, warm=True, workers=2) as address:
        until(address, "1")
        for _ in range(6):
            # The first two may come from the workers that go.
            found = httpx.get(
                f"{address}/sparql", params={"query": f"{ALL} # {_}"}, headers={"Accept": "text/csv"}
            )
            assert found.text.count("\r\n") == 4
        EmbeddedStore(folder).replace({"http://e/g": b"<http://e/9> <http://e/p> <http://e/9> .\n"})
        found = httpx.get(f"{address}/sparql", params={"query": ALL}, headers={"Accept": "text/csv"})
        assert found.headers["x-release"] == "2"
        assert found.text.count("\r\n") == 2
        until(address, "2")
        for _ in range(6):
            found = httpx.get(
                f"{address}/sparql", params={"query": f"{ALL} # {_}"}, headers={"Accept": "text/csv"}
            )
            assert found.text.count("\r\n") == 2


def test_a_share_of_nothing_holds_nothing(tmp_path: Path) -> None:
    with running(filled(tmp_path / "store", GRAPHS), warm=True, memory_share=0.0) as address:
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            assert httpx.get(f"{address}/readyz", timeout=30).json()["memory"] is False
            time.sleep(0.5)


def test_room_is_counted_for_each_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limit = tmp_path / "limit"
    limit.write_text(f"{holding.BYTES * 4_000_000}\n")
    monkeypatch.setattr(holding, "LIMITS", (str(tmp_path / "none"), str(limit)))
    assert holding.memory() == holding.BYTES * 4_000_000
    assert holding.fits(250_000, 2, 0.25)
    assert not holding.fits(250_001, 2, 0.25)
    assert not holding.fits(250_000, 3, 0.25)
    limit.write_text("max\n")
    assert holding.memory() > holding.BYTES * 4_000_000
