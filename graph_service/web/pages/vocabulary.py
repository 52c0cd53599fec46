"""Functions and forces as the graph states them, read once per release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from graph_service.web.pages.access import release, rows
from graph_service.web.pages.terms import local
from graph_service.web.pages.wording import Wording

QUERY = """
SELECT DISTINCT ?function ?force ?label (LANG(?label) AS ?lang) WHERE {
  ?function unag:force ?force ; skos:prefLabel ?label .
  FILTER(STRSTARTS(STR(?function), STR(unagf:)))
}"""

LOOKS: Mapping[str, str] = {
    "directive": "ask",
    "directive-strong": "ask",
    "soft-directive": "invite",
    "decision": "decide",
    "approval": "approve",
    "positive": "approve",
    "expectation": "invite",
    "criticism": "criticise",
    "negative": "criticise",
    "negative-strong": "criticise",
    "affirms": "affirm",
}
"""How a force is drawn; every other force is drawn as neutral."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Force by function, and the graph's own labels by function and language."""

    forces: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]

    def word(self, wording: Wording, function: str) -> str:
        """The word for a function: the interface's, else the graph's in that language or English."""
        known = wording.texts.get(f"function.{function}")
        graph = self.labels.get((function, wording.language)) or self.labels.get((function, "en"))
        return known or graph or wording.concept("function", function)

    def look(self, function: str, force: str = "") -> str:
        """How an act or citation with that function is drawn."""
        return LOOKS.get(force or self.forces.get(function, ""), "neutral")


def vocabulary(request: Request) -> Vocabulary:
    """The vocabulary of the release that this answer is read from, kept with the application."""
    kept = getattr(request.app.state, "vocabulary", None)
    if kept is None or kept[0] != release(request):
        kept = (release(request), read(request))
        request.app.state.vocabulary = kept
    found: Vocabulary = kept[1]
    return found


def read(request: Request) -> Vocabulary:
    """All functions of the graph."""
    found = rows(request, QUERY)
    return Vocabulary(
        {local(row["function"]): local(row["force"]) for row in found},
        {(local(row["function"]), row["lang"]): row["label"] for row in found},
    )
