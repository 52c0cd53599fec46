"""Closure: what a store knows, one hop away, of the documents that a graph cites.

It is the context in which `validate` can tell that a cited paragraph does not exist, or that a cited instrument is
later than the one that cites it. Its size follows the number of cited documents, not the size of the store.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from graph_service.graph.store import GraphStore
from graph_service.graph.vocab import PREFIXES, bare, term

CITED: Final = frozenset(bare(term(f"unag:{name}")) for name in ("citesDocument", "basedOn"))
MANY: Final = 200
KNOWN: Final = f"""PREFIX unag: <{PREFIXES["unag"]}>
CONSTRUCT {{ ?work ?fact ?value . ?place unag:inDocument ?work ; ?order ?key }} WHERE {{
  VALUES ?work {{ %s }}
  {{ VALUES ?fact {{ unag:symbol unag:adopted unag:session unag:issuedBy }} ?work ?fact ?value }}
  UNION
  {{ VALUES ?order {{ unag:orderKey unag:headingOrder }} ?place unag:inDocument ?work ; ?order ?key }}
}}"""


def closure(nquads: bytes, view: GraphStore) -> bytes:
    """Dates, sessions and issuers of the documents that the quads cite, and their places, as N-Triples.

    Documents that the store does not know add nothing. Asked in portions, so that no query grows without bound.
    """
    works = sorted({quad.object.value for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS) if _cites(quad)})
    portions = [works[start : start + MANY] for start in range(0, len(works), MANY)]
    return b"".join(view.construct(KNOWN % " ".join(f"<{one}>" for one in portion)) for portion in portions)


def _cites(quad: ox.Quad) -> bool:
    return quad.predicate.value in CITED and isinstance(quad.object, ox.NamedNode)
