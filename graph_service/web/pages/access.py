"""The one place where the pages reach the application's state: the store and its base IRI."""

from __future__ import annotations

import csv
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from io import BytesIO, StringIO
from threading import RLock
from typing import Any, TypeVar, cast

from fastapi import Request
from pyoxigraph import NamedNode

from graph_service.graph.binding import bind
from graph_service.graph.formats import BINDINGS, named
from graph_service.graph.store import WHOLE, Choices, Dataset, GraphStore
from graph_service.web.pages.terms import PROLOGUE, local

Row = dict[str, str]
Made = TypeVar("Made")
LOCK = RLock()


def store(request: Request) -> GraphStore:
    """The store that this answer is read from: the one of the release that was served when it was begun."""
    if not hasattr(request.state, "store"):
        request.state.store = request.app.state.store
    return cast(GraphStore, request.state.store)


def base(request: Request) -> str:
    """The base IRI of the resources, with its final slash."""
    return str(request.app.state.settings.base)


def release(request: Request) -> str:
    """The name of the published state that this answer is read from."""
    return str(store(request).release)


def iri(request: Request, locator: str) -> NamedNode:
    """The resource of a locator."""
    return NamedNode(f"{base(request)}id/{locator}")


def locator_of(request: Request, address: str) -> str:
    """The locator in a resource's IRI; any other IRI as it is."""
    return locator_in(base(request), address)


def locator_in(start: str, address: str) -> str:
    """The same for resources that begin with ``start``, the base IRI."""
    return address.removeprefix(f"{start}id/")


def rows(request: Request, query: str, **bindings: Any) -> list[Row]:
    """The rows of a query as texts; what is unbound is ''. Values go in as bindings, never into the text."""
    return rows_in(store(request), query, bindings)


def rows_in(
    source: GraphStore, query: str, bindings: Mapping[str, Any] = {}, within: Sequence[str] | None = None
) -> list[Row]:
    """The same over any store; ``within`` names the graphs that ``GRAPH ?g`` ranges over, without it all.

    The engine writes the rows as CSV (SPARQL 1.1 Results, CSV: plain values, '' for unbound), which is read in
    a third of the time that its terms take one by one.
    """
    written = BytesIO()
    text = bind(PROLOGUE + query, bindings) if bindings else PROLOGUE + query
    source.answer(text, plain(), written, WHOLE if within is None else Dataset(named=tuple(within)))
    lines = csv.reader(StringIO(written.getvalue().decode(), newline=""))
    names = next(lines, [])
    # A row of one empty value is an empty line.
    return [Texts(zip(names, line or [""], strict=True)) for line in lines]


@cache
def plain() -> Choices:
    """CSV for the rows of a SELECT."""
    form = named("csv", BINDINGS)
    return Choices({BINDINGS: None if form is None else (form, form.media)})


class Texts(Row):
    """A row in which a variable without a value reads as ''."""

    def __missing__(self, key: str) -> str:
        return ""


def per_release(request: Request, name: str, make: Callable[[Request], Made]) -> Made:
    """What ``make`` gives, made once for each release and kept with the application.

    Who comes while it is being made waits for it; other things are made at the same time.
    """
    kept = shelf(request)
    with LOCK:
        lock = kept.setdefault(("lock", name), RLock())
    with lock:
        if name not in kept:
            kept[name] = make(request)
    return cast(Made, kept[name])


def made(request: Request, name: str) -> bool:
    """Whether something of the release is there, or nobody is making it: asking for it then waits for no other."""
    kept = shelf(request)
    return name in kept or not kept.get("warming")


def lately(request: Request, name: str, key: Hashable, most: int, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, kept for the release while it is among the ``most`` last asked for under ``name``."""
    with LOCK:
        kept: OrderedDict[Hashable, Made] = shelf(request).setdefault(("lately", name), OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    found = make()
    with LOCK:
        kept[key] = found
        while len(kept) > most:
            kept.popitem(last=False)
    return found


def shelf(request: Request) -> dict[Hashable, Any]:
    """What is kept with the application for one release; that of the release before goes with the next."""
    now = release(request)
    with LOCK:
        held: dict[str, dict[Hashable, Any]] = getattr(request.app.state, "kept_by_pages", None) or {}
        request.app.state.kept_by_pages = held
        if now not in held:
            held[now] = {}
            while len(held) > 2:
                del held[next(iter(held))]
        return held[now]


ABOUT = "SELECT DISTINCT ?p ?o (LANG(?o) AS ?lang) WHERE { ?thing ?p ?o }"


def about(request: Request, address: str) -> dict[str, dict[str, str]]:
    """What is said of one resource: value by language ('' for none) by the local name of the property.

    A look-up by subject is quick in every engine; an OPTIONAL over a whole list is not.
    """
    found: dict[str, dict[str, str]] = {}
    for row in rows(request, ABOUT, thing=NamedNode(address)):
        found.setdefault(local(row["p"]), {})[row["lang"]] = row["o"]
    return found


def worded(values: dict[str, str] | None, language: str) -> str:
    """The value in that language, else in English, else any; '' where there is none."""
    order = (language, "en", "", *sorted(values or {}))
    return next(((values or {})[one] for one in order if one in (values or {})), "")
