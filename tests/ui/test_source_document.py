"""The ingested source document and its English twin: the first question answered, both languages together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Visit, serve, visiting

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def twins(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service over A/RES/66/257 in Chinese and English, read from the official texts."""
    from graph_service import pipeline
    from graph_service.graph.describe import describe
    from graph_service.graph.store import open_store
    from tests.ui.sample import BASE

    files = [shared / "corpus/resolutions/zh/A_RES_66_257.txt", shared / "corpus/resolutions/en/A_RES_66_257.txt"]
    graphs = {}
    for file in files:
        document = pipeline.parse(file, file.parent.name)
        graphs[f"{BASE}graph/A/RES/66/257@{document.language}"] = b"".join(
            line.rsplit(b" ", 2)[0] + b" .\n" for line in describe(document, BASE).splitlines()
        )
    place = tmp_path_factory.mktemp("twins") / "store"
    open_store(str(place)).replace(graphs)
    yield from serve(place)


@pytest.fixture
def visit(chromium: Any, twins: str) -> Iterator[Visit]:
    yield from visiting(chromium, twins)


def test_two_clicks_lead_from_the_search_to_the_recalled_paragraph(visit: Visit) -> None:
    visit.open("/")
    visit.page.fill("#search", "66/257~I.op4")
    visit.page.click(".big-finder button")
    visit.page.click(".cards a.place >> text=A/66/738, para. 5")
    assert visit.page.url.endswith("/id/A/66/738~para5")
    assert "unag ingest A/66/738" in visit.page.inner_text("main")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_act_citation_and_mark_is_laid_over_the_words(visit: Visit, language: str) -> None:
    visit.open(f"/id/A/RES/66/257@{language}")
    counted = visit.page.evaluate(
        "['.act', 'a.cite, a.refer', '.mark'].map(one => document.querySelectorAll('.words ' + one).length)"
    )
    assert counted[0] >= 60
    assert counted[1] >= 40
    assert counted[2] >= 20


def test_the_two_languages_have_their_paragraphs_side_by_side(visit: Visit) -> None:
    visit.open("/id/A/RES/66/257@zh?beside=en")
    pairs = visit.page.evaluate(
        "[...document.querySelectorAll('.para')].map(one => [...one.querySelectorAll('.words')].map(w => w.lang))"
    )
    whole = [pair for pair in pairs if pair == ["zh", "en"]]
    assert len(whole) >= 45
    assert len(whole) >= 0.9 * len(pairs)


def test_the_page_is_small_and_accessible(visit: Visit) -> None:
    visit.open("/id/A/RES/66/257@zh")
    moved = visit.page.evaluate(
        "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
        ".reduce((sum, one) => sum + one.transferSize, 0)"
    )
    assert 10_000 < moved < 100_000
    assert not visit.violations()
