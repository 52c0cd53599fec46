"""The names of the graph that the chains read: prefixes, and IRIs turned into locators and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

Term = NamedNode | Literal
Row = Mapping[str, Term]

ONTOLOGY = "https://w3id.org/unag/ontology#"

PREFIXES = """\
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX status: <https://w3id.org/unag/status/>
PREFIX force: <https://w3id.org/unag/force/>
PREFIX function: <https://w3id.org/unag/function/>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def text_of(row: Row, name: str) -> str:
    """The value of a variable as text, '' where it is unbound."""
    term = row.get(name)
    return term.value if term is not None else ""


def tail(address: str) -> str:
    """The last step of an IRI: ``…/function/recall`` gives ``recall``.

    >>> tail("https://w3id.org/unag/ontology#Resolution")
    'Resolution'
    """
    return address.rstrip("/").replace("#", "/").rpartition("/")[2]


def locator_of(address: str, base: str) -> str:
    """The locator in an IRI under ``{base}id/``; any other IRI stays as it is.

    >>> locator_of("https://w3id.org/unag/id/A/RES/999/1~op1", "https://w3id.org/unag/")
    'A/RES/999/1~op1'
    """
    return address.removeprefix(f"{base}id/")


def node_of(locator: str, base: str) -> NamedNode:
    """The IRI that a locator stands for."""
    return NamedNode(locator if "://" in locator else f"{base}id/{locator}")


def day_of(text: str) -> date | None:
    """A day written as xsd:date, or None where nothing (or no full date) stands.

    >>> day_of("2012-04-09")
    datetime.date(2012, 4, 9)
    """
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def number_of(text: str) -> int | None:
    """A whole number, or None."""
    return int(text) if text.lstrip("-").isdigit() else None


def work_of(locator: str) -> str:
    """The document of a locator: without language, subdivision, act, citation or mandate.

    >>> work_of("A/RES/999/1@en~I.op2")
    'A/RES/999/1'
    """
    return locator.partition("~")[0].partition("@")[0]


def parent_of(locator: str) -> str | None:
    """The place that holds this one by its printed number, None for a document.

    A sub-paragraph lies in its paragraph, a paragraph of a section in that section.

    >>> parent_of("A/RES/999/1~I.op9.b"), parent_of("A/RES/999/1~I.op9"), parent_of("A/RES/999/1~op9")
    ('A/RES/999/1~I.op9', 'A/RES/999/1~secI', 'A/RES/999/1')
    """
    work, sign, place = locator.partition("~")
    if not sign:
        return None
    if "/" in place:
        return f"{work}~{place.partition('/')[0]}"
    whole, dot, last = place.rpartition(".")
    if not dot:
        return work
    if last[:2] in {"op", "pp"} and last[2:3].isdigit():
        return f"{work}~sec{whole}"
    return f"{work}~{whole}"


def is_true(value: object) -> bool:
    """Whether a boolean is: engines keep one or the other way of writing it (XML Schema 1.1, part 2, 3.3.2).

    >>> is_true("1"), is_true("true"), is_true("false")
    (True, True, False)
    """
    return value in ("true", "1")
