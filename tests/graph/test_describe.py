"""Describing: what stands in the graph, byte for byte the same, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.graph.describe import describe
from graph_service.graph.store import open_store
from graph_service.graph.vocab import PREFIXES, Names, literal, pinpoint_unit, slug
from graph_service.model import Citation, Document, Front, Span
from tests.graph.samples import BASE, TEXT, facts_only, request, resolution, with_paragraph

OP1 = f"{BASE}id/A/RES/999/1~I.op1"
GRAPH = f"{BASE}graph/A/RES/999/1@en"


def stated(nquads: bytes) -> set[tuple[str, str, str]]:
    """The statements as (subject, predicate, object) with prefixed predicates and bare IRIs."""
    names = {iri: prefix for prefix, iri in PREFIXES.items()}

    def short(iri: str) -> str:
        head = max((one for one in names if iri.startswith(one)), key=len, default="")
        return f"{names[head]}:{iri[len(head) :]}" if head else iri

    quads = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
    return {(q.subject.value, short(q.predicate.value), q.object.value) for q in quads}  # type: ignore[union-attr]


def graph_of(document: Document) -> set[tuple[str, str, str]]:
    return stated(describe(document, BASE))


def test_the_bytes_are_sorted_canonical_nquads_in_one_graph_without_blank_nodes() -> None:
    nquads = describe(resolution(), BASE)
    lines = nquads.decode().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    quads = list(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in quads} == {GRAPH}  # type: ignore[union-attr]
    assert not [one for quad in quads for one in (quad.subject, quad.object) if isinstance(one, ox.BlankNode)]
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    assert sorted(written.decode().splitlines(keepends=True)) == lines


def test_the_same_document_gives_the_same_bytes() -> None:
    assert describe(resolution(), BASE) == describe(resolution(), BASE)


def test_a_citation_is_a_node_and_an_edge() -> None:
    graph = graph_of(resolution())
    node, target = f"{OP1}/cites/recall/A/999/12~para7", f"{BASE}id/A/999/12~para7"
    assert {
        (node, "rdf:type", f"{PREFIXES['cito']}Citation"),
        (node, "cito:hasCitingEntity", OP1),
        (node, "cito:hasCitedEntity", target),
        (node, "cito:hasCitationCharacterization", f"{PREFIXES['cito']}citesForInformation"),
        (node, "unag:citedDocument", f"{BASE}id/A/999/12"),
        (node, "unag:pinpoint", "para7"),
        (node, "unag:pinpointUnit", f"{PREFIXES['unit']}paragraph"),
        (node, "unag:viaFootnote", f"{BASE}id/A/RES/999/1~fn1"),
        (node, "unag:resolutionStatus", f"{PREFIXES['status']}explicit"),
        (OP1, "cito:cites", target),
        (OP1, "unag:recalls", target),
        (f"{BASE}id/A/RES/999/1", "unag:citesDocument", f"{BASE}id/A/999/12"),
        (target, "eli:is_part_of", f"{BASE}id/A/999/12"),
        (target, "unag:locator", "A/999/12~para7"),
    } <= graph


def test_doubt_stays_on_the_node_and_makes_no_edge() -> None:
    graph = graph_of(resolution())
    node = f"{OP1}/cites/recall/unresolved-1"
    assert (node, "unag:reason", "no such note") in graph
    assert (node, "unag:confidence", "0.3") in graph
    assert not [one for one in graph if one[0] == node and one[1] == "cito:hasCitedEntity"]
    assert len([one for one in graph if one[0] == OP1 and one[1] == "cito:cites"]) == 1


def test_an_ambiguous_target_is_no_edge_even_if_one_is_preferred() -> None:
    doubtful = Citation("A/999/12~para9", "note", "ambiguous", Span(0, 5), 0.5, None, ("A/999/13~para9",))
    graph = graph_of(with_paragraph(resolution(), "I.op1", citations=(doubtful,)))
    assert (f"{OP1}/cites/note/A/999/12~para9", "unag:candidate", f"{BASE}id/A/999/13~para9") in graph
    assert not [one for one in graph if one[0] == OP1 and one[1] in {"cito:cites", "unag:notes"}]


def test_a_citation_said_twice_is_one_node_with_both_places_and_the_better_reading() -> None:
    first = Citation("A/999/12", "note", "coreferent", Span(0, 5), 0.6)
    second = Citation("A/999/12", "note", "explicit", Span(6, 9), 1.0, "1")
    graph = graph_of(with_paragraph(resolution(), "I.op1", citations=(first, second)))
    node = f"{OP1}/cites/note/A/999/12"
    said = {one[1:] for one in graph if one[0] == node}
    assert {value for name, value in said if name == "unag:confidence"} == {"1"}
    assert {value for name, value in said if name == "unag:resolutionStatus"} == {f"{PREFIXES['status']}explicit"}
    assert len([name for name, _ in said if name == "unag:evidence"]) == 2


def test_a_function_that_the_scheme_does_not_know_is_a_plain_citation() -> None:
    strange = Citation("A/999/12", "whistle-at", "explicit", Span(0, 5))
    graph = graph_of(with_paragraph(resolution(), "I.op1", citations=(strange,)))
    node = f"{OP1}/cites/whistle-at/A/999/12"
    assert (node, "cito:hasCitationCharacterization", f"{PREFIXES['cito']}cites") in graph
    assert (OP1, "cito:cites", f"{BASE}id/A/999/12") in graph


def test_a_mandate_says_who_what_when_and_by_which_act() -> None:
    graph = graph_of(resolution())
    node = f"{OP1}/mandate/1"
    assert {
        (node, "unag:mandatedBy", OP1),
        (node, "unag:act", f"{PREFIXES['function']}request"),
        (node, "unag:conferredBy", f"{OP1}/act/2"),
        (node, "unag:strength", f"{PREFIXES['force']}directive"),
        (node, "unag:addressee", f"{BASE}id/body/secretary-general"),
        (node, "unag:reportTo", f"{BASE}id/body/general-assembly"),
        (node, "unag:deliverable", "a report"),
        (node, "unag:dueSession", "1000"),
        (node, "unag:dueBy", "2945-12-31"),
        (node, "unag:groundedIn", f"{BASE}id/A/999/12~para7"),
    } <= graph


def test_a_sub_paragraph_has_its_mandate_from_the_chapeau() -> None:
    graph = graph_of(resolution())
    assert (
        f"{BASE}id/A/RES/999/1~I.op2.a/mandate/1",
        "unag:conferredBy",
        f"{BASE}id/A/RES/999/1~I.op2/act/1",
    ) in graph


def test_evidence_selects_the_very_words() -> None:
    quads = stated(describe(resolution(), BASE))
    exact = {one[0]: one[2] for one in quads if one[1] == "oa:exact"}
    start = {one[0]: int(one[2]) for one in quads if one[1] == "oa:start"}
    end = {one[0]: int(one[2]) for one in quads if one[1] == "oa:end"}
    assert len(exact) >= 10
    assert all(TEXT[start[one] : end[one]] == words for one, words in exact.items())


def test_places_are_parts_of_section_parent_or_work() -> None:
    graph, work = graph_of(resolution()), f"{BASE}id/A/RES/999/1"
    assert (OP1, "eli:is_part_of", f"{work}~secI") in graph
    assert (f"{work}~I.op2.a", "eli:is_part_of", f"{work}~I.op2") in graph
    assert (f"{work}~secI", "eli:is_part_of", work) in graph
    assert (f"{work}~h1", "unag:inSection", f"{work}~secI") in graph
    assert (OP1, "unag:underHeading", f"{work}~h1") in graph
    order = {one[0]: int(one[2]) for one in graph if one[1] == "unag:orderKey"}
    assert sorted(order.values()) == [1, 2, 3, 4]


def test_facts_without_words_have_neither_text_nor_quotation() -> None:
    nquads = describe(facts_only(resolution()), BASE, graph="curated/A/RES/999/1")
    graph = stated(nquads)
    names = {one[1] for one in graph}
    assert not names & {"unag:text", "oa:exact", "unag:characters"}
    assert (OP1, "dcterms:description", "What I.op1 says.") in graph
    assert {"oa:start", "unag:start"} <= names
    assert b"<https://example.org/unag/graph/curated/A/RES/999/1> .\n" in nquads


def test_other_systems_names_are_recorded_where_they_are_certain() -> None:
    graph = graph_of(resolution())
    work = f"{BASE}id/A/RES/999/1"
    known = graph_of(replace(resolution(), front=replace(resolution().front, symbol="A/RES/66/999")))
    name = "/akn/un/statement/deliberation/un-ga/2944-10-02/66-999"
    assert (f"{BASE}id/A/RES/66/999", "unag:aknName", name) in known
    assert (f"{work}@en", "foaf:page", "https://docs.un.org/en/A/RES/999/1") in graph


def test_a_document_without_a_symbol_is_not_published() -> None:
    assert describe(replace(resolution(), front=Front()), BASE) == b""


@pytest.mark.parametrize(
    ("subdivision", "unit"),
    [
        ("", "document"), ("I.op12", "paragraph"), ("para36", "paragraph"), ("op9.b", "paragraph"),
        ("secI", "section"), ("secII.B", "section"), ("art17", "article"), ("art2.para1", "paragraph"),
        ("annexII", "annex"), ("annex.para3", "paragraph"), ("rec4", "recommendation"), ("fn7", "footnote"),
        ("rule153", "rule"), ("I.pp6", "paragraph"),
    ],
)  # fmt: skip
def test_the_unit_of_a_pinpoint(subdivision: str, unit: str) -> None:
    assert pinpoint_unit(subdivision) == unit


@given(st.text())
def test_any_text_is_written_as_the_engine_would(text: str) -> None:
    line = f"<a:a> <a:b> {literal(text)} .\n".encode(errors="surrogatepass")
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    assert quad.object.value == text  # type: ignore[union-attr]
    assert ox.serialize([quad], format=ox.RdfFormat.N_QUADS) == line


@given(st.text(min_size=1))
def test_any_name_gives_an_iri_that_can_be_read(text: str) -> None:
    for token in (Names(BASE).locator(text), Names(BASE).body(slug(text))):
        (quad,) = ox.parse(f"<a:a> <a:b> {token} .".encode(), format=ox.RdfFormat.N_QUADS)
        assert quad.object.value == token[1:-1]  # type: ignore[union-attr]


def test_a_heading_is_found_by_its_id_or_by_its_title() -> None:
    by_title = with_paragraph(resolution(), "I.op1", heading="Clarity")
    assert describe(by_title, BASE) == describe(resolution(), BASE)
    strange = graph_of(with_paragraph(resolution(), "I.op1", heading="Nowhere"))
    assert not [one for one in strange if one[0] == OP1 and one[1] == "unag:underHeading"]


def test_a_store_gives_back_the_very_statements_that_were_written() -> None:
    store = open_store(":memory:")
    nquads = describe(resolution(), BASE)
    store.replace({GRAPH: nquads})
    assert store.graph(GRAPH) == nquads.replace(f" <{GRAPH}> .\n".encode(), b" .\n")


def test_a_known_body_has_one_label_whatever_the_text_calls_it() -> None:
    (mandate,) = request().mandates
    spoken = replace(mandate, addressee="秘书长", report_to="Office of Tidy Tests")
    graph = graph_of(with_paragraph(resolution(), "I.op1", mandates=(spoken,)))
    labels = {
        one[0].partition("/body/")[2]: one[2] for one in graph if "/body/" in one[0] and one[1] == "rdfs:label"
    }
    assert labels["secretary-general"] == "Secretary-General"
    assert labels["office-of-tidy-tests"] == "Office of Tidy Tests"


def test_the_digest_changes_with_the_graph_and_only_then() -> None:
    def digest(document: Document) -> str:
        (value,) = {one[2] for one in graph_of(document) if one[1] == "unag:digest"}
        return value

    assert digest(resolution()) == digest(resolution())
    assert digest(resolution()) != digest(with_paragraph(resolution(), "I.op1", number="9"))
