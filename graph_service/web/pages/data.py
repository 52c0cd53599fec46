"""The data page: release, sources, quality, what is unresolved, downloads, and the vocabulary in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from graph_service.errors import UnknownError
from graph_service.graph.queries import load_queries
from graph_service.web.pages import linked_data, places, working
from graph_service.web.pages.access import Row, about, base, locator_of, per_release, rows, shelf, worded
from graph_service.web.pages.frame import Alternate, manner, page
from graph_service.web.pages.lexicon import lexicon
from graph_service.web.pages.said import Said, said
from graph_service.web.pages.terms import STATUS_ORDER, local, short
from graph_service.web.pages.vocabulary import vocabulary

router = APIRouter(include_in_schema=False)
MOST = 200

STATUSES = """
SELECT ?status (COUNT(DISTINCT ?citation) AS ?n) WHERE {
  ?citation a unag:Citation ; unag:resolutionStatus ?status
} GROUP BY ?status"""
MARKS = "SELECT (COUNT(DISTINCT ?mark) AS ?n) WHERE { ?mark c4o:denotes ?note }"
COVERED = "SELECT (COUNT(DISTINCT ?mark) AS ?n) WHERE { ?mark c4o:denotes ?note . ?note unag:noteNumber ?number }"
FINDINGS = "SELECT (COUNT(DISTINCT ?finding) AS ?n) WHERE { ?finding a unag:ParityFinding }"
CAUTIONS = "SELECT (COUNT(DISTINCT ?caution) AS ?n) WHERE { ?caution a unag:Caution }"
MEASURES = """
SELECT DISTINCT ?metric ?value ?about WHERE {
  ?measure dqv:isMeasurementOf ?metric ; dqv:value ?value ; dqv:computedOn ?about .
} ORDER BY ?metric ?about LIMIT 500"""
SOURCES = """
SELECT DISTINCT ?s ?p ?o WHERE {
  ?work unag:symbol ?symbol . ?s eli:realizes ?work ; unag:sha256 ?sha ; ?p ?o .
  FILTER(?p IN (unag:sha256, unag:reader, unag:characters))
}"""
DOUBTFUL = """
SELECT DISTINCT ?s ?p ?o WHERE {
  ?s unag:resolutionStatus ?status ; ?p ?o .
  FILTER(?status IN (<https://w3id.org/unag/status/unresolved>, <https://w3id.org/unag/status/ambiguous>))
  FILTER(?p IN (unag:resolutionStatus, unag:confidence, unag:reason, unag:candidate, unag:evidence, unag:function,
                cito:hasCitingEntity))
}"""
TERMS = """
SELECT DISTINCT ?s ?p ?o (LANG(?o) AS ?lang) WHERE {
  ?s a ?kind ; ?p ?o .
  FILTER(?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, skos:Concept))
  FILTER(STRSTARTS(STR(?s), "https://w3id.org/unag/"))
  FILTER(?p IN (rdf:type, rdfs:label, skos:definition, rdfs:domain, rdfs:range))
}"""
KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "Concept")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reference that is unresolved or ambiguous."""

    node: str
    paragraph: str
    function: str
    status: str
    confidence: float
    reason: str
    candidates: tuple[str, ...]
    evidence: tuple[str, ...]
    words: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality figures of a release; rates are from 0 to 1, None where nothing is counted."""

    statuses: dict[str, int]
    resolved: float | None
    marks: int
    covered: float | None
    parity: int
    cautions: int
    measures: tuple[Row, ...]


@router.get("/data")
async def overview(request: Request) -> Response:
    """The data page; checks are run by workers, one after the other, and only when they are asked for."""
    found = await checked(request) if "checks" in request.query_params else {}
    return await run_in_threadpool(shown, request, found)


def shown(request: Request, found: Mapping[str, int | None]) -> Response:
    """The data page with what the checks found."""
    wording = manner(request).wording
    return page(
        request,
        "data.html",
        alternates=[
            Alternate("text/turtle", "/.well-known/void", "VoID"),
            Alternate("text/turtle", "/catalog", "DCAT"),
            Alternate("application/json", "/api/releases", "JSON"),
        ],
        data=linked_data.dataset(request, wording("site.name"), wording("site.description")),
        quality=per_release(request, "quality", measured),
        doubts=per_release(request, "doubts shown", worst),
        doubted=len(per_release(request, "doubts", doubtful)),
        sources=per_release(request, "sources", sources),
        checks=[one for one in load_queries().values() if one.is_check],
        found=found,
        base=base(request),
        vocabulary=vocabulary(request),
    )


async def checked(request: Request) -> Mapping[str, int | None]:
    """How much every check finds, kept for the release once all have been run; None for one that took too long."""
    kept = shelf(request)
    if "checks" not in kept:
        names = [one.name for one in load_queries().values() if one.is_check]
        found = {name: await working.count_found(request, name) for name in names}
        if None in found.values():
            return found
        kept["checks"] = found
    known: Mapping[str, int | None] = kept["checks"]
    return known


def measured(request: Request) -> Quality:
    """All figures, counted from the graph itself."""
    statuses = {local(row["status"]): int(row["n"]) for row in rows(request, STATUSES)}
    total = sum(statuses.values())
    marks, covered = (int(rows(request, query)[0]["n"]) for query in (MARKS, COVERED))
    return Quality(
        {name: statuses.get(name, 0) for name in STATUS_ORDER},
        (statuses.get("explicit", 0) + statuses.get("coreferent", 0)) / total if total else None,
        marks,
        covered / marks if marks else None,
        int(rows(request, FINDINGS)[0]["n"]),
        int(rows(request, CAUTIONS)[0]["n"]),
        tuple(rows(request, MEASURES)),
    )


def doubtful(request: Request) -> list[Doubt]:
    """What is unresolved or ambiguous, the worst first: no target at all, then the least sure."""
    found = [doubt(request, one) for one in said(rows(request, DOUBTFUL)).values()]
    places = [one for one in found if one.paragraph]
    return sorted(places, key=lambda one: (one.status != "unresolved", one.confidence, one.node))


def doubt(request: Request, one: Said) -> Doubt:
    """One reference in doubt, without its words."""
    return Doubt(
        locator_of(request, one.address),
        locator_of(request, one.one("hasCitingEntity")),
        local(one.one("function")),
        local(one.one("resolutionStatus")),
        float(one.one("confidence") or 0),
        one.one("reason"),
        tuple(sorted({locator_of(request, each) for each in one.values["candidate"]})),
        tuple(sorted(one.values["evidence"])),
    )


def worst(request: Request) -> list[Doubt]:
    """The worst ones with the words that are in doubt."""
    return [with_words(request, one) for one in per_release(request, "doubts", doubtful)[:MOST]]


def with_words(request: Request, one: Doubt) -> Doubt:
    """A reference with its quoted words, where they are loaded."""
    for address in one.evidence:
        words = worded(about(request, f"{address}/selector").get("exact"), "")
        if words:
            language = address.partition("/evidence/")[0].rpartition("@")[2]
            return replace(one, words=words, language=language)
    return one


def sources(request: Request) -> list[dict[str, str]]:
    """The files that were read, by the language version they gave."""
    found = said(rows(request, SOURCES)).values()
    return [
        {"locator": locator_of(request, one.address), "sha": one.one("sha256"), "reader": one.one("reader"),
         "characters": one.one("characters")}
        for one in sorted(found, key=lambda one: one.address)
    ]  # fmt: skip


@router.get("/data/shapes/{locator:path}")
async def shapes(request: Request, locator: str) -> Response:
    """The SHACL report over one document's graph, made by a worker when it is asked for."""
    try:
        report = await working.shapes_report(request, f"{base(request)}graph/{locator}")
    except UnknownError:
        return await run_in_threadpool(places.missing, request, locator)
    if request.query_params.get("format") == "json":
        return JSONResponse(report)
    return await run_in_threadpool(reported, request, locator, report)


def reported(request: Request, locator: str, report: Mapping[str, Any]) -> Response:
    """The page of a SHACL report."""
    return page(
        request,
        "shapes.html",
        alternates=[
            Alternate("application/json", f"/data/shapes/{quote(locator, safe='/@~')}?format=json", "JSON")
        ],
        data=linked_data.resource(request, "Report", locator, f"SHACL report of {locator}"),
        locator=locator,
        report=report,
        name=lambda address: locator_of(request, address),
    )


def render_ontology(request: Request) -> Response:
    """The vocabulary in words: every class, property and concept with its definition."""
    language = manner(request).wording.language
    return page(
        request,
        "ontology.html",
        alternates=[
            Alternate("text/turtle", "/ontology?format=ttl", "Turtle"),
            Alternate("application/ld+json", "/ontology?format=jsonld", "JSON-LD"),
        ],
        data=linked_data.resource(request, "DefinedTermSet", "ontology", "Ontology"),
        groups=described(language),
    )


@cache
def described(language: str) -> dict[str, list[dict[str, str]]]:
    """Terms by kind, each once, with its label in the language or in English."""
    groups: dict[str, list[dict[str, str]]] = {kind: [] for kind in KINDS}
    for one in sorted(said(lexicon(TERMS)).values(), key=lambda one: one.address):
        kind = next(kind for kind in KINDS if kind in one.kinds)
        name = short(one.address)
        anchor = local(one.address) if "://" not in name else one.address.removeprefix("https://w3id.org/unag/")
        labels = one.tongues.get("label", {})
        code = language if language in labels else "en"
        groups[kind].append(
            {"name": name if "://" not in name else anchor, "anchor": anchor,
             "label": labels.get(code, ""), "lang": code,
             "definition": worded(one.tongues.get("definition"), "en"), "domain": one.one("domain"),
             "range": one.one("range")}
        )  # fmt: skip
    return {kind: found for kind, found in groups.items() if found}


@router.get("/data/vocabulary")
def words(request: Request) -> Response:
    """The vocabulary at an address of its own."""
    return render_ontology(request)
