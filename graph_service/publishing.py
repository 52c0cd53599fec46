"""From accepted graphs to a release: the base of a store, new documents, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from graph_service.chains.archive import open_index
from graph_service.chains.inherited import describe_wording
from graph_service.errors import StoreError
from graph_service.graph.candidates import CANDIDATES, describe_candidates
from graph_service.graph.derive import describe_parity, describe_quality
from graph_service.graph.store import GraphStore
from graph_service.intake import Entry, take_in
from graph_service.pipeline import base_graphs
from graph_service.places import is_folder, kept_with, place_of, writable
from graph_service.search import Search, open_search
from graph_service.settings import Settings


def ensure_base(settings: Settings) -> None:
    """Build the curated base in an embedded store that holds nothing yet; a remote service is left as it is."""
    if is_folder(settings.store) and not (Path(settings.store) / "current").exists():
        build_base(settings)


def build_base(settings: Settings) -> str:
    """Publish ontology and curated facts as one release; returns its name.

    Everything is read and validated before the store is touched. Raises `DataError` naming file and place.
    """
    return writable(settings).replace(_base(settings), derive=lambda view: derived(view, settings.base))


def _base(settings: Settings) -> Mapping[str, bytes]:
    return base_graphs(settings.base, None if settings.curated is None else Path(settings.curated))


def publish(
    paths: Iterable[Path],
    settings: Settings,
    *,
    language: str | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    on_entry: Callable[[Entry], None] | None = None,
) -> tuple[tuple[Entry, ...], str | None]:
    """Take in the files and publish what was accepted as one release: all entries, and the release's name.

    The release is None if nothing was accepted: then the store is as it was. The index of its citations is built
    at once and kept beside it, so that whoever asks for a chain only maps it. A remote service that holds nothing
    is given the curated base in the same release.
    """
    spool = place_of(settings) / "spool" if settings.spool is None else Path(settings.spool)
    intake = take_in(
        paths, settings.base, spool, language=language, jobs=jobs, scheduler=scheduler, on_entry=on_entry
    )
    if not intake.graphs:
        return intake.entries, None
    ensure_base(settings)
    store = writable(settings)
    graphs: Mapping[str, bytes | None] = intake.graphs
    if not is_folder(settings.store) and not store.graphs():
        graphs = {**_base(settings), **intake.graphs}
    release = store.replace(graphs, derive=lambda view: derived(view, settings.base))
    # The release is out; if its index cannot be kept, whoever asks for a chain is told so.
    with suppress(StoreError):
        open_index(store, settings.base, kept_with(settings))
    return intake.entries, release


def derived(view: GraphStore, base: str) -> Mapping[str, bytes]:
    """The graphs that are computed across documents, from all others; each is rebuilt as a whole."""
    return {
        f"{base}graph/{CANDIDATES}": describe_candidates(view, base),
        f"{base}graph/derived/parity": describe_parity(view, base),
        f"{base}graph/derived/quality": describe_quality(view, base),
        f"{base}graph/derived/wording": describe_wording(view, base),
    }


def search_of(store: GraphStore, settings: Settings) -> Search:
    """The search index of the store's release, built if there is none yet."""
    return open_search(store, settings.base, kept_with(settings))
