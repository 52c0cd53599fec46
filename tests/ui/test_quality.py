"""What must hold of every page: accessible by axe in every language and theme and on a phone, small, closed."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.ui.conftest import visiting

PAGES = (
    "/",
    "/search?q=promise",
    "/search?q=17/22",
    "/id/A/RES/999/1@en",
    "/id/A/RES/999/1@zh?beside=en",
    "/id/A/RES/999/1@ar",
    "/id/A/RES/999/1@ar?beside=zh",
    "/id/A/RES/999/1~I.op4",
    "/id/A/999/11",
    "/id/A/RES/999/1~I.op4.b/cites/cite/unresolved-1",
    "/id/body/secretary-general",
    "/id/A/RES/999/1~I.op3/mandate/1",
    "/chain/A/RES/999/1",
    "/mandates",
    "/queries",
    "/queries/cq-01?resolution=A/RES/999/1",
    "/queries/cq-16?run=1",
    "/editor",
    "/verify",
    "/data",
    "/data/shapes/A/RES/999/1@en",
    "/data?checks=1",
    "/data/vocabulary",
)
LOCALES = {"en": "en-GB", "fr": "fr-FR", "zh": "zh-CN"}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
ZOOMED: dict[str, Any] = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
"""A window of 1280 by 900 at 200 %."""
MANNERS: dict[str, dict[str, Any]] = {
    **{
        f"{language}, {scheme}": {"locale": locale, "color_scheme": scheme}
        for (language, locale), scheme in product(LOCALES.items(), ("light", "dark"))
    },
    "phone, fr, dark": {**PHONE, "locale": "fr-FR", "color_scheme": "dark"},
    "phone, zh, light": {**PHONE, "locale": "zh-CN"},
    "at 200 %": ZOOMED,
    "at 400 %, high contrast": {"viewport": {"width": 320, "height": 256}, "forced_colors": "active"},
}


@pytest.mark.parametrize("manner", MANNERS)
def test_axe_finds_no_violation_and_nothing_runs_over_the_edge(chromium: Any, site: str, manner: str) -> None:
    found: list[str] = []
    seen = 0
    for visit in visiting(chromium, site, **MANNERS[manner]):
        for path in PAGES:
            visit.open(path)
            found += [f"{path} {one}" for one in visit.violations()]
            wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [f"{path} runs {wide}px over the edge"] if wide > 0 else []
            seen += 1
    assert seen == len(PAGES)
    assert not found, "\n".join(found)


MOVED = (
    "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
    ".reduce((sum, one) => sum + one.transferSize, 0)"
)


@pytest.mark.parametrize("path", ["/id/A/RES/999/1@en", "/id/A/RES/999/1@zh?beside=en", "/id/A/RES/999/1~I.op4"])
def test_the_first_view_of_a_document_is_under_100_kilobytes(chromium: Any, site: str, path: str) -> None:
    for visit in visiting(chromium, site):
        visit.open(path)
        names = visit.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
        assert names, "the page has no style"
        assert not [one for one in names if "editor" in one]
        assert 1_000 < visit.page.evaluate(MOVED) < 100_000


def test_every_page_has_its_policy_and_its_own_language(visit: Any) -> None:
    for path in PAGES:
        answer = visit.page.goto(visit.site + path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert visit.page.get_attribute("html", "lang") == "en"
        assert not visit.page.locator("[style], script:not([src]):not([type='application/ld+json'])").count() or (
            path == "/editor"
        )


def test_every_page_has_json_ld_and_an_alternate_for_machines_that_is_there(visit: Any) -> None:
    seen: set[str] = set()
    for path in PAGES:
        visit.page.goto(visit.site + path)
        if path != "/search?q=17/22":
            assert visit.page.locator("script[type='application/ld+json']").count() == 1, path
        found = visit.page.evaluate(
            "[...document.querySelectorAll('link[rel=alternate][type]')]"
            ".map((one) => [one.getAttribute('href'), one.type])"
        )
        assert found, f"{path} has no alternate"
        for address, media in found:
            if address not in seen:
                answer = visit.page.request.get(visit.site + address, headers={"Accept": media})
                assert answer.status == 200, f"{path}: {address}"
                assert answer.headers["content-type"].startswith(media), f"{path}: {address}"
            seen.add(address)
    assert len(seen) > 30


def test_nothing_moves_for_who_asks_for_less_motion(chromium: Any, site: str) -> None:
    moving = (
        "[...document.querySelectorAll('*')].map((one) => getComputedStyle(one)).filter((one) =>"
        " one.scrollBehavior === 'smooth' || one.animationName !== 'none'"
        " || one.transitionDuration.split(', ').some((time) => time !== '0s')).length"
    )
    for visit in visiting(chromium, site, reduced_motion="reduce"):
        for path in PAGES:
            visit.open(path)
            assert visit.page.evaluate(moving) == 0, path


def test_every_column_of_every_question_has_a_heading_in_every_language() -> None:
    from graph_service.graph.queries import load_queries
    from graph_service.web.pages.wording import wordings

    columns = {column for query in load_queries().values() for column in query.columns}
    assert len(columns) > 60
    texts = wordings()
    assert set(texts) == set(LOCALES)
    for wording in texts.values():
        assert not {one for one in columns if f"column.{one}" not in wording.texts}
        assert not set(texts["en"].texts) - set(wording.texts)


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [("?lang=fr", "zh-CN", "fr"), ("", "zh-CN, en;q=0.5", "zh"), ("", "", "en"), ("?lang=xx", "fr", "fr")],
)
def test_the_list_of_questions_is_in_the_language_that_is_asked_for(
    site: str, query: str, header: str, language: str
) -> None:
    import httpx

    answer = httpx.get(f"{site}/api/queries{query}", headers={"Accept-Language": header})
    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"]
    first = next(one for one in answer.json()["items"] if one["name"].startswith("cq-01"))
    words = {"en": ("Advisory", "Cited place"), "fr": ("consultatif", "Endroit cité"), "zh": ("咨询", "被引处")}
    assert words[language][0] in first["title"]
    assert first["headings"][first["columns"].index("cited")] == words[language][1]
    assert first["language"] == language
