"""One document over HTTP is the document that was parsed: every member, from the graph alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import jsonschema  # type: ignore[import-untyped]
import pytest

from graph_service import pipeline
from graph_service.facts import schema, to_json
from graph_service.graph.describe import describe
from graph_service.graph.embedded import EmbeddedStore
from graph_service.model import Answer, Citation, Document
from graph_service.web.records import DIFFERENCES
from tests.graph.samples import BASE, facts_only, resolution, span_of, with_paragraph
from tests.web.running import running

ZH = "corpus/resolutions/zh/A_RES_66_257.txt"


def everything() -> Document:
    """The sample with what it lacks: words of an answer, a citation said twice, targets that are not sorted."""
    said = (
        Citation("A/999/12~para7", "recall", "explicit", span_of("paragraph 7")),
        Citation("A/999/14", "recall", "explicit", span_of("report on")),
        Citation("A/999/12~para7", "recall", "explicit", span_of("tests,1 and")),
    )
    document = with_paragraph(resolution(), "I.op1", citations=said)
    return replace(document, answers=(Answer("A/RES/998/1~op4", span_of("Towards tidy tests"), "Towards tests"),))


def served(document: Document, folder: Path, **parameters: Any) -> Any:
    """What the service gives of a document that its store holds."""
    name = f"{BASE}graph/{document.symbol}@{document.language}"
    EmbeddedStore(folder).replace({name: describe(document, BASE)})
    with running(folder, base=BASE) as address:
        path = f"{address}/api/documents/{document.symbol}@{document.language}"
        response = httpx.get(path, params=parameters, timeout=60)
    assert response.status_code == 200, response.text
    return response.json()


def checked(found: Any, document: Document, *, with_text: bool) -> None:
    """The record is that of the parsed document but for what is documented, and follows the schema."""
    jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker()).validate(found)
    told = to_json(document, with_text=with_text)
    assert set(told) - set(found) == {"segments"}
    assert "segments" in DIFFERENCES
    for name, value in found.items():
        assert value == told[name], name


@pytest.mark.parametrize("with_text", [False, True])
def test_a_document_with_everything_comes_back_whole(tmp_path: Path, with_text: bool) -> None:
    document = everything()
    checked(served(document, tmp_path, **{"with-text": with_text}), document, with_text=with_text)


def test_facts_without_words_come_back_whole(tmp_path: Path) -> None:
    """Curated facts have summaries, and no words to repeat."""
    document = facts_only(resolution())
    source = replace(document.source, characters=200)
    document = replace(document, source=source)
    checked(served(document, tmp_path), document, with_text=False)


@pytest.mark.shared
@pytest.mark.parametrize("with_text", [False, True])
def test_a_real_resolution_comes_back_whole(shared: Path, tmp_path: Path, with_text: bool) -> None:
    document = pipeline.parse(shared / ZH)
    assert len(document.paragraphs) > 40
    checked(served(document, tmp_path, **{"with-text": with_text}), document, with_text=with_text)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server over a store whose only document is known by its curated facts."""
    folder = tmp_path_factory.mktemp("facts")
    name = f"{BASE}graph/curated/A/RES/999/1"
    document = facts_only(resolution())
    EmbeddedStore(folder).replace({name: describe(document, BASE, name)})
    with running(folder, base=BASE) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_curated_facts_stand_in_for_a_text(bare: httpx.Client) -> None:
    found = bare.get("/api/documents/a/res/999/1").json()
    assert found["symbol"] == "A/RES/999/1"
    assert found["paragraphs"][0]["summary"]
    assert bare.get("/schema/document.json").json() == schema()
