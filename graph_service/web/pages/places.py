"""The pages of single resources: a paragraph, a citation, a body, and a resource nothing is known of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import NamedNode

from graph_service.web.pages import linked_data
from graph_service.web.pages.access import Row, about, iri, locator_of, rows, worded
from graph_service.web.pages.behind import editing
from graph_service.web.pages.choosing import choose, spoken, title_of
from graph_service.web.pages.frame import alternates, manner, page
from graph_service.web.pages.gather import gather
from graph_service.web.pages.lineage import shared
from graph_service.web.pages.reading import Clause, Place, Reading
from graph_service.web.pages.said import by
from graph_service.web.pages.terms import local, path
from graph_service.web.pages.vocabulary import vocabulary
from graph_service.web.pages.weave import locate

ALL_WORDS = """
SELECT DISTINCT ?lang ?text WHERE { ?words eli:realizes ?place ; unag:text ?text . BIND(LANG(?text) AS ?lang) }"""

ANSWERED = "SELECT DISTINCT ?work WHERE { ?work unag:answers ?place }"

INHERITED = """
SELECT DISTINCT ?other ?later WHERE {
  { ?place unag:inheritsTextFrom ?other } UNION { ?other unag:inheritsTextFrom ?place . BIND(true AS ?later) }
}"""

SUMMED = 10

CITATION = """
SELECT DISTINCT ?p ?o (LANG(?o) AS ?lang) WHERE { ?citation ?p ?o }"""

WORDS = """
SELECT DISTINCT ?text ?from ?to WHERE {
  ?words eli:realizes ?para ; unag:inExpression ?expression ; unag:text ?text ; unag:start ?from ; unag:end ?to
}"""

BODY = "SELECT DISTINCT ?p ?o (LANG(?o) AS ?lang) WHERE { ?body ?p ?o }"

ASKED = """
SELECT DISTINCT ?mandate ?act WHERE {
  ?mandate unag:addressee ?body ; unag:act ?act
} ORDER BY ?mandate LIMIT 100"""
COUNTED = """
SELECT (COUNT(DISTINCT ?mandate) AS ?asked) WHERE { ?mandate unag:addressee ?body }"""
ISSUED = "SELECT DISTINCT ?work WHERE { ?work unag:issuedBy ?body } ORDER BY ?work LIMIT 100"


def missing(request: Request, locator: str) -> Response:
    """Nothing is known of that locator: say so, and where to go on."""
    return page(request, "missing.html", status=404, locator=locator)


def paragraph(request: Request, locator: str) -> Response:
    """One paragraph (or a cited place of any kind): what it says, does, cites, and what cites it."""
    work, _, subdivision = locator.partition("~")
    symbol, _, asked = work.partition("@")
    subdivision = subdivision.partition("/")[0]
    versions = spoken(request, symbol)
    reading = gather(request, symbol, choose(request, asked, versions))
    found = next((one for one in reading.clauses if one.subdivision == subdivision), None)
    if found is None:
        return elsewhere(request, reading, locator, subdivision)
    return shown(request, reading, found, versions.pages)


def elsewhere(request: Request, reading: Reading, locator: str, subdivision: str) -> Response:
    """A head or a note is shown where it stands in its document; anything else is not there."""
    parts = [one.locator for one in reading.heads] + [one.locator for one in reading.notes]
    if f"{reading.symbol}~{subdivision}" in parts:
        return RedirectResponse(f"{path(reading.symbol)}#{subdivision}", 303)
    return missing(request, locator)


def shown(request: Request, reading: Reading, clause: Clause, pages: Mapping[str, str]) -> Response:
    """The page of a paragraph that was found."""
    place = iri(request, clause.locator)
    texts = {row["lang"]: row["text"] for row in rows(request, ALL_WORDS, place=place)}
    title, title_language = title_of(reading, (manner(request).wording.language, "en"))
    at = reading.clauses.index(clause)
    return page(
        request,
        "paragraph.html",
        alternates=alternates(clause.locator),
        data=linked_data.provision(request, clause, reading.language),
        behind=editing(request, "cites" if clause.cites else "cited", clause.locator),
        reading=reading,
        clause=clause,
        official=pages,
        texts={code: text for code, text in sorted(texts.items()) if code != reading.language},
        before=reading.clauses[at - 1] if at else None,
        after=reading.clauses[at + 1] if at + 1 < len(reading.clauses) else None,
        answered=titled(request, rows(request, ANSWERED, place=place), "work", "title"),
        inherited=shared(request, clause.locator, rows(request, INHERITED, place=place)),
        gists=gists(request, clause),
        vocabulary=vocabulary(request),
        title=title,
        title_language=title_language,
    )


def gists(request: Request, clause: Clause) -> dict[str, str]:
    """What the first paragraphs that cite this one are about, in a line each, where somebody summed it up."""
    language = manner(request).wording.language
    citing = list(dict.fromkeys(one.paragraph for one in clause.cited_by))[:SUMMED]
    found = {one: worded(about(request, iri(request, one).value).get("description"), language) for one in citing}
    return {one: text for one, text in found.items() if text}


def citation(request: Request, locator: str) -> Response:
    """One citation as a resource: who cites what, in which function, with which words, how surely."""
    node = iri(request, locator)
    facts = by(rows(request, CITATION, citation=node), "p")
    if not facts:
        return missing(request, locator)
    said: defaultdict[str, list[str]] = defaultdict(list)
    for name, group in facts.items():
        said[local(name)] += [row["o"] for row in group]
    citing = locator_of(request, next(iter(said["hasCitingEntity"]), ""))
    return page(
        request,
        "citation.html",
        alternates=alternates(locator),
        data=linked_data.resource(request, "Claim", locator, locator),
        behind=editing(request, "resource", locator),
        locator=locator,
        citing=citing,
        said=said,
        quotes=[quote(request, one, citing) for one in sorted(said["evidence"])],
        vocabulary=vocabulary(request),
    )


def quote(request: Request, evidence: str, paragraph: str) -> dict[str, str]:
    """The evidence in one language: the words, and what stands around them in the paragraph."""
    expression, _, span = evidence.partition("/evidence/")
    start, _, end = span.partition("-")
    exact = worded(about(request, f"{evidence}/selector").get("exact"), "")
    bound = {"para": iri(request, paragraph), "expression": NamedNode(expression)}
    row = next(iter(rows(request, WORDS, **bound)), None)
    language = expression.rpartition("@")[2]
    parts = {"lang": language, "start": start, "end": end, "before": "", "words": exact, "after": ""}
    if row is None:
        return parts
    text = row["text"]
    shell = Clause("", "", "", "", 0, text=text, start=int(row["from"]), end=int(row["to"]))
    at = locate(shell, Place(int(start), int(end), exact))
    return parts | {"before": text[: at[0]], "words": text[at[0] : at[1]], "after": text[at[1] :]} if at else parts


def titled(request: Request, found: list[Row], key: str, name: str) -> list[dict[str, str]]:
    """Rows with one more value of the resource under ``key``: its title, what it asks for …"""
    language = manner(request).wording.language
    return [{**row, name: worded(about(request, row[key]).get(name), language)} for row in found]


def body(request: Request, locator: str) -> Response:
    """A body: its names, what it is asked, what it issued."""
    node = iri(request, locator)
    facts = rows(request, BODY, body=node)
    if not facts:
        return missing(request, locator)
    labels = {"prefLabel": {}, "label": {}}  # type: dict[str, dict[str, str]]
    for row in facts:
        if local(row["p"]) in labels:
            labels[local(row["p"])][row["lang"]] = row["o"]
    names = labels["prefLabel"] or labels["label"]
    language = manner(request).wording.language
    name = names.get(language) or names.get("en") or next(iter(names.values()), locator)
    return page(
        request,
        "body.html",
        alternates=alternates(locator),
        data=linked_data.resource(request, "Organization", locator, name),
        locator=locator,
        name=name,
        names=names,
        acronyms=sorted({row["o"] for row in facts if local(row["p"]) == "notation"}),
        asked=titled(request, rows(request, ASKED, body=node), "mandate", "deliverable"),
        total=rows(request, COUNTED, body=node)[0]["asked"],
        issued=titled(request, rows(request, ISSUED, body=node), "work", "title"),
        vocabulary=vocabulary(request),
    )
