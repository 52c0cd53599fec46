"""Works without a symbol: the Charter, rules of procedure, reports that were never issued as documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from graph_service.errors import RulesError
from graph_service.resources import folder


@dataclass(frozen=True, slots=True)
class Work:
    """A work without a symbol: its curated name (the identifier) and what each language calls it."""

    id: str
    kind: str
    unit: str
    title: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]


@cache
def works() -> Mapping[str, Work]:
    """Works without a symbol by identifier, from ``data/works.toml``."""
    path = folder("data") / "works.toml"
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["work"]
        return MappingProxyType({row["id"]: _work(row) for row in rows})
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise RulesError(str(error), where=str(path), do="mend the table of works") from error


def _work(row: Mapping[str, Any]) -> Work:
    names = {language: tuple(found) for language, found in row["names"].items()}
    return Work(row["id"], row["kind"], row["unit"], MappingProxyType(row["title"]), MappingProxyType(names))


def find_work(text: str) -> Work | None:
    """The work of that identifier, in any case; None if there is none."""
    return works().get(text.strip().upper())
