"""What every suite shares: where the corpora are, and how a test without them is skipped."""

from __future__ import annotations

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
