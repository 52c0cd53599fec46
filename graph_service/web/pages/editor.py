"""The SPARQL editor: with scripts a full editor with completion of our terms, without them a plain form."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from graph_service.graph.queries import load_queries
from graph_service.web.pages import linked_data
from graph_service.web.pages.access import base
from graph_service.web.pages.frame import Alternate, page
from graph_service.web.pages.lexicon import lexicon
from graph_service.web.pages.said import said
from graph_service.web.pages.terms import PREFIXES, PROLOGUE, short

router = APIRouter(include_in_schema=False)
FORMS = ("json", "xml", "csv", "tsv", "ttl", "nt", "jsonld")
USED = ("unag", "cito", "eli", "dcterms")
STARTER = (
    "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in USED)
    + """
# Which paragraph recalls which?
SELECT ?paragraph ?recalled WHERE {
  ?paragraph unag:recalls ?recalled .
} LIMIT 20
"""
)

TERMS = """
SELECT DISTINCT ?s ?p ?o WHERE {
  ?s a ?kind ; ?p ?o .
  FILTER(?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, skos:Concept))
  FILTER(STRSTARTS(STR(?s), "https://w3id.org/unag/"))
  FILTER(?p IN (rdfs:label, skos:definition) && LANG(?o) = "en")
}"""
REUSED = ("cito:cites", "cito:hasCitingEntity", "cito:hasCitedEntity", "cito:hasCitationCharacterization",
          "eli:realizes", "eli:is_part_of", "eli:number", "eli:language", "eli:embodies", "dcterms:title",
          "dcterms:language", "dcterms:description", "skos:prefLabel", "skos:notation",
          "oa:hasTarget", "oa:hasSource",
          "oa:hasSelector", "oa:exact", "oa:start", "oa:end", "doco:Footnote", "biro:references",
          "c4o:denotes", "org:Organization", "prov:hadPrimarySource", "rdfs:label", "rdf:type")  # fmt: skip


def render_editor(request: Request) -> Response:
    """The editor with the query of the address (``query``), a named one (``example``), or one to begin with."""
    named = load_queries().get(request.query_params.get("example", ""))
    text = request.query_params.get("query") or (named.text if named else STARTER)
    return page(
        request,
        "editor.html",
        alternates=[Alternate("text/turtle", "/sparql", "SPARQL service description")],
        data=linked_data.dataset(request, "SPARQL", ""),
        text=text,
        base=base(request),
        prefixes=PROLOGUE,
        examples=[one for one in load_queries().values() if not one.is_check],
        forms=FORMS,
    )


@router.get("/editor")
def editor(request: Request) -> Response:
    """The editor at an address of its own."""
    return render_editor(request)


@router.get("/editor/terms")
def terms(request: Request) -> Response:
    """The prefixes and terms that the editor completes: prefixed name, label, definition."""
    offered = read_terms()
    return JSONResponse({"prefixes": dict(PREFIXES), "terms": offered}, headers={"Cache-Control": "no-cache"})


@cache
def read_terms() -> list[dict[str, str]]:
    """All terms of the ontology, and those it reuses most."""
    found = {
        short(one.address): {"name": short(one.address), "label": one.one("label"), "about": one.one("definition")}
        for one in said(lexicon(TERMS)).values()
    }
    for name in REUSED:
        found.setdefault(name, {"name": name, "label": "", "about": ""})
    return [found[name] for name in sorted(found) if "://" not in name]
