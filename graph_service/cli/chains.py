"""``unag trace`` and ``path``: chains of citations, in either direction and between two places."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from graph_service.chains.archive import open_index
from graph_service.chains.export import write_chain
from graph_service.chains.index import Index
from graph_service.chains.paths import Measure, paths
from graph_service.chains.traverse import Direction, Filter, trace
from graph_service.chains.ways import write_ways
from graph_service.chains.words import quote_edges
from graph_service.cli.console import StoreOption, reading, settings, tell, write
from graph_service.graph.store import GraphStore
from graph_service.places import kept_with
from graph_service.settings import Settings

DAY = ["%Y-%m-%d"]
DayOption = Annotated[datetime | None, typer.Option(formats=DAY, help="A day, such as 2012-04-09.")]


class ChainFormat(StrEnum):
    """What `unag trace` and `unag path` can print: the forms of `graph_service.chains.export`."""

    TREE = "tree"
    TABLE = "table"
    JSON = "json"
    JSONLD = "jsonld"
    CSV = "csv"
    DOT = "dot"
    GRAPHML = "graphml"
    SVG = "svg"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(name="trace")(show_chain)
    app.command()(path)


def index_of(store: GraphStore, chosen: Settings) -> Index:
    """The chain index of the store's release, kept beside it."""
    return open_index(store, chosen.base, kept_with(chosen))


def show_chain(
    locator: Annotated[str, typer.Argument(help="Document or paragraph: A/RES/66/257~I.op12.")],
    store: StoreOption = None,
    direction: Annotated[str, typer.Option("--direction", "-d", help="forward, backward or both.")] = "forward",
    depth: Annotated[int, typer.Option(help="Citations to follow at most.")] = 3,
    size: Annotated[int, typer.Option(help="Citations to show at most.")] = 500,
    function: Annotated[list[str] | None, typer.Option(help="Only this function; may be repeated.")] = None,
    force: Annotated[list[str] | None, typer.Option(help="Only this force; may be repeated.")] = None,
    body: Annotated[list[str] | None, typer.Option(help="Only documents of this body; may be repeated.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only with evidence in this language.")] = None,
    since: DayOption = None,
    until: DayOption = None,
    words: Annotated[bool, typer.Option("--words", help="Quote the evidence where the text is loaded.")] = False,
    form: Annotated[ChainFormat, typer.Option("--format", "-f", help="How it is printed.")] = ChainFormat.TREE,
) -> None:
    """What a place rests on (forward), or what rests on it (backward), citation by citation."""
    chosen = settings(store=store)
    opened = reading(chosen)
    only = Filter(
        functions=function or (),
        forces=force or (),
        bodies=body or (),
        languages=language or (),
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    chain = trace(index_of(opened, chosen), locator, _direction(direction), depth=depth, size=size, only=only)
    shown = quote_edges(chain, opened, chosen.base) if words else chain
    write(write_chain(shown, str(form), chosen.base))
    if chain.cut:
        tell(chain.cut)


def _direction(text: str) -> Direction:
    known: dict[str, Direction] = {"forward": "forward", "backward": "backward", "both": "both"}
    if text not in known:
        raise typer.BadParameter(f"{text} is none of {', '.join(known)}", param_hint="--direction")
    return known[text]


def path(
    start: Annotated[str, typer.Argument(help="One end: a document or paragraph.")],
    goal: Annotated[str, typer.Argument(help="The other end.")],
    store: StoreOption = None,
    instruments: Annotated[bool, typer.Option("--instruments", help="By least number of instruments.")] = False,
    directed: Annotated[bool, typer.Option("--directed", help="Only from citing to cited.")] = False,
    limit: Annotated[int, typer.Option(help="Ways to show at most.")] = 10,
    form: Annotated[ChainFormat, typer.Option("--format", "-f", help="How it is printed.")] = ChainFormat.TABLE,
) -> None:
    """All shortest ways between two places."""
    least: Measure = "instruments" if instruments else "steps"
    chosen = settings(store=store)
    index = index_of(reading(chosen), chosen)
    found = paths(index, start, goal, least=least, directed=directed, limit=limit)
    if not found:
        tell(f"nothing connects {start} and {goal}")
        raise typer.Exit(1)
    write(write_ways(index, found, start, str(form), chosen.base))
