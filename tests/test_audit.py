"""SHACL over a whole store: in parallel, only what changed, and nothing left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service import audit as auditing
from graph_service.audit import audit
from graph_service.errors import StoreError
from graph_service.graph.embedded import EmbeddedStore
from graph_service.publishing import publish
from graph_service.settings import Settings
from tests.benchmarks.kills import DOCUMENTS, write_version


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """A store with the documents of the kills, one of them with a statement that the shapes refuse."""
    settings = Settings(store=str(tmp_path / "store"))
    _, release = publish([write_version(tmp_path / "documents", 1)], settings)
    assert release
    store = EmbeddedStore(settings.store)
    name = next(one for one in store.graphs() if "A/RES/99/302@" in one)
    spoilt = (
        store.graph(name).replace(b'"2044-12-02"', b'"1066-12-02"').replace(b'orderKey> "3"', b'orderKey> "x"')
    )
    assert spoilt != store.graph(name)
    store.replace({name: spoilt})
    return settings


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_wrong_is_found_whoever_looks(chosen: Settings, jobs: int) -> None:
    rows = audit(chosen, jobs)
    assert "Violation" in {row["severity"] for row in rows}
    assert {row["graph"].rpartition("/")[2] for row in rows if row["severity"] == "Violation"} == {"302@en"}
    assert rows[0]["severity"] == "Violation"


def test_only_what_changed_is_validated_again(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = audit(chosen, 1)
    seen: list[bytes] = []
    validate = auditing.validate
    monkeypatch.setattr(auditing, "validate", lambda *given: seen.append(given[0]) or validate(*given))
    assert audit(chosen, 1) == first
    assert seen == []
    store = EmbeddedStore(chosen.store)
    name = next(one for one in store.graphs() if "A/RES/99/301@" in one)
    store.replace({name: store.graph(name).replace(b'"2044-12-02"', b'"2044-12-03"')})
    audit(chosen, 1)
    assert len(seen) == 1
    kept = list((Path(chosen.store) / "indexes" / "validation").glob("*.json"))
    assert len(kept) == DOCUMENTS + 1


def test_a_result_that_was_half_written_is_made_again(chosen: Settings) -> None:
    first = audit(chosen, 1)
    for record in (Path(chosen.store) / "indexes" / "validation").glob("*.json"):
        record.write_bytes(b'[{"severity":')
    assert audit(chosen, 1) == first


def test_a_document_that_cannot_be_validated_is_told(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = ZeroDivisionError("boom")
    monkeypatch.setattr(auditing, "spread", lambda _, names, jobs: ((name, fault) for name in names))
    with pytest.raises(StoreError, match="boom"):
        audit(chosen, 2)
