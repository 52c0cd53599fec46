"""What a paragraph does, as the JSON of the interface: marks, acts, citations, references, mandates, warnings."""

from __future__ import annotations

from collections.abc import Iterator

from graph_service.chains.terms import is_true
from graph_service.web.namespaces import PREFIXES
from graph_service.web.triples import CITO, UNAG, Graph, Json, body, known, natural, spanned

MEMBER = PREFIXES["rdf"] + "_"
COMMENT, DENOTES = PREFIXES["rdfs"] + "comment", PREFIXES["c4o"] + "denotes"


def marks(graph: Graph, paragraph: str) -> Iterator[str]:
    """The numbers of the notes that its marks denote, in the order of the text."""
    for one in sorted(graph.inside(f"{UNAG}inParagraph", paragraph, "InTextReferencePointer"), key=natural):
        yield (graph.value(one, DENOTES) or "").rpartition("~fn")[2]


def acts(graph: Graph, paragraph: str) -> Iterator[Json]:
    """Its acts, by their numbers."""
    for one in sorted(graph.inside(f"{UNAG}inParagraph", paragraph, "Act"), key=natural):
        modifiers = graph.values(one, f"{UNAG}modifier")
        yield spanned(graph, one, function=graph.value(one, f"{UNAG}function"), **known(modifiers=modifiers))


def citations(graph: Graph, paragraph: str) -> Iterator[Json]:
    """Its citations by their numbers, each as often as it is said.

    ``target`` is there, as null, where none was found.
    """
    found = (
        (*said, one)
        for one in graph.inside(f"{CITO}hasCitingEntity", paragraph, "Citation")
        for said in sayings(graph, one)
    )
    for _, number, one in sorted(found):
        yield citation(graph, one, number)


def sayings(graph: Graph, one: str) -> Iterator[tuple[int, int]]:
    """How often a citation is said: its number among those of the paragraph, and which piece of evidence it has.

    Said twice in the same words (two notes at one place) it has fewer pieces than numbers.
    """
    pieces = len(graph.spans(one)) or 1
    numbers = [int(number) for number in graph.values(one, f"{UNAG}citationNumber")] or [0]
    yield from ((number, min(order, pieces - 1)) for order, number in enumerate(numbers))


def citation(graph: Graph, one: str, number: int) -> Json:
    """A citation with one piece of its evidence."""
    note = graph.value(one, f"{UNAG}viaFootnote")
    return spanned(
        graph,
        one,
        number,
        target=graph.value(one, f"{CITO}hasCitedEntity"),
        function=graph.value(one, f"{UNAG}function"),
        viaFootnote=note.rpartition("~fn")[2] if note else None,
        status=graph.value(one, f"{UNAG}resolutionStatus"),
        confidence=float(graph.value(one, f"{UNAG}confidence") or 1),
        **known(
            candidates=graph.values(one, f"{UNAG}candidate"),
            reason=graph.value(one, f"{UNAG}reason"),
            printedDate=graph.value(one, f"{UNAG}printedDate"),
            title=graph.value(one, f"{UNAG}printedTitle"),
        ),
    )


def references(graph: Graph, paragraph: str) -> Iterator[Json]:
    """Its references within the document in the order of the text, each as often as it is said."""
    found = (
        (span, natural(one), number, one)
        for one in graph.inside(f"{UNAG}inParagraph", paragraph, "InternalReference")
        for number, span in enumerate(graph.spans(one) or [[0, 0]])
    )
    for _, _, number, one in sorted(found):
        yield spanned(
            graph,
            one,
            number,
            target=graph.value(one, f"{UNAG}referredPlace") or "",
            status=graph.value(one, f"{UNAG}resolutionStatus"),
            **known(candidates=graph.values(one, f"{UNAG}candidate")),
        )


def mandates(graph: Graph, paragraph: str) -> Iterator[Json]:
    """Its mandates, by their numbers."""
    for one in sorted(graph.inside(f"{UNAG}mandatedBy", paragraph, "Mandate"), key=natural):
        asked = addressees(graph, one)
        yield spanned(
            graph,
            one,
            act=graph.value(one, f"{UNAG}act"),
            addressee=next(iter(asked), None),
            addressees=asked,
            deliverable=graph.value(one, f"{UNAG}deliverable"),
            periodicity=graph.value(one, f"{UNAG}periodicity"),
            reportTo=body(graph, one, f"{UNAG}reportTo"),
            due=due(graph, one),
            grounds=graph.values(one, f"{UNAG}groundedIn"),
            within=graph.value(one, f"{UNAG}withinReport"),
            starts=graph.value(one, f"{UNAG}recursFrom"),
            ends=graph.value(one, f"{UNAG}recursUntil"),
            reiterates=is_true(graph.value(one, f"{UNAG}reiteration")),
        )


def addressees(graph: Graph, mandate: str) -> list[str]:
    """Who is asked, in the order in which the bodies are printed."""
    order = graph.about.get(f"{mandate}/addressees", {})
    places = {
        one.value: int(member.rpartition("_")[2])
        for member, values in order.items()
        if member.startswith(MEMBER)
        for one in values
    }
    asked = (one.value for one in graph.about.get(mandate, {}).get(f"{UNAG}addressee", ()))
    named = ((places.get(one, 0), graph.value(one, PREFIXES["rdfs"] + "label") or "") for one in asked)
    return [name for _, name in sorted(named)]


def due(graph: Graph, mandate: str) -> Json | None:
    """When a mandate is due, None where nothing is said of it."""
    said = {
        "printed": graph.value(mandate, f"{UNAG}duePrinted"),
        "session": graph.number(mandate, f"{UNAG}dueSession"),
        "part": graph.value(mandate, f"{UNAG}duePart"),
        "earliest": graph.value(mandate, f"{UNAG}dueFrom"),
        "latest": graph.value(mandate, f"{UNAG}dueBy"),
        "rule": graph.value(mandate, f"{UNAG}dueRule"),
    }
    return {**said, "printed": said["printed"] or ""} if any(said.values()) else None


def answers(graph: Graph, work: str) -> Iterator[Json]:
    """The mandates that a report says it answers, in the order of its text, with the words that say so."""
    found = graph.inside(f"{UNAG}answeringDocument", work, "Answer")
    for one in sorted(found, key=lambda each: (graph.spans(each), natural(each))):
        yield spanned(
            graph,
            one,
            target=graph.value(one, f"{UNAG}answeredMandate"),
            wording=graph.value(one, f"{UNAG}answerWording") or "",
        )


def warnings(graph: Graph, expression: str) -> Iterator[Json]:
    """What a reader should know of this reading, by number."""
    for one in sorted(graph.inside(f"{UNAG}inExpression", expression, "Caution"), key=natural):
        yield spanned(graph, one, code=graph.value(one, f"{UNAG}code"), message=graph.value(one, COMMENT))
