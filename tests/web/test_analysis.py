"""The register and what analysts ask over HTTP: the same records as the commands print, and CSV beside JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from graph_service import analysis
from graph_service.chains.inherited import describe_wording
from graph_service.chains.load import load_index
from graph_service.chains.register import FILTERS
from graph_service.graph.describe import describe
from graph_service.graph.embedded import EmbeddedStore
from graph_service.graph.store import open_store
from graph_service.model import Document
from tests.graph.samples import BASE, resolution
from tests.web.running import running

QUESTIONS = (
    "/api/mandates/A/RES/999/1~I.op1/lineage",
    "/api/content/A/RES/999/1~I.op1",
    "/api/approved/A/RES/999/1",
    "/api/asof?day=2946-05-01",
    "/api/measures/paragraphs",
    "/api/measures/documents",
    "/api/measures/functions",
    "/api/measures/rank",
    "/api/measures/communities",
    "/api/measures/A/RES/999/1",
)


def read(client: httpx.Client, path: str, **parameters: Any) -> Any:
    """The JSON of a successful answer."""
    response = client.get(path, params=parameters or None)
    assert response.status_code == 200, response.text
    return response.json()


def later() -> Document:
    """A resolution of two years later that repeats the words of the first without citing it."""
    first = resolution()
    front = replace(first.front, symbol="A/RES/997/1", adopted=date(2946, 10, 2), session=997)
    paragraphs = tuple(replace(one, citations=(), references=()) for one in first.paragraphs)
    return replace(first, front=front, paragraphs=paragraphs, answers=())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two resolutions of one wording."""
    folder = tmp_path_factory.mktemp("asked")
    store = EmbeddedStore(folder)
    store.replace(
        {
            f"{BASE}graph/A/RES/999/1@en": describe(resolution(), BASE),
            f"{BASE}graph/A/RES/997/1@en": describe(later(), BASE),
        },
        derive=lambda view: {f"{BASE}graph/derived/wording": describe_wording(view, BASE)},
    )
    store.close()
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    """A client of a server over it."""
    with running(folder, base=BASE) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def sources(folder: Path) -> analysis.Sources:
    """The same, in this process."""
    store = open_store(str(folder), read_only=True)
    return analysis.Sources(load_index(store, BASE), store, BASE)


def test_every_filter_of_the_register_is_a_parameter(client: httpx.Client) -> None:
    described = read(client, "/openapi.json")["paths"]["/api/mandates"]["get"]["parameters"]
    offered = {one["name"] for one in described}
    assert {*FILTERS, "as_of", "overdue", "after", "size", "format"} == offered


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 4),
        ({"issuer": "general-assembly"}, 4),
        ({"addressee": "general-assembly"}, 0),
        ({"act": "request"}, 4),
        ({"strength": "directive"}, 4),
        ({"session": 999}, 2),
        ({"due_session": 1000}, 2),
        ({"periodicity": "annual"}, 2),
        ({"report_to": "general-assembly"}, 2),
        ({"ground": "A/999/12"}, 2),
        ({"document": "A/RES/997/1"}, 2),
        ({"document": "a/res/997/1@en"}, 2),
        ({"text": "A REPORT"}, 2),
        ({"as_of": "2945-01-01"}, 2),
        ({"as_of": "2900-01-01"}, 0),
        ({"overdue": "2950-01-01"}, 2),
        ({"overdue": "2945-12-31"}, 0),
        ({"overdue": "2950-01-01", "document": "A/RES/999/1"}, 1),
    ],
)
def test_the_register_is_filtered(client: httpx.Client, filters: dict[str, Any], count: int) -> None:
    found = read(client, "/api/mandates", **filters)
    assert found["total"] == len(found["items"]) == count


def test_pages_of_the_register_follow_one_another(client: httpx.Client) -> None:
    whole = [one["mandate"] for one in read(client, "/api/mandates")["items"]]
    found: list[str] = []
    address: str | None = "/api/mandates?size=1"
    while address:
        page = read(client, address)
        found += [one["mandate"] for one in page["items"]]
        address = page["next"]
    assert found == whole
    assert len(whole) == len(set(whole)) == 4


@pytest.mark.parametrize("place", ["A/RES/997/1~I.op1", "A/RES/997/1~I.op1/mandate/1", "a/res/997/1~I.op1"])
def test_a_lineage_has_kin_and_wording(client: httpx.Client, sources: analysis.Sources, place: str) -> None:
    found = read(client, f"/api/mandates/{place}/lineage")
    assert found.pop("release") == "1"
    told = analysis.tell_lineage(sources, "A/RES/997/1~I.op1").record
    assert found == orjson.loads(orjson.dumps(told))
    assert [one["mandate"] for one in found["mandates"]] == ["A/RES/997/1~I.op1/mandate/1"]
    assert ("A/RES/999/1~I.op1", "wording") in {(one["place"], one["proof"]) for one in found["ancestors"]}
    (shared,) = found["wording"]
    assert (shared["later"], shared["earlier"]) == ("A/RES/997/1~I.op1", "A/RES/999/1~I.op1")
    assert "".join(one["text"] for one in shared["changes"] if one["kind"] != "removed").startswith("1. Recalls")
    without = read(client, f"/api/mandates/{place}/lineage?wording=false")
    assert without["wording"] == without["ancestors"] == []


def test_what_mandates_nothing_has_no_lineage(client: httpx.Client) -> None:
    for place in ("A/RES/999/1~I.pp1", "A/RES/999/1~I.op9/mandate/1", "A/RES/888/1~op1"):
        response = client.get(f"/api/mandates/{place}/lineage")
        assert response.status_code == 404, place
        assert response.json()["code"] == "UnknownError"


def test_the_other_questions_give_what_the_commands_print(client: httpx.Client, sources: analysis.Sources) -> None:
    pairs = {
        "/api/content/A/RES/999/1~I.op1": analysis.tell_content(sources, "A/RES/999/1~I.op1"),
        "/api/approved/A/RES/999/1": analysis.tell_approved(sources, "A/RES/999/1"),
        "/api/asof?day=2946-05-01&document=A/RES/999/1": analysis.tell_standing(
            sources, date(2946, 5, 1), "A/RES/999/1"
        ),
        "/api/measures/paragraphs": analysis.measure(sources, "paragraphs"),
        "/api/measures/A/RES/999/1": analysis.measure(sources, "A/RES/999/1"),
    }
    for path, account in pairs.items():
        found = read(client, path)
        assert found.pop("release") == "1"
        assert found == orjson.loads(orjson.dumps(account.record)), path


@pytest.mark.parametrize("path", QUESTIONS)
def test_every_question_comes_as_csv_too(client: httpx.Client, path: str) -> None:
    sign = "&" if "?" in path else "?"
    response = client.get(f"{path}{sign}format=csv")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.text)))
    assert len(rows[0]) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert client.get(path, headers={"Accept": "text/csv"}).text == response.text
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_a_day_tells_how_much_it_leaves_out(client: httpx.Client) -> None:
    found = read(client, "/api/asof", day="2947-01-01", size=1)
    assert found["counts"]["mandates"] == 4
    assert len(found["mandates"]) == 1


def test_bad_questions_are_problems(client: httpx.Client) -> None:
    for path, status in (
        ("/api/mandates?as_of=yesterday", 400),
        ("/api/mandates?overdue=20120409", 400),
        ("/api/asof", 400),
        ("/api/asof?day=soon", 400),
        ("/api/asof?day=2946-05-01&document=A/RES/888/1", 404),
        ("/api/measures/beauty", 400),
        ("/api/measures/A/RES/888/1", 404),
        ("/api/approved/A/RES/888/1", 404),
        ("/api/content/A/RES/999/1~I.pp1", 404),
    ):
        response = client.get(path)
        assert response.status_code == status, path
        assert response.headers["content-type"] == "application/problem+json"


def test_the_filters_of_the_page_are_those_of_the_register() -> None:
    from graph_service.web.api.filters import MandateFilters

    assert tuple(one.name for one in fields(MandateFilters)) == FILTERS
