"""Agreement: every kind of difference between a reading and the curated facts is named at its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph_service.graph.agreement import FRONT, PARAGRAPH, Disagreement, compare
from graph_service.model import Act, Citation, Footnote, Mandate, Mark, Reference, Span
from tests.graph.samples import facts_only, request, resolution, with_paragraph

CURATED = facts_only(resolution())
OP1 = request()

# what → the paragraph's changed member; what the facts have and the reading has not; and the other way round
CHANGES: dict[str, tuple[dict[str, Any], str, str]] = {
    "number": ({"number": "7"}, "1", "7"),
    "kind": ({"kind": "preambular"}, "operative", "preambular"),
    "section": ({"section": "secII"}, "secI", "secII"),
    "heading": ({"heading": None}, "Clarity", ""),
    "marks": ({"marks": ()}, "1", ""),
    "acts": ({"acts": (*OP1.acts, Act("urge", Span(0, 4)))}, "", "urge"),
    "citations": (
        {"citations": (Citation("A/999/12~para8", "recall", "explicit", Span(0, 4)), OP1.citations[1])},
        "recall A/999/12~para7",
        "recall A/999/12~para8",
    ),
    "citations in doubt": ({"citations": OP1.citations[:1]}, "recall unresolved", ""),
    "references": ({"references": (Reference("A/RES/999/1~I.op2", Span(0, 4)),)}, "", "A/RES/999/1~I.op2"),
    "mandates": ({"mandates": ()}, "request secretary-general annual session 1000 main A/999/12~para7", ""),
}


def test_a_reading_agrees_with_its_own_facts() -> None:
    assert compare(resolution(), CURATED) == []


def test_every_aspect_of_a_paragraph_has_a_case() -> None:
    assert set(CHANGES) | {"parent"} == set(PARAGRAPH)
    assert len(FRONT) >= 7


@pytest.mark.parametrize("what", CHANGES)
def test_a_difference_in_a_paragraph_is_named(what: str) -> None:
    changes, curated, parsed = CHANGES[what]
    found = compare(with_paragraph(resolution(), "I.op1", **changes), CURATED)
    assert [(one.paragraph, one.what, one.curated, one.parsed) for one in found if "span" not in one.what] == [
        ("I.op1", what, curated, parsed)
    ]


def test_a_lost_parent_is_named() -> None:
    (found,) = compare(with_paragraph(resolution(), "I.op2.a", parent=None), CURATED)
    assert (found.paragraph, found.what, found.curated) == ("I.op2.a", "parent", "I.op2")


def test_paragraphs_and_notes_that_one_side_lacks_are_named() -> None:
    document = resolution()
    less = replace(document, paragraphs=document.paragraphs[:-1], footnotes=())
    assert [(one.what, one.curated) for one in compare(less, CURATED)] == [
        ("paragraphs", "I.op2.a"),
        ("footnotes", "1"),
    ]


def test_another_order_is_named_by_its_first_place() -> None:
    document = resolution()
    turned = replace(document, paragraphs=document.paragraphs[::-1])
    assert str(compare(turned, CURATED)[0]) == "document: order of paragraphs: curated I.pp1, read I.op2.a"


def test_a_note_that_names_something_else_is_named() -> None:
    document = replace(resolution(), footnotes=(Footnote("1", ("A/999/12/Corr.1",), Span(0, 9)),))
    (found,) = compare(document, CURATED)
    assert found == Disagreement("fn1", "targets", "A/999/12", "A/999/12/Corr.1", Span(0, 9))


def test_spans_are_compared_only_within_the_same_file() -> None:
    moved = with_paragraph(resolution(), "I.op1", span=Span(1, 9))
    assert [one.what for one in compare(moved, CURATED)] == ["span"]
    other = replace(moved, source=replace(moved.source, sha256="1" * 64))
    assert compare(other, CURATED) == []


def test_what_the_facts_leave_out_of_the_front_is_no_difference() -> None:
    silent = replace(CURATED, front=replace(CURATED.front, meeting=None, agenda_items=()))
    assert compare(resolution(), silent) == []
    wrong = replace(CURATED, front=replace(CURATED.front, meeting=8))
    assert str(compare(resolution(), wrong)[0]) == "document: meeting: curated 8, read 7"


def test_a_body_is_the_same_by_any_of_its_names() -> None:
    (mandate,) = OP1.mandates
    renamed = replace(mandate, addressee="秘书长")
    assert compare(with_paragraph(resolution(), "I.op1", mandates=(renamed,)), CURATED) == []
    someone = Mandate("request", "Board of Auditors", mandate.span)
    assert [one.what for one in compare(with_paragraph(resolution(), "I.op1", mandates=(someone,)), CURATED)] == [
        "mandates"
    ]
    assert [
        one.what for one in compare(with_paragraph(resolution(), "I.op1", marks=(Mark("2", Span(0, 1)),)), CURATED)
    ] == ["marks"]
