"""A document as the JSON of the interface, built again from what the graph says about it.

``GET /api/documents/{locator}`` gives what ``unag parse`` gives, from any store: spans come from the evidence's
own names, so one graph is read once and nothing is joined. `DIFFERENCES` says what a graph cannot give back.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph_service.chains.terms import is_true
from graph_service.errors import UnknownError
from graph_service.graph.store import GraphStore
from graph_service.web.describing import PROLOGUE, read_lines, unknown
from graph_service.web.namespaces import PREFIXES, node
from graph_service.web.statements import acts, answers, citations, mandates, marks, references, warnings
from graph_service.web.triples import ELI, UNAG, Graph, Json, body, known, natural, place, spanned

KINDS = {
    "PreambularParagraph": "preambular",
    "OperativeParagraph": "operative",
    "SubParagraph": "subparagraph",
    "NumberedParagraph": "numbered",
    "AnnexParagraph": "annex",
}
HEADINGS = {"SubHeading": "sub-heading", "Annex": "annex", "Section": "section"}
# Where the record may differ from that of ``unag parse``, and why.
DIFFERENCES = {
    "segments": "left out: how a reader cut the text is no statement about the document",
    "footnotes.targets": "the graph keeps a set: what is cited through the note comes first, in the text's order",
    "agendaItems, basedOn, candidates, grounds, modifiers": "sets as well, given in their natural order",
    "kind, session, organ": "where the front matter prints none, what the symbol tells",
    "a citation said twice": "is one statement: both sayings have the status, confidence and note of the surer",
}
GENERAL = frozenset({"Document", "LegalResource"})


def read_record(store: GraphStore, symbol: str, language: str | None, base: str, with_text: bool) -> Json:
    """The document in one language, else as curated; raises UnknownError with the nearest or the languages."""
    names = graphs_of(store, symbol, base)
    if not names:
        raise unknown(store, symbol, base)
    name = pick(names, symbol, language, base)
    graph = Graph(base, with_text).read(read_lines(store.graph(name)))
    return record(graph, symbol)


def graphs_of(store: GraphStore, symbol: str, base: str) -> list[str]:
    """The graphs that have the document's facts: one for each language, and the curated one."""
    rows = store.select(
        PROLOGUE
        + "SELECT DISTINCT ?graph ?work { GRAPH ?graph { ?expression eli:realizes ?work ; a eli:LegalExpression ;"
        " dcterms:language ?language } }",
        {"work": node(f"{base}id/{symbol}")},
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


def record(graph: Graph, symbol: str) -> Json:
    """The JSON of a document's graph."""
    work = f"{graph.base}id/{symbol}"
    expression = next(iter(graph.inside(f"{ELI}realizes", work, "Expression")), "")
    source = next(iter(graph.values(expression, PREFIXES["prov"] + "hadPrimarySource")), "")
    found = [*paragraphs(graph, work)]
    return {
        "symbol": symbol,
        "language": graph.value(expression, PREFIXES["dcterms"] + "language") or "",
        "kind": next(iter(sorted(graph.kinds(work) - GENERAL)), "Document"),
        "title": graph.value(work, PREFIXES["dcterms"] + "title"),
        **{name: graph.value(work, UNAG + name) for name in ("adopted", "distributed")},
        "session": graph.number(work, f"{UNAG}session"),
        "agendaItems": graph.values(work, f"{UNAG}agendaItem"),
        "basedOn": graph.values(work, f"{UNAG}basedOn"),
        "meeting": graph.number(work, f"{UNAG}meeting"),
        "organ": body(graph, work, f"{UNAG}issuedBy"),
        "source": {
            "sha256": source.rpartition("/")[2] or None,
            "characters": graph.number(expression, f"{UNAG}characters"),
            "reader": graph.value(expression, f"{UNAG}reader"),
        },
        "headings": [*headings(graph, work)],
        "footnotes": [*footnotes(graph, work, cited_through(found))],
        "paragraphs": found,
        "answers": [*answers(graph, work)],
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
        kinds = graph.kinds(one)
        kind = next((name for name in HEADINGS if name in kinds), "Section")
        title = graph.value(one, PREFIXES["rdfs"] + "label") or ""
        number = graph.value(one, f"{ELI}number")
        yield {**spanned(graph, one, id=place(one), kind=HEADINGS[kind], title=title), "number": number}


def cited_through(found: list[Json]) -> dict[str, list[str]]:
    """What is cited through each note, in the order of the text."""
    through: dict[str, list[str]] = {}
    for one in found:
        for said in one["citations"]:
            if said["viaFootnote"] and said["target"]:
                through.setdefault(said["viaFootnote"], []).append(said["target"])
    return through


def footnotes(graph: Graph, work: str, through: dict[str, list[str]]) -> Iterator[Json]:
    """The notes, by number."""
    notes = graph.inside(f"{UNAG}inDocument", work, "Footnote")
    for one in sorted(notes, key=lambda each: natural(graph.value(each, f"{UNAG}noteNumber") or "")):
        number = graph.value(one, f"{UNAG}noteNumber") or ""
        first = {target: order for order, target in reversed([*enumerate(through.get(number, ()))])}
        targets = graph.values(one, PREFIXES["biro"] + "references")
        targets.sort(key=lambda target: first.get(target, len(first)))
        see = is_true(graph.value(one, f"{UNAG}seeSignal"))
        yield {**spanned(graph, one, targets=targets, see=see), "number": number}


def paragraphs(graph: Graph, work: str) -> Iterator[Json]:
    """The paragraphs in reading order, each with all that it does."""
    found = {
        one for one in graph.pointing.get((f"{UNAG}inDocument", work), ()) if f"{UNAG}orderKey" in graph.about[one]
    }
    for one in sorted(found, key=lambda each: graph.number(each, f"{UNAG}orderKey") or 0):
        yield paragraph(graph, one, work)


def paragraph(graph: Graph, one: str, work: str) -> Json:
    """One paragraph."""
    words = next(iter(graph.pointing.get((f"{ELI}realizes", one), ())), "")
    span = [graph.number(words, f"{UNAG}start") or 0, graph.number(words, f"{UNAG}end") or 0]
    heading, section = graph.value(one, f"{UNAG}underHeading"), graph.value(one, f"{UNAG}inSection")
    whole = graph.value(one, f"{ELI}is_part_of")
    return {
        "id": place(one),
        "kind": next((KINDS[kind] for kind in sorted(graph.kinds(one)) if kind in KINDS), "text"),
        "number": graph.value(one, f"{ELI}number"),
        "section": place(section) if section else None,
        "heading": place(heading) if heading else None,
        "parent": place(whole) if whole and "~" in whole and whole != section else None,
        "span": span,
        "marks": [*marks(graph, one)],
        "acts": [*acts(graph, one)],
        "citations": [*citations(graph, one)],
        "references": [*references(graph, one)],
        "mandates": [*mandates(graph, one)],
        **({"text": graph.value(words, f"{UNAG}text") or ""} if graph.words else {}),
        **known(summary=graph.value(one, PREFIXES["dcterms"] + "description")),
    }
