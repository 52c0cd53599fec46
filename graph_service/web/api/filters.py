"""What lists and chains are narrowed by: each field is a query parameter with its documentation."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BeforeValidator

MORE = "repeat it for several"


def iso_day(value: Any) -> Any:
    """A day as ISO 8601 has it: a bare number is none, though a date could be made of it."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("write the day like 2012-04-09")
    return value


Text = str | None
Day = Annotated[date | None, BeforeValidator(iso_day)]
Number = int | None
Many = list[str] | None


def plain(filters: Any) -> dict[str, Any]:
    """The filters as values that cross to a worker: days as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(filters).items()
    }


@dataclass
class DocumentFilters:
    """Which documents."""

    kind: Annotated[Text, Query(description="class of the ontology", examples=["Resolution"])] = None
    session: Annotated[Number, Query(description="session of the organ", ge=0, le=10_000)] = None
    body: Annotated[Text, Query(description="slug of the issuing body", examples=["general-assembly"])] = None
    language: Annotated[Text, Query(description="has a text in this language", examples=["zh"])] = None
    loaded: Annotated[bool, Query(description="only documents that were read, no stubs")] = True
    since: Annotated[Day, Query(description="adopted on or after this day")] = None
    until: Annotated[Day, Query(description="adopted on or before this day")] = None
    cites: Annotated[Text, Query(description="cites this document", examples=["A/66/738"])] = None
    text: Annotated[Text, Query(description="stands in the title, any case")] = None


@dataclass
class MandateFilters:
    """Which mandates; the names are those of `graph_service.chains.register.Wanted`."""

    issuer: Annotated[Text, Query(description="slug of the body that asks")] = None
    addressee: Annotated[
        Text, Query(description="slug of the body that is asked", examples=["secretary-general"])
    ] = None
    act: Annotated[Text, Query(description="function of the act", examples=["request"])] = None
    strength: Annotated[Text, Query(description="force of the act", examples=["directive"])] = None
    session: Annotated[Number, Query(description="session of the document", ge=0, le=10_000)] = None
    due_session: Annotated[Number, Query(description="session for which it is due", ge=0, le=10_000)] = None
    periodicity: Annotated[Text, Query(description="how often", examples=["annual"])] = None
    report_to: Annotated[Text, Query(description="slug of the body that gets the report")] = None
    ground: Annotated[Text, Query(description="recalls this place for it", examples=["A/66/738"])] = None
    lifecycle: Annotated[Text, Query(description="what has become of it", examples=["open"])] = None
    document: Annotated[Text, Query(description="lies in this document or place")] = None
    text: Annotated[Text, Query(description="stands in its words, any language and case")] = None
    due_since: Annotated[Day, Query(description="its last day, stated or computed, is this day or later")] = None
    due_until: Annotated[Day, Query(description="its last day is this day or earlier")] = None


@dataclass
class Criteria:
    """Which hits; the names are those of `graph_service.search.Criteria`."""

    language: Annotated[Text, Query(description="only texts in this language")] = None
    kind: Annotated[Text, Query(description="paragraph, summary, document or body")] = None
    function: Annotated[Text, Query(description="paragraphs that act so")] = None
    addressee: Annotated[Text, Query(description="paragraphs that ask this body")] = None
    body: Annotated[Text, Query(description="documents of this body")] = None
    year: Annotated[Number, Query(description="documents of this year", ge=0, le=10_000)] = None
    document: Annotated[Text, Query(description="within this document")] = None


@dataclass
class Walk:
    """How far a chain goes."""

    direction: Annotated[
        Literal["forward", "backward", "both"], Query(description="what it rests on, or what rests on it")
    ] = "forward"
    depth: Annotated[int, Query(ge=0, le=50, description="citations to follow")] = 3
    size: Annotated[int, Query(ge=1, le=100_000, description="edges at most")] = 2000
    whole: Annotated[bool, Query(description="backward: also who cites the document as a whole")] = False
    since: Annotated[Day, Query(description="citing documents of this day or later")] = None
    until: Annotated[Day, Query(description="citing documents of this day or earlier")] = None


@dataclass
class Only:
    """Which edges a chain takes; the names are those of `graph_service.chains.traverse.Filter`."""

    function: Annotated[Many, Query(description=f"only these functions; {MORE}", examples=[["recall"]])] = None
    force: Annotated[Many, Query(description=f"only functions of this force; {MORE}")] = None
    kind: Annotated[Many, Query(description=f"kinds of edges; {MORE}")] = None
    status: Annotated[Many, Query(description=f"explicit, coreferent …; {MORE}")] = None
    body: Annotated[Many, Query(description=f"slugs of issuing bodies; {MORE}")] = None
    language: Annotated[Many, Query(description=f"evidence in this language; {MORE}")] = None
    confidence: Annotated[float, Query(ge=0, le=1, description="at least this confidence")] = 0.0

    def rule(self) -> dict[str, Any]:
        """The same under the names of the walk's own filter."""
        return {
            "functions": self.function,
            "forces": self.force,
            "kinds": self.kind,
            "statuses": self.status,
            "bodies": self.body,
            "languages": self.language,
            "confidence": self.confidence,
        }
