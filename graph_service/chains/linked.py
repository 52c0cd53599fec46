"""A chain as JSON-LD: the same citations as nodes that the graph holds, under a context of its own."""

from __future__ import annotations

from typing import Any

from graph_service.chains.chain import Chain, Edge, Node

Json = dict[str, Any]
PROPERTIES = {
    "answer": "unag:answers",
    "comment-on": "unag:commentsOn",
    "same-work": "unag:sameWorkAs",
    "refer-to": "dcterms:references",
    "continue": "unag:continues",
    "fulfil": "prov:wasInfluencedBy",
    "supersede": "unag:supersedes",
    "replace": "unag:supersedes",
    "based-on": "unag:basedOn",
    "inherit": "unag:inheritsTextFrom",
}


def context(base: str) -> Json:
    """What the short names stand for; identifiers are locators under ``{base}id/``."""
    return {
        "@base": f"{base}id/",
        "unag": "https://w3id.org/unag/ontology#",
        "cito": "http://purl.org/spar/cito/",
        "dcterms": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "source": {"@id": "cito:hasCitingEntity", "@type": "@id"},
        "target": {"@id": "cito:hasCitedEntity", "@type": "@id"},
        "function": {"@id": "unag:function", "@type": "@id"},
        "status": {"@id": "unag:resolutionStatus", "@type": "@id"},
        "confidence": {"@id": "unag:confidence", "@type": "xsd:decimal"},
        "pinpoint": "unag:pinpoint",
        "viaFootnote": {"@id": "unag:viaFootnote", "@type": "@id"},
        "evidence": {"@id": "unag:evidence", "@type": "@id"},
        "reason": "unag:reason",
        "inDocument": {"@id": "unag:inDocument", "@type": "@id"},
        "date": {"@id": "dcterms:date", "@type": "xsd:date"},
        "title": "dcterms:title",
    }


def linked_chain(chain: Chain, base: str) -> Json:
    """The chain's places and steps as one JSON-LD document; it needs no other file to be read."""
    places: dict[str, Json] = {one.locator: _place(one) for one in chain.nodes}
    citations = []
    for edge in chain.edges:
        if edge.kind == "citation":
            citations.append(_citation(edge, base))
        elif edge.source in places:
            places[edge.source].setdefault(PROPERTIES[edge.function], []).append({"@id": edge.target})
    return {"@context": context(base), "@graph": [*places.values(), *citations]}


def _place(node: Node) -> Json:
    place: Json = {"@id": node.locator}
    if node.kind:
        place["@type"] = f"unag:{node.kind}"
    if node.document != node.locator:
        place["inDocument"] = node.document
    else:
        place |= {"title": node.label} if node.label else {}
        place |= {"date": node.date.isoformat()} if node.date else {}
    return place


def _citation(edge: Edge, base: str) -> Json:
    record: Json = {
        "@id": edge.address,
        "@type": ["cito:Citation", "unag:Citation"],
        "source": edge.source,
        "function": f"https://w3id.org/unag/function/{edge.function}",
        "status": f"https://w3id.org/unag/status/{edge.status}",
        "confidence": f"{edge.confidence:g}",
        "evidence": [f"{one.expression}/evidence/{one.start}-{one.end}" for one in edge.evidence],
    }
    if edge.status != "unresolved":
        record["target"] = edge.target
    optional = {"pinpoint": edge.pinpoint, "viaFootnote": edge.note, "reason": edge.reason}
    return record | {name: value for name, value in optional.items() if value}
