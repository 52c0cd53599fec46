"""Every reference in a draft checked against the graph: the document, the paragraph, the printed date and title.

A check says only what the graph knows: a document that is cited by others but not loaded is *not-loaded*, which
is no error of the draft. SARIF is version 2.1.0 of the OASIS standard.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pyoxigraph as ox
from rapidfuzz import fuzz

from graph_service.graph.store import GraphStore, Row
from graph_service.graph.vocab import Names, bare
from graph_service.model import Citation, Document, Paragraph, Reference, Span

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "confirmed": ("none", "the document and the place are in the graph, and what is printed beside it agrees"),
    "not-loaded": (
        "note",
        "the document is known, but its paragraphs are not loaded, so the place cannot be checked",
    ),
    "unknown-document": ("warning", "nothing in the graph mentions this document"),
    "unknown-place": ("error", "the document is loaded and has no such place"),
    "wrong-date": ("error", "the date printed beside it is not the document's date"),
    "wrong-title": ("warning", "the title quoted is not the document's title"),
    "superseded": ("warning", "the document has been replaced by a later one"),
    "ambiguous": ("warning", "more than one document can be meant"),
    "unresolved": ("warning", "it cannot be told which document is meant"),
}
SAME_TITLE = 90.0
# Revisions of one document that are looked for; no document has had more.
MOST_REVISIONS = 9
ABOUT = """
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?day ?title ?later WHERE {
  ?work unag:symbol ?symbol .
  OPTIONAL { ?work unag:adopted|unag:distributed ?day } OPTIONAL { ?work dcterms:title ?title }
  OPTIONAL { { ?work unag:isSupersededBy ?later } UNION { ?later unag:supersedes ?work } }
}
"""
REVISED = """
PREFIX unag: <https://w3id.org/unag/ontology#>
SELECT ?later WHERE { VALUES ?later { %s } ?later unag:symbol ?symbol }
"""
LOADED = """
PREFIX unag: <https://w3id.org/unag/ontology#>
ASK { ?paragraph unag:inDocument ?work ; unag:orderKey ?order }
"""
PLACE = """
PREFIX unag: <https://w3id.org/unag/ontology#>
ASK { { ?place unag:orderKey ?order } UNION { ?place a unag:Section } UNION { ?place a unag:Annex } }
"""
SECTIONED = """
PREFIX unag: <https://w3id.org/unag/ontology#>
SELECT DISTINCT ?locator WHERE {
  ?place unag:inDocument ?work ; unag:orderKey ?order ; unag:locator ?locator
  FILTER(STRENDS(?locator, ?ending))
} ORDER BY ?locator
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one reference gave; ``printed`` is the draft's wording, ``line`` and ``column`` from 1."""

    outcome: str
    printed: str
    target: str | None
    span: Span
    line: int
    column: int
    reason: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """How serious it is: none, note, warning or error (SARIF 3.27.10)."""
        return OUTCOMES[self.outcome][0]

    def record(self) -> dict[str, Any]:
        """The finding as JSON, its level with it."""
        return asdict(self) | {"span": list(self.span), "candidates": list(self.candidates), "level": self.level}


def verify(document: Document, store: GraphStore, base: str) -> list[Finding]:
    """What is wrong with each citation and reference of a draft, or that it is confirmed, in reading order."""
    checker = _Checker(document, store, Names(base))
    return sorted(checker.findings(), key=lambda one: (one.span, one.target or ""))


class _Checker:
    def __init__(self, document: Document, store: GraphStore, names: Names) -> None:
        self._document, self._store, self._names = document, store, names
        text = document.source.text
        self._lines = [0] + [at + 1 for at, character in enumerate(text) if character == "\n"]
        self._known: dict[str, list[Row]] = {}

    def findings(self) -> Iterator[Finding]:
        """All findings, paragraph by paragraph."""
        for paragraph in self._document.paragraphs:
            for one in paragraph.citations:
                yield from self._citation(one)
            yield from (self._reference(one, paragraph) for one in paragraph.references)

    def _citation(self, one: Citation) -> Iterator[Finding]:
        """One finding for each thing that is wrong with a citation, or one that it is confirmed."""
        if one.target is None:
            outcome = "ambiguous" if one.status == "ambiguous" else "unresolved"
            reason = one.reason or OUTCOMES[outcome][1]
            yield self._found(outcome, one, reason=reason, candidates=one.candidates)
            return
        wrong = list(self._check(one.target, one.printed_date, one.title))
        for outcome, reason, candidates in wrong or [("confirmed", "", ())]:
            yield self._found(outcome, one, reason=reason, candidates=candidates)

    def _check(
        self, target: str, printed: date | None, title: str | None
    ) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        symbol, _, subdivision = target.partition("~")
        rows = self._about(symbol)
        if not rows:
            yield "unknown-document", OUTCOMES["unknown-document"][1], ()
            return
        for outcome, reason in self._contradictions(rows, symbol, printed, title):
            yield outcome, reason, ()
        if subdivision:
            yield from self._place(symbol, subdivision, target)

    def _contradictions(
        self, rows: list[Row], symbol: str, printed: date | None, title: str | None
    ) -> Iterator[tuple[str, str]]:
        days = {row["day"].value for row in rows if "day" in row}
        if printed and days and printed.isoformat() not in days:
            yield "wrong-date", f"printed {printed.isoformat()}, the document is of {', '.join(sorted(days))}"
        titles = {row["title"].value for row in rows if self._comparable(row)}
        if title and titles and max(_likeness(title, one) for one in titles) < SAME_TITLE:
            yield "wrong-title", f"the document is entitled {' / '.join(sorted(titles))}"
        later = {self._locator(row["later"].value) for row in rows if "later" in row} | self._revisions(symbol)
        if later:
            yield "superseded", f"replaced by {', '.join(sorted(later))}"

    def _comparable(self, row: Row) -> bool:
        """Whether a title is in the draft's language, or in none: a translation is no misquotation."""
        title = row.get("title")
        return isinstance(title, ox.Literal) and title.language in (None, self._document.language)

    def _revisions(self, symbol: str) -> set[str]:
        """Later revisions of a document that the graph knows (A/99/1/Rev.1 takes the place of A/99/1)."""
        stem, _, number = symbol.partition("/Rev.")
        if number and not number.isdecimal():
            return set()
        steps = range(int(number or 0) + 1, MOST_REVISIONS + 1)
        names = " ".join(f"<{bare(self._names.locator(f'{stem}/Rev.{step}'))}>" for step in steps)
        return {self._locator(row["later"].value) for row in self._store.select(REVISED % names)}

    def _place(self, symbol: str, subdivision: str, target: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        if not self._store.ask(LOADED, self._bind("work", symbol)):
            yield "not-loaded", OUTCOMES["not-loaded"][1], ()
            return
        if self._is_there(target):
            return
        ending = ox.Literal(f".{subdivision}")
        rows = self._store.select(SECTIONED, {**self._bind("work", symbol), "ending": ending})
        candidates = tuple(row["locator"].value for row in rows)
        if candidates:
            yield "ambiguous", "the document has sections, each with its own numbering", candidates
        else:
            yield "unknown-place", OUTCOMES["unknown-place"][1], ()

    def _is_there(self, target: str) -> bool:
        return self._store.ask(PLACE, self._bind("place", target))

    def _reference(self, one: Reference, paragraph: Paragraph) -> Finding:
        _, _, subdivision = one.target.partition("~")
        if one.status == "ambiguous":
            return self._found("ambiguous", one, reason=OUTCOMES["ambiguous"][1], candidates=one.candidates)
        places = {place.id for place in self._document.paragraphs} | {head.id for head in self._document.headings}
        if subdivision and subdivision not in places:
            reason = f"the draft itself has no {subdivision}, named in {paragraph.id}"
            return self._found("unknown-place", one, reason=reason)
        return self._found("confirmed", one)

    def _about(self, symbol: str) -> list[Row]:
        if symbol not in self._known:
            self._known[symbol] = self._store.select(ABOUT, self._bind("work", symbol))
        return self._known[symbol]

    def _bind(self, variable: str, locator: str) -> dict[str, ox.NamedNode | ox.Literal]:
        return {variable: ox.NamedNode(bare(self._names.locator(locator)))}

    def _locator(self, address: str) -> str:
        return address.removeprefix(f"{self._names.base}id/")

    def _found(
        self, outcome: str, one: Citation | Reference, *, reason: str = "", candidates: tuple[str, ...] = ()
    ) -> Finding:
        start, end = one.span
        row = bisect_right(self._lines, start)
        printed = " ".join(self._document.source.text[start:end].split())
        return Finding(
            outcome, printed, one.target, one.span, row, start - self._lines[row - 1] + 1, reason, candidates
        )


def _likeness(title: str, other: str) -> float:
    """How alike two titles are, in per cent; capitals and punctuation do not count, a subtitle may be left out."""
    first, second = (" ".join(re.findall(r"\w+", one.casefold())) for one in (title, other))
    head = " ".join(re.findall(r"\w+", re.split(r"[:：;；(（]", other)[0].casefold()))
    return max(fuzz.ratio(first, second), fuzz.ratio(first, head))


def sarif_of(findings: list[Finding], address: str) -> dict[str, Any]:
    """All findings as one SARIF run over the file at ``address``; what is confirmed is a result of kind pass."""
    rules = [
        {"id": name, "shortDescription": {"text": text}, "defaultConfiguration": {"level": level}}
        for name, (level, text) in OUTCOMES.items()
    ]
    return {
        "version": "2.1.0",
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "runs": [
            {
                "tool": {"driver": {"name": "unag", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(one, address) for one in findings],
            }
        ],
    }


def _sarif_result(one: Finding, address: str) -> dict[str, Any]:
    text = f"{one.printed}: {one.reason or OUTCOMES[one.outcome][1]}"
    region = {
        "startLine": one.line,
        "startColumn": one.column,
        "charOffset": one.span.start,
        "charLength": one.span.end - one.span.start,
    }
    return {
        "ruleId": one.outcome,
        "kind": "pass" if one.outcome == "confirmed" else "fail",
        "level": one.level,
        "message": {"text": text},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}},
        ],
    }
