"""Parity: two language versions agree, or the difference is found, described and validated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from graph_service.graph import derive
from graph_service.graph.derive import describe_parity, describe_quality
from graph_service.graph.describe import describe
from graph_service.graph.embedded import MemoryStore
from graph_service.graph.parity import ASPECTS, Finding, describe_findings, parity, side_of
from graph_service.graph.validate import validate
from graph_service.model import Act, Citation, Document, Footnote, Reference, Span
from tests.graph.samples import BASE, request, resolution, with_paragraph

OP1 = request()


def twin(**changes: Any) -> Document:
    """The sample in another language, with one paragraph changed."""
    return with_paragraph(resolution("zh"), "I.op1", **changes)


# code → the change in the twin; what only the first, what only the second has
CHANGES: dict[str, tuple[dict[str, Any], str, str]] = {
    "numbering": ({"number": "7"}, "1", "7"),
    "marks": ({"marks": ()}, "fn1", ""),
    "acts": ({"acts": (Act("endorse", Span(0, 4)), OP1.acts[1])}, "neutral", "approval"),
    "verbs": ({"acts": (Act("note", Span(0, 4)), OP1.acts[1])}, "recall", "note"),
    "targets": (
        {"citations": (replace(OP1.citations[0], target="A/999/12~para8"), OP1.citations[1])},
        "A/999/12~para7",
        "A/999/12~para8",
    ),
    "functions": (
        {"citations": (replace(OP1.citations[0], function="note"), OP1.citations[1])},
        "recall A/999/12~para7",
        "note A/999/12~para7",
    ),
    "doubts": ({"citations": OP1.citations[:1]}, "unresolved", ""),
    "references": ({"references": (Reference("A/RES/999/1~I.op2", Span(0, 4)),)}, "", "A/RES/999/1~I.op2"),
    "mandates": (
        {"mandates": (replace(OP1.mandates[0], addressee="ACABQ"),)},
        "directive body/secretary-general 1000 main",
        "directive body/acabq 1000 main",
    ),
}


def test_versions_that_say_the_same_agree_wherever_their_words_stand() -> None:
    moved = tuple(replace(one, span=Span(one.span.start + 9, one.span.end + 9)) for one in resolution().paragraphs)
    assert parity(resolution(), replace(resolution("zh"), paragraphs=moved)) == ()


def test_every_aspect_has_a_case() -> None:
    codes = {code for pair in ASPECTS for code in pair if code}
    assert codes - {"note-targets"} == set(CHANGES)


@pytest.mark.parametrize("code", CHANGES)
def test_a_difference_is_found_at_its_place(code: str) -> None:
    changes, first, second = CHANGES[code]
    (found,) = parity(resolution(), twin(**changes))
    assert found == Finding("A/RES/999/1", ("en", "zh"), "I.op1", code, first, second)


def test_a_note_that_names_another_report_is_found() -> None:
    other = replace(resolution("zh"), footnotes=(Footnote("1", ("A/999/77",), Span(0, 4)),))
    assert [(one.place, one.code, one.second) for one in parity(resolution(), other)] == [
        ("fn1", "note-targets", "A/999/77")
    ]


def test_a_missing_paragraph_is_found() -> None:
    less = replace(resolution("zh"), paragraphs=resolution().paragraphs[:-1])
    (found,) = parity(resolution(), less)
    assert str(found) == "A/RES/999/1~I.op2.a: missing-place: en there, zh nothing"


def test_two_works_cannot_be_compared() -> None:
    other = resolution("zh")
    with pytest.raises(ValueError, match="two works"):
        parity(resolution(), replace(other, front=replace(other.front, symbol="A/RES/999/2")))


def test_a_target_cited_with_two_functions_is_one_target() -> None:
    twice = (*OP1.citations, Citation("A/999/12~para7", "note", "explicit", Span(0, 4)))
    assert [one.code for one in parity(resolution(), twin(citations=twice))] == ["functions"]


def test_the_findings_are_described_as_sorted_nquads_of_the_derived_graph() -> None:
    quads = describe_findings(parity(resolution(), twin(marks=())), BASE)
    lines = quads.decode().splitlines()
    assert lines == sorted(set(lines))
    names = {quad.graph_name.value for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)}  # type: ignore[union-attr]
    assert names == {f"{BASE}graph/derived/parity"}
    assert f"<{BASE}id/A/RES/999/1/parity/en-zh/I.op1/marks>" in lines[0]
    assert describe_findings((), BASE) == b""


def stored(*documents: Document) -> MemoryStore:
    store = MemoryStore()
    store.replace({f"{BASE}graph/{one.symbol}@{one.language}": describe(one, BASE) for one in documents})
    return store


def shares(quads: bytes) -> set[tuple[str, str, float]]:
    """Metric, subject and value of all measurements."""
    triples = [quad.triple for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)]
    metric = {one.subject: one.object.value for one in triples if one.predicate.value.endswith("isMeasurementOf")}  # type: ignore[union-attr]
    return {
        (
            metric[one.subject].rpartition("/")[2],
            one.subject.value.removeprefix(f"{BASE}id/"),
            float(one.object.value),
        )  # type: ignore[union-attr]
        for one in triples
        if one.predicate.value.endswith("dqv#value")
    }


def test_the_parity_of_a_store_is_that_of_its_documents() -> None:
    first, second = resolution(), twin(marks=())
    derived = describe_parity(stored(first, second), BASE)
    assert set(describe_findings(parity(first, second), BASE).splitlines()) < set(derived.splitlines())
    assert shares(derived) == {("translation-parity", "A/RES/999/1/parity/en-zh", 0.8)}


def test_a_work_in_one_language_has_nothing_to_compare() -> None:
    assert describe_parity(stored(resolution()), BASE) == b""


def test_an_unchanged_pair_is_taken_over_and_a_changed_one_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = stored(resolution(), twin(marks=()))
    once = describe_parity(store, BASE)
    store.replace({f"{BASE}graph/derived/parity": once})
    compared: list[str] = []
    monkeypatch.setattr(derive, "side_of", lambda quads, base: compared.append("side") or side_of(quads, base))
    assert describe_parity(store, BASE) == once
    assert compared == []
    store.replace({f"{BASE}graph/A/RES/999/1@zh": describe(twin(), BASE)})
    again = describe_parity(store, BASE)
    assert compared == ["side", "side"]
    assert shares(again) == {("translation-parity", "A/RES/999/1/parity/en-zh", 1.0)}
    assert b"ParityFinding" not in again


def test_quality_is_measured_for_every_version() -> None:
    assert shares(describe_quality(stored(resolution(), twin(marks=())), BASE)) == {
        ("resolution-rate", "A/RES/999/1@en/quality/resolution-rate", 0.6667),
        ("resolution-rate", "A/RES/999/1@zh/quality/resolution-rate", 0.6667),
        ("footnote-coverage", "A/RES/999/1@en/quality/footnote-coverage", 1.0),
        ("footnote-coverage", "A/RES/999/1@zh/quality/footnote-coverage", 1.0),
    }


def test_the_shape_sees_the_same_when_both_versions_are_validated_together() -> None:
    same = describe(resolution(), BASE) + describe(resolution("zh"), BASE)
    assert [one for one in validate(same).results if "ExpressionsAgree" in one.shape] == []
    other = describe(twin(citations=OP1.citations[1:]), BASE)
    found = [one for one in validate(describe(resolution(), BASE) + other).results if "Agree" in one.shape]
    assert {(one.focus.rpartition("@")[2], one.value.partition("/cites/")[2]) for one in found} == {
        ("zh", "recall/A/999/12~para7")
    }


def test_a_side_knows_its_places_in_reading_order() -> None:
    side = side_of(describe(resolution(), BASE), BASE)
    assert list(side.places) == ["I.pp1", "I.op1", "I.op2", "I.op2.a", "fn1"]
    assert side.places["I.op1"]["targets"] == ("A/999/12~para7",)
