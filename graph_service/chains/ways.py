"""The ways between two places in every form that a chain has: as what they have in common, or way by way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from graph_service.chains.chain import Chain, Edge, Part, Path, Step
from graph_service.chains.export import path_record, write_chain
from graph_service.chains.index import Index
from graph_service.chains.printing import COLOURS, render

Json = dict[str, Any]
Row = dict[str, str]
COLUMNS: Final = ("way", "from", "by", "to", "status", "confidence", "note", "evidence")


def join_ways(index: Index, found: Sequence[Path], start: str) -> Chain:
    """All ways as one chain, each place, edge and part once; its depth counts the citations from ``start``."""
    depths, edges, parts = {index.find(start): 0}, dict[tuple[str, ...], Edge](), dict[Part, None]()
    for way in found:
        depth = 0
        for step in way.steps:
            depth += bool(step.edges)
            depths.setdefault(index.find(step.goal), depth)
            for edge in step.edges:
                key = edge.source, edge.target, edge.function, edge.kind
                edges.setdefault(key, edge._replace(depth=-depth if step.backward else depth))
            if not step.edges:
                ends = step.origin, step.goal
                parts[Part(*(ends if step.move == "contains" else ends[::-1]))] = None
    nodes = tuple(index.node(number, depth) for number, depth in depths.items())
    longest = max(map(abs, depths.values()))
    return Chain(nodes[0].locator, "both", longest, nodes, tuple(edges.values()), tuple(parts), index.release)


def way_rows(found: Sequence[Path]) -> Iterator[Row]:
    """A line for each citation, or move inside a document, of each way."""
    for number, way in enumerate(found, 1):
        for step in way.steps:
            ends = {"way": str(number), "from": step.origin, "to": step.goal}
            if not step.edges:
                yield dict.fromkeys(COLUMNS, "") | ends | {"by": step.move}
            for edge in step.edges:
                yield ends | _edge_row(edge, step.backward)


def _edge_row(edge: Edge, backward: bool) -> Row:
    return {
        "by": f"{'←' if backward else '→'} {edge.function}",
        "status": edge.status,
        "confidence": f"{edge.confidence:g}",
        "note": edge.note.partition("~fn")[2],
        "evidence": " ".join(f"{one.expression}#{one.start}-{one.end}" for one in edge.evidence),
    }


def _table(found: Sequence[Path]) -> str:
    table = Table()
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for row in way_rows(found):
        table.add_row(*(row[name].replace(" ", "\n") if name == "evidence" else row[name] for name in COLUMNS))
    return render(table)


def _tree(found: Sequence[Path]) -> str:
    """One branch for each way, one twig for each step."""
    return "".join(render(tree) for tree in _trees(found))


def _trees(found: Iterable[Path]) -> Iterator[Tree]:
    for number, way in enumerate(found, 1):
        touched = f"{len(way.instruments)} instruments, {way.citations} citations"
        start = way.steps[0].origin if way.steps else way.instruments[0]
        tree = Tree(Text.assemble((start, "bold"), (f"  way {number}: {touched}", "dim")))
        for step in way.steps:
            rows = [_edge_row(edge, step.backward) for edge in step.edges]
            said = Text(", ".join(row["by"] for row in rows) or step.move, style=_colour(step))
            where = " ".join(row["evidence"] for row in rows)
            tree.add(Text.assemble(said, " ", (step.goal, "bold"), (f"  ({where})" if where else "", "dim")))
        yield tree


def _colour(step: Step) -> str:
    return COLOURS.get(step.edges[0].force, "cyan") if step.edges else "dim"


def _csv(found: Sequence[Path]) -> str:
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, COLUMNS)
    writer.writeheader()
    writer.writerows(way_rows(found))
    return sheet.getvalue()


def _json(found: Sequence[Path]) -> str:
    return json.dumps([path_record(one) for one in found], ensure_ascii=False, indent=1) + "\n"


# The other forms (jsonld, dot, graphml, svg) are those of the one chain that the ways make together.
FORMS: Final[Mapping[str, Callable[[Sequence[Path]], str]]] = {
    "table": _table,
    "tree": _tree,
    "csv": _csv,
    "json": _json,
}


def write_ways(index: Index, found: Sequence[Path], start: str, form: str, base: str) -> str:
    """The ways in the form of that name. Raises QueryError for a form that no chain has."""
    if form in FORMS:
        return FORMS[form](found)
    return write_chain(join_ways(index, found, start), form, base)
