"""A language file while it is read: gives values and patterns, and blames the key that is wrong.

The schema is that of `graph_service.text.rules`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph_service.errors import RulesError

Patterns = tuple[re.Pattern[str], ...]

_REQUIRED = {
    "language": ("code", "name", "iri", "script", "words"),
    "numbers": ("ordinal",),
    "dates": ("months", "forms"),
    "structure": ("openings", "verbs", "annexes"),
}
KNOWN = {
    "language": {"code", "name", "iri", "direction", "spaced", "script", "words", "encodings"},
    "numbers": {"ordinals", "scales", "ordinal", "digits", "units", "parts"},
    "structure": {
        *(
            "numbers",
            "loose",
            "letters",
            "openings",
            "verbs",
            "sections",
            "annexes",
            "closing",
            "units",
            "summaries",
        ),
        *(
            "reports",
            "organs",
            "examples",
            "addenda",
            "labels",
            "inserted",
            "chaptered",
            "recommendations",
            "unnumbered",
        ),
    },
    "front": {"session", "agenda", "adopted", "distributed", "based_on", "meeting", "masthead", "running"}
    | {"resolution", "decision"},
    "notes": {"introducers", "see", "heads", "guards", "follow", "mark_first"},
    "repairs": {"compounds", "joints", "silent"},
}
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[a-z]+\}| +[?*+]?|.", re.DOTALL)
_PLACES = {
    "day": r"(?P<day>\d{1,2})",
    "year": r"(?P<year>\d{4})",
    "int": r"(?P<int>\d{1,5})",
    "items": r"(?P<items>[\d\w(),;&、，和\s]{1,80}?)",
    "roman": r"(?P<roman>[IVXLC]{1,7})",
    "label": r"(?P<label>[IVXLC]{1,7}|[A-Z]{1,2}|\d{1,3})",
    "rest": r"(?P<rest>.*)",
}


class RuleFile:
    """One data file while it is read: gives values and blames the key that is wrong."""

    def __init__(self, path: Path, inherited: Mapping[str, Any]) -> None:
        self.path, self.inherited = path, inherited
        self.data = parse_toml(path)
        self.spaced = bool(self.data.get("language", {}).get("spaced", True))
        self.places = dict(_PLACES)

    def fail(self, key: str, why: str) -> RulesError:
        return RulesError(f"{key} {why}", where=str(self.path), do="see the schema in graph_service/text/rules.py")

    def check(self) -> None:
        """Required keys are there, and no key of a structure table is misspelt."""
        for table, keys in _REQUIRED.items():
            for key in keys:
                if key not in self.data.get(table, {}):
                    raise self.fail(f"[{table}] {key}", "is missing")
        for table, known in KNOWN.items():
            for key in self.data.get(table, {}):
                if key not in known:
                    raise self.fail(f"[{table}] {key}", "is not a known key")
        if len(self.data["dates"]["months"]) != 12:
            raise self.fail("[dates] months", "must be twelve lists of names")

    def value(self, table: str, key: str, default: Any) -> Any:
        found = self.data.get(table, {}).get(key, self.inherited.get(table, {}).get(key, default))
        if not isinstance(found, type(default)):
            raise self.fail(f"[{table}] {key}", f"must be a {type(default).__name__}")
        return found

    def pattern(self, key: str, text: Any, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        if not isinstance(text, str):
            raise self.fail(key, "must be a list of strings")
        expanded = _TOKEN.sub(lambda token: self._expand(token[0]), text)
        try:
            return re.compile(expanded, flags)
        except re.error as error:
            raise self.fail(f"{key} {text!r}", f"is no pattern: {error}") from error

    def _expand(self, token: str) -> str:
        if token.startswith("{") and token[1:-1] in self.places:
            return self.places[token[1:-1]]
        if token.startswith("["):
            return token.replace(" ", r"\s")
        if token.startswith(" "):
            return r"\s" + token.strip() if token.strip() else (r"\s+" if self.spaced else r"\s*")
        return token

    def patterns(self, table: str, key: str, flags: int = re.IGNORECASE) -> Patterns:
        return tuple(self.pattern(f"[{table}] {key}", one, flags) for one in self.value(table, key, []))


def parse_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RulesError("there is no such file", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"is not TOML: {error}", where=str(path)) from error
