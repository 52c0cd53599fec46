"""The wheel works outside of a checkout: ontology, data, queries, pages and assets are in it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

NEEDED = (
    "graph_service/resources/ontology/instruments.ttl",
    "graph_service/resources/ontology/shapes.ttl",
    "graph_service/resources/ontology/context.jsonld",
    "graph_service/resources/data/languages/zh.toml",
    "graph_service/resources/data/curated/links.ttl",
    "graph_service/resources/data/curated/documents/A_RES_66_257.zh.json",
    "graph_service/resources/queries/cq-01-advisory-paragraphs.rq",
    "graph_service/web/templates/base.html",
    "graph_service/web/ui/dist/manifest.json",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as pip builds it."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(place), str(ROOT)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    (built,) = place.glob("unag-*.whl")
    return built


def test_all_that_is_needed_is_in_it_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in NEEDED if name not in names]
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]
    assert wheel.stat().st_size < 5_000_000


def test_it_answers_where_there_is_no_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    command = [sys.executable, "-c", "from graph_service.cli import main; main()", "trace", "A/RES/66/257~I.op12"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "A/64/683~para36" in ran.stdout
    found = subprocess.run(
        [sys.executable, "-c", "import graph_service; print(graph_service.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.startswith(str(tmp_path / "site"))
