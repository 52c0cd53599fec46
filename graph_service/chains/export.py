"""A chain in every form it is asked for: one closed table, from JSON to a picture."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph_service.chains.chain import Chain, Edge, Evidence, Node, Path
from graph_service.chains.linked import linked_chain
from graph_service.chains.picture import draw_chain
from graph_service.chains.printing import print_table, print_tree
from graph_service.errors import QueryError

Json = dict[str, Any]
COLUMNS = (
    "depth", "source", "function", "force", "target", "pinpoint", "kind", "status", "confidence",
    "viaFootnote", "printedDate", "languages", "evidence", "reason", "again",
)  # fmt: skip
STYLES = {"ambiguous": "dashed", "unresolved": "dotted"}


def node_record(node: Node) -> Json:
    """A place as JSON: locator, kind, document, depth, label, date, loaded, body."""
    return {
        "locator": node.locator,
        "kind": node.kind,
        "document": node.document,
        "depth": node.depth,
        "label": node.label,
        "date": node.date.isoformat() if node.date else None,
        "loaded": node.loaded,
        "body": node.body,
    }


def evidence_record(one: Evidence) -> Json:
    """Where words stand, as JSON; ``quote`` only if it is known."""
    place: Json = {"expression": one.expression, "language": one.language, "span": [one.start, one.end]}
    return place | ({"quote": one.quote} if one.quote else {})


def edge_record(edge: Edge) -> Json:
    """A step as JSON, names as in a parsed document (``viaFootnote``, ``printedDate``)."""
    return {
        "source": edge.source,
        "target": edge.target,
        "function": edge.function,
        "force": edge.force,
        "kind": edge.kind,
        "pinpoint": edge.pinpoint,
        "status": edge.status,
        "confidence": edge.confidence,
        "viaFootnote": edge.note or None,
        "printedDate": edge.printed_date.isoformat() if edge.printed_date else None,
        "reason": edge.reason or None,
        "depth": edge.depth,
        "again": edge.again,
        "evidence": [evidence_record(one) for one in edge.evidence],
    }


def chain_record(chain: Chain) -> Json:
    """The whole chain as JSON."""
    return {
        "start": chain.start,
        "direction": chain.direction,
        "depth": chain.depth,
        "release": chain.release,
        "cut": chain.cut or None,
        "nodes": [node_record(one) for one in chain.nodes],
        "edges": [edge_record(one) for one in chain.edges],
        "parts": [{"whole": one.whole, "part": one.part} for one in chain.parts],
    }


def path_record(path: Path) -> Json:
    """One way between two places as JSON."""
    return {
        "instruments": list(path.instruments),
        "citations": path.citations,
        "steps": [
            {
                "from": step.origin,
                "to": step.goal,
                "backward": step.backward,
                "move": step.move or None,
                "edges": [edge_record(one) for one in step.edges],
            }
            for step in path.steps
        ],
    }


def _json(chain: Chain, base: str) -> str:
    return json.dumps(chain_record(chain), ensure_ascii=False, indent=1) + "\n"


def _jsonld(chain: Chain, base: str) -> str:
    return json.dumps(linked_chain(chain, base), ensure_ascii=False, indent=1) + "\n"


def edge_row(edge: Edge) -> dict[str, str]:
    """A step as one line of a table; several pieces of evidence are joined with a space."""
    return {
        "depth": str(edge.depth),
        "source": edge.source,
        "function": edge.function,
        "force": edge.force,
        "target": edge.target,
        "pinpoint": edge.pinpoint,
        "kind": edge.kind,
        "status": edge.status,
        "confidence": f"{edge.confidence:g}",
        "viaFootnote": edge.note,
        "printedDate": edge.printed_date.isoformat() if edge.printed_date else "",
        "languages": " ".join(edge.languages),
        "evidence": " ".join(f"{one.expression}#{one.start}-{one.end}" for one in edge.evidence),
        "reason": edge.reason,
        "again": "true" if edge.again else "",
    }


def _csv(chain: Chain, base: str) -> str:
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, COLUMNS)
    writer.writeheader()
    writer.writerows(edge_row(edge) for edge in chain.edges)
    return sheet.getvalue()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _dot(chain: Chain, base: str) -> str:
    """DOT as Graphviz reads it: one cluster per document, later documents point to earlier ones."""
    lines = ["digraph chain {", '  rankdir="RL"; node [shape=box, fontname="sans-serif"];']
    for number, document in enumerate(chain.documents):
        places = [one for one in chain.nodes if one.document == document]
        day = next((f" · {one.date}" for one in places if one.date), "")
        lines.append(f"  subgraph cluster_{number} {{ label={_quoted(document + day)};")
        lines += [f"    {_quoted(one.locator)};" for one in places]
        lines.append("  }")
    for edge in chain.edges:
        style = STYLES.get(edge.status, "solid")
        ends = f"{_quoted(edge.source)} -> {_quoted(edge.target)}"
        lines.append(f"  {ends} [label={_quoted(edge.function)}, style={style}];")
    lines += [
        f"  {_quoted(one.whole)} -> {_quoted(one.part)} [style=dotted, arrowhead=none];" for one in chain.parts
    ]
    return "\n".join([*lines, "}", ""])


def _graphml(chain: Chain, base: str) -> str:
    """GraphML as networkx writes it; attributes are those of the JSON form, as text."""
    graph = nx.MultiDiGraph()
    for node in chain.nodes:
        graph.add_node(node.locator, **{k: str(v) for k, v in node_record(node).items() if v not in (None, "")})
    for edge in chain.edges:
        row = {name: value for name, value in edge_row(edge).items() if value and name not in ("source", "target")}
        graph.add_edge(edge.source, edge.target, **row)
    for part in chain.parts:
        graph.add_edge(part.whole, part.part, kind="part")
    return "\n".join(nx.generate_graphml(graph)) + "\n"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a chain."""

    name: str
    media: str
    write: Callable[[Chain, str], str]


FORMS: Mapping[str, Form] = {
    one.name: one
    for one in (
        Form("tree", "text/plain", lambda chain, base: print_tree(chain)),
        Form("table", "text/plain", lambda chain, base: print_table(chain)),
        Form("json", "application/json", _json),
        Form("jsonld", "application/ld+json", _jsonld),
        Form("csv", "text/csv", _csv),
        Form("dot", "text/vnd.graphviz", _dot),
        Form("graphml", "application/graphml+xml", _graphml),
        Form("svg", "image/svg+xml", lambda chain, base: draw_chain(chain)),
    )
}


def write_chain(chain: Chain, form: str, base: str) -> str:
    """The chain in the form of that name. Raises QueryError with the names that there are."""
    if form not in FORMS:
        raise QueryError(f"no chain is written as {form}", do=f"use one of {', '.join(FORMS)}")
    return FORMS[form].write(chain, base)
