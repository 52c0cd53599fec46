"""Rows of subject, property and value, put together by what they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph_service.web.pages.access import Row
from graph_service.web.pages.terms import local, short


@dataclass(slots=True)
class Said:
    """What is said of one resource: values by the local name of the property, and the language of each value."""

    address: str
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tongues: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def one(self, name: str) -> str:
        """The first value, '' if there is none."""
        found = self.values.get(name)
        return min(found) if found else ""

    @property
    def kinds(self) -> set[str]:
        """The local names of its classes."""
        return {local(one) for one in self.values.get("type", ())}


def said(found: Iterable[Row]) -> dict[str, Said]:
    """Rows of subject, property and value by subject, in their order."""
    things: dict[str, Said] = {}
    for row in found:
        thing = things.setdefault(row["s"], Said(row["s"]))
        name = local(row["p"])
        thing.values[name].append(row["o"])
        if row.get("lang"):
            thing.tongues[name][row["lang"]] = row["o"]
    return things


def facts_of(found: Iterable[Row]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Values by the local name of their property (classes as prefixed names), and titles by language."""
    facts: dict[str, list[str]] = defaultdict(list)
    titles: dict[str, str] = {}
    for row in found:
        name = local(row["p"])
        if name == "title":
            titles[row["lang"]] = row["o"]
        facts[name].append(short(row["o"]) if name == "type" else row["o"])
    return {name: tuple(sorted(entries)) for name, entries in facts.items()}, titles


def number(text: str) -> int:
    """A whole number, 0 where there is none."""
    return int(text) if text.lstrip("-").isdigit() else 0


def by(found: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Rows by the value of one of their variables, in their order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[key]].append(row)
    return groups
