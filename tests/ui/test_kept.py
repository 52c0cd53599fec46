"""Readings kept beside a release: the same as from the store, and made anew only where something changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.graph.store import GraphStore, open_store
from graph_service.web.pages import filling, kept
from graph_service.web.pages.choosing import versions
from graph_service.web.pages.gather import read
from tests.ui.sample import graphs

BASE = "https://w3id.org/unag/"
EN = f"{BASE}graph/A/RES/999/1@en"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "store"
    open_store(str(place)).replace(graphs())
    (place / "indexes").mkdir()
    return place


def filled(home: Path, seconds: float = 60.0) -> tuple[GraphStore, Path]:
    """The store at its newest release with everything made."""
    store = open_store(str(home), read_only=True)
    while filling.fill(store, BASE, home / "indexes", home, seconds):
        pass
    return store, kept.place(home / "indexes", store.release)


def same_as_the_store(store: GraphStore, path: Path) -> int:
    """How many readings are kept, each of which says what the store says."""
    shelf = kept.Shelf(path)
    rows = {(row["work"].value, row["lang"].value) for row in store.select(
        "SELECT ?work ?lang { ?e <http://data.europa.eu/eli/ontology#realizes> ?work ; "
        "<http://purl.org/dc/terms/language> ?lang }")}  # fmt: skip
    for address, language in rows:
        symbol = address.removeprefix(f"{BASE}id/")
        assert shelf.reading(symbol, language) == read(store, BASE, symbol, language)
        assert shelf.versions(symbol) == versions(store, BASE, symbol)
    return len(rows)


def test_what_is_kept_is_what_the_store_says(home: Path) -> None:
    store, path = filled(home)
    assert same_as_the_store(store, path) >= 4
    assert kept.Shelf(path).reading("A/RES/998/1", "en") is None


def test_they_are_made_a_little_at_a_time(home: Path) -> None:
    store = open_store(str(home), read_only=True)
    folder = home / "indexes"
    left = [filling.fill(store, BASE, folder, home, 0.0)]
    while left[-1]:
        assert not kept.place(folder, store.release).exists()
        left.append(filling.fill(store, BASE, folder, home, 0.0))
    assert left == sorted(left, reverse=True)
    assert len(left) >= 4
    assert same_as_the_store(store, kept.place(folder, store.release)) >= 4


def test_a_publication_makes_anew_what_it_changed_and_nothing_else(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(home)
    made: list[str] = []

    def counted(store: GraphStore, base: str, symbol: str, language: str) -> object:
        made.append(f"{symbol}@{language}")
        return read(store, base, symbol, language)

    monkeypatch.setattr(filling, "read", counted)
    writer = open_store(str(home))
    line = f'<{BASE}id/body/secretary-general> <http://www.w3.org/2004/02/skos/core#altLabel> "SG"@en .\n'
    writer.replace({f"{BASE}graph/curated/extra": line.encode()})
    store, path = filled(home)
    assert not made
    before = store.graph(EN)
    writer.replace({EN: before.replace(b"Secretary-General", b"Secretary-General himself")})
    store, path = filled(home)
    assert before != store.graph(EN)
    assert 0 < len(made) < same_as_the_store(store, path)
    writer.replace({EN: before})
    assert same_as_the_store(*filled(home)) >= 4
    assert len(list((home / "indexes").glob("readings-*.sqlite"))) <= filling.KEPT_RELEASES


def test_a_change_of_everything_makes_everything_anew(home: Path) -> None:
    filled(home)
    writer = open_store(str(home))
    writer.update(
        "DELETE { GRAPH ?g { ?s <https://w3id.org/unag/ontology#confidence> ?o } } "
        "WHERE { GRAPH ?g { ?s <https://w3id.org/unag/ontology#confidence> ?o } }"
    )
    assert same_as_the_store(*filled(home)) >= 4
