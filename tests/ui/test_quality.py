"""What must hold of every page: accessible by axe in both themes and on a phone, small, closed to other hosts."""

from __future__ import annotations

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
MANNERS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone, French, dark": {
        "viewport": {"width": 390, "height": 800},
        "locale": "fr-FR",
        "color_scheme": "dark",
        "has_touch": True,
    },
    "phone, Chinese": {"viewport": {"width": 390, "height": 800}, "locale": "zh-CN", "has_touch": True},
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


def test_the_first_view_of_a_document_is_under_100_kilobytes(chromium: Any, site: str) -> None:
    for visit in visiting(chromium, site):
        visit.open("/id/A/RES/999/1@en")
        names = visit.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
        moved = visit.page.evaluate(
            "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
            ".reduce((sum, one) => sum + one.transferSize, 0)"
        )
        assert names, "the page has no style"
        assert not [one for one in names if "editor" in one]
        assert 1_000 < moved < 100_000


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
