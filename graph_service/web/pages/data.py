"""The data page: release, sources, quality, what is unresolved, downloads, and the vocabulary in words."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from graph_service.errors import AccountabilityError
from graph_service.graph.queries import load_queries
from graph_service.graph.validate import validate
from graph_service.web.pages import linked_data, places
from graph_service.web.pages.access import Row, base, locator_of, per_release, rows, store
from graph_service.web.pages.frame import Alternate, manner, page
from graph_service.web.pages.gather import by
from graph_service.web.pages.terms import STATUS_ORDER, local, short
from graph_service.web.pages.vocabulary import vocabulary

router = APIRouter(include_in_schema=False)
MOST = 200
DUMPS = ("nq.gz", "trig.gz", "jsonld.gz", "graphml", "csv")

STATUSES = """
SELECT ?status (COUNT(DISTINCT ?citation) AS ?n) WHERE {
  ?citation a unag:Citation ; unag:resolutionStatus ?status
} GROUP BY ?status"""
MARKS = """
SELECT (COUNT(DISTINCT ?mark) AS ?n) (COUNT(DISTINCT ?known) AS ?m) WHERE {
  ?mark c4o:denotes ?note . OPTIONAL { ?note unag:noteNumber ?number . BIND(?mark AS ?known) }
}"""
FINDINGS = "SELECT (COUNT(DISTINCT ?finding) AS ?n) WHERE { ?finding a unag:ParityFinding }"
CAUTIONS = "SELECT (COUNT(DISTINCT ?caution) AS ?n) WHERE { ?caution a unag:Caution }"
MEASURES = """
SELECT DISTINCT ?metric ?label ?value ?about WHERE {
  ?measure dqv:isMeasurementOf ?metric ; dqv:value ?value .
  OPTIONAL { ?metric skos:prefLabel|rdfs:label ?label FILTER(LANG(?label) IN ("en", "")) }
  OPTIONAL { ?measure dqv:computedOn ?about }
} ORDER BY ?metric ?about LIMIT 500"""
SOURCES = """
SELECT DISTINCT ?expression ?reader ?sha ?characters WHERE {
  ?expression eli:realizes ?work ; unag:sha256 ?sha . ?work unag:symbol ?symbol .
  OPTIONAL { ?expression unag:reader ?reader }
  OPTIONAL { ?expression unag:characters ?characters }
} ORDER BY ?expression"""
DOUBTFUL = """
SELECT DISTINCT ?citation ?para ?function ?status ?confidence ?reason ?candidate ?exact (LANG(?exact) AS ?lang) WHERE {
  VALUES ?status { <https://w3id.org/unag/status/unresolved> <https://w3id.org/unag/status/ambiguous> }
  ?citation unag:resolutionStatus ?status ; cito:hasCitingEntity ?para ; unag:function ?function .
  OPTIONAL { ?citation unag:confidence ?confidence }
  OPTIONAL { ?citation unag:reason ?reason }
  OPTIONAL { ?citation unag:candidate ?candidate }
  OPTIONAL { ?citation unag:evidence ?evidence . ?evidence oa:hasTarget ?target . ?target oa:hasSelector ?selector .
             ?selector oa:exact ?exact }
} LIMIT 5000"""
TERMS = """
SELECT DISTINCT ?term ?kind ?label ?definition ?domain ?range ?parent (LANG(?label) AS ?lang) WHERE {
  GRAPH ?graph {
    ?term a ?kind . FILTER(STRSTARTS(STR(?term), "https://w3id.org/unag/"))
    VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty skos:Concept }
    ?term rdfs:label|skos:prefLabel ?label .
    OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = "en") }
    OPTIONAL { ?term rdfs:domain ?domain } OPTIONAL { ?term rdfs:range ?range }
    OPTIONAL { ?term rdfs:subClassOf|rdfs:subPropertyOf|skos:inScheme ?parent }
  }
} ORDER BY ?kind ?term"""


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
    words: str
    language: str


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
    checks: tuple[tuple[str, str, int], ...]


@router.get("/data")
def overview(request: Request) -> Response:
    """The data page."""
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
        doubts=per_release(request, "doubts", doubtful)[:MOST],
        doubted=len(per_release(request, "doubts", doubtful)),
        sources=per_release(request, "sources", lambda asked: rows(asked, SOURCES)),
        dumps=DUMPS,
        base=base(request),
        vocabulary=vocabulary(request),
    )


def measured(request: Request) -> Quality:
    """All figures, counted from the graph itself; every check query is run."""
    statuses = {local(row["status"]): int(row["n"]) for row in rows(request, STATUSES)}
    total = sum(statuses.values())
    marks = rows(request, MARKS)[0]
    return Quality(
        {name: statuses.get(name, 0) for name in STATUS_ORDER},
        (statuses.get("explicit", 0) + statuses.get("coreferent", 0)) / total if total else None,
        int(marks["n"]),
        int(marks["m"]) / int(marks["n"]) if int(marks["n"]) else None,
        int(rows(request, FINDINGS)[0]["n"]),
        int(rows(request, CAUTIONS)[0]["n"]),
        tuple(rows(request, MEASURES)),
        tuple((one.name, one.title, len(one.run(store(request), base(request))))
              for one in load_queries().values() if one.is_check),
    )  # fmt: skip


def doubtful(request: Request) -> list[Doubt]:
    """What is unresolved or ambiguous, the worst first: no target at all, then the least sure."""
    found = []
    for node, group in by(rows(request, DOUBTFUL), "citation").items():
        first = group[0]
        candidates = sorted({locator_of(request, row["candidate"]) for row in group if row["candidate"]})
        found.append(
            Doubt(
                locator_of(request, node),
                locator_of(request, first["para"]),
                local(first["function"]),
                local(first["status"]),
                float(first["confidence"] or 0),
                first["reason"],
                tuple(candidates),
                first["exact"],
                first["lang"],
            )
        )
    return sorted(found, key=lambda one: (one.status != "unresolved", one.confidence, one.node))


@router.get("/data/shapes/{locator:path}")
def shapes(request: Request, locator: str) -> Response:
    """The SHACL report over one document's graph, made when it is asked for."""
    graph = f"{base(request)}graph/{locator}"
    try:
        triples = store(request).graph(graph)
        report = validate(triples)
    except AccountabilityError:
        return places.missing(request, locator)
    return page(
        request,
        "shapes.html",
        data=linked_data.resource(request, "Report", locator, f"SHACL report of {locator}"),
        locator=locator,
        report=report,
        name=lambda address: locator_of(request, address),
    )


def render_ontology(request: Request) -> Response:
    """The vocabulary in words: every class, property and concept with its definition."""
    language = manner(request).wording.language
    terms = per_release(request, f"ontology-{language}", lambda asked: described(asked, language))
    return page(
        request,
        "ontology.html",
        alternates=[
            Alternate("text/turtle", "/ontology?format=ttl", "Turtle"),
            Alternate("application/ld+json", "/ontology?format=jsonld", "JSON-LD"),
        ],
        data=linked_data.resource(request, "DefinedTermSet", "ontology", "Ontology"),
        groups=terms,
    )


def described(request: Request, language: str) -> dict[str, list[Row]]:
    """Terms by kind, each once, with its label in the language or in English."""
    groups: dict[str, list[Row]] = {}
    for kind, group in by(rows(request, TERMS), "kind").items():
        terms = []
        for address, same in by(group, "term").items():
            wanted = sorted(same, key=lambda row: (row["lang"] != language, row["lang"] != "en"))[0]
            wanted["name"] = short(address)
            wanted["anchor"] = local(address) if kind != "concept" else address.removeprefix("https://w3id.org/unag/")
            terms.append(wanted)
        groups[local(kind)] = terms
    return groups


@router.get("/data/vocabulary")
def words(request: Request) -> Response:
    """The vocabulary at an address of its own."""
    return render_ontology(request)
