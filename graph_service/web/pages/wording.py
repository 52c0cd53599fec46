"""Interface text: one TOML file per interface language, and what a page has to know of every text language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "messages"
FALLBACK = "en"


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The texts of one interface language, by dotted key; one value for each language, known by identity."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``key`` with its ``{places}`` filled; a key without a text is shown as itself."""
        text = self.texts.get(key)
        return key if text is None else text.format(**values) if values else text

    def concept(self, scheme: str, notation: str) -> str:
        """The word for a notation of a scheme; a notation nobody has named yet is spelled out."""
        return self.texts.get(f"{scheme}.{notation}") or notation.replace("-", " ")

    def named(self, start: str) -> dict[str, str]:
        """All texts under ``start.``, by the rest of their key, in the order of the file."""
        return {key[len(start) + 1 :]: text for key, text in self.texts.items() if key.startswith(start + ".")}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the texts: its code, its name in itself, its direction (``ltr`` or ``rtl``)."""

    code: str
    name: str
    direction: str


def flatten(table: Mapping[str, Any], start: str = "") -> dict[str, str]:
    """Nested tables as dotted keys.

    >>> flatten({"a": {"b": "c"}})
    {'a.b': 'c'}
    """
    flat: dict[str, str] = {}
    for key, entry in table.items():
        name = f"{start}{key}"
        flat |= flatten(entry, name + ".") if isinstance(entry, dict) else {name: str(entry)}
    return flat


@cache
def wordings() -> Mapping[str, Wording]:
    """Every interface language that has a file."""
    files = sorted(one for one in FOLDER.glob("*.toml") if one.stem != "languages")
    return {one.stem: Wording(one.stem, flatten(tomllib.loads(one.read_text("utf-8")))) for one in files}


@cache
def tongues() -> Mapping[str, Tongue]:
    """The languages of the texts, from ``languages.toml``."""
    table = tomllib.loads((FOLDER / "languages.toml").read_text("utf-8"))
    return {code: Tongue(code, entry["name"], entry.get("direction", "ltr")) for code, entry in table.items()}


def tongue(code: str) -> Tongue:
    """What is known of a language; an unknown one is shown by its code."""
    return tongues().get(code) or Tongue(code, code, "ltr")


def preferred(header: str, known: Mapping[str, object]) -> str:
    """The first known language of an ``Accept-Language`` header, by its weights (RFC 9110, 12.5.4).

    >>> preferred("fr-CH, en;q=0.8", {"en": 1, "fr": 1})
    'fr'
    """
    ranked: list[tuple[float, int, str]] = []
    for place, item in enumerate(header.split(",")):
        name, _, weight = item.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), place, name.split("-")[0].lower()))
        except ValueError:
            continue
    return next((name for weight, _, name in sorted(ranked) if weight < 0 and name in known), FALLBACK)
