"""The one place where the pages reach the application's state: the store and its base IRI."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, TypeVar, cast

from fastapi import Request
from pyoxigraph import NamedNode

from graph_service.graph.store import GraphStore
from graph_service.web.pages.terms import PROLOGUE, local, value

Row = dict[str, str]
Made = TypeVar("Made")
LOCK = RLock()


def store(request: Request) -> GraphStore:
    """The store that this answer is read from."""
    return cast(GraphStore, request.app.state.store)


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
    start = f"{base(request)}id/"
    return address[len(start) :] if address.startswith(start) else address


def rows(request: Request, query: str, **bindings: Any) -> list[Row]:
    """The rows of a query as texts; what is unbound is ''. Values go in as bindings, never into the text."""
    return rows_in(store(request), query, **bindings)


def rows_in(source: GraphStore, query: str, **bindings: Any) -> list[Row]:
    """The same over any store."""
    found = source.select(PROLOGUE + query, bindings)
    return [Texts((name, value(term)) for name, term in row.items()) for row in found]


class Texts(Row):
    """A row in which a variable without a value reads as ''."""

    def __missing__(self, key: str) -> str:
        return ""


def per_release(request: Request, name: str, make: Callable[[Request], Made]) -> Made:
    """What ``make`` gives, made once for each release and kept with the application."""
    kept: dict[str, tuple[str, Any]] = getattr(request.app.state, "kept_by_pages", None) or {}
    request.app.state.kept_by_pages = kept
    now = release(request)
    if name not in kept or kept[name][0] != now:
        with LOCK:
            if name not in kept or kept[name][0] != now:
                kept[name] = (now, make(request))
    return cast(Made, kept[name][1])


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
