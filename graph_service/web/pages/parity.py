"""Parity findings in words: at which place two language versions differ, and in what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph_service.web.pages.access import Row, locator_in
from graph_service.web.pages.terms import local


def by_place(base: str, found: Iterable[Row]) -> Mapping[str, tuple[str, ...]]:
    """The findings of one document by the locator of their place, each as one line."""
    things: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        things[row["s"]][local(row["p"])].append(row["o"])
    places: dict[str, set[str]] = defaultdict(set)
    for thing in things.values():
        for place in thing["atPlace"]:
            places[locator_in(base, place)].add(words(thing))
    return {place: tuple(sorted(lines)) for place, lines in places.items()}


def words(thing: Mapping[str, list[str]]) -> str:
    """One finding as a line: what it says of itself, else its code and the two values."""
    comment = next(iter(thing.get("comment", ())), "")
    values = [next(iter(thing.get(name, ())), "–") for name in ("firstValue", "secondValue")]
    code = next(iter(thing.get("code", ())), "")
    return comment or f"{code}: {values[0]} / {values[1]}"
