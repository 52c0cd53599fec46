"""The queries of the reading view. ``?work`` is bound; ``?expression`` too where words or evidence are asked."""

from __future__ import annotations

from collections.abc import Mapping

GENERAL = frozenset({"unag:Document"})

FACTS = "SELECT DISTINCT ?p ?o (LANG(?o) AS ?lang) WHERE { ?work ?p ?o }"

LANGUAGES = """
SELECT DISTINCT ?lang ?characters ?page WHERE {
  ?expression eli:realizes ?work ; dcterms:language ?lang .
  OPTIONAL { ?expression unag:characters ?characters }
  OPTIONAL { ?expression foaf:page ?page }
}"""

HEADS = """
SELECT DISTINCT ?part ?type ?number ?title ?order ?section (LANG(?title) AS ?lang) WHERE {
  VALUES ?type { unag:Section unag:Annex unag:SubHeading }
  ?part unag:inDocument ?work ; a ?type .
  OPTIONAL { ?part eli:number ?number }
  OPTIONAL { ?part rdfs:label ?title }
  OPTIONAL { ?part unag:headingOrder ?order }
  OPTIONAL { ?part unag:inSection ?section }
  OPTIONAL { ?part eli:is_part_of ?section }
}"""

CLAUSES = """
SELECT DISTINCT ?para ?type ?number ?order ?heading ?parent ?summary WHERE {
  ?para unag:inDocument ?work ; unag:locator ?locator ; a ?type .
  OPTIONAL { ?para eli:number ?number }
  OPTIONAL { ?para unag:orderKey ?order }
  OPTIONAL { ?para unag:underHeading ?heading }
  OPTIONAL { ?para eli:is_part_of ?parent }
  OPTIONAL { ?para dcterms:description ?summary }
}"""

WORDS = """
SELECT DISTINCT ?para ?text ?start ?end WHERE {
  ?para unag:inDocument ?work .
  ?words eli:realizes ?para ; unag:inExpression ?expression ; unag:text ?text ; unag:start ?start ; unag:end ?end .
}"""

WITNESS = """
  ?subject unag:evidence ?evidence . ?evidence oa:hasTarget ?place .
  ?place oa:hasSource ?expression ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL { ?selector oa:exact ?exact }
"""
EVIDENCE = f"OPTIONAL {{{WITNESS}}}"

DEEDS = f"""
SELECT DISTINCT ?para ?subject ?function ?force ?order ?start ?end ?exact WHERE {{
  ?para unag:inDocument ?work .
  ?subject unag:inParagraph ?para ; a unag:Act ; unag:function ?function .
  OPTIONAL {{ ?subject unag:force ?force }}
  OPTIONAL {{ ?subject unag:actNumber ?order }}
  {EVIDENCE}
}}"""

CITES = f"""
SELECT DISTINCT ?para ?subject ?function ?target ?status ?candidate ?reason ?confidence ?note ?start ?end ?exact
WHERE {{
  ?para unag:inDocument ?work .
  ?subject cito:hasCitingEntity ?para ; a unag:Citation ; unag:function ?function .
  OPTIONAL {{ ?subject cito:hasCitedEntity ?target }}
  OPTIONAL {{ ?subject unag:resolutionStatus ?status }}
  OPTIONAL {{ ?subject unag:candidate ?candidate }}
  OPTIONAL {{ ?subject unag:reason ?reason }}
  OPTIONAL {{ ?subject unag:confidence ?confidence }}
  OPTIONAL {{ ?subject unag:viaFootnote ?note }}
  {EVIDENCE}
}}"""

TARGETS = """
SELECT DISTINCT ?target ?text ?summary ?title (LANG(?text) AS ?lang) (LANG(?title) AS ?titlelang) WHERE {
  ?para unag:inDocument ?work .
  ?subject cito:hasCitingEntity ?para ; cito:hasCitedEntity ?target .
  OPTIONAL { ?words eli:realizes ?target ; unag:text ?text }
  OPTIONAL { ?target dcterms:description ?summary }
  OPTIONAL { ?target dcterms:title ?title }
}"""

REFERS = f"""
SELECT DISTINCT ?para ?subject ?target ?status ?start ?end ?exact WHERE {{
  ?para unag:inDocument ?work .
  ?subject unag:inParagraph ?para ; a unag:InternalReference .
  OPTIONAL {{ ?subject unag:referredPlace ?target }}
  OPTIONAL {{ ?subject unag:resolutionStatus ?status }}
  {EVIDENCE}
}}"""

NOTES = """
SELECT DISTINCT ?note ?number ?target ?see WHERE {
  ?note unag:inDocument ?work ; a doco:Footnote ; unag:noteNumber ?number .
  OPTIONAL { ?note biro:references ?target }
  OPTIONAL { ?note unag:seeSignal ?see }
}"""

MARKS = f"""
SELECT DISTINCT ?para ?subject ?note ?start ?end ?exact WHERE {{
  ?para unag:inDocument ?work .
  ?subject unag:inParagraph ?para ; c4o:denotes ?note .
  {WITNESS}
}}"""

MANDATES = """
SELECT DISTINCT ?para ?mandate WHERE { ?para unag:inDocument ?work . ?mandate unag:mandatedBy ?para }"""

CITERS = """
SELECT DISTINCT ?target ?para ?function ?subject WHERE {
  { BIND(?work AS ?target) } UNION { ?target unag:inDocument ?work }
  ?subject cito:hasCitedEntity ?target ; cito:hasCitingEntity ?para ; unag:function ?function .
}"""

CAUTIONS = """
SELECT DISTINCT ?subject ?code ?comment WHERE {
  ?subject unag:inExpression ?expression ; a unag:Caution ; unag:code ?code ; rdfs:comment ?comment .
}"""

FINDINGS = """
SELECT DISTINCT ?finding ?para ?comment ?code ?first ?second WHERE {
  ?finding unag:parityOf ?work ; unag:atPlace ?para .
  OPTIONAL { ?finding rdfs:comment ?comment }
  OPTIONAL { ?finding unag:code ?code }
  OPTIONAL { ?finding unag:firstValue ?first ; unag:secondValue ?second }
}"""

QUERIES: Mapping[str, str] = {
    "heads": HEADS,
    "clauses": CLAUSES,
    "words": WORDS,
    "deeds": DEEDS,
    "cites": CITES,
    "targets": TARGETS,
    "refers": REFERS,
    "notes": NOTES,
    "marks": MARKS,
    "mandates": MANDATES,
    "citers": CITERS,
    "cautions": CAUTIONS,
    "findings": FINDINGS,
}
