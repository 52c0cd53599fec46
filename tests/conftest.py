"""What every suite shares: where the corpora are, and how a test without them is skipped."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpora and the conformance manifests; tests that need it are skipped without it."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"the corpora are not here: {SHARED}")
    return SHARED


def pytest_sessionfinish() -> None:
    """Ends the servers that the store suite started."""
    engines = sys.modules.get("tests.graph.engines")
    if engines is not None:
        engines.end_all()
