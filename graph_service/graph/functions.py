"""The functions of citations and acts, as the ontology states them: force, edge property, CiTO's nearest property.

``ontology/instruments.ttl`` is the source of truth; what it does not know is described as plain ``cito:cites``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pyoxigraph as ox

from graph_service.graph.vocab import PREFIXES, bare, term
from graph_service.resources import folder

ONTOLOGY: Final = "instruments.ttl"
# The forces that ask somebody for something: an act with one of them confers a mandate.
DIRECTIVE: Final = frozenset({"directive", "directive-strong", "soft-directive"})


@dataclass(frozen=True, slots=True)
class Function:
    """One function: ``concept``, ``force``, ``edge`` and ``cito`` are tokens of N-Quads."""

    notation: str
    concept: str
    force: str | None = None
    edge: str | None = None
    cito: str = field(default_factory=lambda: term("cito:cites"))

    @property
    def confers(self) -> bool:
        """Whether an act with this function asks somebody for something."""
        return self.force is not None and bare(self.force).rpartition("/")[2] in DIRECTIVE


@cache
def functions() -> Mapping[str, Function]:
    """Every function of the scheme by its notation."""
    text = (folder("ontology") / ONTOLOGY).read_bytes()
    facts: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(PREFIXES["function"]):
            facts.setdefault(str(quad.subject), {}).setdefault(str(quad.predicate), []).append(str(quad.object))
    read = (_read(concept, stated) for concept, stated in sorted(facts.items()))
    return {one.notation: one for one in read}


def function(notation: str) -> Function:
    """The function of that notation; one that the scheme does not know has neither force nor edge."""
    known = functions().get(notation)
    return known or Function(notation, term(f"function:{notation}"))


def _read(concept: str, stated: Mapping[str, list[str]]) -> Function:
    """One concept's statements as a value."""
    near = [one for one in stated.get(term("skos:closeMatch"), []) if one.startswith(f"<{PREFIXES['cito']}")]
    return Function(
        notation=bare(concept).rpartition("/")[2],
        concept=concept,
        force=next(iter(stated.get(term("unag:force"), [])), None),
        edge=next(iter(stated.get(term("unag:edgeProperty"), [])), None),
        cito=min(near, default=term("cito:cites")),
    )
