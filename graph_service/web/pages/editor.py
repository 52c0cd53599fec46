"""The SPARQL editor: with scripts a full editor with completion of our terms, without them a plain form."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from graph_service.graph.queries import load_queries
from graph_service.web.pages import linked_data
from graph_service.web.pages.access import base, per_release, rows
from graph_service.web.pages.frame import Alternate, page
from graph_service.web.pages.terms import PREFIXES, PROLOGUE, short

router = APIRouter(include_in_schema=False)
FORMS = ("json", "xml", "csv", "tsv", "ttl", "nt", "jsonld")
USED = ("unag", "cito", "eli", "dcterms")
STARTER = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in USED) + """
# Which paragraph recalls which?
SELECT ?paragraph ?recalled WHERE {
  ?paragraph unag:recalls ?recalled .
} LIMIT 20
"""

TERMS = """
SELECT DISTINCT ?term ?label ?definition WHERE {
  { ?term a ?kind . VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty skos:Concept unag:Function } }
  UNION { ?s ?term ?o . FILTER(STRSTARTS(STR(?term), STR(cito:))) }
  FILTER(STRSTARTS(STR(?term), "https://w3id.org/unag/") || STRSTARTS(STR(?term), STR(cito:)))
  OPTIONAL { ?term rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = "en") }
}"""
REUSED = ("cito:cites", "cito:hasCitingEntity", "cito:hasCitedEntity", "cito:hasCitationCharacterization",
          "eli:realizes", "eli:is_part_of", "eli:number", "eli:language", "eli:embodies", "dcterms:title",
          "dcterms:language", "dcterms:description", "skos:prefLabel", "skos:notation", "oa:hasTarget", "oa:hasSource",
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
    offered = per_release(request, "terms", read_terms)
    return JSONResponse({"prefixes": dict(PREFIXES), "terms": offered}, headers={"Cache-Control": "no-cache"})


def read_terms(request: Request) -> list[dict[str, str]]:
    """All terms of the ontology in the store, and those it reuses most."""
    found = {
        short(row["term"]): {"name": short(row["term"]), "label": row["label"], "about": row["definition"]}
        for row in rows(request, TERMS)
    }
    for name in REUSED:
        found.setdefault(name, {"name": name, "label": "", "about": ""})
    return [found[name] for name in sorted(found) if "://" not in name]
