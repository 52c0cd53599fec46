"""Patterns of a language file: blanks and places written out, compiled, blamed on their file if they are wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from graph_service.errors import RulesError
from graph_service.resources import folder
from graph_service.text import rules as structure

NEVER = r"(?!)"


@cache
def shared() -> Mapping[str, Any]:
    """``data/citations.toml``: what citations look like in every language."""
    return MappingProxyType(_toml("citations.toml"))


@cache
def body_names(code: str) -> Mapping[str, str]:
    """Names of bodies in a language, folded → canonical English name, from ``data/bodies.toml``."""
    names: dict[str, str] = {}
    for row in _toml("bodies.toml")["body"]:
        canonical = row["names"]["en"] if isinstance(row["names"]["en"], str) else row["names"]["en"][0]
        found = row["names"].get(code, ())
        for name in (found,) if isinstance(found, str) else found:
            names.setdefault(name.casefold(), canonical)
    extra = structure.tables(code).get("citations", {}).get("bodies", {})
    for canonical, listed in extra.items():
        for name in listed:
            names.setdefault(name.casefold(), canonical)
    return MappingProxyType(names)


@cache
def meanings(code: str, organ: str) -> Mapping[str, str]:
    """Short names (folded) that mean a certain body in an organ's own texts, with its canonical English name."""
    rows = [row for row in _toml("bodies.toml")["body"] if row.get("within", {}).get("organ") == organ]
    return MappingProxyType(
        {name.casefold(): row["names"]["en"][0] for row in rows for name in row["within"].get(code, ())}
    )


def _toml(name: str) -> dict[str, Any]:
    path = folder("data") / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RulesError(str(error), where=str(path), do="mend the file") from error


def either(patterns: Iterable[str]) -> str:
    """One group of alternatives, the longest first; matches nothing if there are none."""
    found = sorted(patterns, key=len, reverse=True)
    return f"(?:{'|'.join(found)})" if found else NEVER


class Compiler:
    """Expands and compiles the patterns of one language; errors name the file and the pattern."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.tables = structure.tables(code)
        self.rules = structure.load(code)
        self.blank = r"\\s+" if self.rules.spaced else r"\\s*"
        self.places = self._places()

    def _places(self) -> dict[str, str]:
        table = self.tables.get("citations", {})
        dates = "|".join(re.sub(r"\(\?P<\w+>", "(?:", one.pattern) for one in self.rules.dates)
        names = sorted((self.spell(one) for one in body_names(self.code)), key=len, reverse=True)
        organs = sorted((self.spell(one) for found in table.get("organs", {}).values() for one in found), key=len)
        parts = self.spell(table.get("parts", r"[A-Z](?![\w/])"))
        number = "|".join(
            one.replace("{parts}", f"(?:{parts})")
            for one in (*shared()["numbers"].values(), *map(self.spell, table.get("ages", ())))
        )
        return {
            "date": f"(?:{dates})",
            "body": f"(?P<body>{'|'.join(names) or NEVER})",
            "organ": f"(?P<organ>{'|'.join(reversed(organs)) or NEVER})",
            "proper": f"(?P<proper>(?-i:{table.get('proper', NEVER)}))",
            "own": f"(?P<own>{either(map(self.spell, table.get('own', ())))})",
            "foreign": f"(?P<foreign>{either(map(self.spell, table.get('foreign', ())))})",
            "number": f"(?P<number>(?-i:{number}))",
            "symbol": shared()["symbols"]["symbol"],
            "ordinal": f"(?:{self.tables['numbers']['ordinal']})",
            "sep": either(map(self.spell, table.get("sep", (",",)))),
        }

    def spell(self, text: str) -> str:
        """A pattern with its blanks and places written out."""
        places = getattr(self, "places", {})
        blanks = re.sub(r" +(?![?*+]|\{\d)", self.blank, re.sub(r" +[?*]\??", r"\\s*", text))
        return re.sub(r"\{([a-z]+)\}", lambda m: places.get(m[1], m[0]), blanks)

    def compile(self, text: str) -> re.Pattern[str]:
        """The compiled pattern; raises RulesError naming the language file."""
        try:
            return re.compile(self.spell(text), re.IGNORECASE)
        except re.error as error:
            where = f"data/languages/{self.code}.toml"
            raise RulesError(
                f"{text[:60]!r} is no pattern: {error}", where=where, do="mend the pattern"
            ) from error

    def any(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """One pattern that matches where any of them does."""
        return self.compile(either(patterns))
