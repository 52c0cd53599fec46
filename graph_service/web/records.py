"""A document as the JSON of the interface, built again from what the graph says about it.

``GET /api/documents/{locator}`` gives what ``unag parse`` gives, from any store: spans come from the evidence's
own names, so one graph is read once and nothing is joined.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph_service.errors import UnknownError
from graph_service.graph.store import GraphStore
from graph_service.web.describing import PROLOGUE, read_lines, unknown
from graph_service.web.namespaces import PREFIXES
from graph_service.web.statements import act, citation, in_text, mandate, mark, reference, warnings
from graph_service.web.triples import CITO, ELI, UNAG, Graph, Json, place, spanned

KINDS = {
    "PreambularParagraph": "preambular",
    "OperativeParagraph": "operative",
    "SubParagraph": "subparagraph",
    "NumberedParagraph": "numbered",
    "AnnexParagraph": "annex",
}
GENERAL = frozenset({"Document", "LegalResource"})


def read_record(store: GraphStore, symbol: str, language: str | None, base: str, with_text: bool) -> Json:
    """The document in one language, else as curated; raises UnknownError with the nearest or the languages."""
    names = graphs_of(store, symbol, base)
    if not names:
        raise unknown(store, symbol, base)
    name = pick(names, symbol, language, base)
    graph = Graph(base).read(read_lines(store.graph(name)))
    return record(graph, symbol, with_text)


def graphs_of(store: GraphStore, symbol: str, base: str) -> list[str]:
    """The graphs that have the document's facts: one for each language, and the curated one."""
    rows = store.select(
        PROLOGUE
        + "SELECT DISTINCT ?graph ?work { GRAPH ?graph { ?expression eli:realizes ?work ; a eli:LegalExpression ;"
        " dcterms:language ?language } }",
        {"work": ox.NamedNode(f"{base}id/{symbol}")},
    )
    return sorted({one["graph"].value for one in rows if one["graph"].value.startswith(f"{base}graph/")})


def pick(names: list[str], symbol: str, language: str | None, base: str) -> str:
    """The graph for a language; without one English, else the first; raises UnknownError with what there is."""
    tongues = {one.rpartition("@")[2]: one for one in names if "@" in one}
    if language:
        if language not in tongues:
            there = tuple(f"{symbol}@{one}" for one in sorted(tongues))
            raise UnknownError(f"{symbol} is not here in {language}", do="take another language", nearest=there)
        return tongues[language]
    return tongues.get("en") or next(iter(tongues.values()), names[0])


def record(graph: Graph, symbol: str, with_text: bool) -> Json:
    """The JSON of a document's graph."""
    work = f"{graph.base}id/{symbol}"
    expression = next(iter(graph.inside(f"{ELI}realizes", work, "Expression")), "")
    language = graph.value(expression, PREFIXES["dcterms"] + "language") or ""
    source = next(iter(graph.values(expression, PREFIXES["prov"] + "hadPrimarySource")), "")
    return {
        "symbol": symbol,
        "language": language,
        "kind": next(iter(sorted(graph.kinds(work) - GENERAL)), "Document"),
        "title": graph.value(work, PREFIXES["dcterms"] + "title"),
        **{name: graph.value(work, UNAG + name) for name in ("adopted", "distributed")},
        "session": graph.number(work, f"{UNAG}session"),
        "agendaItems": graph.values(work, f"{UNAG}agendaItem"),
        "basedOn": graph.values(work, f"{UNAG}basedOn"),
        "meeting": graph.number(work, f"{UNAG}meeting"),
        "source": {
            "sha256": source.rpartition("/")[2] or None,
            "characters": graph.number(expression, f"{UNAG}characters"),
            "reader": graph.value(expression, f"{UNAG}reader"),
        },
        "headings": [*headings(graph, work)],
        "footnotes": [*footnotes(graph, work)],
        "paragraphs": [*paragraphs(graph, work, language, with_text)],
        "warnings": [*warnings(graph, expression)],
    }


def headings(graph: Graph, work: str) -> Iterator[Json]:
    """Sections and sub-headings in reading order."""
    found = [
        one
        for one in graph.pointing.get((f"{UNAG}inDocument", work), ())
        if f"{UNAG}headingOrder" in graph.about[one]
    ]
    for one in sorted(set(found), key=lambda each: graph.number(each, f"{UNAG}headingOrder") or 0):
        kind = "subheading" if "SubHeading" in graph.kinds(one) else "section"
        title = graph.value(one, PREFIXES["rdfs"] + "label")
        yield spanned(graph, one, id=place(one), kind=kind, number=graph.value(one, f"{ELI}number"), title=title)


def footnotes(graph: Graph, work: str) -> Iterator[Json]:
    """The notes, by number."""
    notes = graph.inside(f"{UNAG}inDocument", work, "Footnote")
    for one in sorted(notes, key=lambda each: numeric(graph.value(each, f"{UNAG}noteNumber") or "")):
        targets = graph.values(one, PREFIXES["biro"] + "references")
        yield {
            **spanned(graph, one, number=graph.value(one, f"{UNAG}noteNumber")),
            "targets": targets,
            "see": graph.value(one, f"{UNAG}seeSignal") == "true",
        }


def numeric(number: str) -> tuple[int, str]:
    """A printed number in the order that people expect."""
    return (int(number), "") if number.isdigit() else (1 << 30, number)


def paragraphs(graph: Graph, work: str, language: str, with_text: bool) -> Iterator[Json]:
    """The paragraphs in reading order, each with all that it does."""
    found = {
        one for one in graph.pointing.get((f"{UNAG}inDocument", work), ()) if f"{UNAG}orderKey" in graph.about[one]
    }
    for one in sorted(found, key=lambda each: graph.number(each, f"{UNAG}orderKey") or 0):
        yield paragraph(graph, one, language, with_text)


def paragraph(graph: Graph, one: str, language: str, with_text: bool) -> Json:
    """One paragraph."""
    words = next(iter(graph.pointing.get((f"{ELI}realizes", one), ())), "")
    start, end = graph.number(words, f"{UNAG}start"), graph.number(words, f"{UNAG}end")
    heading, section = graph.value(one, f"{UNAG}underHeading"), graph.value(one, f"{UNAG}inSection")
    inside = f"{UNAG}inParagraph"
    return {
        "id": place(one),
        "kind": next((KINDS[kind] for kind in sorted(graph.kinds(one)) if kind in KINDS), "text"),
        "number": graph.value(one, f"{ELI}number"),
        "section": place(section) if section else None,
        "heading": place(heading) if heading else None,
        **({"span": [start, end]} if start is not None else {}),
        "marks": in_text(graph, graph.inside(inside, one, "InTextReferencePointer"), mark),
        "acts": in_text(graph, graph.inside(inside, one, "Act"), act),
        "citations": in_text(graph, graph.inside(f"{CITO}hasCitingEntity", one, "Citation"), citation),
        "references": in_text(graph, graph.inside(inside, one, "InternalReference"), reference),
        "mandates": in_text(graph, graph.inside(f"{UNAG}mandatedBy", one, "Mandate"), mandate),
        **({"text": graph.value(words, f"{UNAG}text")} if with_text else {}),
        **({"summary": said} if (said := graph.value(one, PREFIXES["dcterms"] + "description")) else {}),
    }
