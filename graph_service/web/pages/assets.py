"""Styles and scripts: the built ones with the hash of their content in their name, else the sources themselves.

Only the query editor needs building (it bundles a library from npm); everything else is served from ``ui/src``
in a checkout that has not been built, so a page is never without its style.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

UI = Path(__file__).resolve().parent.parent / "ui"
BUILT = UI / "dist"
SOURCES = UI / "src"
ADDRESS = "/assets"


@cache
def manifest() -> Mapping[str, str]:
    """Built name by source name; empty if nothing has been built."""
    file = BUILT / "manifest.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}


def asset(name: str) -> str | None:
    """The address of a style or script, or None for one that only a build makes."""
    built = manifest().get(name)
    if built:
        return f"{ADDRESS}/{built}"
    return f"{ADDRESS}/{name}" if (SOURCES / name).is_file() else None


def folder() -> Path:
    """Where the assets are served from."""
    return BUILT if manifest() else SOURCES
