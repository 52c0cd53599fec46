"""The SPARQL behind a page: the question that the page answers, ready for the editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from pyoxigraph import NamedNode

from graph_service.web.pages.access import iri
from graph_service.web.pages.terms import PREFIXES

ASKED: Final[Mapping[str, str]] = {
    "document": """# What does each paragraph of this document cite, and how surely?
SELECT DISTINCT ?paragraph ?function ?cited ?status WHERE {{
  ?citation unag:citingDocument {place} ;
    cito:hasCitingEntity ?paragraph ; unag:function ?function ; unag:resolutionStatus ?status .
  ?paragraph unag:orderKey ?order .
  OPTIONAL {{ ?citation cito:hasCitedEntity ?cited }}
}} ORDER BY ?order ?cited""",
    "cites": """# What does this paragraph cite, in which function, and what do the cited places say?
SELECT DISTINCT ?function ?cited ?status ?says WHERE {{
  ?citation cito:hasCitingEntity {place} ; unag:function ?function ; unag:resolutionStatus ?status .
  OPTIONAL {{
    ?citation cito:hasCitedEntity ?cited .
    OPTIONAL {{ {{ ?cited dcterms:description ?says }} UNION {{ ?words eli:realizes ?cited ; unag:text ?says }} }}
  }}
}} ORDER BY ?cited""",
    "cited": """# Which paragraphs cite this place, in which function, and what do they say?
SELECT DISTINCT ?paragraph ?function ?says WHERE {{
  ?citation cito:hasCitedEntity {place} ; cito:hasCitingEntity ?paragraph ; unag:function ?function .
  OPTIONAL {{
    {{ ?paragraph dcterms:description ?says }} UNION {{ ?words eli:realizes ?paragraph ; unag:text ?says }}
  }}
}} ORDER BY ?paragraph""",
    "resource": """# Everything the graph says of this resource
SELECT DISTINCT ?property ?value WHERE {{ {place} ?property ?value }} ORDER BY ?property ?value""",
}


def sparql(request: Request, asked: str, locator: str) -> str:
    """The question of that name about a resource, with the prefixes that it uses."""
    text = ASKED[asked].format(place=NamedNode(iri(request, locator).value))
    used = "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items() if f" {name}:" in text)
    return f"{used}\n{text}\n" if used else f"{text}\n"


def editing(request: Request, asked: str, locator: str) -> str:
    """The address of the editor with that question in it, answered at once where scripts run."""
    return "/editor?" + urlencode({"query": sparql(request, asked, locator), "run": "1"})
