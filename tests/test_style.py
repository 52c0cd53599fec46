"""The code keeps to its style and its types: ruff and mypy with the settings of pyproject.toml find nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

CHECKS = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
}


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_found(name: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", *CHECKS[name]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_no_registry_is_named_and_no_place_of_a_machine() -> None:
    found = subprocess.run(
        ["git", "grep", "-nIE", r"registry\.npm" + r"js|files\.python" + r"hosted|(^|[^a-z.])/(work|root)/[a-z]"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode > 1:
        pytest.skip("this is no git checkout")
    assert not found.stdout
