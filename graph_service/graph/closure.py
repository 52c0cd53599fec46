"""Closure: what a store knows, one hop away, of the documents that a graph cites.

It is the context in which `validate` can tell that a cited paragraph does not exist, or that a cited instrument is
later than the one that cites it. What is looked up follows the number of citations: neither the size of the store
nor how often others cite the same document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from graph_service.graph.store import GraphStore
from graph_service.graph.vocab import PREFIXES, bare, term

DOCUMENTS: Final = frozenset(bare(term(f"unag:{name}")) for name in ("citesDocument", "basedOn"))
PLACES: Final = frozenset({bare(term("cito:hasCitedEntity"))})
MANY: Final = 200
# So written, Oxigraph looks up the keys that are listed and no more. With a list of properties beside that of
# documents, or other groupings of the same patterns, it reads every statement that has one of the properties:
# `tests/graph/test_closure.py` tells.
STATED: Final = "CONSTRUCT { ?one %s ?value } WHERE { VALUES ?one { %%s } ?one %s ?value }"
PROLOGUE: Final = f"PREFIX eli: <{PREFIXES['eli']}> PREFIX unag: <{PREFIXES['unag']}>\n"
# In the document's own graph only: others that cite it repeat its session and name its places.
SESSION: Final = f"""{PROLOGUE}CONSTRUCT {{ ?one unag:session ?session }} WHERE {{
  VALUES ?one {{ %s }}
  GRAPH ?graph {{ ?expression eli:realizes ?one }}
  OPTIONAL {{ GRAPH ?graph {{ ?one unag:session ?session }} }}
}}"""
# The order of reading begins with 1, so one paragraph tells that its document is at hand.
FIRST: Final = f"""{PROLOGUE}CONSTRUCT {{ ?place unag:inDocument ?one ; unag:orderKey 1 }} WHERE {{
  VALUES ?one {{ %s }}
  GRAPH ?graph {{ ?expression eli:realizes ?one . ?place unag:orderKey 1 ; unag:inDocument ?one }}
}}"""


def _stated(name: str) -> str:
    return STATED % (term(name), term(name))


QUESTIONS: Final = (
    (DOCUMENTS, (SESSION, FIRST, _stated("unag:adopted"), _stated("unag:issuedBy"))),
    (PLACES, (_stated("unag:orderKey"), _stated("unag:headingOrder"))),
)


def closure(nquads: bytes, view: GraphStore) -> bytes:
    """Dates, sessions and issuers of the documents that the quads cite, and the cited places, as N-Triples.

    Documents that the store does not know add nothing; of one that it knows a first paragraph is told, so that a
    cited place that is missing can be told from a document that is. Asked in portions, so that no query grows
    without bound.
    """
    return b"".join(view.construct(query) for query in questions(nquads))


def questions(nquads: bytes) -> Iterator[str]:
    """The queries whose answers are the closure: a function of the document alone."""
    quads = [*ox.parse(nquads, format=ox.RdfFormat.N_QUADS)]
    for properties, queries in QUESTIONS:
        found = {one.object.value for one in quads if one.predicate.value in properties and _named(one)}
        named = sorted(found)
        for start in range(0, len(named), MANY):
            portion = " ".join(f"<{one}>" for one in named[start : start + MANY])
            yield from (query % portion for query in queries)


def _named(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.NamedNode)
