"""The printed words behind an edge: quotes for evidence, and the text of a paragraph in one language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph_service.chains.chain import Chain, Edge, Evidence
from graph_service.chains.terms import PREFIXES, node_of, text_of

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

QUOTE = """
SELECT ?evidence ?exact WHERE {
  ?evidence oa:hasTarget ?target . ?target oa:hasSelector ?selector . ?selector oa:exact ?exact
}"""
TEXT = """
SELECT ?place ?text WHERE {
  ?expression eli:realizes ?place ; unag:text ?text
}"""


def quote_edges(chain: Chain, store: GraphStore, base: str) -> Chain:
    """The same chain with the words of every piece of evidence, where the store holds them."""
    return replace(chain, edges=tuple(_quoted(edge, store, base) for edge in chain.edges))


def _quoted(edge: Edge, store: GraphStore, base: str) -> Edge:
    return edge._replace(evidence=tuple(_quote(one, store, base) for one in edge.evidence))


def _quote(one: Evidence, store: GraphStore, base: str) -> Evidence:
    name = node_of(f"{one.expression}/evidence/{one.start}-{one.end}", base)
    rows = store.select(PREFIXES + QUOTE, {"evidence": name})
    return one._replace(quote=min(text_of(row, "exact") for row in rows)) if rows else one


def texts_of(store: GraphStore, locator: str, base: str) -> dict[str, str]:
    """The words of one paragraph by language; empty if its text is not loaded."""
    rows = store.select(PREFIXES + TEXT, {"place": node_of(locator, base)})
    return {getattr(row["text"], "language", None) or "": text_of(row, "text") for row in rows}
