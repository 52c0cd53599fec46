"""Candidates: which places a pinpoint without its section may mean, once the cited document is loaded.

A text that cites "paragraph 20" of a resolution whose sections are each numbered from 1 is kept as it is printed
(``~op20``); what it can mean stands beside it (rule of identity of pinpoints, see the ontology's definition).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from graph_service.graph.store import GraphStore
from graph_service.graph.vocab import PREFIXES, Names, split_locator, term

CANDIDATES: Final = "derived/candidates"
PREAMBLE: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("unag", "cito"))
CITED: Final = f"""{PREAMBLE}
SELECT DISTINCT ?citation ?place WHERE {{ ?citation a unag:Citation ; cito:hasCitedEntity ?place }}"""
PLACES: Final = f"{PREAMBLE} SELECT DISTINCT ?place WHERE {{ ?place unag:orderKey ?order }}"


def describe_candidates(view: GraphStore, base: str) -> bytes:
    """For each citation whose place the loaded document has only inside sections: those places, as N-Quads."""
    graph, candidate = Names(base).graph(CANDIDATES), term("unag:candidate")
    lines = {
        f"<{citation}> {candidate} <{base}id/{place}> {graph} .\n"
        for citation, places in _ambiguous(view, base)
        for place in places
    }
    return "".join(sorted(lines)).encode()


def _ambiguous(view: GraphStore, base: str) -> Iterator[tuple[str, list[str]]]:
    stem = f"{base}id/"
    known = {row["place"].value.removeprefix(stem) for row in view.select(PLACES)}
    ending: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place in sorted(known):
        symbol, subdivision = split_locator(place)
        section, dot, own = subdivision.partition(".")
        if dot and section.isupper():
            ending[symbol, own].append(place)
    for row in view.select(CITED):
        place = row["place"].value.removeprefix(stem)
        if place not in known and (found := ending.get(split_locator(place))):
            yield row["citation"].value, found
