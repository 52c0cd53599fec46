"""One suite that every store passes: memory, a folder, and SPARQL 1.1 services by their address."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pyoxigraph as ox
import pytest

from graph_service.errors import InputError, LimitError, QueryError, UnknownError
from graph_service.graph.embedded import MemoryStore
from graph_service.graph.formats import BINDINGS, BOOLEAN, GRAPH, NotAcceptable, choose
from graph_service.graph.store import Choices, Dataset, GraphStore
from tests.graph.engines import ENGINES, REMOTE, remote

ONE, TWO = "http://example.org/graph/one", "http://example.org/graph/two"
S, P = ox.NamedNode("http://example.org/s"), ox.NamedNode("http://example.org/p")
DATA = {
    ONE: b'<http://example.org/s> <http://example.org/p> "first" .\n'
    b'<http://example.org/s> <http://example.org/p> "\xe9\x97\xae\xe8\xb4\xa3"@zh .\n',
    TWO: b"<http://example.org/t> <http://example.org/p> <http://example.org/s> .\n",
}


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A store of each kind with two graphs in it."""
    with ENGINES[request.param](tmp_path_factory.mktemp("store")) as store:
        store.replace(DATA)
        yield store


def choices(accept: str = "", rows: int = 0) -> Choices:
    """What a caller with that Accept gets."""
    return Choices({kind: choose(accept, None, kind) for kind in (BINDINGS, BOOLEAN, GRAPH)}, rows=rows)


def test_default_graph_is_the_union(store: GraphStore) -> None:
    rows = store.select(
        "SELECT ?x ?o { ?x <http://example.org/p> <http://example.org/s> . <http://example.org/s> ?q ?o }"
    )
    assert {(row["x"].value, row["o"].value) for row in rows} == {
        ("http://example.org/t", "first"),
        ("http://example.org/t", "问责"),
    }


def test_named_graphs_stay_apart(store: GraphStore) -> None:
    assert store.graphs() == [ONE, TWO]
    assert store.ask(f"ASK {{ GRAPH <{TWO}> {{ ?s ?p <http://example.org/s> }} }}")
    assert not store.ask(f"ASK {{ GRAPH <{ONE}> {{ ?s ?p <http://example.org/s> }} }}")


def test_a_from_clause_is_heeded(store: GraphStore) -> None:
    """A word FROM inside a string is no clause."""
    assert store.ask(f"ASK FROM <{TWO}> {{ ?s ?p <http://example.org/s> }}")
    assert not store.ask(f"ASK FROM <{ONE}> {{ ?s ?p <http://example.org/s> }}")
    assert store.ask('ASK { ?s ?p <http://example.org/s> FILTER("from <x>" != "") }')


def test_values_are_bound_and_never_pasted(store: GraphStore) -> None:
    rows = store.select("SELECT ?s ?o { ?s ?p ?o }", {"s": S})
    assert {row["s"] for row in rows} == {S}
    assert len(rows) == 2
    evil = ox.Literal('first" } ; DROP ALL #')
    assert store.select("SELECT ?o ?s { ?s ?p ?o }", {"o": evil}) == []
    assert len(store.graphs()) == 2


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT ?o { ?s ?p ?o }", 2),
        ("SELECT ?o { BIND(?s AS ?x) { ?x ?p ?o } UNION { ?s ?p ?o } }", 4),
        ("SELECT ?o { ?x ?p ?o FILTER(?x = ?s) }", 2),
        ("SELECT ?o { ?x ?p ?o OPTIONAL { ?y ?q ?x FILTER(?x = ?s) } FILTER(BOUND(?s) && BOUND(?y)) }", 2),
        ("SELECT (COUNT(?o) AS ?n) ?s { ?s ?p ?o } GROUP BY ?s ORDER BY ?s", 1),
        ("SELECT ?o { { SELECT ?s ?o { ?s ?p ?o } } }", 2),
    ],
)
def test_a_bound_variable_is_bound_wherever_it_stands(store: GraphStore, query: str, count: int) -> None:
    assert len(store.select(query, {"s": S})) == count


def test_unbound_variables_are_left_out(store: GraphStore) -> None:
    (row,) = store.select(f"SELECT ?s ?none {{ GRAPH <{TWO}> {{ ?s ?p ?o }} }}")
    assert row == {"s": ox.NamedNode("http://example.org/t")}


def test_construct_gives_sorted_lines(store: GraphStore) -> None:
    expected = b"".join(sorted(DATA[ONE].splitlines(keepends=True)))
    assert store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", {"s": S}) == expected
    assert store.graph(ONE) == expected


def test_replace_takes_the_place_of_whole_graphs(store: GraphStore) -> None:
    before = store.release
    named = store.replace({ONE: b'<http://example.org/s> <http://example.org/p> "second" .\n', TWO: None})
    assert named == store.release != before
    assert store.graphs() == [ONE]
    assert store.graph(ONE) == b'<http://example.org/s> <http://example.org/p> "second" .\n'


def test_derived_graphs_see_what_was_written(store: GraphStore) -> None:
    def count(view: GraphStore) -> dict[str, bytes | None]:
        (row,) = view.select("SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }")
        return {TWO: f'<http://example.org/c> <http://example.org/n> "{row["n"].value}" .\n'.encode()}

    store.replace({ONE: None}, derive=count)
    assert store.graph(TWO) == b'<http://example.org/c> <http://example.org/n> "1" .\n'


def test_the_unnamed_graph_has_the_empty_name(store: GraphStore) -> None:
    """What is in it is in the union too, unless the service hides it there (TDB2 with its union switched on)."""
    line = b'<http://example.org/u> <http://example.org/p> "unnamed" .\n'
    assert store.graph("") == b""
    store.replace({"": line})
    assert "" not in store.graphs()
    assert len(store.graphs()) == 2
    assert (store.graph("") == line) is store.ask('ASK { ?s ?p "unnamed" }')
    store.replace({"": b""})
    assert store.graph(ONE)
    assert store.graph("") == b""


def test_blank_nodes_of_one_graph_stay_together(store: GraphStore) -> None:
    p = "<http://example.org/p>"
    lines = [
        f"_:head {p} _:tail .",
        f"_:tail {p} <http://example.org/end> .",
        f"<http://example.org/s> {p} _:head .",
    ]
    store.replace({ONE: "".join(f"{one}\n" for one in lines).encode()})
    assert store.ask(f"ASK {{ <http://example.org/s> {p} ?a . ?a {p} ?b . ?b {p} <http://example.org/end> }}")


def test_update_runs_whole_or_not_at_all(store: GraphStore) -> None:
    store.update(f"INSERT DATA {{ GRAPH <{ONE}> {{ <http://example.org/n> <http://example.org/p> 1 }} }}")
    assert store.ask("ASK { <http://example.org/n> ?p 1 }")
    with pytest.raises(QueryError):
        store.update("INSERT DATA { broken")
    assert store.graphs() == [ONE, TWO]


def test_update_takes_the_protocols_dataset(store: GraphStore) -> None:
    copy = "INSERT { GRAPH <http://example.org/copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    store.update(copy, Dataset(default=(TWO,)))
    assert store.graph("http://example.org/copy") == DATA[TWO]
    with pytest.raises(QueryError, match="names a dataset"):
        store.update("WITH <http://example.org/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", Dataset(default=(TWO,)))


def test_an_update_that_is_looked_at_is_published_only_if_that_finds_nothing(store: GraphStore) -> None:
    """What follows from it goes in the same release; a refusal leaves everything as it was."""

    def refuse(view: GraphStore) -> dict[str, bytes | None]:
        raise InputError("no more")

    def count(view: GraphStore) -> dict[str, bytes | None]:
        (row,) = view.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}")
        return {TWO: f'<http://example.org/c> <http://example.org/n> "{row["n"].value}" .\n'.encode()}

    change = f"""PREFIX e: <http://example.org/>
        DELETE {{ GRAPH <{ONE}> {{ e:s e:p ?o }} }}
        WHERE {{ GRAPH <{ONE}> {{ e:s e:p ?o FILTER(?o = "first") }} }} ;
        INSERT DATA {{ GRAPH <{ONE}> {{ e:s e:p e:a , e:b }} }} ; # a semicolon; and more"""
    before = store.release
    if not isinstance(store, MemoryStore):
        with pytest.raises(InputError, match="no more"):
            store.update(change, derive=refuse)
        assert store.release == before
        assert store.graph(ONE) == b"".join(sorted(DATA[ONE].splitlines(keepends=True)))
    named = store.update(change, derive=count)
    assert named == store.release != before
    assert len(store.graph(ONE).splitlines()) == 3
    assert b"first" not in store.graph(ONE)
    assert store.graph(TWO) == b'<http://example.org/c> <http://example.org/n> "3" .\n'


def test_a_syntax_error_says_where(store: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        store.select("SELECT ?s {\n ?s ?p }")
    assert caught.value.position is not None
    assert caught.value.position[0] == 2


def test_other_query_forms_are_refused(store: GraphStore) -> None:
    with pytest.raises(QueryError):
        store.ask("SELECT ?s { ?s ?p ?o }")
    with pytest.raises(QueryError):
        store.construct("ASK { ?s ?p ?o }")


def test_an_unknown_graph_is_told(store: GraphStore) -> None:
    with pytest.raises(UnknownError):
        store.graph("http://example.org/graph/none")


def test_a_foreign_graph_in_the_data_is_refused(store: GraphStore) -> None:
    line = b"<http://example.org/s> <http://example.org/p> <http://example.org/o> <http://example.org/other> .\n"
    with pytest.raises(InputError, match="other"):
        store.replace({ONE: line})
    assert store.graph(ONE) == b"".join(sorted(DATA[ONE].splitlines(keepends=True)))


@pytest.mark.parametrize(
    ("query", "accept", "start"),
    [
        ("SELECT ?o { <http://example.org/t> ?p ?o }", "text/csv", b"o\r\nhttp://example.org/s"),
        ("SELECT ?o { <http://example.org/t> ?p ?o }", "text/tab-separated-values", b"?o\n<http://example.org/s>"),
        ("SELECT ?o { <http://example.org/t> ?p ?o }", "", b'{"head":{"vars":["o"]}'),
        ("ASK { ?s ?p ?o }", "application/sparql-results+xml", b"<?xml"),
        ("CONSTRUCT WHERE { <http://example.org/t> ?p ?o }", "application/n-triples", DATA[TWO].rstrip()),
        ("DESCRIBE <http://example.org/t>", "text/turtle", b"<http://example.org/t>"),
    ],
)
def test_answers_come_in_the_chosen_format(store: GraphStore, query: str, accept: str, start: bytes) -> None:
    output = BytesIO()
    written = store.answer(query, choices(accept), output)
    assert output.getvalue().startswith(start)
    assert accept in ("", written.media)


def test_answers_keep_to_the_protocols_dataset(store: GraphStore) -> None:
    for dataset, truth in ((Dataset(default=(TWO,)), b"true"), (Dataset(default=(ONE,)), b"false")):
        output = BytesIO()
        store.answer("ASK { ?s ?p <http://example.org/s> }", choices(), output, dataset)
        assert truth in output.getvalue()


def test_answers_past_their_rows_are_refused_and_never_shortened(store: GraphStore) -> None:
    for accept in ("", "text/csv", "text/tab-separated-values", "application/sparql-results+xml"):
        store.answer("SELECT ?s { ?s <http://example.org/p> ?o }", choices(accept, rows=3), BytesIO())
        with pytest.raises(LimitError):
            store.answer("SELECT ?s { ?s <http://example.org/p> ?o }", choices(accept, rows=1), BytesIO())
    with pytest.raises(LimitError):
        store.answer("CONSTRUCT WHERE { ?s ?p ?o }", choices(rows=2), BytesIO())


def test_no_acceptable_format_is_told(store: GraphStore) -> None:
    with pytest.raises(NotAcceptable):
        store.answer("ASK { ?s ?p ?o }", choices("text/csv"), BytesIO())


def test_many_statements_go_in_parts(store: GraphStore) -> None:
    lines = [f'<http://example.org/{n}> <http://example.org/p> "line {n}" .\n' for n in range(25_000)]
    store.replace({ONE: "".join(lines).encode()})
    (row,) = store.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}")
    assert row["n"].value == "25000"


@pytest.mark.parametrize("engine", REMOTE)
def test_large_graphs_go_by_the_graph_store_protocol(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the service has an address for it; the mark of the release comes last."""
    monkeypatch.setattr("graph_service.graph.remote.LARGE", 100)
    with remote(engine, by_graphs=True) as store:
        lines = [f'<http://example.org/{n}> <http://example.org/p> "line {n} \u95ee" .\n' for n in range(50)]
        data = "".join(sorted(lines)).encode()
        before = store.release
        assert store.replace({ONE: data, TWO: DATA[TWO]}) == store.release != before
        assert store.graph(ONE) == data
        assert store.graph(TWO) == DATA[TWO]
        with pytest.raises(InputError):
            store.replace({ONE: DATA[ONE], TWO: b"broken" * 100})
        assert store.graph(ONE) == data
