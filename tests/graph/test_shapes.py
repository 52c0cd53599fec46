"""Every shape has a graph that passes and a case that fails for it, by name and for the stated reason.

The passing graph is the sample document as it is described. A case is a SPARQL update on it in
``tests/cases/shapes``: ``SHAPE.fail.ru`` breaks what the shape is for, ``SHAPE.pass.ru`` comes close and must not.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_service.graph.describe import describe
from graph_service.graph.validate import _shapes, validate
from graph_service.graph.vocab import PREFIXES
from graph_service.resources import folder
from graph_service.symbols.families import grammar
from tests.graph.samples import BASE, resolution

CASES = Path(__file__).parent.parent / "cases" / "shapes"
SHAPE = "https://w3id.org/unag/shape/"
FAILING = sorted(CASES.glob("*.fail.ru"))
PASSING = sorted(CASES.glob("*.pass.ru"))


@cache
def sample() -> bytes:
    return describe(resolution(), BASE)


def changed(update: str) -> bytes:
    """The sample graph after an update in the cases' short form."""
    store = ox.Store()
    for quad in ox.parse(sample(), format=ox.RdfFormat.N_QUADS):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    body = re.sub(r"<((?:A|ST|JIU|body)/)", rf"<{BASE}id/\1", update)
    before = set(store)
    store.update(head + body)
    assert set(store) != before, "the update changes nothing"
    written = ox.serialize(store, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    return written


def header(text: str, name: str) -> str:
    found = re.search(rf"^# {name}: (.+)$", text, re.M)
    return found.group(1) if found else ""


def declared() -> set[str]:
    """The names of all shapes of the file: whatever has a target."""
    shapes = _shapes(folder("ontology") / "shapes.ttl")
    rows = shapes.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?shape { ?shape sh:targetClass|sh:targetSubjectsOf|sh:targetObjectsOf ?target }"""
    )
    return {str(row[0]).removeprefix(SHAPE) for row in rows}  # type: ignore[index]


def test_the_cases_are_found() -> None:
    assert len(FAILING) == len(declared()) >= 70
    assert len(PASSING) >= 9


def test_every_shape_has_a_failing_case_and_no_case_is_an_orphan() -> None:
    assert {path.name.removesuffix(".fail.ru") for path in FAILING} == declared()
    assert {path.name.removesuffix(".pass.ru") for path in PASSING} <= declared()


def test_what_is_described_passes_every_shape_without_a_warning() -> None:
    assert validate(sample()).results == ()


@pytest.mark.parametrize("path", FAILING, ids=lambda path: path.name.removesuffix(".fail.ru"))
def test_the_shape_refuses_for_its_own_reason(path: Path) -> None:
    text = path.read_text("utf-8")
    report = validate(changed(text))
    expected = {path.name.removesuffix(".fail.ru"), *header(text, "also").split()}
    assert {one.shape.removeprefix(SHAPE) for one in report.results} == expected, report.to_table()
    own = [one for one in report.results if one.shape == SHAPE + path.name.removesuffix(".fail.ru")]
    assert {one.severity for one in own} == {header(text, "severity")}
    assert all(header(text, "reason") in one.message for one in own)
    at = header(text, "at")
    assert any((one.value or one.focus).endswith(at) or one.focus.endswith(at) for one in own)
    assert report.conforms == (not any(one.severity == "Violation" for one in report.results))


@pytest.mark.parametrize("path", PASSING, ids=lambda path: path.name.removesuffix(".pass.ru"))
def test_what_comes_close_still_passes(path: Path) -> None:
    report = validate(changed(path.read_text("utf-8")))
    shape = SHAPE + path.name.removesuffix(".pass.ru")
    assert [one for one in report.results if one.shape == shape] == []


def test_every_message_is_there_in_english_and_chinese() -> None:
    text = (folder("ontology") / "shapes.ttl").read_text("utf-8")
    messages = re.findall(r"sh:message .*", text)
    assert len(messages) == len(declared())
    assert all(re.search(r'"@en , ".*"@zh', one) for one in messages)


def test_the_symbol_shapes_take_every_form_of_the_grammar() -> None:
    text = (folder("ontology") / "shapes.ttl").read_text("utf-8")
    patterns = {
        name: re.compile(pattern.replace("\\\\", "\\"))
        for name, pattern in re.findall(r'shape:(\w+)-grammar .*\n.*sh:pattern "(.+?)" ;', text)
    }
    assert set(patterns) == {"Document", "CitedDocument", "Resolution", "Decision", "JIUReport", "Issuance"}
    checked = 0
    for family in grammar().families:
        kind = "Issuance" if family.kind == "Bulletin" and "sgb" in family.name else family.kind
        for symbol in family.examples.values():
            assert patterns["Document"].search(symbol), symbol
            if kind in patterns:
                assert patterns[kind].search(symbol), (kind, symbol)
            checked += 1
    assert checked >= 40
