"""Where things stand on this machine: the folder of a store, and the folders of what is kept beside it.

Kept apart from publishing: the service's workers need these and nothing of what reads documents.
"""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path

from graph_service.graph.store import GraphStore, open_store
from graph_service.settings import Settings


def is_folder(address: str) -> bool:
    """Whether a store's address is a folder of this machine."""
    return not address.startswith(("http://", "https://", ":"))


def place_of(settings: Settings) -> Path:
    """The folder for what is kept beside a store: inside it, or for a remote service among temporary files."""
    if is_folder(settings.store):
        return Path(settings.store)
    name = sha256(settings.store.encode()).hexdigest()[:16]
    place = Path(tempfile.gettempdir()) / f"unag-{name}"
    place.mkdir(exist_ok=True)
    return place


def writable(settings: Settings) -> GraphStore:
    """The store, to be written, with every address that a remote service has for that."""
    return open_store(settings.store, update=settings.update_address, graphs=settings.graphs_address)


def kept_with(settings: Settings) -> Path:
    """The folder for indexes of releases: of chains, of words."""
    place = place_of(settings) / "indexes"
    place.mkdir(exist_ok=True)
    return place
