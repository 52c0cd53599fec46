"""Curated files: what is shipped holds, and what is wrong is refused at its line, for its reason."""

# ruff: noqa: E501

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_service.errors import CuratedError
from graph_service.graph.bodies import bodies, body_slug
from graph_service.graph.curated import load_curated
from graph_service.graph.vocab import DEFAULT_BASE, PREFIXES
from graph_service.resources import folder

BASE = "https://example.org/g/"
CURATED = folder("data") / "curated"
HEAD = """@base <https://w3id.org/unag/id/> .
@prefix unag: <https://w3id.org/unag/ontology#> .
@prefix standing: <https://w3id.org/unag/standing/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .

<A/RES/66/998> a unag:Resolution , unag:Document ; unag:symbol "A/RES/66/998" ; unag:adopted "2011-12-24"^^xsd:date .
<A/RES/66/999> a unag:Resolution , unag:Document ; unag:symbol "A/RES/66/999" .
<A/66/997> a unag:Document ; unag:symbol "A/66/997" ; unag:distributed "2012-02-01"^^xsd:date ; unag:answers <A/RES/66/998> .
<assertion/a> a unag:Assertion ; unag:assertedSubject <A/RES/66/998> ; unag:source "The official text"@en ; unag:standing standing:verified .
<assertion/b> a unag:Assertion ; unag:assertedSubject <A/66/997> ; unag:source "The official text"@en ; unag:standing standing:verified .
<assertion/c> a unag:Assertion ; unag:assertedSubject <A/66/997> ; unag:assertedProperty unag:answers ; unag:assertedObject <A/RES/66/998> ;
    unag:source "Paragraph 1"@en ; unag:standing standing:inferred .
"""
BEFORE = '<A/66/997> a unag:Document ; unag:symbol "A/66/997" ; unag:distributed "2012-02-01"^^xsd:date'
SOURCED = 'unag:assertedSubject <A/RES/66/999> ; unag:assertedProperty unag:supersedes ; unag:source "The text itself"@en'
SOURCED_BACK = SOURCED.replace("66/999", "66/998")
CIRCLE = f"""<A/RES/66/999> unag:supersedes <A/RES/66/998> .
<A/RES/66/998> unag:supersedes <A/RES/66/999> .
<assertion/d> a unag:Assertion ; {SOURCED} ; unag:standing standing:verified .
<assertion/e> a unag:Assertion ; {SOURCED_BACK} ; unag:standing standing:verified .
"""
ADDITION = """<A/RES/66/999~op2> a eli:LegalResourceSubdivision ; unag:inDocument <A/RES/66/999> .
<A/RES/66/999~op2> unag:addsTo <A/RES/66/998> .
<assertion/d> a unag:Assertion ; unag:assertedSubject <A/RES/66/999~op2> ; unag:assertedProperty unag:addsTo ; unag:source "The text itself"@en ; unag:standing standing:verified .
"""
# name → what is replaced, by what; the line of the fault; the reason; the shape
WRONG = {
    "dangling": ("unag:answers <A/RES/66/998> .", "unag:answers <A/RES/66/111> .", 9, "nothing describes it", "NoDanglingLink"),
    "circle": ("$", CIRCLE, 15, "superseding itself", "NoCircle"),
    "session": ("2011-12-24", "2013-12-24", 7, "outside of the session", "AdoptedInSession"),
    "number": ('unag:symbol "A/RES/66/999" .', 'unag:symbol "A/RES/66/999" ; unag:session 67 .', 8, "another session than 67", "SessionOfSymbol"),
    "order": ("2012-02-01", "2011-02-01", 9, "which is later", "AnswerAfterRequest"),
    "comment": ("unag:answers <A/RES/66/998> .", "unag:answers <A/RES/66/998> ; unag:commentsOn <A/66/692x> .\n<A/66/692x> a unag:Document ; unag:symbol \"A/66/692x\" ; unag:distributed \"2013-01-01\"^^xsd:date .", 9, "which is later", "CommentAfterReport"),
    "name": ('unag:symbol "A/RES/66/999"', 'unag:symbol "A/RES/66/996"', 8, "does not end with its symbol", "Document-name"),
    "symbol": ('; unag:symbol "A/RES/66/999"', "", 8, "one symbol", "Document-symbol"),
    "title": ('unag:symbol "A/RES/66/999"', 'unag:symbol "A/RES/66/999" ; <http://purl.org/dc/terms/title> "No language"', 8, "has a language", "Document-title"),
    "day": ('"2011-12-24"^^xsd:date', '"Christmas"', 7, "one calendar day", "Document-adopted"),
    "series": ("$", '<A/RES/66/999> unag:inSeries <A/RES/66/998> .\n<assertion/d> a unag:Assertion ; unag:assertedSubject <A/RES/66/999> ; unag:assertedProperty unag:inSeries ; unag:source "The text itself"@en ; unag:standing standing:verified .\n', 14, "is a series", "InSeries"),
    "series name": ("$", "<series/nameless> a unag:Series .\n", 14, "has a name", "Series-label"),
    "addition": ("$", ADDITION, 15, "no mandate", "AddsTo"),
    "unsourced": ("unag:assertedProperty unag:answers", "unag:assertedProperty unag:supersedes", 9, "was read", "Sourced"),
    "standing": ("standing:inferred", "standing:rumoured", 12, "verified or inferred", "Assertion-standing"),
    "source": ('unag:source "Paragraph 1"@en', 'unag:source ""@en', 12, "where it was read", "Assertion-source"),
    "subject": ("unag:assertedSubject <A/RES/66/998> ;", "", 10, "about one subject", "Assertion-subject"),
}  # fmt: skip


def written(place: Path, text: str) -> Path:
    path = place / "mine.ttl"
    path.write_text(text, "utf-8")
    return path


def test_what_is_shipped_loads_and_is_sorted_nquads_in_its_own_graphs() -> None:
    graphs = load_curated(CURATED, BASE)
    assert set(graphs) == {
        f"{BASE}graph/curated/{one}" for one in ("bodies", "works", "links", "reports", "resolutions", "series")
    }
    for name, quads in graphs.items():
        lines = quads.decode().splitlines()
        assert lines == sorted(set(lines))
        assert {quad.graph_name.value for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)} == {name}  # type: ignore[union-attr]
        assert f"<{DEFAULT_BASE}id/".encode() not in quads


def test_the_ontologys_namespace_is_not_moved_with_the_base() -> None:
    links = load_curated(CURATED, BASE)[f"{BASE}graph/curated/links"].decode()
    assert f"<{PREFIXES['function']}recall>" in links
    assert f"<{BASE}id/A/64/640> <{PREFIXES['unag']}answers> <{BASE}id/A/RES/63/276~op9>" in links


def test_every_shipped_assertion_has_source_and_standing() -> None:
    quads = b"".join(load_curated(CURATED).values()).decode()
    assertions = set(re.findall(rf"^(<\S+>) <{PREFIXES['rdf']}type> <{PREFIXES['unag']}Assertion>", quads, re.M))
    assert len(assertions) >= 80
    for name in ("source", "standing"):
        assert {line.split(" ")[0] for line in quads.splitlines() if f"ontology#{name}>" in line} >= assertions
    assert quads.count("standing/inferred") >= 10


def test_a_file_of_ones_own_may_link_to_what_is_shipped(tmp_path: Path) -> None:
    text = HEAD.replace("unag:answers <A/RES/66/998>", "unag:answers <A/RES/66/998> ; unag:issuedBy <body/acabq>")
    written(tmp_path, text)
    graphs = load_curated(tmp_path, BASE)
    assert list(graphs) == [f"{BASE}graph/curated/mine"]


def test_a_link_may_lead_into_the_store(tmp_path: Path) -> None:
    text = HEAD.replace("answers <A/RES/66/998> .", "answers <A/RES/66/111> .").replace(
        "unag:assertedObject <A/RES/66/998>", "unag:assertedObject <A/RES/66/111>"
    )
    written(tmp_path, text)
    there = f"<{DEFAULT_BASE}id/A/RES/66/111> <{PREFIXES['rdf']}type> <{PREFIXES['unag']}Document> .\n"
    assert load_curated(tmp_path, BASE, context=there.encode())


def test_a_file_may_not_take_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "links.ttl").write_text(HEAD, "utf-8")
    with pytest.raises(CuratedError, match="curated graph of this name"):
        load_curated(tmp_path, BASE)


def test_a_syntax_error_is_reported_at_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "<A/66/1> unag:symbol 'one\n")
    with pytest.raises(CuratedError) as caught:
        load_curated(tmp_path, BASE)
    assert caught.value.where.startswith(f"{path}:1")
    assert caught.value.exit_code == 1


def test_a_blank_node_is_refused(tmp_path: Path) -> None:
    written(tmp_path, HEAD + "<A/66/1> unag:evidence [] .\n")
    with pytest.raises(CuratedError, match="blank node"):
        load_curated(tmp_path, BASE)


PLACE = "<A/RES/66/{0}~op2> a eli:LegalResourceSubdivision ; unag:inDocument <A/RES/66/{0}> .\n"
ASKED = "<A/RES/66/{0}~op2/mandate/1> a unag:Mandate ; unag:mandatedBy <A/RES/66/{0}~op2> .\n"
ADDED = """<{0}> unag:addsTo <{1}> .
<assertion/d> a unag:Assertion ; unag:assertedSubject <{0}> ; unag:assertedProperty unag:addsTo ; unag:source "The text itself"@en ; unag:standing standing:verified .
"""


@pytest.mark.parametrize(
    ("part", "whole", "held"),
    [
        ("999~op2", "998~op2/mandate/1", True),
        ("999~op2/mandate/1", "998~op2/mandate/1", True),
        ("998~op2", "998~op2/mandate/1", False),
        ("998~op2/mandate/1", "998~op2/mandate/1", False),
        ("998~op2", "999~op2/mandate/1", False),
        ("998~op2/mandate/1", "999~op2/mandate/1", False),
    ],
)
def test_a_report_is_added_to_by_another_paragraph_and_not_by_an_earlier_resolution(
    part: str, whole: str, held: bool, tmp_path: Path
) -> None:
    dated = HEAD.replace(
        'unag:symbol "A/RES/66/999" .', 'unag:symbol "A/RES/66/999" ; unag:adopted "2012-04-09"^^xsd:date .'
    )
    dated += '<assertion/e> a unag:Assertion ; unag:assertedSubject <A/RES/66/999> ; unag:source "The official text"@en ; unag:standing standing:verified .\n'
    places = "".join(one.format(number) for number in (998, 999) for one in (PLACE, ASKED))
    written(tmp_path, dated + places + ADDED.format(f"A/RES/66/{part}", f"A/RES/66/{whole}"))
    if held:
        assert load_curated(tmp_path, BASE)
    else:
        with pytest.raises(CuratedError, match="no mandate, its own, or given later"):
            load_curated(tmp_path, BASE)


def test_every_shape_for_curated_files_has_a_failing_case() -> None:
    text = (folder("ontology") / "curated.ttl").read_text("utf-8")
    shapes = set(re.findall(r"^curated:([\w-]+) a sh:(?:Node|Property)Shape", text, re.M))
    assert {shape for *_, shape in WRONG.values()} == shapes


def test_the_unbroken_file_is_taken(tmp_path: Path) -> None:
    written(tmp_path, HEAD)
    assert len(load_curated(tmp_path, BASE)) == 1


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_at_its_line_for_its_reason(name: str, tmp_path: Path) -> None:
    before, after, line, reason, shape = WRONG[name]
    text = HEAD + after if before == "$" else HEAD.replace(before, after, 1)
    assert text != HEAD
    path = written(tmp_path, text)
    with pytest.raises(CuratedError) as caught:
        load_curated(tmp_path, BASE)
    assert reason in caught.value.message
    assert caught.value.where == f"{path}:{line}"
    assert shape in caught.value.do


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Secretary-General", "secretary-general"), ("secretary general", "secretary-general"), ("秘书长", "secretary-general"),
        ("ACABQ", "acabq"), ("Advisory Committee", "acabq"), ("行政和预算问题咨询委员会", "acabq"), ("大会", "general-assembly"),
        ("Генеральный секретарь", "secretary-general"), ("Office of Tidy Tests", "office-of-tidy-tests"),
        ("the General Assembly", "general-assembly"), ("the Government of Erewhon", "government-of-erewhon"), ("the", "the"),
    ],
)  # fmt: skip
def test_a_body_is_found_by_any_of_its_names(name: str, slug: str) -> None:
    assert body_slug(name) == slug


def test_no_two_bodies_share_a_slug_and_every_parent_is_there() -> None:
    slugs = [body.slug for body in bodies()]
    assert len(slugs) == len(set(slugs)) >= 40
    assert {body.parent for body in bodies() if body.parent} <= set(slugs)
    assert all(body.names.get("en") and body.names.get("zh") for body in bodies())


def test_a_long_phrase_gives_a_short_slug_of_its_own() -> None:
    phrases = [
        f"all parties that have not yet done anything at all about the tidiness of their tests {one}"
        for one in (1, 2)
    ]
    slugs = {body_slug(one) for one in phrases}
    assert len(slugs) == 2
    assert all(len(one) < 95 for one in slugs)
