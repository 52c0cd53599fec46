"""Parity: two language versions of one work, compared place by place.

The same resolution in two languages has the same numbers, targets, pinpoints, acts and mandates; a difference is
a fault of one reading, or of one text. Works on described graphs, so a store's graphs and fresh documents compare
the same way, and knows no language: places are aligned by their identifiers, never by words or order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from graph_service.graph.describe import describe
from graph_service.graph.vocab import DEFAULT_BASE, Names, bare, literal, term, under
from graph_service.model import Document

Facts = dict[str, dict[str, list[str]]]
METHOD: Final = "compared place by place"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``place`` is a subdivision (``I.op4``); ``first`` and ``second`` are what only one has."""

    symbol: str
    languages: tuple[str, str]
    place: str
    code: str
    first: str
    second: str

    def __str__(self) -> str:
        one, other = self.languages
        place = f"{self.symbol}~{self.place}"
        return f"{place}: {self.code}: {one} {self.first or 'nothing'}, {other} {self.second or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Side:
    """One language version as values: place → aspect → values."""

    symbol: str
    language: str
    places: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


def parity(first: Document, second: Document) -> tuple[Finding, ...]:
    """Every difference between two documents of one work; raises ValueError if they are of two works."""
    if first.symbol != second.symbol:
        raise ValueError(f"two works: {first.symbol} and {second.symbol}")
    return compare_sides(*(side_of(describe(one, DEFAULT_BASE), DEFAULT_BASE) for one in (first, second)))


def compare_sides(first: Side, second: Side) -> tuple[Finding, ...]:
    """Every difference between two language versions, in the order of the places."""
    found = []
    for place in dict.fromkeys([*first.places, *second.places]):
        one, other = first.places.get(place), second.places.get(place)
        if one is None or other is None:
            found.append(
                ("missing-place", place, "" if one is None else "there", "" if other is None else "there")
            )
        else:
            found += [(code, place, a, b) for code, a, b in _differences(one, other)]
    languages = (first.language, second.language)
    return tuple(Finding(first.symbol, languages, place, code, a, b) for code, place, a, b in found)


def _differences(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str, str]]:
    """What two versions of one place differ in. A finer aspect is looked at only if the coarser one agrees."""
    for code, finer in ASPECTS:
        values, others = Counter(one.get(code, ())), Counter(other.get(code, ()))
        if values != others:
            yield code, _printed(values - others), _printed(others - values)
        elif finer and Counter(one.get(finer, ())) != Counter(other.get(finer, ())):
            values, others = Counter(one.get(finer, ())), Counter(other.get(finer, ()))
            yield finer, _printed(values - others), _printed(others - values)


def _printed(values: Counter[str]) -> str:
    return ", ".join(sorted(values.elements()))


# Aspects in the order of report, each with the finer one that is compared where it agrees: two languages may
# have several verbs for one force, and a verb of the same force is a lesser difference than another force.
ASPECTS: Final = (
    ("numbering", ""),
    ("marks", ""),
    ("acts", "verbs"),
    ("targets", "functions"),
    ("doubts", ""),
    ("references", ""),
    ("mandates", ""),
    ("note-targets", ""),
)


def side_of(quads: bytes, base: str) -> Side:
    """A described expression as a side: reads N-Quads or N-Triples of its named graph."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS):
        value = quad.object.value if not isinstance(quad.object, ox.Triple) else ""
        facts[str(quad.subject)][str(quad.predicate)].append(value)
    expression = next(one for one in facts if _is(facts, one, "unag:Expression"))
    work = f"<{facts[expression][term('eli:realizes')][0]}>"
    reader = _Reader(facts, work, f"{base}id/")
    return Side(reader.short(bare(work)), facts[expression][term("dcterms:language")][0], reader.places())


def _is(facts: Facts, subject: str, kind: str) -> bool:
    return bare(term(kind)) in facts[subject].get(term("rdf:type"), ())


@dataclass(slots=True)
class _Reader:
    """Reads the aspects of each place from the statements of one graph."""

    facts: Facts
    work: str
    root: str
    found: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def short(self, iri: str) -> str:
        """A resource as its locator, a concept as its notation."""
        return iri.removeprefix(self.root) if iri.startswith(self.root) else iri.rpartition("/")[2]

    def values(self, subject: str, *names: str) -> list[str]:
        """The shortened values of several properties."""
        return [self.short(one) for name in names for one in self.facts[subject].get(term(name), ())]

    def places(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Every paragraph and note of the work itself, in reading order."""
        own = [one for one in list(self.facts) if self._own(one)]
        own.sort(key=lambda one: (int((self.values(one, "unag:orderKey") or ["999999"])[0]), one))
        self.found = {self._place(one): defaultdict(list) for one in own}
        for subject in own:
            self._add(subject, "numbering", self.values(subject, "eli:number"))
            self._add(subject, "references", self.values(subject, "unag:refersTo"))
            self._add(subject, "note-targets", self.values(subject, "biro:references"))
        for subject in list(self.facts):
            for kind, read in READERS.items():
                if _is(self.facts, subject, kind):
                    read(self, subject)
        return {place: {name: tuple(all_) for name, all_ in told.items()} for place, told in self.found.items()}

    def _own(self, subject: str) -> bool:
        inside = bare(self.work) in self.facts[subject].get(term("unag:inDocument"), ())
        return inside and (_is(self.facts, subject, "unag:Paragraph") or _is(self.facts, subject, "doco:Footnote"))

    def _place(self, token: str) -> str:
        return self.short(bare(token)).partition("~")[2]

    def _add(self, subject: str, aspect: str, values: Iterable[str]) -> None:
        place = self._place(subject)
        if place in self.found:
            self.found[place][aspect] += values

    def of(self, subject: str, name: str) -> str:
        """The token of the one resource that a property leads to."""
        return f"<{self.facts[subject].get(term(name), [''])[0]}>"

    def act(self, subject: str) -> None:
        """An act: its force first, its verb where the force agrees."""
        paragraph = self.of(subject, "unag:inParagraph")
        self._add(paragraph, "acts", self.values(subject, "unag:force") or ["unknown"])
        self._add(paragraph, "verbs", self.values(subject, "unag:function"))

    def mark(self, subject: str) -> None:
        """A footnote mark: the note it denotes."""
        notes = [one.partition("~")[2] for one in self.values(subject, "c4o:denotes")]
        self._add(self.of(subject, "unag:inParagraph"), "marks", notes)

    def citation(self, subject: str) -> None:
        """A citation: its target first, its function where the targets agree; doubt by itself."""
        paragraph = self.of(subject, "cito:hasCitingEntity")
        status = self.values(subject, "unag:resolutionStatus")[0]
        if status in {"explicit", "coreferent"}:
            target, verb = self.values(subject, "cito:hasCitedEntity")[0], self.values(subject, "unag:function")[0]
            known = self.found.get(self._place(paragraph), {}).get("targets", [])
            self._add(paragraph, "targets", [] if target in known else [target])
            self._add(paragraph, "functions", [f"{verb} {target}"])
        else:
            self._add(paragraph, "doubts", [status])

    def mandate(self, subject: str) -> None:
        """A mandate: strength, addressee, due session and part."""
        names = ("unag:strength", "unag:addressee", "unag:dueSession", "unag:duePart")
        told = " ".join(self.values(subject, *names))
        self._add(self.of(subject, "unag:mandatedBy"), "mandates", [told])


READERS: Final[dict[str, Callable[[_Reader, str], None]]] = {
    "unag:Act": _Reader.act,
    "c4o:InTextReferencePointer": _Reader.mark,
    "unag:Citation": _Reader.citation,
    "unag:Mandate": _Reader.mandate,
}


def describe_findings(findings: Iterable[Finding], base: str, graph: str = "derived/parity") -> bytes:
    """The findings as sorted N-Quads of the graph ``{base}graph/{graph}``."""
    names = Names(base)
    place, lines = names.graph(graph), set()
    for finding in findings:
        work = names.locator(finding.symbol)
        pair = "-".join(finding.languages)
        subject = under(work, "parity", pair, finding.place, finding.code)
        stated = [
            ("rdf:type", term("unag:ParityFinding")),
            ("unag:parityOf", work),
            ("unag:atPlace", names.locator(f"{finding.symbol}~{finding.place}")),
            ("unag:code", literal(finding.code)),
            ("unag:firstValue", literal(finding.first)),
            ("unag:secondValue", literal(finding.second)),
            ("unag:method", literal(METHOD)),
            ("rdfs:comment", literal(str(finding), "en")),
        ]
        stated += [
            ("unag:betweenExpressions", names.locator(f"{finding.symbol}@{one}")) for one in finding.languages
        ]
        lines |= {f"{subject} {term(name)} {value} {place} .\n" for name, value in stated}
    return "".join(sorted(lines)).encode()
