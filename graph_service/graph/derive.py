"""Derive: what follows from the graphs of a store across documents, for every release anew.

Parity findings between language versions, and measurements of quality (Data Quality Vocabulary, section 4) of
every expression. A pair of versions that has not changed since the last release is taken over, not compared again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from graph_service.errors import UnknownError
from graph_service.graph.parity import Side, compare_sides, describe_findings, side_of
from graph_service.graph.store import GraphStore, Row
from graph_service.graph.vocab import PREFIXES, Names, literal, term, typed, under

PARITY: Final = "derived/parity"
# Part of every fingerprint: raise it when `compare_sides` finds something else than before.
COMPARISON: Final = "1"
PREAMBLE: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("unag", "status", "c4o", "doco"))
DIGESTS: Final = f"""{PREAMBLE}
SELECT ?graph ?digest WHERE {{ GRAPH ?graph {{ ?expression a unag:Expression ; unag:digest ?digest }} }}"""
SIZE: Final = "SELECT (COUNT(*) AS ?size) WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
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
    """The differences and the share of agreement of every pair of versions, as ``{base}graph/derived/parity``."""
    versions = {symbol: names for symbol, names in _versions(view, base).items() if len(names) > 1}
    digests = {row["graph"].value: row["digest"].value for row in view.select(DIGESTS)} if versions else {}
    known = _known(view, base)
    lines: set[str] = set()
    for symbol, names in versions.items():
        prints = {name: _fingerprint(view, name, digests) for name in names}
        for first, second in combinations(names, 2):
            key = f"{COMPARISON} {prints[first]} {prints[second]}"
            pair = f"{base}id/{symbol}/parity/{first.rpartition('@')[2]}-{second.rpartition('@')[2]}"
            kept = known.get(pair, ("", set()))
            lines |= kept[1] if kept[0] == key else _compared(view, base, first, second, key)
    return "".join(sorted(lines)).encode()


def _versions(view: GraphStore, base: str) -> dict[str, list[str]]:
    """The graphs of read expressions by work, each work's in the order of their languages."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(view.graphs()):
        symbol, at, _ = name.removeprefix(f"{base}graph/").rpartition("@")
        if at and name.startswith(f"{base}graph/"):
            found[symbol].append(name)
    return found


def _fingerprint(view: GraphStore, name: str, digests: dict[str, str]) -> str:
    """What changes if the graph changes: the digest that it carries, and its size in case somebody edited it."""
    size = _number(view.select(SIZE, {"graph": ox.NamedNode(name)})[0], "size")
    return f"{digests.get(name, '')}/{size}"


def _known(view: GraphStore, base: str) -> dict[str, tuple[str, set[str]]]:
    """The last release's comparisons: pair → fingerprint and all of its lines."""
    try:
        last = view.graph(f"{base}graph/{PARITY}").decode()
    except UnknownError:
        return {}
    graph = Names(base).graph(PARITY)
    found: dict[str, tuple[str, set[str]]] = {}
    mark = f" {term('unag:comparedAs')} "
    lines = last.splitlines()
    keys = dict(line.split(mark) for line in lines if mark in line)
    for line in lines:
        subject = line.split(" ", 1)[0]
        pair = subject.strip("<>").split("/parity/")
        stem = f"{pair[0]}/parity/{pair[-1].split('/')[0]}"
        key = keys.get(f"<{stem}>", "").removesuffix(" .").strip('"')
        found.setdefault(stem, (key, set()))[1].add(f"{line[:-2]} {graph} .\n")
    return found


def _compared(view: GraphStore, base: str, first: str, second: str, key: str) -> set[str]:
    """The lines of one comparison: its findings, and the share of places without any."""
    sides = [side_of(view.graph(name), base) for name in (first, second)]
    findings = compare_sides(*sides)
    places = {*sides[0].places, *sides[1].places}
    share = 1 - len({one.place for one in findings}) / len(places) if places else 1.0
    described = describe_findings(findings, base, PARITY).decode().splitlines(keepends=True)
    return {*described, *_measured(base, sides, round(share, 4), key)}


def _measured(base: str, sides: list[Side], share: float, key: str) -> Iterator[str]:
    """The translation parity of a pair as a measurement of both versions, with the fingerprint it was taken of."""
    names = Names(base)
    first, second = sides
    work = names.locator(first.symbol)
    subject = under(work, "parity", f"{first.language}-{second.language}")
    stated = [
        ("rdf:type", term("dqv:QualityMeasurement")),
        ("dqv:isMeasurementOf", term("metric:translation-parity")),
        ("dqv:value", typed(share)),
        ("unag:comparedAs", literal(key)),
        *(("dqv:computedOn", names.locator(f"{one.symbol}@{one.language}")) for one in sides),
    ]
    return (f"{subject} {term(name)} {value} {names.graph(PARITY)} .\n" for name, value in stated)


def describe_quality(view: GraphStore, base: str) -> bytes:
    """Resolution rate and footnote coverage of every expression, from 0 to 1, as ``{base}graph/derived/quality``.

    An expression with nothing to count has no measurement.
    """
    graph, lines = Names(base).graph("derived/quality"), set()
    for metric, query in MEASURES.items():
        for row in view.select(query):
            if _number(row, "all"):
                expression = f"<{row['expression'].value}>"
                subject = under(expression, "quality", metric)
                stated = (
                    ("rdf:type", term("dqv:QualityMeasurement")),
                    ("dqv:computedOn", expression),
                    ("dqv:isMeasurementOf", term(f"metric:{metric}")),
                    ("dqv:value", typed(round(_number(row, "right") / _number(row, "all"), 4))),
                )
                lines |= {f"{subject} {term(name)} {one} {graph} .\n" for name, one in stated}
    return "".join(sorted(lines)).encode()


def _number(row: Row, name: str) -> int:
    return int(float(row[name].value)) if name in row else 0
