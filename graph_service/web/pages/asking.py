"""The queries of the reading view. ``?work`` is bound; ``?expression`` too where words or evidence are asked.

None has an OPTIONAL: what may be missing is asked for as property and value, which every engine answers by
following its indexes, however large the store. What an identifier says by its form (a citation's paragraph and
function, an act's number, the span of its evidence) is read from it and not asked for again.

What a document says of itself is asked for inside ``GRAPH ?g``, over the graphs that `GRAPHS` finds: in the union
of all graphs each step of a path is taken once for every graph that has it, nine times where three say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

GENERAL = frozenset({"unag:Document"})

FACTS = "SELECT DISTINCT ?p ?o (LANG(?o) AS ?lang) WHERE { ?work ?p ?o }"

LANGUAGES = """
SELECT DISTINCT ?expression ?lang ?p ?o WHERE {
  ?expression eli:realizes ?work ; dcterms:language ?lang ; ?p ?o .
  FILTER(?p IN (foaf:page, eli:realizes))
}"""

SPOKEN = """
SELECT ?words WHERE { ?words unag:inExpression ?expression ; unag:text ?text } LIMIT 1"""
"""Whether the words of a language version are there."""

GRAPHS = """
SELECT DISTINCT ?g WHERE { { GRAPH ?g { ?s unag:inDocument ?work } } UNION { GRAPH ?g { ?work ?p ?o } } }"""

PARTS = """
SELECT DISTINCT ?s ?p ?o (LANG(?o) AS ?lang) WHERE {
  GRAPH ?g { ?s unag:inDocument ?work ; ?p ?o }
  FILTER(?p IN (rdf:type, unag:orderKey, eli:number, eli:is_part_of, unag:underHeading, dcterms:description,
                rdfs:label, unag:headingOrder, unag:inSection, unag:noteNumber, biro:references, unag:seeSignal))
  FILTER(?o NOT IN (unag:Paragraph, eli:LegalResourceSubdivision))
}"""

STUBS = """
SELECT DISTINCT ?s ?o WHERE {
  GRAPH ?g { ?s unag:inDocument ?work ; a eli:LegalResourceSubdivision ; eli:is_part_of ?o }
}"""

DEEDS = """
SELECT DISTINCT ?s ?p ?o WHERE {
  GRAPH ?g { ?para unag:inDocument ?work . ?s unag:inParagraph ?para ; ?p ?o }
  FILTER(?p IN (unag:function, unag:evidence, unag:referredPlace, unag:resolutionStatus, c4o:denotes))
}"""

CITES = """
SELECT DISTINCT ?s ?p ?o WHERE {
  GRAPH ?g { ?s unag:citingDocument ?work ; ?p ?o }
  FILTER(?p IN (cito:hasCitedEntity, unag:resolutionStatus, unag:candidate, unag:reason, unag:confidence,
                unag:viaFootnote, unag:evidence))
}"""

WORDS = """
SELECT DISTINCT ?para ?text ?start ?end WHERE {
  GRAPH ?g {
    ?words unag:inExpression ?expression ; unag:text ?text ; eli:realizes ?para ; unag:start ?start ; unag:end ?end
  }
}"""

QUOTES = """
SELECT DISTINCT ?selector ?exact WHERE {
  GRAPH ?g { ?place oa:hasSource ?expression ; oa:hasSelector ?selector . ?selector oa:exact ?exact }
}"""

TARGETS = """
SELECT DISTINCT ?target ?text (LANG(?text) AS ?lang) ?kind WHERE {{
  VALUES ?target {{ {targets} }}
  {{ ?words eli:realizes ?target ; unag:text ?text . BIND("words" AS ?kind) }}
  UNION {{ ?target dcterms:description ?text . BIND("summary" AS ?kind) }}
  UNION {{ ?target dcterms:title ?text . BIND("title" AS ?kind) }}
}}"""
"""What is said at the cited places; ``{targets}`` are their IRIs, each in brackets."""

MANDATES = """
SELECT DISTINCT ?s ?p ?o WHERE {
  GRAPH ?g { ?para unag:inDocument ?work . ?s unag:mandatedBy ?para ; ?p ?o }
  FILTER(?p IN (unag:act, unag:addressee))
}"""

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

OWN: Mapping[str, str] = {
    "parts": PARTS,
    "deeds": DEEDS,
    "cites": CITES,
    "words": WORDS,
    "quotes": QUOTES,
    "mandates": MANDATES,
}
"""Asked of the graphs that describe the document."""
AROUND: Mapping[str, str] = {"stubs": STUBS, "citers": CITERS, "cautions": CAUTIONS, "findings": FINDINGS}
"""Asked of all graphs: what others say of it."""
