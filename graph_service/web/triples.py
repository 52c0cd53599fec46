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
UNAG, ELI, CITO = PREFIXES["unag"], PREFIXES["eli"], PREFIXES["cito"]
TYPE = PREFIXES["rdf"] + "type"
SPAN = re.compile(r"/evidence/(\d+)-(\d+)$")


@dataclass(slots=True)
class Graph:
    """One document's graph by subject and property, and the subjects that point to each object."""

    base: str
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
        """All values of a property as text, resources as locators, sorted."""
        return sorted(self.local(one.value) for one in self.about.get(subject, {}).get(predicate, ()))

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
        names = (one.value for one in self.about.get(subject, {}).get(f"{UNAG}evidence", ()))
        return sorted([int(found[1]), int(found[2])] for one in names if (found := SPAN.search(one)))

    def inside(self, predicate: str, target: str, kind: str) -> list[str]:
        """The subjects of a class that point to a resource."""
        return sorted(one for one in self.pointing.get((predicate, target), ()) if kind in self.kinds(one))


def spanned(graph: Graph, subject: str, **facts: Any) -> Json:
    """Facts with the span of their evidence, where there is one; nothing that is unknown."""
    span = next(iter(graph.spans(subject)), None)
    known = {name: value for name, value in facts.items() if value not in (None, [])}
    return {**known, **({"span": span} if span else {})}


def place(locator: str) -> str:
    """The subdivision of a locator."""
    return locator.rpartition("~")[2]


def body(locator: str | None) -> str | None:
    """A body's slug."""
    return locator.removeprefix("body/") if locator else None
