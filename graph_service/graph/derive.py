"""Derive: what follows from the graphs of a store across documents, rebuilt as a whole at every release.

Parity findings between language versions, and measurements of quality (DQV) of every expression.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from graph_service.graph.parity import Finding, compare_sides, describe_findings, side_of
from graph_service.graph.store import GraphStore, Row
from graph_service.graph.vocab import PREFIXES, Names, literal, term, typed, under

PREAMBLE: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("unag", "status", "c4o", "doco"))
RESOLUTION: Final = f"""{PREAMBLE}
SELECT ?expression (COUNT(?citation) AS ?all) (SUM(?good) AS ?right) WHERE {{
  GRAPH ?graph {{
    ?expression a unag:Expression .
    ?citation a unag:Citation ; unag:resolutionStatus ?status .
    BIND(IF(?status IN (status:explicit, status:coreferent), 1, 0) AS ?good)
  }}
}} GROUP BY ?expression"""
COVERAGE: Final = f"""{PREAMBLE}
SELECT ?expression (COUNT(?note) AS ?all) (SUM(?good) AS ?right) WHERE {{
  GRAPH ?graph {{
    ?expression a unag:Expression .
    ?note a doco:Footnote .
    BIND(IF(EXISTS {{ ?mark c4o:denotes ?note }}, 1, 0) AS ?good)
  }}
}} GROUP BY ?expression"""
MEASURES: Final = {"resolution-rate": RESOLUTION, "footnote-coverage": COVERAGE}


def describe_parity(view: GraphStore, base: str) -> bytes:
    """All differences between language versions of one work, as the graph ``{base}graph/derived/parity``."""
    return describe_findings(parity_of(view, base), base)


def parity_of(view: GraphStore, base: str) -> Iterator[Finding]:
    """The differences of every pair of language versions in the store, work by work."""
    for names in _versions(view, base).values():
        if len(names) > 1:
            sides = [side_of(view.graph(name), base) for name in names]
            for first, second in combinations(sides, 2):
                yield from compare_sides(first, second)


def _versions(view: GraphStore, base: str) -> dict[str, list[str]]:
    """The graphs of read expressions by work, each work's in the order of their languages."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(view.graphs()):
        symbol, at, _ = name.removeprefix(f"{base}graph/").rpartition("@")
        if at and name.startswith(f"{base}graph/"):
            found[symbol].append(name)
    return found


def describe_quality(view: GraphStore, base: str) -> bytes:
    """Resolution rate, footnote coverage and translation parity of every expression, from 0 to 1 (DQV, 4.5)."""
    names = Names(base)
    graph, lines = names.graph("derived/quality"), set()
    for expression, metric, value in (*_rates(view), *_parity_rates(view, base)):
        subject = under(expression, "quality", metric)
        stated = (
            ("rdf:type", term("dqv:QualityMeasurement")),
            ("dqv:computedOn", expression),
            ("dqv:isMeasurementOf", term(f"metric:{metric}")),
            ("dqv:value", typed(value)),
            ("rdfs:label", literal(metric)),
        )
        lines |= {f"{subject} {term(name)} {one} {graph} .\n" for name, one in stated}
    return "".join(sorted(lines)).encode()


def _rates(view: GraphStore) -> Iterator[tuple[str, str, float]]:
    """Expression, metric, share; an expression with nothing to count has no measurement."""
    for metric, query in MEASURES.items():
        for row in view.select(query):
            if _number(row, "all"):
                yield f"<{row['expression'].value}>", metric, round(_number(row, "right") / _number(row, "all"), 4)


def _number(row: Row, name: str) -> int:
    return int(float(row[name].value)) if name in row else 0


def _parity_rates(view: GraphStore, base: str) -> Iterator[tuple[str, str, float]]:
    """The share of places without a finding, for every expression that has a twin; the lowest of its pairs."""
    shares: dict[str, float] = {}
    for graphs in _versions(view, base).values():
        sides = [side_of(view.graph(name), base) for name in graphs] if len(graphs) > 1 else []
        for first, second in combinations(sides, 2):
            places = {*first.places, *second.places}
            wrong = {finding.place for finding in compare_sides(first, second)}
            share = round(1 - len(wrong) / len(places), 4) if places else 1.0
            for one in (first, second):
                token = Names(base).locator(f"{one.symbol}@{one.language}")
                shares[token] = min(share, shares.get(token, 1.0))
    yield from ((token, "translation-parity", share) for token, share in sorted(shares.items()))
