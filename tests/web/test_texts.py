"""The routes that read texts: references in a phrase, the check of a draft, the intake of a document, search."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest

from graph_service import pipeline
from graph_service.graph.embedded import EmbeddedStore
from graph_service.verification import OUTCOMES
from tests.benchmarks.kills import text
from tests.web.running import WRITER, running

BASE = "https://w3id.org/unag/"
DRAFT = {
    "paragraph 12 of section I of resolution 66/257": "confirmed",
    "paragraph 40 of section I of resolution 66/257": "unknown-place",
    "resolution 41/999": "unknown-document",
}
WORDS = "".join(f"In its memorandum the Office recalls {one} and goes on from there.\n\n" for one in DRAFT)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server over the curated base that takes writes."""
    folder = tmp_path_factory.mktemp("read")
    store = EmbeddedStore(folder)
    store.replace(pipeline.base_graphs(BASE))
    store.close()
    with (
        running(folder, body_bytes=300_000, write_seconds=240.0) as address,
        httpx.Client(base_url=address, timeout=240) as client,
    ):
        yield client


def read(client: httpx.Client, path: str, **parameters: Any) -> Any:
    """The JSON of a successful answer."""
    response = client.get(path, params=parameters or None)
    assert response.status_code == 200, response.text
    return response.json()


def in_word(words: str) -> bytes:
    """The draft as a DOCX file."""
    document, file = docx.Document(), io.BytesIO()
    for line in words.split("\n\n"):
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def test_a_phrase_is_resolved_with_candidates_and_reasons(client: httpx.Client) -> None:
    phrase = (
        "Recalling its resolution 64/259 of 29 March 2010 and paragraph 5 of the report of the Advisory Committee"
    )
    found = read(client, "/api/resolve", text=phrase, language="en")
    first, *rest = found["items"]
    assert (first["target"], first["status"], first["printedDate"]) == ("A/RES/64/259", "explicit", "2010-03-29")
    assert phrase[slice(*first["span"])] == first["text"]
    assert rest
    for one in rest:
        assert one["status"] in {"ambiguous", "unresolved"}
        assert one.get("candidates") or one["reason"]
    assert found["total"] == len(found["items"])


@pytest.mark.parametrize(
    ("phrase", "language"), [("回顾其2010年3月29日第64/259号决议", "zh"), ("rappelant sa résolution 64/259", "fr")]
)
def test_a_phrase_may_be_in_any_language(client: httpx.Client, phrase: str, language: str) -> None:
    found = read(client, "/api/resolve", text=phrase, language=language)
    assert [one["target"] for one in found["items"]] == ["A/RES/64/259"]


def test_a_phrase_without_references_is_answered(client: httpx.Client) -> None:
    assert read(client, "/api/resolve", text="No reference at all.", language="en")["items"] == []
    assert client.get("/api/resolve").status_code == 400
    assert client.get("/api/resolve", params={"text": "x" * 20_001}).status_code in {400, 414}
    assert client.get("/api/resolve", params={"text": "resolution 64/259", "language": "xx"}).status_code == 422


@pytest.mark.parametrize(("name", "data"), [("draft.txt", WORDS.encode()), ("draft.docx", in_word(WORDS))])
def test_a_draft_is_checked(client: httpx.Client, name: str, data: bytes) -> None:
    response = client.post("/api/verify", params={"name": name, "language": "en"}, content=data)
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    assert [one["outcome"] for one in response.json()["items"]] == list(DRAFT.values())
    sarif = client.post("/api/verify", params={"name": name, "language": "en", "format": "sarif"}, content=data)
    assert sarif.headers["content-type"] == "application/sarif+json"
    told = sarif.json()
    assert told["version"] == "2.1.0"
    results = told["runs"][0]["results"]
    assert {one["ruleId"] for one in results} <= set(OUTCOMES)
    assert {"unknown-place", "unknown-document"} <= {one["ruleId"] for one in results}
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results]
    assert set(places) == {name}


def test_bad_drafts_are_problems(client: httpx.Client) -> None:
    for data, name, status in (
        (b"", "a.txt", 400),
        (b"PK\x03\x04 broken", "a.docx", 422),
        (bytes(range(256)) * 8, "a.txt", 422),
        (b"x" * 300_001, "a.txt", 413),
    ):
        response = client.post("/api/verify", params={"name": name}, content=data)
        assert response.status_code == status, (name, response.text)
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]


def test_a_file_name_never_leaves_its_folder(client: httpx.Client) -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "..", "a\x00b.txt", "x" * 400 + ".txt"):
        response = client.post("/api/verify", params={"name": name, "language": "en"}, content=WORDS.encode())
        assert response.status_code < 500, (name, response.text)


def test_a_document_is_taken_in_by_those_who_may(client: httpx.Client) -> None:
    before = read(client, "/healthz")["release"]
    parameters, data = {"name": "A_RES_99_301.txt"}, text(0, 1).encode()
    assert client.post("/api/documents", params=parameters, content=data).status_code == 401
    wrong = {"Authorization": "Bearer wrong"}
    assert client.post("/api/documents", params=parameters, content=data, headers=wrong).status_code == 403
    assert client.post("/api/documents", params=parameters, headers=WRITER).status_code == 400
    assert read(client, "/healthz")["release"] == before
    response = client.post("/api/documents", params=parameters, content=data, headers=WRITER)
    assert response.status_code == 201, response.text
    assert (response.json()["symbol"], response.json()["language"]) == ("A/RES/99/301", "en")
    release = response.headers["x-release"]
    assert int(release) > int(before)
    assert response.json()["release"] == release
    there = client.get(response.headers["location"], headers={"Accept": "text/turtle"})
    assert there.status_code == 200
    assert there.headers["x-release"] == release
    assert len(read(client, "/api/documents/A/RES/99/301@en")["paragraphs"]) > 5


def test_what_is_no_document_is_refused_with_the_reason(client: httpx.Client) -> None:
    before = read(client, "/healthz")["release"]
    for name, data in (("notes.txt", b"Buy milk, and call the office about the lamp.\n"), ("x.pdf", b"%PDF-1.7")):
        response = client.post("/api/documents", params={"name": name}, content=data, headers=WRITER)
        assert response.status_code == 422, response.text
        assert response.json()["where"] == name
    assert read(client, "/healthz")["release"] == before


def test_a_document_that_shacl_refuses_comes_with_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the job answers when validation finds a violation, in the one shape of errors."""
    from graph_service.errors import ViolationError
    from graph_service.intake import Entry
    from graph_service.settings import Settings
    from graph_service.web.faults import problem
    from graph_service.web.jobs import texts
    from graph_service.web.worker import Context

    entry = Entry("x.txt", violations=("A citation without a citing paragraph",))
    monkeypatch.setattr(texts, "publish", lambda *_, **__: ((entry,), None))
    request = {"name": "x.txt", "language": None}
    with pytest.raises(ViolationError) as refused:
        texts.ingest_file(Context(Settings(store=str(tmp_path))), request, b"x", io.BytesIO())
    told = problem(refused.value, "/api/documents")
    assert told["status"] == 422
    assert told["report"] == [{"message": "A citation without a citing paragraph"}]


@pytest.mark.parametrize(
    "criteria",
    [
        {"kind": "summary"},
        {"kind": "document"},
        {"language": "en"},
        {"function": "request"},
        {"addressee": "secretary-general"},
        {"body": "general-assembly"},
        {"year": 2012},
        {"document": "A/RES/66/257"},
        {"document": "A/RES/66/257", "addressee": "secretary-general"},
    ],
)
def test_search_is_narrowed(client: httpx.Client, criteria: dict[str, Any]) -> None:
    """Every filter lets only what it says through, and less than all."""
    whole = pages(client, "/api/search?q=report")
    found = pages(client, str(httpx.URL("/api/search", params={"q": "report", **criteria})))
    assert [one for one in whole if one in found] == found
    assert 0 < len(found) < len(whole) or criteria == {"language": "en"}
    for name in ("kind", "language", "body", "year"):
        if name in criteria:
            assert {one[name] for one in found} <= {criteria[name]}, name
    if "document" in criteria:
        assert {one["document"] for one in found} == {criteria["document"]}


def pages(client: httpx.Client, address: str | None) -> list[dict[str, Any]]:
    """All entries of a list, page by page."""
    found: list[dict[str, Any]] = []
    while address:
        page = read(client, address)
        found += page["items"]
        address = page["next"]
    return found


@pytest.mark.parametrize(
    "path", ["/api/search?q=report", "/api/mandates?act=request", "/api/documents?loaded=false"]
)
def test_pages_of_any_size_are_the_same_list(client: httpx.Client, path: str) -> None:
    whole = pages(client, f"{path}&size=1000")
    assert len(whole) > 7
    assert pages(client, f"{path}&size=7") == whole


def test_pages_stay_right_while_documents_come_in(client: httpx.Client) -> None:
    """What comes in before the cursor moves nothing; what comes in after it is met."""
    first = read(client, "/api/documents?size=5&loaded=false")
    whole = [one["symbol"] for one in pages(client, "/api/documents?size=1000&loaded=false")]
    parameters = {"name": "A_RES_99_302.txt"}
    response = client.post("/api/documents", params=parameters, content=text(1, 2).encode(), headers=WRITER)
    assert response.status_code == 201
    rest = [one["symbol"] for one in pages(client, first["next"])]
    seen = [one["symbol"] for one in first["items"]] + rest
    assert len(seen) == len(set(seen))
    assert set(whole) <= set(seen)
    assert "A/RES/99/302" in seen
