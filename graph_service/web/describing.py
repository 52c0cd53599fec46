"""The job behind ``/id/…``: what the graph says about one resource, in any graph format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyoxigraph as ox
from rapidfuzz import process

from graph_service.errors import UnknownError
from graph_service.graph.engine import write_triples
from graph_service.graph.formats import GRAPH, NotAcceptable, acceptable, choose
from graph_service.graph.store import GraphStore
from graph_service.web.framing import Frame
from graph_service.web.namespaces import PREFIXES, node, prefixes
from graph_service.web.worker import Context

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
OWN = ("BIND(?this AS ?s)",)
# What comes with a resource, by what kind of place its name is: patterns that bind ?s.
PARAGRAPH = (
    "?s cito:hasCitingEntity ?this",
    "?s unag:inParagraph ?this",
    "?s unag:mandatedBy ?this",
    "?s eli:realizes ?this",
    "?s eli:is_part_of ?this",
    "?s cito:hasCitedEntity ?this",
)
WORK = (
    "?s eli:realizes ?this",
    "?s unag:inDocument ?this",
    "?part unag:inDocument ?this . ?s cito:hasCitingEntity ?part",
    "?part unag:inDocument ?this . ?s unag:inParagraph ?part",
    "?part unag:inDocument ?this . ?s unag:mandatedBy ?part",
    "?s unag:answeringDocument ?this",
)
EVIDENCE = (
    "?this unag:evidence ?s",
    "?this unag:evidence ?e . ?e oa:hasTarget ?s",
    "?this unag:evidence ?e . ?e oa:hasTarget ?t . ?t oa:hasSelector ?s",
)
BODY = ("?s unag:addressee ?this",)
STATEMENT = re.compile(r"/(?:cites|mandate|act|mark|refers|caution|answers|evidence|reading)(?:/|$)")


def patterns(locator: str) -> tuple[str, ...]:
    """What belongs to the description of a resource of that name.

    >>> patterns("A/RES/66/257~I.op12/cites/recall/A/64/683~para36") == OWN + EVIDENCE
    True
    """
    if STATEMENT.search(locator):
        return OWN + EVIDENCE
    if locator.startswith("body/"):
        return OWN + BODY
    if "~" in locator:
        return OWN + PARAGRAPH
    return OWN + WORK


def query_for(locator: str) -> str:
    """The CONSTRUCT of a description; each branch binds its subjects before it reads them."""
    branches = "\nUNION ".join(f"{{ {one} . ?s ?p ?o }}" for one in patterns(locator))
    return f"{PROLOGUE}CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {branches} }}"


def describe_resource(context: Context, request: dict[str, Any], body: bytes, output: BinaryIO) -> dict[str, Any]:
    """Writes the description; raises UnknownError with the nearest names, NotAcceptable."""
    settings, locator, iri = context.settings, request["locator"], request["iri"]
    chosen = choose(request["accept"], request["form"], GRAPH)
    if chosen is None:
        raise NotAcceptable(
            "no accepted format can carry a graph", do="accept one of " + ", ".join(acceptable(GRAPH))
        )
    store = context.store(request["release"])
    data = store.construct(query_for(locator), {"this": node(iri)})
    if not data:
        raise unknown(store, locator, settings.base)
    triples = list(read_lines(data))
    if chosen[0].name == "jsonld":
        made = Frame(triples).document(iri, f"{settings.base}context.jsonld")
        output.write(json.dumps(made, ensure_ascii=False, indent=1).encode())
    else:
        write_triples(triples, chosen[0], output, prefixes(settings.base))
    return {"media": chosen[0].content_type(chosen[1]), "format": chosen[0].extension}


def read_lines(data: bytes) -> Iterator[ox.Triple]:
    """The triples of N-Triples lines."""
    return (one.triple for one in ox.parse(data, ox.RdfFormat.N_TRIPLES))


def unknown(store: GraphStore, locator: str, base: str) -> UnknownError:
    """What to answer when nothing is said about a resource: the nearest names that there are."""
    near = nearest(store, locator, base)
    return UnknownError(f"nothing is known about {locator}", do="see the nearest names, or search", nearest=near)


def nearest(store: GraphStore, locator: str, base: str, most: int = 5) -> tuple[str, ...]:
    """The names closest to one that is not there: places of the same document, else symbols."""
    work = locator.partition("~")[0].partition("@")[0]
    if work != locator:
        rows = store.select(
            PROLOGUE + "SELECT ?work ?name { ?place unag:inDocument ?work ; unag:locator ?name }",
            {"work": node(f"{base}id/{work}")},
        )
        if rows:
            return _closest(locator, [row["name"].value for row in rows], most)
    rows = store.select(PROLOGUE + "SELECT DISTINCT ?name { ?work unag:symbol ?name }")
    return _closest(work, [row["name"].value for row in rows], most)


def _closest(name: str, names: list[str], most: int) -> tuple[str, ...]:
    return tuple(one for one, _, _ in process.extract(name, sorted(set(names)), limit=most, score_cutoff=50))
