"""The queries of the reading view. ``?work`` is bound; ``?expression`` too where words or evidence are asked.

None has an OPTIONAL: what may be missing is asked for as property and value, which every engine answers by
following its indexes, however large the store. What an identifier says by its form (a citation's paragraph and
function, an act's number, the span of its evidence) is read from it and not asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping

GENERAL = frozenset({"unag:Document"})

FACTS = "SELECT DISTINCT ?p ?o (LANG(?o) AS ?lang) WHERE { ?work ?p ?o }"

LANGUAGES = """
SELECT DISTINCT ?expression ?lang ?p ?o WHERE {
  ?expression eli:realizes ?work ; dcterms:language ?lang ; ?p ?o .
  FILTER(?p IN (unag:characters, foaf:page, eli:realizes))
}"""

PARTS = """
SELECT DISTINCT ?s ?p ?o (LANG(?o) AS ?lang) WHERE {
  ?s unag:inDocument ?work ; ?p ?o .
  FILTER(?p IN (rdf:type, unag:orderKey, eli:number, eli:is_part_of, unag:underHeading, dcterms:description,
                rdfs:label, unag:headingOrder, unag:inSection, unag:noteNumber, biro:references, unag:seeSignal))
  FILTER(?o NOT IN (unag:Paragraph, eli:LegalResourceSubdivision))
}"""

STUBS = "SELECT DISTINCT ?s WHERE { ?s unag:inDocument ?work ; a eli:LegalResourceSubdivision }"

DEEDS = """
SELECT DISTINCT ?s ?p ?o WHERE {
  ?para unag:inDocument ?work . ?s unag:inParagraph ?para ; ?p ?o .
  FILTER(?p IN (unag:function, unag:evidence, unag:referredPlace, unag:resolutionStatus, c4o:denotes))
}"""

CITES = """
SELECT DISTINCT ?s ?p ?o WHERE {
  ?s unag:citingDocument ?work ; ?p ?o .
  FILTER(?p IN (cito:hasCitedEntity, unag:resolutionStatus, unag:candidate, unag:reason, unag:confidence,
                unag:viaFootnote, unag:evidence))
}"""

WORDS = """
SELECT DISTINCT ?para ?text ?start ?end WHERE {
  ?words unag:inExpression ?expression ; unag:text ?text ; eli:realizes ?para ; unag:start ?start ; unag:end ?end .
}"""

QUOTES = """
SELECT DISTINCT ?selector ?exact WHERE {
  ?place oa:hasSource ?expression ; oa:hasSelector ?selector . ?selector oa:exact ?exact .
}"""

TARGETS = """
SELECT DISTINCT ?target ?text (LANG(?text) AS ?lang) ?kind WHERE {
  ?s unag:citingDocument ?work ; cito:hasCitedEntity ?target .
  { ?words eli:realizes ?target ; unag:text ?text . BIND("words" AS ?kind) }
  UNION { ?target dcterms:description ?text . BIND("summary" AS ?kind) }
  UNION { ?target dcterms:title ?text . BIND("title" AS ?kind) }
}"""

MANDATES = """
SELECT DISTINCT ?para ?mandate WHERE { ?para unag:inDocument ?work . ?mandate unag:mandatedBy ?para }"""

CITERS = """
SELECT DISTINCT ?target ?para ?function ?subject WHERE {
  ?subject unag:citedDocument ?work ; cito:hasCitedEntity ?target ; cito:hasCitingEntity ?para ;
           unag:function ?function .
}"""

CAUTIONS = """
SELECT DISTINCT ?subject ?code ?comment WHERE {
  ?subject unag:inExpression ?expression ; unag:code ?code ; rdfs:comment ?comment .
}"""

FINDINGS = """
SELECT DISTINCT ?s ?p ?o WHERE { ?s unag:parityOf ?work ; ?p ?o }"""

QUERIES: Mapping[str, str] = {
    "parts": PARTS,
    "stubs": STUBS,
    "deeds": DEEDS,
    "cites": CITES,
    "words": WORDS,
    "quotes": QUOTES,
    "targets": TARGETS,
    "mandates": MANDATES,
    "citers": CITERS,
    "cautions": CAUTIONS,
    "findings": FINDINGS,
}
