"""Writes small graphs in the project's shape from short statements, so that a test can say what it is about."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from graph_service.graph.embedded import MemoryStore
from graph_service.graph.store import Choices, Written

BASE = "https://w3id.org/unag/"
UNAG = f"{BASE}ontology#"
NAMESPACES = {
    "unag": UNAG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "c4o": "http://purl.org/spar/c4o/",
    "biro": "http://purl.org/spar/biro/",
    "doco": "http://purl.org/spar/doco/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "status": f"{BASE}status/",
    "function": f"{BASE}function/",
    "force": f"{BASE}force/",
    "unit": f"{BASE}unit/",
    "lifecycle": f"{BASE}lifecycle/",
    "standing": f"{BASE}standing/",
}
FORCES = {
    "recall": "neutral-reference", "consider": "neutral-reference", "take-note": "neutral", "note": "neutral",
    "endorse": "approval", "approve": "approval", "welcome": "positive", "note-with-concern": "negative",
    "request": "directive", "reiterate-request": "directive", "urge": "directive-strong",
    "encourage": "soft-directive", "invite": "soft-directive", "recommend": "soft-directive",
    "decide": "decision", "stress": "affirms", "reaffirm": "affirms", "reiterate": "affirms",
}  # fmt: skip
EDGES = {"recall": "recalls", "take-note": "takesNoteOf", "endorse": "endorses", "consider": "considers"}
KINDS = {"op": "OperativeParagraph", "pp": "PreambularParagraph", "para": "NumberedParagraph"}


def full(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return NAMESPACES[prefix] + local


@dataclass
class Writer:
    """Statements of one named graph; ``expression`` is what evidence points into."""

    graph: str
    expression: str = ""
    lines: list[str] = field(default_factory=list)
    offsets: count[int] = field(default_factory=lambda: count(10, 10))

    def say(self, subject: str, predicate: str, value: str | int | float, language: str = "") -> None:
        """One statement. ``value``: ``id:…``, a prefixed name after ``<``, a number, a day (``day:…``), words."""
        node = f"<{BASE}id/{subject}>" if "://" not in subject else f"<{subject}>"
        name = "rdf:type" if predicate == "a" else predicate
        self.lines.append(f"{node} <{full(name)}> {self._object(value, language)} <{BASE}graph/{self.graph}> .")

    def _object(self, value: str | int | float, language: str) -> str:
        if isinstance(value, int):
            return f'"{value}"^^<{full("xsd:integer")}>'
        if isinstance(value, float):
            return f'"{value}"^^<{full("xsd:decimal")}>'
        if value.startswith("id:"):
            return f"<{BASE}id/{value[3:]}>"
        if value.startswith("day:"):
            return f'"{value[4:]}"^^<{full("xsd:date")}>'
        if value.startswith("<"):
            return f"<{full(value[1:])}>"
        return json.dumps(value, ensure_ascii=False) + (f"@{language}" if language else "")

    def work(
        self, symbol: str, kind: str, day: str = "", title: str = "", session: int = 0, body: str = ""
    ) -> None:
        """A document, or the stub of one."""
        self.say(symbol, "a", f"<unag:{kind}")
        self.say(symbol, "a", "<eli:LegalResource")
        self.say(symbol, "unag:symbol", symbol)
        self.say(symbol, "rdfs:label", symbol)
        if day:
            self.say(symbol, "unag:adopted" if kind == "Resolution" else "unag:distributed", f"day:{day}")
        if title:
            self.say(symbol, "dcterms:title", title, "en")
        if session:
            self.say(symbol, "unag:session", session)
        if body:
            self.say(symbol, "unag:issuedBy", f"id:body/{body}")
        if self.expression.partition("@")[0] == symbol:
            self._expression(symbol)

    def _expression(self, symbol: str) -> None:
        self.say(self.expression, "a", "<eli:LegalExpression")
        self.say(self.expression, "eli:realizes", f"id:{symbol}")
        self.say(self.expression, "dcterms:language", self.expression.partition("@")[2])
        self.say(self.expression, "prov:hadPrimarySource", f"id:source-of-{symbol.replace('/', '-')}")

    def evidence(self, subject: str) -> None:
        """Words of the expression for a statement, at the next free offsets."""
        start = next(self.offsets)
        found = f"{self.expression}/evidence/{start}-{start + 9}"
        self.say(subject, "unag:evidence", f"id:{found}")
        self.say(found, "a", "<oa:Annotation")
        self.say(found, "oa:hasBody", f"id:{subject}")
        self.say(found, "oa:hasTarget", f"id:{found}/target")
        self.say(f"{found}/target", "oa:hasSource", f"id:{self.expression}")
        self.say(f"{found}/target", "oa:hasSelector", f"id:{found}/selector")
        self.say(f"{found}/selector", "oa:start", start)
        self.say(f"{found}/selector", "oa:end", start + 9)
        self.say(f"{found}/selector", "oa:exact", f"words {start}", self.expression.partition("@")[2])

    def paragraph(self, locator: str, order: int, words: str, *acts: str) -> None:
        """A paragraph with its text and acts (notations of functions)."""
        work, _, place = locator.partition("~")
        last = place.rpartition(".")[2]
        kind = next((kind for key, kind in KINDS.items() if last.startswith(key)), "SubParagraph")
        self.say(locator, "a", f"<unag:{kind}")
        self.say(locator, "a", "<eli:LegalResourceSubdivision")
        self.say(locator, "unag:inDocument", f"id:{work}")
        self.say(locator, "eli:is_part_of", f"id:{work}")
        self.say(locator, "unag:locator", locator)
        self.say(locator, "unag:orderKey", order)
        text = f"{self.expression}~{place}"
        self.say(text, "a", "<unag:ParagraphText")
        self.say(text, "eli:realizes", f"id:{locator}")
        self.say(text, "unag:text", words, self.expression.partition("@")[2])
        self.say(text, "unag:start", order * 100)
        self.say(text, "unag:end", order * 100 + len(words))
        for number, act in enumerate(acts, 1):
            self._act(locator, number, act)

    def _act(self, locator: str, number: int, act: str) -> None:
        name = f"{locator}/act/{number}"
        self.say(name, "a", "<unag:Act")
        self.say(name, "unag:inParagraph", f"id:{locator}")
        self.say(name, "unag:function", f"<function:{act}")
        self.say(name, "unag:force", f"<force:{FORCES[act]}")
        self.say(name, "unag:actNumber", number)
        self.evidence(name)

    def cite(
        self,
        para: str,
        function: str,
        target: str,
        status: str = "explicit",
        confidence: float = 1.0,
        note: str = "",
        reason: str = "",
        candidates: tuple[str, ...] = (),
    ) -> str:
        """A citation as node and edge; '' as target for one that could not be resolved."""
        name = f"{para}/cites/{function}/{target or 'unresolved-1'}"
        self.say(name, "a", "<cito:Citation")
        self.say(name, "a", "<unag:Citation")
        self.say(name, "cito:hasCitingEntity", f"id:{para}")
        self.say(name, "unag:function", f"<function:{function}")
        self.say(name, "cito:hasCitationCharacterization", "<cito:cites")
        self.say(name, "unag:resolutionStatus", f"<status:{status}")
        self.say(name, "unag:confidence", float(confidence))
        self.evidence(name)
        for candidate in candidates:
            self.say(name, "unag:candidate", f"id:{candidate}")
        if reason:
            self.say(name, "unag:reason", reason)
        if note:
            self.say(name, "unag:viaFootnote", f"id:{note}")
        if target:
            self._target(name, para, function, target, resolved=status in ("explicit", "coreferent"))
        return name

    def _target(self, name: str, para: str, function: str, target: str, resolved: bool) -> None:
        work, _, place = target.partition("~")
        self.say(name, "cito:hasCitedEntity", f"id:{target}")
        self.say(name, "unag:citedDocument", f"id:{work}")
        if resolved:
            self.say(para, "cito:cites", f"id:{target}")
            if function in EDGES:
                self.say(para, f"unag:{EDGES[function]}", f"id:{target}")
            self.say(para.partition("~")[0], "unag:citesDocument", f"id:{work}")
        self.say(work, "unag:symbol", work)
        self.say(work, "rdfs:label", work)
        if place:
            self.say(name, "unag:pinpoint", place)
            self.say(name, "unag:pinpointUnit", "<unit:paragraph")
            self.say(target, "a", "<eli:LegalResourceSubdivision")
            self.say(target, "unag:inDocument", f"id:{work}")
            self.say(target, "unag:locator", target)

    def mandate(
        self, para: str, act: str, addressee: str, deliverable: str, number: int = 1, **more: str | int
    ) -> str:
        """A mandate; ``more`` are properties of the ontology by name, a day as ``day:…``, an IRI as ``id:…``."""
        name = f"{para}/mandate/{number}"
        self.say(name, "a", "<unag:Mandate")
        self.say(name, "unag:mandatedBy", f"id:{para}")
        self.say(name, "unag:act", f"<function:{act}")
        self.say(name, "unag:strength", f"<force:{FORCES[act]}")
        if addressee:
            self.say(name, "unag:addressee", f"id:body/{addressee}")
        self.say(name, "unag:deliverable", deliverable, self.expression.partition("@")[2])
        for key, value in more.items():
            self.say(name, f"unag:{key}", value)
        self.evidence(name)
        return name

    def note(self, work: str, number: str, *targets: str) -> str:
        """A footnote with the documents it names."""
        name = f"{work}~fn{number}"
        self.say(name, "a", "<doco:Footnote")
        self.say(name, "unag:noteNumber", number)
        self.say(name, "unag:inDocument", f"id:{work}")
        for target in targets:
            self.say(name, "biro:references", f"id:{target}")
        return name


def functions() -> Writer:
    """The scheme of functions as the ontology states it."""
    writer = Writer("ontology")
    writer.say(full("unag:Citation"), "unag:neededBy", "cq-01")
    writer.say(full("unag:Citation"), "rdfs:label", "citation", "en")
    writer.say(full("unag:Citation"), "skos:definition", "One cited place.", "en")
    for notation, force in FORCES.items():
        concept = full(f"function:{notation}")
        writer.say(concept, "a", "<skos:Concept")
        writer.say(concept, "skos:notation", notation)
        writer.say(concept, "skos:prefLabel", notation.replace("-", " "), "en")
        writer.say(concept, "unag:force", f"<force:{force}")
    return writer


class Memory:
    """A store in memory behind the interface that every store has; reads only."""

    def __init__(self, *writers: Writer) -> None:
        self.store = ox.Store()
        self.release = "1"
        data = "\n".join(line for writer in writers for line in writer.lines)
        self.store.bulk_load(data.encode(), format=ox.RdfFormat.N_QUADS)

    def load(self, quads: bytes) -> None:
        """More N-Quads."""
        self.store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)

    def load_turtle(self, path: Path, graph: str) -> None:
        """A Turtle file into one graph."""
        self.store.bulk_load(path.read_bytes(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))

    def _query(self, query: str, bindings: dict[str, ox.NamedNode | ox.Literal] | None) -> object:
        values = {ox.Variable(name): value for name, value in (bindings or {}).items()}
        return self.store.query(query, use_default_graph_as_union=True, substitutions=values)

    def select(
        self, query: str, bindings: dict[str, ox.NamedNode | ox.Literal] | None = None
    ) -> list[dict[str, ox.NamedNode | ox.Literal]]:
        """Rows, unbound variables left out."""
        found = self._query(query, bindings)
        names = [one.value for one in found.variables]  # type: ignore[attr-defined]
        return [
            {name: row[name] for name in names if row[name] is not None}
            for row in found  # type: ignore[attr-defined]
        ]

    def answer(self, query: str, choices: Choices, output: BinaryIO) -> Written:
        """An answer written in a form."""
        return MemoryStore(self.store).answer(query, choices, output)

    def ask(self, query: str, bindings: dict[str, ox.NamedNode | ox.Literal] | None = None) -> bool:
        """The answer of an ASK."""
        return bool(self._query(query, bindings))
