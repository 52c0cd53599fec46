"""A remote write is one request and one release; what a service cuts short is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace

import httpx
import pytest

from graph_service.errors import LimitError, RemoteError, StoreError
from graph_service.graph.remote import RemoteStore, batches, without_end
from graph_service.graph.store import GraphStore, open_store
from tests.graph.engines import REMOTE, addresses

ONE, TWO = "http://example.org/graph/one", "http://example.org/graph/two"
VALUES = (("true", "boolean"), ("0.50", "decimal"))
LINE = b"<http://example.org/s> <http://example.org/p> <http://example.org/o> .\n"


@pytest.fixture(params=REMOTE)
def watched(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[RemoteStore, list[str]]]:
    """A store of each kind, and the updates that it is sent."""
    found = addresses(request.param)
    store = RemoteStore(found.query, update=found.update)
    store.replace({ONE: LINE})
    sent: list[str] = []
    whole = httpx.Client.request

    def note(client: httpx.Client, method: str, url: str, **options: object) -> httpx.Response:
        data = options.get("data")
        if isinstance(data, dict) and "update" in data:
            sent.append(data["update"][0])
        elif "content" in options:
            sent.append(str(options["content"]))
        return whole(client, method, url, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(httpx.Client, "request", note)
    yield store, sent
    store.close()


def count(view: GraphStore) -> Mapping[str, bytes | None]:
    """A graph that says how many statements the others have."""
    (row,) = view.select("SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }")
    return {TWO: f'<http://example.org/c> <http://example.org/n> "{row["n"].value}" .\n'.encode()}


def test_a_write_with_what_follows_from_it_is_one_request(watched: tuple[RemoteStore, list[str]]) -> None:
    store, sent = watched
    store.replace({ONE: LINE + LINE.replace(b"/o>", b"/o2>")}, derive=count)
    assert len(sent) == 1
    assert store.graph(TWO) == b'<http://example.org/c> <http://example.org/n> "2" .\n'
    store.update(f"DELETE DATA {{ GRAPH <{ONE}> {{ {LINE.decode()} }} }}", derive=count)
    assert len(sent) == 2
    assert store.graph(TWO) == b'<http://example.org/c> <http://example.org/n> "1" .\n'


def test_a_checked_update_is_sent_as_its_difference(watched: tuple[RemoteStore, list[str]]) -> None:
    store, sent = watched
    turned = f"INSERT {{ GRAPH <{ONE}> {{ ?o ?p ?s }} }} WHERE {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}"
    store.update(turned, derive=lambda _: {})
    if store.dialect.exact:
        assert LINE.decode().strip() not in sent[-1]
    assert "<http://example.org/o> <http://example.org/p> <http://example.org/s>" in sent[-1]
    assert "WHERE" not in sent[-1]


def test_a_service_too_large_to_copy_is_written_first(
    watched: tuple[RemoteStore, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, sent = watched
    monkeypatch.setattr("graph_service.graph.remote.MOST", 0)
    before = store.release
    assert store.replace({ONE: LINE}, derive=count) == store.release != before
    assert [one.count("urn:unag:state#release") for one in sent] == [0, 1]
    with pytest.raises(LimitError, match="too many"):
        store.update("DROP ALL", derive=count)


def test_a_long_write_goes_in_several_requests_with_the_mark_last(
    watched: tuple[RemoteStore, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, sent = watched
    monkeypatch.setattr(store, "dialect", replace(store.dialect, request=200, part=2))
    data = b"".join(sorted(LINE.replace(b"/o>", b"/%d>" % n) for n in range(10)))
    store.replace({ONE: data})
    assert len(sent) > 3
    assert store.graph(ONE) == data
    assert ["release" in one for one in sent].index(True) == len(sent) - 1


@pytest.fixture
def virtuoso() -> Iterator[RemoteStore]:
    """A store at Virtuoso, which cuts answers at 20,000 rows."""
    with closing(RemoteStore(addresses("virtuoso").query)) as store:
        yield store


def test_an_answer_that_virtuoso_cuts_is_an_error(virtuoso: RemoteStore) -> None:
    """It says 200 and stops at its number of rows; only a header tells."""
    store = virtuoso
    lines = b"".join(LINE.replace(b"/o>", b"/%d>" % n) for n in range(25_000))
    store.replace({ONE: lines})
    with pytest.raises(RemoteError, match="cut"):
        store.select("SELECT ?o { ?s ?p ?o }")
    with pytest.raises(RemoteError, match="cut"):
        store.graph(ONE)
    assert len(store.select("SELECT ?o { ?s ?p ?o } LIMIT 19000")) == 19_000


def test_virtuoso_keeps_numbers_and_booleans_by_their_value(virtuoso: RemoteStore) -> None:
    """What docs/operating.md tells of it."""
    store = virtuoso
    xsd = "http://www.w3.org/2001/XMLSchema#"
    p = "<http://example.org/p>"
    lines = [f'<http://example.org/s> {p} "{value}"^^<{xsd}{kind}> .' for value, kind in VALUES]
    store.replace({ONE: "\n".join(lines).encode()})
    assert store.ask(f"ASK {{ ?s {p} true }}")
    found = {row["o"].value for row in store.select(f"SELECT ?o {{ ?s {p} ?o }}")}
    assert found == {"1", "0.5"}


def test_a_store_that_is_only_read_sends_no_update(watched: tuple[RemoteStore, list[str]]) -> None:
    with closing(open_store(watched[0].address, read_only=True)) as store:
        with pytest.raises(StoreError, match="read-only"):
            store.replace({ONE: None})
        with pytest.raises(StoreError, match="read-only"):
            store.update("DROP ALL")
    assert watched[1] == []


def test_operations_are_grouped_in_order() -> None:
    assert [*batches(["aa", "b", "cccc", "d"], 3)] == [["aa", "b"], ["cccc"], ["d"]]
    assert without_end("DROP ALL ; # done;\n") == "DROP ALL"
    assert without_end(" # nothing\n") == ""
