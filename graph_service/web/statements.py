"""What a paragraph does, as the JSON of the interface: marks, acts, citations, references, mandates, warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from graph_service.web.namespaces import PREFIXES
from graph_service.web.triples import CITO, UNAG, Graph, Json, body, spanned


def in_text(graph: Graph, subjects: list[str], write: Callable[[Graph, str], Any]) -> list[Any]:
    """The statements of a paragraph in the order in which they stand in its text."""
    return [
        write(graph, one) for one in sorted(subjects, key=lambda each: (graph.spans(each)[:1] or [[0, 0]], each))
    ]


def mark(graph: Graph, one: str) -> str:
    """A mark is its note's number."""
    return (graph.value(one, PREFIXES["c4o"] + "denotes") or "").rpartition("~fn")[2]


def act(graph: Graph, one: str) -> Json:
    """An act."""
    return spanned(
        graph, one, function=graph.value(one, f"{UNAG}function"), modifiers=graph.values(one, f"{UNAG}modifier")
    )


def citation(graph: Graph, one: str) -> Json:
    """A citation; ``target`` is there, as null, where none was found."""
    note = graph.value(one, f"{UNAG}viaFootnote")
    return {
        "target": graph.value(one, f"{CITO}hasCitedEntity"),
        **spanned(
            graph,
            one,
            function=graph.value(one, f"{UNAG}function"),
            viaFootnote=note.rpartition("~fn")[2] if note else None,
            status=graph.value(one, f"{UNAG}resolutionStatus"),
            confidence=float(graph.value(one, f"{UNAG}confidence") or 1),
            candidates=graph.values(one, f"{UNAG}candidate"),
            reason=graph.value(one, f"{UNAG}reason"),
            printedDate=graph.value(one, f"{UNAG}printedDate"),
            title=graph.value(one, f"{UNAG}printedTitle"),
        ),
    }


def reference(graph: Graph, one: str) -> Json:
    """A reference within the document."""
    return spanned(
        graph,
        one,
        target=graph.value(one, f"{UNAG}referredPlace"),
        status=graph.value(one, f"{UNAG}resolutionStatus"),
        candidates=graph.values(one, f"{UNAG}candidate"),
    )


def mandate(graph: Graph, one: str) -> Json:
    """A mandate with what is known of when it is due."""
    due = {
        "printed": graph.value(one, f"{UNAG}duePrinted"),
        "session": graph.number(one, f"{UNAG}dueSession"),
        "part": graph.value(one, f"{UNAG}duePart"),
        "earliest": graph.value(one, f"{UNAG}dueFrom"),
        "latest": graph.value(one, f"{UNAG}dueBy"),
    }
    known = {name: value for name, value in due.items() if value is not None}
    return spanned(
        graph,
        one,
        act=graph.value(one, f"{UNAG}act"),
        addressee=body(graph.value(one, f"{UNAG}addressee")),
        deliverable=graph.value(one, f"{UNAG}deliverable"),
        periodicity=graph.value(one, f"{UNAG}periodicity"),
        reportTo=body(graph.value(one, f"{UNAG}reportTo")),
        due=known or None,
        grounds=graph.values(one, f"{UNAG}groundedIn"),
        reiterates=True if graph.value(one, f"{UNAG}reiteration") == "true" else None,
    )


def warnings(graph: Graph, expression: str) -> Iterator[Json]:
    """What a reader should know of this reading."""
    for one in graph.inside(f"{UNAG}inExpression", expression, "Caution"):
        yield spanned(
            graph,
            one,
            code=graph.value(one, f"{UNAG}code"),
            message=graph.value(one, PREFIXES["rdfs"] + "comment"),
        )
