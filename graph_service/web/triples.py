"""One document's triples by subject and by what points where, read as plain values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from graph_service.web.namespaces import PREFIXES

Json = dict[str, Any]
UNAG, ELI, CITO, OA = PREFIXES["unag"], PREFIXES["eli"], PREFIXES["cito"], PREFIXES["oa"]
TYPE = PREFIXES["rdf"] + "type"
SPAN = re.compile(r"/evidence/(\d+)-(\d+)$")


@dataclass(slots=True)
class Graph:
    """One document's graph by subject and property, and the subjects that point to each object.

    ``words`` says whether what is read from it comes with the words of each span.
    """

    base: str
    words: bool = False
    about: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    pointing: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def read(self, triples: Iterable[ox.Triple]) -> Graph:
        """Takes the triples in; gives itself."""
        for triple in triples:
            subject, predicate = triple.subject.value, triple.predicate.value  # type: ignore[union-attr]
            self.about[subject][predicate].append(triple.object)
            if isinstance(triple.object, ox.NamedNode):
                self.pointing[predicate, triple.object.value].append(subject)
        return self

    def values(self, subject: str, predicate: str) -> list[str]:
        """All values of a property as text, resources as locators, in their natural order."""
        found = (self.local(one.value) for one in self.about.get(subject, {}).get(predicate, ()))
        return sorted(found, key=natural)

    def value(self, subject: str, predicate: str) -> str | None:
        """The first value, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def number(self, subject: str, predicate: str) -> int | None:
        """The first value as a number, or None."""
        found = self.value(subject, predicate)
        return int(found) if found is not None and found.lstrip("-").isdigit() else None

    def kinds(self, subject: str) -> set[str]:
        """The local names of the classes."""
        return {re.split(r"[#/]", one.value)[-1] for one in self.about.get(subject, {}).get(TYPE, ())}

    def local(self, iri: str) -> str:
        """A resource as a locator, a concept by its last step; anything else as it is."""
        if iri.startswith(f"{self.base}id/"):
            return iri[len(self.base) + 3 :]
        found = re.match(r"https://w3id\.org/unag/(?:function|force|status|unit|lifecycle|standing)/(.+)$", iri)
        return found[1] if found else iri

    def spans(self, subject: str) -> list[list[int]]:
        """The stretches of text that bear the subject out."""
        return [[start, end] for start, end, _ in self.evidence(subject)]

    def evidence(self, subject: str) -> list[tuple[int, int, str]]:
        """The same, each with its evidence, in the order of the text."""
        names = (one.value for one in self.about.get(subject, {}).get(f"{UNAG}evidence", ()))
        return sorted((int(found[1]), int(found[2]), one) for one in names if (found := SPAN.search(one)))

    def inside(self, predicate: str, target: str, kind: str) -> list[str]:
        """The subjects of a class that point to a resource."""
        return sorted(one for one in self.pointing.get((predicate, target), ()) if kind in self.kinds(one))


def spanned(graph: Graph, subject: str, number: int = 0, **facts: Any) -> Json:
    """Facts with the span of one piece of their evidence, and with its words if the graph is read with words.

    What stands nowhere in the text (a curated heading, say) has the span of the beginning, [0, 0].
    """
    start, end, name = (graph.evidence(subject) or [(0, 0, "")])[number]
    words = {"text": graph.value(f"{name}/selector", f"{OA}exact") or ""} if graph.words else {}
    return {**facts, "span": [start, end], **words}


def known(**facts: Any) -> Json:
    """Only those facts that there are."""
    return {name: value for name, value in facts.items() if value not in (None, [], False)}


def place(locator: str) -> str:
    """The subdivision of a locator."""
    return locator.rpartition("~")[2]


def body(graph: Graph, subject: str, predicate: str) -> str | None:
    """The name of a body as the graph labels it."""
    found = next(iter(graph.about.get(subject, {}).get(predicate, ())), None)
    return graph.value(found.value, PREFIXES["rdfs"] + "label") if found is not None else None


def natural(text: str) -> list[tuple[int, str]]:
    """A sorting key by which what is numbered stands in the order that people expect: 2 before 10."""
    return [(int(one), "") if one.isdigit() else (-1, one) for one in re.split(r"([0-9]+)", text)]
