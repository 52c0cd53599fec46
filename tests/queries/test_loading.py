"""A query file is refused where it is wrong, a value where it does not fit."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_service.errors import DataError, QueryError, UnknownError
from graph_service.graph.handbook import command, write_handbook
from graph_service.graph.queries import find_query, load_queries, read_query
from graph_service.resources import folder

HEAD = "# title: T\n# question: Q?\n# audience: researcher\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT ?s { ?s ?p ?o }", "title"),
        (HEAD.replace("researcher", "nobody") + "SELECT ?s { ?s ?p ?o }", "audience"),
        (HEAD + "# param: x colour the x\nSELECT ?x { ?x ?p ?o }", "no parameter"),
        (HEAD + "# param: x text the x\nSELECT ?s { ?s ?p ?x }", "projection"),
        (HEAD + "# param: x integer the x\n# example: x=many\nSELECT ?x { ?s ?p ?x }", "example"),
        (HEAD + "# param@fr: x le x\nSELECT ?s { ?s ?p ?o }", "to describe"),
        (HEAD + "# example: y=1\nSELECT ?x { ?s ?p ?x }", "example"),
        (HEAD + "SELECT ?s { ?s ?p }", "syntax"),
    ],
    ids=["header", "audience", "type", "projection", "value", "translation", "name", "syntax"],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "cq-99-wrong.rq"
    path.write_text(text)
    with pytest.raises(DataError, match=reason) as caught:
        read_query(path)
    assert "cq-99-wrong.rq" in caught.value.where


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("cq-07", {"place": "no such thing"}, "locator"),
        ("cq-07", {"where": "A/RES/64/259"}, "it has: place"),
        ("cq-10", {"day": "tomorrow"}, "date"),
        ("cq-20", {"least": "2; DROP"}, "integer"),
        ("cq-25", {"bound": "NaN"}, "decimal"),
        ("cq-05", {"language": "english"}, "language"),
        ("cq-19", {"function": "praise-loudly"}, "function"),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, values: dict[str, str], reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        find_query(name).terms(values)


def test_values_become_terms() -> None:
    assert find_query("cq-07").terms({"place": "a/res/64/259~op21"}) == {
        "place": ox.NamedNode("https://w3id.org/unag/id/A/RES/64/259~op21")
    }
    assert find_query("cq-13").terms({"mandate": "A/RES/66/257~I.op7/mandate/1"}, "http://x/")["mandate"] == (
        ox.NamedNode("http://x/id/A/RES/66/257~I.op7/mandate/1")
    )
    body = find_query("cq-12").terms({"addressee": "JIU"})["addressee"]
    assert body == ox.NamedNode("https://w3id.org/unag/id/body/joint-inspection-unit")
    assert find_query("cq-12").terms({}) == {}, "what may be left out stays free"


def test_text_cannot_break_out_of_its_place() -> None:
    hostile = '") } ; DROP ALL #'
    shown = find_query("cq-17").sparql(phrase=hostile)
    ox.Store().query(shown)
    assert '\\") }' in shown


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownError) as caught:
        find_query("charter")
    assert "cq-06-charter-articles" in caught.value.nearest


def test_the_handbook_shows_every_query_with_a_runnable_line() -> None:
    page = write_handbook(load_queries().values())
    for query in load_queries().values():
        assert query.name in page
        assert query.title in page
    assert '$ unag query cq-17-term-and-its-users "phrase=shall be defined as"' in page
    assert command(find_query("cq-16")) == "unag query cq-16-most-mandated"


def test_the_page_beside_the_queries_is_up_to_date() -> None:
    kept = (folder("queries") / "README.md").read_text("utf-8")
    assert kept == write_handbook(load_queries().values()), "write it again with graph_service.graph.handbook"


@pytest.mark.parametrize("language", ["fr", "zh"])
@pytest.mark.parametrize("name", load_queries())
def test_every_question_is_put_in_other_languages_too(name: str, language: str) -> None:
    query = load_queries()[name]
    told = [query.title_in(language), query.question_in(language)]
    told += [one.about_in(language) for one in query.parameters]
    assert {code for _, code in told} == {language}
    assert all(text for text, _ in told)
    assert query.title_in("ru") == (query.title, "en")


def test_chinese_questions_are_chinese() -> None:
    said = [query.question_in("zh")[0] for query in load_queries().values()]
    assert len(said) >= 46
    assert all(any("一" <= letter <= "鿿" for letter in one) and one.endswith(("？", "。")) for one in said)
