"""The chain view: a citation chain as a picture by time, as a table and as files; its address is its state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graph_service.chains.chain import Chain, Edge, Node
from graph_service.chains.export import FORMS, write_chain
from graph_service.chains.index import Index
from graph_service.chains.traverse import Filter, trace
from graph_service.chains.words import quote_edges
from graph_service.errors import AccountabilityError, UnknownError
from graph_service.web.pages import linked_data, places
from graph_service.web.pages.access import base, store
from graph_service.web.pages.drawing import draw
from graph_service.web.pages.frame import Alternate, manner, page
from graph_service.web.pages.register import citations
from graph_service.web.pages.terms import path
from graph_service.web.pages.vocabulary import vocabulary

router = APIRouter(include_in_schema=False)
DEEPEST = 6
LARGEST = 400
"""Edges of one picture; a chain that has more says so, and the API gives it whole."""
OPENED = 40
DIRECTIONS = ("both", "forward", "backward")
SIGNS: dict[str, Literal["forward", "backward"]] = {"f": "forward", "b": "backward"}
Direction = Literal["forward", "backward", "both"]


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for; ``opened`` are places expanded by hand: ``f.`` or ``b.`` and a locator."""

    locator: str
    direction: Direction
    depth: int
    functions: tuple[str, ...]
    forces: tuple[str, ...]
    opened: tuple[str, ...]

    def address(self, *, opened: Iterable[str] | None = None, form: str = "") -> str:
        """The address of this view, with other places opened or as a file."""
        pairs = [("direction", self.direction), ("depth", str(self.depth))]
        pairs += [("function", one) for one in self.functions] + [("force", one) for one in self.forces]
        pairs += [("open", one) for one in (self.opened if opened is None else opened)]
        pairs += [("format", form)] if form else []
        return f"/chain{path(self.locator)[3:]}?{urlencode(pairs)}"


def view_of(request: Request, locator: str) -> View:
    """The view that an address asks for; what cannot be read falls back to what is usual."""
    asked = request.query_params
    direction = asked.get("direction", "both")
    depth = asked.get("depth", "")
    return View(
        locator,
        cast(Direction, direction if direction in DIRECTIONS else "both"),
        min(DEEPEST, int(depth)) if depth.isdigit() else (2 if "~" in locator else 1),
        tuple(one for one in asked.getlist("function") if one),
        tuple(one for one in asked.getlist("force") if one),
        tuple(dict.fromkeys(one for one in asked.getlist("open") if one[:1] in SIGNS))[:OPENED],
    )


def walk(whole: Index, view: View, only: Filter) -> Chain:
    """The chain of a view: the walk from its start, and one step more from every place opened by hand."""
    chain = trace(whole, view.locator, view.direction, depth=view.depth, size=LARGEST, only=only)
    nodes: dict[str, Node] = {one.locator: one for one in chain.nodes}
    edges: dict[tuple[str, str, str], Edge] = {key(one): one for one in chain.edges}
    for opened in view.opened:
        try:
            more = trace(whole, opened[2:], SIGNS[opened[0]], depth=1, size=LARGEST, only=only)
        except UnknownError:
            continue
        nodes = {one.locator: one for one in more.nodes} | nodes
        edges = {key(one): one for one in more.edges} | edges
    return replace(chain, nodes=tuple(nodes.values()), edges=tuple(edges.values()), _places={})


def key(edge: Edge) -> tuple[str, str, str]:
    """What makes an edge one: who cites what in which function."""
    return edge.source, edge.target, edge.function


@router.get("/chain/{locator:path}")
def show(request: Request, locator: str) -> Response:
    """The chain of a place; ``format`` gives the same chain as a file."""
    view = view_of(request, locator)
    whole = citations(request)
    only = Filter(functions=view.functions, forces=view.forces)
    try:
        chain = walk(whole, view, only)
    except AccountabilityError:
        return places.missing(request, locator)
    form = request.query_params.get("format", "")
    if form in FORMS:
        return exported(request, chain, form)
    everything = walk(whole, view, Filter()) if view.functions or view.forces else chain
    wording = manner(request).wording
    quoted = quote_edges(chain, store(request), base(request))
    return page(
        request,
        "chain.html",
        alternates=[Alternate(FORMS[name].media, view.address(form=name), name) for name in ("json", "graphml")],
        data=linked_data.resource(request, "Dataset", locator, f"Citation chain of {chain.start}"),
        view=view,
        chain=quoted,
        picture=draw(chain, view, unseen(whole, chain, only), partial(vocabulary(request).word, wording)),
        functions=sorted({one.function for one in everything.edges} | set(view.functions)),
        forces=sorted({one.force for one in everything.edges} - {""} | set(view.forces)),
        deepest=DEEPEST,
        vocabulary=vocabulary(request),
    )


def unseen(whole: Index, chain: Chain, only: Filter) -> dict[str, tuple[bool, bool]]:
    """For each document of the chain, whether it rests on more (forward), and more rests on it (backward)."""
    shown = {key(one) for one in chain.edges}
    more: dict[str, tuple[bool, bool]] = {}
    for document in chain.documents:
        try:
            steps = (trace(whole, document, sign, depth=1, size=LARGEST, only=only) for sign in SIGNS.values())
            further = [any(key(one) not in shown for one in step.edges) for step in steps]
        except UnknownError:
            continue
        more[document] = (further[0], further[1])
    return more


def exported(request: Request, chain: Chain, form: str) -> Response:
    """The chain as a file."""
    suffix = {"graphml": "graphml", "jsonld": "jsonld"}.get(form, form)
    name = "".join(one if one.isalnum() else "_" for one in chain.start)
    headers = {
        "Content-Disposition": f'inline; filename="chain_{name}.{suffix}"',
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return Response(write_chain(chain, form, base(request)), headers=headers, media_type=FORMS[form].media)
