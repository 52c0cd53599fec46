"""JSON-LD by our context: compact, and nested so that a paragraph comes with its citations, acts and mandates.

Framing by a processor costs 17 ms a document; this walks the triples once. What nests in what is the context's
own reverse terms, so a new one there is a new nesting here. Tests hold the result to a processor's reading.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from graph_service.resources import folder

Json = dict[str, Any]
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
STRING, INTEGER, BOOLEAN = XSD + "string", XSD + "integer", XSD + "boolean"


@dataclass(frozen=True, slots=True)
class TermRule:
    """How the context writes one property."""

    name: str
    kind: str = ""
    language: str | None = None
    containers: frozenset[str] = frozenset()
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The context's tables: terms by property IRI, reverse terms in their order, prefixes, vocabulary."""

    terms: Mapping[str, TermRule]
    reverse: tuple[tuple[str, str], ...]
    prefixes: Mapping[str, str]
    vocabulary: str
    names: frozenset[str]

    def compact(self, iri: str) -> str:
        """An IRI as an identifier: with a prefix where one fits."""
        for prefix, namespace in self.prefixes.items():
            rest = iri[len(namespace) :]
            if iri.startswith(namespace) and rest and not rest.startswith("//"):
                return f"{prefix}:{rest}"
        return iri

    def name(self, iri: str) -> str:
        """An IRI as a property or class: a bare word of our vocabulary where no term takes that word."""
        local = iri[len(self.vocabulary) :]
        if iri.startswith(self.vocabulary) and local and local not in self.names and ":" not in local:
            return local
        return self.compact(iri)


@cache
def context() -> Context:
    """The tables of ``ontology/context.jsonld``."""
    stated: Json = json.loads((folder("ontology") / "context.jsonld").read_text("utf-8"))["@context"]
    prefixes = {
        name: value
        for name, value in stated.items()
        if isinstance(value, str) and not name.startswith("@") and value.endswith(("/", "#"))
    }

    def whole(name: str) -> str:
        prefix, _, local = name.partition(":")
        return prefixes[prefix] + local if prefix in prefixes else name

    terms: dict[str, TermRule] = {}
    reverse: list[tuple[str, str]] = []
    for name, value in stated.items():
        if name.startswith("@") or name in prefixes or (isinstance(value, str) and value.startswith("@")):
            continue
        rule = {"@id": value} if isinstance(value, str) else value
        if "@reverse" in rule:
            reverse.append((name, whole(rule["@reverse"])))
        else:
            terms[whole(rule["@id"])] = _rule(name, rule, whole)
    return Context(terms, tuple(reverse), prefixes, stated["@vocab"], frozenset(stated))


def _rule(name: str, rule: Json, whole: Any) -> TermRule:
    container = rule.get("@container", [])
    kind = rule.get("@type", "")
    return TermRule(
        name=name,
        kind=kind if kind.startswith("@") else whole(kind),
        language=rule.get("@language"),
        containers=frozenset([container] if isinstance(container, str) else container),
        vocabulary=rule.get("@context", {}).get("@vocab", ""),
    )


class Frame:
    """One graph to be written around one resource."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.context = context()
        self.about: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.pointing: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in triples:
            subject, predicate = triple.subject.value, triple.predicate.value  # type: ignore[union-attr]
            self.about[subject][predicate].append(triple.object)
            if isinstance(triple.object, ox.NamedNode):
                self.pointing[predicate, triple.object.value].append(subject)
        self.written: set[str] = set()

    def document(self, root: str, address: str) -> Json:
        """The resource with what nests in it; what does not is beside it under ``@included``."""
        whole: Json = {"@context": address, **self.node(root)}
        rest = [self.node(one) for one in sorted(self.about) if one not in self.written]
        return {**whole, "@included": rest} if rest else whole

    def node(self, subject: str, without: tuple[str, str] = ("", "")) -> Json:
        """One node; ``without`` is the property and object that its place in the tree already says."""
        self.written.add(subject)
        made: Json = {"id": self.context.compact(subject)}
        said = self.about.get(subject, {})
        if RDF_TYPE in said:
            made["type"] = alone(sorted(self.context.name(one.value) for one in said[RDF_TYPE]))
        for predicate in sorted(said):
            objects = [
                one
                for one in said[predicate]
                if not (predicate == without[0] and isinstance(one, ox.NamedNode) and one.value == without[1])
            ]
            if predicate != RDF_TYPE and objects:
                self.write(made, predicate, objects)
        self.nest(made, subject)
        return made

    def nest(self, made: Json, subject: str) -> None:
        """Puts under the node what points to it by a reverse term and is not elsewhere already."""
        for term, predicate in self.context.reverse:
            inside = [
                one for one in sorted(set(self.pointing.get((predicate, subject), ()))) if one not in self.written
            ]
            if inside:
                made[term] = [self.node(one, (predicate, subject)) for one in self.ordered(inside)]

    def ordered(self, subjects: list[str]) -> list[str]:
        """Parts in reading order where they have one, else by their identifiers."""
        key = f"{self.context.vocabulary}orderKey"

        def place(subject: str) -> tuple[int, str]:
            found = self.about[subject].get(key)
            return (int(found[0].value) if found else 0, subject)

        return sorted(subjects, key=place)

    def write(self, made: Json, predicate: str, objects: list[Any]) -> None:
        """One property with all its values."""
        rule = self.context.terms.get(predicate)
        if rule is None:
            made[self.context.name(predicate)] = alone(ranked(self.value(one, TermRule("")) for one in objects))
            return
        literals = all(isinstance(one, ox.Literal) for one in objects)
        if "@language" in rule.containers and literals:
            made[rule.name] = by_language(objects, "@set" in rule.containers)
            return
        values = ranked(self.value(one, rule) for one in objects)
        made[rule.name] = values if "@set" in rule.containers else alone(values)

    def value(self, term: Any, rule: TermRule) -> Any:
        """One value, as short as its term's rule allows."""
        if isinstance(term, ox.Literal):
            return literal(term, rule)
        iri = term.value if isinstance(term, ox.NamedNode) else str(term)
        if rule.kind == "@vocab":
            local = iri[len(rule.vocabulary) :]
            short = iri.startswith(rule.vocabulary) and local not in self.context.names and "/" not in local
            return local if short else iri
        return self.context.compact(iri) if rule.kind == "@id" else {"id": self.context.compact(iri)}


def literal(term: ox.Literal, rule: TermRule) -> Any:
    """A literal: bare where the rule says its type or language, else with them."""
    text, datatype = term.value, term.datatype.value
    if term.language is not None:
        return text if rule.language == term.language else {"@value": text, "@language": term.language}
    if rule.kind == datatype:
        return number(text, datatype)
    if datatype == STRING and not rule.kind and rule.language is None:
        return text
    if datatype == STRING:
        return {"@value": text}
    return {"@value": text, "@type": context().compact(datatype)}


def number(text: str, datatype: str) -> Any:
    """Whole numbers and truth values as JSON has them; decimals stay text, for a JSON number would be a double."""
    if datatype == INTEGER and text.lstrip("-").isdigit() and str(int(text)) == text:
        return int(text)
    if datatype == BOOLEAN and text in {"true", "false"}:
        return text == "true"
    return text


def by_language(literals: list[ox.Literal], always_lists: bool) -> Json:
    """A language map; a literal without a language stands under ``@none``."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in literals:
        found[one.language or "@none"].append(one.value)
    return {
        tag: sorted(set(texts)) if always_lists else alone(sorted(set(texts)))
        for tag, texts in sorted(found.items())
    }


def ranked(values: Iterable[Any]) -> list[Any]:
    """Values without repetition, in an order that does not depend on the store's."""
    found = {json.dumps(one, sort_keys=True, ensure_ascii=False): one for one in values}
    return [found[key] for key in sorted(found)]


def alone(values: list[Any]) -> Any:
    """One value as itself, several as a list."""
    return values[0] if len(values) == 1 else values
