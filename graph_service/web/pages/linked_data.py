"""The JSON-LD of a page: what search engines read, in schema.org's terms for legislation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request

from graph_service.web.pages.access import base, locator_of
from graph_service.web.pages.reading import Clause, Reading

CONTEXT = "https://schema.org"
MOST = 200
"""How many cited works a page names; the machine-readable alternates name all."""


def legislation(request: Request, reading: Reading, languages: Sequence[str]) -> dict[str, Any]:
    """A document as ``schema:Legislation``: identifier, names, day, languages, what it is based on and cites."""
    cited = dict.fromkeys(
        one.target.locator.partition("~")[0] for clause in reading.clauses for one in clause.cites if one.target
    )
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Legislation",
        "@id": f"{base(request)}id/{reading.symbol}",
        "legislationIdentifier": reading.symbol,
        "name": [{"@value": text, "@language": language} for language, text in sorted(reading.titles.items())],
        "legislationType": reading.kind,
        "legislationDate": reading.fact("adopted"),
        "legislationPassedBy": [{"@id": one} for one in reading.facts.get("issuedBy", ())],
        "inLanguage": list(languages),
        "citation": [{"@type": "Legislation", "@id": f"{base(request)}id/{one}"} for one in list(cited)[:MOST]],
        "isBasedOn": [{"@id": one} for one in reading.facts.get("basedOn", ())],
    }
    return {key: entry for key, entry in data.items() if entry}


def provision(request: Request, clause: Clause, language: str) -> dict[str, Any]:
    """A paragraph as a part of its ``schema:Legislation``."""
    symbol = clause.locator.partition("~")[0]
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Legislation",
        "@id": f"{base(request)}id/{clause.locator}",
        "legislationIdentifier": clause.locator,
        "isPartOf": {"@type": "Legislation", "@id": f"{base(request)}id/{symbol}"},
        "position": clause.number,
        "abstract": clause.summary,
        "inLanguage": language if clause.text else "",
        "text": clause.text,
        "citation": [
            {"@type": "Legislation", "@id": f"{base(request)}id/{one.target.locator}"}
            for one in clause.cites
            if one.target
        ],
    }
    return {key: entry for key, entry in data.items() if entry}


def resource(request: Request, kind: str, locator: str, name: str) -> dict[str, Any]:
    """Any other resource by its schema.org type and name."""
    identifier = f"{base(request)}id/{locator_of(request, locator)}"
    return {"@context": CONTEXT, "@type": kind, "@id": identifier, "name": name}


def results(request: Request, asked: str, found: Sequence[str]) -> dict[str, Any]:
    """What a search found, as ``schema:SearchResultsPage``."""
    items = [
        {"@type": "ListItem", "position": number, "item": f"{base(request)}id/{one}"}
        for number, one in enumerate(found, 1)
    ]
    listed = {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}
    return {"@context": CONTEXT, "@type": "SearchResultsPage", "name": asked, "mainEntity": listed}


def dataset(request: Request, name: str, description: str) -> dict[str, Any]:
    """The whole graph as ``schema:Dataset``."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": base(request),
        "name": name,
        "description": description,
        "isAccessibleForFree": True,
    }
