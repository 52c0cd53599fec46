"""The sample cycle, loaded once."""

from __future__ import annotations

import pytest

from graph_service.chains.index import Index
from graph_service.chains.load import load_index
from tests.chains.builder import BASE, Memory
from tests.chains.sample import sample


@pytest.fixture(scope="session")
def store() -> Memory:
    """The sample cycle in a store."""
    return sample()


@pytest.fixture(scope="session")
def index(store: Memory) -> Index:
    """The chain index of the sample cycle."""
    return load_index(store, BASE)
