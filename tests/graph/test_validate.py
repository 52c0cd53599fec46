"""Validating: a pure function of quads and context, whose report says the same in every form."""

from __future__ import annotations

import json
import pickle
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph

from graph_service.graph.closure import closure
from graph_service.graph.describe import describe
from graph_service.graph.report import Report, Result, report_of
from graph_service.graph.store import open_store
from graph_service.graph.validate import validate
from graph_service.model import Document, Footnote, Front, Paragraph, Source, Span
from tests.graph.samples import BASE, facts_only, request, resolution, with_paragraph


def report(numbers: tuple[str, ...], adopted: date | None = None) -> Document:
    """The report that the sample cites, with paragraphs of these numbers."""
    paragraphs = tuple(Paragraph(f"para{one}", "numbered", one, Span(0, 9)) for one in numbers)
    front = Front("A/999/12", "SecretaryGeneralReport", "On tidy tests", adopted)
    return Document(front, "en", Source("Tidy tests.", "1" * 64, "plain", "made up"), (), (), paragraphs, ())


def store_with(*documents: Document) -> object:
    store = open_store(":memory:")
    store.replace({f"{BASE}graph/{one.symbol}@{one.language}": describe(one, BASE) for one in documents})
    return store


def test_a_broken_graph_does_not_conform_and_a_doubtful_one_does() -> None:
    broken = with_paragraph(resolution(), "I.op1", acts=(), mandates=request().mandates)
    assert [one.shape.rpartition("/")[2] for one in validate(describe(broken, BASE)).of("Violation")] == [
        "Mandate-conferredBy"
    ]
    doubtful = replace(resolution(), footnotes=(*resolution().footnotes, Footnote("2", (), Span(0, 5))))
    found = validate(describe(doubtful, BASE))
    assert found.conforms
    assert [(one.severity, one.shape.rpartition("/")[2]) for one in found.results] == [
        ("Warning", "Footnote-mark")
    ]


def test_facts_without_words_are_valid_too() -> None:
    assert validate(describe(facts_only(resolution()), BASE, "curated/A/RES/999/1")).results == ()


def test_a_paragraph_that_the_cited_document_has_not_got_is_found_through_the_closure() -> None:
    quads = describe(resolution(), BASE)
    assert validate(quads).results == ()
    lacking = closure(quads, store_with(report(("1", "2"))))  # type: ignore[arg-type]
    (found,) = validate(quads, lacking).results
    assert found.shape.endswith("KnownPlace")
    assert found.value == f"{BASE}id/A/999/12~para7"
    having = closure(quads, store_with(report(tuple(map(str, range(1, 9))))))  # type: ignore[arg-type]
    assert validate(quads, having).results == ()


def test_a_later_instrument_is_found_through_the_closure() -> None:
    quads = describe(resolution(), BASE)
    later = closure(quads, store_with(report(("7",), date(2950, 1, 1))))  # type: ignore[arg-type]
    assert [one.shape.rpartition("/")[2] for one in validate(quads, later).results] == ["LaterInstrument"]


def test_what_the_context_gets_wrong_is_not_reported() -> None:
    quads = describe(resolution(), BASE)
    broken = describe(replace(report(("7",)), front=Front("A/999/12", "Resolution", "Wrong symbol")), BASE)
    assert not validate(broken).conforms
    own = [one for one in validate(quads, broken).results if one.shape.endswith("Resolution-grammar")]
    assert {one.focus for one in own} <= {f"{BASE}id/A/999/12"}


def test_an_unknown_document_adds_nothing_to_the_closure() -> None:
    assert closure(describe(resolution(), BASE), open_store(":memory:")) == b""


def test_the_same_graph_gives_the_same_report_and_the_report_travels() -> None:
    quads = describe(with_paragraph(resolution(), "I.op1", acts=()), BASE)
    first = validate(quads)
    assert first == validate(quads) == pickle.loads(pickle.dumps(first))
    assert first.results


def test_the_forms_of_a_report_say_the_same() -> None:
    found = validate(describe(with_paragraph(resolution(), "I.op1", acts=()), BASE))
    read = json.loads(found.to_json())
    assert read["conforms"] is False
    assert [row["message"] for row in read["results"]] == [one.message for one in found.results]
    graph = Graph().parse(data=found.to_turtle(), format="turtle", publicID="https://example.org/report")
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?m { ?r a sh:ValidationReport ; sh:conforms false ; sh:result/sh:resultMessage ?m }"""
    assert sorted(str(row[0]) for row in graph.query(query)) == sorted(one.message for one in found.results)  # type: ignore[index]
    assert len(found.to_table().splitlines()) == len(found.results)
    assert Report().to_table() == "conforms: nothing found\n"
    assert "sh:conforms true ." in Report().to_turtle()


def test_results_come_in_the_order_of_severity() -> None:
    rows = {Result(severity, "s", "f", "", "", "m") for severity in ("Info", "Violation", "Warning")}
    assert [one.severity for one in report_of(rows).results] == ["Violation", "Warning", "Info"]
    joined = report_of({Result("Info", "s", "f", "", "", "m")}).joined(report_of(rows))
    assert len(joined.results) == 3


def test_the_cost_is_linear_in_the_document() -> None:
    def seconds(paragraphs: int) -> float:
        many = tuple(replace(request(), id=f"I.op{one}", number=str(one)) for one in range(1, paragraphs + 1))
        quads = describe(replace(resolution(), paragraphs=many), BASE)
        begin = time.process_time()
        validate(quads)
        return time.process_time() - begin

    seconds(10)
    small, large = seconds(50), seconds(200)
    assert large < 8 * small, f"{small:.2f} s for 50 paragraphs, {large:.2f} s for 200"


@pytest.mark.shared
def test_a_real_resolution_of_the_corpus_conforms(shared: Path) -> None:
    pipeline = pytest.importorskip("graph_service.pipeline")
    document = pipeline.parse(shared / "corpus" / "resolutions" / "zh" / "A_RES_66_257.txt")
    quads = describe(document, BASE)
    assert quads == describe(document, BASE)
    found = validate(quads)
    assert found.of("Violation") == ()
    assert found.of("Warning") == ()
