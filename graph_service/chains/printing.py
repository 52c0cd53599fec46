"""A chain for people at a terminal: as a tree, and as a table."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from graph_service.chains.chain import Chain, Edge, Node

COLOURS = {
    "approval": "green",
    "positive": "green",
    "negative": "red",
    "negative-strong": "red",
    "directive": "yellow",
    "directive-strong": "yellow",
    "soft-directive": "yellow",
    "decision": "magenta",
}
CUTS = {"depth": "the walk goes on beyond this depth", "size": "the walk was ended by the bound on its size"}


def chain_tree(chain: Chain) -> Tree:
    """The chain as a tree: what a place cites (→) or what cites it (←) hangs below it, each place opened once."""
    root = Tree(_title(chain.node(chain.start)))
    signs = {"forward": (1,), "backward": (-1,), "both": (1, -1)}[chain.direction]
    for sign in signs:
        _grow(chain, root, chain.start, sign, {chain.start})
    if chain.cut:
        root.add(Text(f"… {CUTS[chain.cut]}", style="dim"))
    return root


def _grow(chain: Chain, branch: Tree, place: str, sign: int, opened: set[str]) -> None:
    for edge in _steps(chain, place, sign):
        goal = edge.target if sign > 0 else edge.source
        twig = branch.add(_step(edge, chain.node(goal), sign, goal in opened))
        if goal not in opened:
            opened.add(goal)
            _grow(chain, twig, goal, sign, opened)
    for part in chain.parts:
        other = part.part if part.whole == place else part.whole if part.part == place else ""
        if not other or other in opened or not list(_steps(chain, other, sign)):
            continue
        opened.add(other)
        relation = "in it" if other == part.part else "around it"
        _grow(chain, branch.add(Text(f"{relation}: {other}", style="dim")), other, sign, opened)


def _steps(chain: Chain, place: str, sign: int) -> Iterator[Edge]:
    edges = chain.leaving(place) if sign > 0 else chain.reaching(place)
    return (one for one in edges if one.depth * sign > 0)


def _title(node: Node) -> Text:
    facts = [str(node.date) if node.date else "", node.label if node.locator == node.document else node.kind]
    more = " · ".join(one for one in facts if one)
    return Text.assemble((node.locator, "bold"), (f"  {more}" if more else "", "dim"))


def _step(edge: Edge, goal: Node, sign: int, again: bool) -> Text:
    doubt = "" if edge.status == "explicit" else f" [{edge.status} {edge.confidence:g}]"
    where = ", ".join(f"{one.language} {one.start}–{one.end}" for one in edge.evidence)
    note = f" note {edge.note.partition('~fn')[2]}" if edge.note else ""
    return Text.assemble(
        ("→ " if sign > 0 else "← ", "dim"),
        (edge.function, COLOURS.get(edge.force, "cyan")),
        " ",
        _title(goal),
        (doubt, "red"),
        (f"  ({where}{note})" if where or note else "", "dim"),
        (f"  {edge.reason}" if edge.reason else "", "red"),
        ("  (shown elsewhere)" if again else "", "dim"),
    )


def chain_table(chain: Chain) -> Table:
    """The chain as a table of its steps."""
    table = Table(title=f"{chain.direction} from {chain.start}", caption=CUTS.get(chain.cut))
    for name in ("step", "from", "function", "to", "status", "confidence", "note", "evidence"):
        table.add_column(name, overflow="fold")
    for edge in chain.edges:
        table.add_row(
            str(edge.depth),
            edge.source,
            Text(edge.function, style=COLOURS.get(edge.force, "cyan")),
            edge.target,
            edge.status,
            f"{edge.confidence:g}",
            edge.note.partition("~fn")[2],
            "\n".join(f"{one.language} {one.start}–{one.end} {one.quote}".rstrip() for one in edge.evidence),
        )
    return table


def render(what: RenderableType, width: int = 160) -> str:
    """Anything that rich shows, as plain text."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    console.print(what)
    file = console.file
    assert isinstance(file, io.StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def print_tree(chain: Chain) -> str:
    """The tree as plain text."""
    return render(chain_tree(chain))


def print_table(chain: Chain) -> str:
    """The table as plain text."""
    return render(chain_table(chain))
