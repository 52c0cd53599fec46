"""Functions, forces and the names of bodies as the graph states them, read once per release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from graph_service.web.pages.access import locator_of, per_release, rows
from graph_service.web.pages.lexicon import lexicon
from graph_service.web.pages.terms import local
from graph_service.web.pages.wording import Wording

QUERY = """
SELECT DISTINCT ?function ?force ?label (LANG(?label) AS ?lang) WHERE {
  ?function unag:force ?force ; skos:prefLabel ?label .
  FILTER(STRSTARTS(STR(?function), STR(unagf:)))
}"""

NAMES = """
SELECT DISTINCT ?body ?name (LANG(?name) AS ?lang) WHERE {
  ?body a org:Organization ; skos:prefLabel|rdfs:label ?name
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
    """Force by function; the graph's own labels by function, or body, and language."""

    forces: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]
    bodies: Mapping[tuple[str, str], str]

    def word(self, wording: Wording, function: str) -> str:
        """The word for a function: the interface's, else the graph's in that language or English."""
        known = wording.texts.get(f"function.{function}")
        graph = self.labels.get((function, wording.language)) or self.labels.get((function, "en"))
        return known or graph or wording.concept("function", function)

    def body(self, slug: str, language: str) -> str:
        """The name of a body in that language, else in English, else its slug spelled out."""
        return self.bodies.get((slug, language)) or self.bodies.get((slug, "en")) or slug.replace("-", " ")

    def look(self, function: str, force: str = "") -> str:
        """How an act or citation with that function is drawn."""
        return LOOKS.get(force or self.forces.get(function, ""), "neutral")


def vocabulary(request: Request) -> Vocabulary:
    """The vocabulary of the release that this answer is read from."""
    return per_release(request, "vocabulary", read)


def read(request: Request) -> Vocabulary:
    """All functions and bodies of the graph."""
    found = lexicon(QUERY)
    return Vocabulary(
        {local(row["function"]): local(row["force"]) for row in found},
        {(local(row["function"]), row["lang"]): row["label"] for row in found},
        {
            (locator_of(request, row["body"]).removeprefix("body/"), row["lang"] or "en"): row["name"]
            for row in rows(request, NAMES)
        },
    )
