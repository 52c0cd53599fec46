"""Comunica, a public client from npm, works against the running service."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGE = "@comunica/query-sparql@4.5.0"
SCRIPT = Path(__file__).with_name("comunica.cjs")


def installed() -> Path:
    """The folder that Comunica is kept in between runs, installed by npm if it is not there; skips without npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Comunica needs Node and npm, which are not here")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "unag-tests" / PACKAGE.replace("/", "-").replace("@", "")
    done = folder / "whole"
    if done.is_file():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    try:
        run = subprocess.run([npm, "install", *quiet, PACKAGE], cwd=folder, capture_output=True, timeout=600)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not install Comunica in ten minutes")
    if run.returncode:
        pytest.skip(f"npm cannot install Comunica: {run.stderr.decode(errors='replace')[-300:]}")
    done.touch()
    return folder


def test_comunica_reads_everything(server: str) -> None:
    """Rows, truths and statements from the endpoint, named or discovered, and a resource by its address."""
    command = ["node", str(SCRIPT), str(installed()), f"{server}/sparql", f"{server}/id/A/RES/999/1"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "select": [{"s": "http://e/7"}],
        "count": [{"n": "3000"}],
        "ask": True,
        "none": False,
        "construct": [["http://e/7", "http://e/p", "7"]],
        "discovered": [{"s": "http://e/7"}],
        "page": [{"t": "Towards tidy tests"}],
    }
