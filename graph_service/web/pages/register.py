"""Every mandate of the graph as one row, read once per release, in the order of their paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request

from graph_service.symbols import sort_key
from graph_service.web.pages.access import locator_of, per_release, rows
from graph_service.web.pages.terms import local

QUERY = """
SELECT DISTINCT ?mandate ?para ?work ?act ?strength ?status ?addressee ?adopted WHERE {
  ?mandate a unag:Mandate ; unag:mandatedBy ?para ; unag:act ?act . ?para unag:inDocument ?work .
  OPTIONAL { ?mandate unag:strength ?strength }
  OPTIONAL { ?mandate unag:mandateStatus ?status }
  OPTIONAL { ?mandate unag:addressee ?addressee }
  OPTIONAL { ?work unag:adopted ?adopted }
}"""

DETAILS = """
SELECT DISTINCT ?mandate ?p ?o (LANG(?o) AS ?lang) WHERE {
  ?mandate a unag:Mandate ; ?p ?o .
  VALUES ?p { unag:deliverable unag:periodicity unag:dueSession unag:dueBy unag:duePrinted unag:groundedIn }
}"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One mandate: who asks whom for what, by when, on what ground."""

    locator: str
    paragraph: str
    document: str
    act: str
    strength: str
    status: str
    addressee: str
    adopted: str
    deliverables: Mapping[str, str]
    periodicity: str = ""
    session: str = ""
    by: str = ""
    printed: Mapping[str, str] | None = None
    grounds: tuple[str, ...] = ()

    def deliverable(self, languages: Iterable[str]) -> tuple[str, str]:
        """What is asked for, in the first of the languages that has it, else in any; with its language."""
        order = (*languages, *sorted(self.deliverables))
        return next(((self.deliverables[one], one) for one in order if one in self.deliverables), ("", ""))


def register(request: Request) -> tuple[Asked, ...]:
    """The register of the release that this answer is read from."""
    return per_release(request, "register", read)


def read(request: Request) -> tuple[Asked, ...]:
    """All mandates, gathered from two passes over the graph."""
    mandates: dict[str, Asked] = {}
    for row in rows(request, QUERY):
        found = heading(request, row)
        mandates[found.locator] = found
    details: dict[str, dict[str, Any]] = {}
    for row in rows(request, DETAILS):
        into = details.setdefault(locator_of(request, row["mandate"]), {"texts": {}, "printed": {}, "grounds": set()})
        sort_detail(request, into, local(row["p"]), row["o"], row["lang"])
    whole = [replace(one, **fields(details.get(name))) for name, one in mandates.items()]
    ordered = sorted(whole, key=lambda one: (one.adopted, one.document, sort_key(one.paragraph.partition("~")[2])))
    return tuple(ordered)


def heading(request: Request, row: Mapping[str, str]) -> Asked:
    """A mandate without its details."""
    return Asked(
        locator=locator_of(request, row["mandate"]),
        paragraph=locator_of(request, row["para"]),
        document=locator_of(request, row["work"]),
        act=local(row["act"]),
        strength=local(row["strength"]) if row["strength"] else "",
        status=local(row["status"]) if row["status"] else "unknown",
        addressee=locator_of(request, row["addressee"]).removeprefix("body/"),
        adopted=row["adopted"],
        deliverables={},
    )


def sort_detail(request: Request, into: dict[str, Any], name: str, text: str, language: str) -> None:
    """Puts one detail where it belongs."""
    if name == "groundedIn":
        into["grounds"].add(locator_of(request, text))
    elif name in ("deliverable", "duePrinted"):
        into["texts" if name == "deliverable" else "printed"][language] = text
    else:
        into[name] = text


def fields(found: Mapping[str, Any] | None) -> dict[str, Any]:
    """The details of one mandate under the names that `Asked` has for them."""
    if found is None:
        return {}
    return {
        "deliverables": found["texts"],
        "printed": found["printed"],
        "grounds": tuple(sorted(found["grounds"])),
        "periodicity": found.get("periodicity", ""),
        "session": found.get("dueSession", ""),
        "by": found.get("dueBy", ""),
    }
