"""The picture of a chain: nothing lies on a label, keys reach everything, what is done is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_service.chains.chain import Chain, Edge, Node
from graph_service.chains.layout import GAP, WIDTH, lay_out
from graph_service.chains.picture import draw_chain
from graph_service.chains.routes import Lanes, labels, routes
from tests.ui.conftest import Visit, serve, visiting

expect = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed").expect
RESOLUTION = "/chain/A/RES/999/1?direction=both&depth=2"
OVERLAPS = """(picture) => {
  const boxes = (name) => [...picture.querySelectorAll(name)].map((one) => [one.textContent, one.getBBox()]);
  const meet = (a, b, at, size) => a[at] < b[at] + b[size] && b[at] < a[at] + a[size];
  const lies = (a, b) => meet(a, b, "x", "width") && meet(a, b, "y", "height");
  const labels = boxes(".edge-label, text.f"), others = boxes(".box, g[role=group] > rect, .expand circle");
  const found = [];
  labels.forEach(([text, one], number) => {
    for (const [, other] of others) if (lies(one, other)) found.push(`${text} on a card`);
    for (const [other, box] of labels.slice(number + 1)) if (lies(one, box)) found.push(`${text} on ${other}`);
  });
  return [labels.length, found];
}"""
"""How many labels a picture has, and which of them lie on a card, on a plus sign or on one another."""


def overlaps(visit: Visit) -> tuple[int, list[str]]:
    count, found = visit.page.evaluate(f"({OVERLAPS})(document.querySelector('svg[role]'))")
    return count, found


@pytest.fixture(scope="module")
def series(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service over 63/276, 64/259, 66/257 and 67/253 in English."""
    from graph_service import pipeline
    from graph_service.graph.describe import describe
    from graph_service.graph.store import open_store
    from tests.ui.sample import BASE

    corpus = shared / "corpus"
    files = [corpus / "paragraphs/en/A_RES_63_276.txt", *sorted((corpus / "resolutions/en").glob("*.txt"))]
    graphs = {}
    for file in files:
        document = pipeline.parse(file, "en")
        graphs[f"{BASE}graph/{document.symbol}@en"] = b"".join(
            line.rsplit(b" ", 2)[0] + b" .\n" for line in describe(document, BASE).splitlines()
        )
    assert len(graphs) == 4
    place = tmp_path_factory.mktemp("series") / "store"
    open_store(str(place)).replace(graphs)
    yield from serve(place)


@pytest.mark.shared
@pytest.mark.parametrize("locale", ["en-GB", "fr-FR", "zh-CN"])
def test_no_label_of_the_real_chain_lies_on_a_card_or_on_another(chromium: Any, series: str, locale: str) -> None:
    for visit in visiting(chromium, series, locale=locale):
        visit.open("/chain/A/RES/67/253?direction=forward&depth=3")
        count, found = overlaps(visit)
        assert count >= 40
        assert not found


def large(documents: int, edges: int) -> Chain:
    """A chain of so many documents over twenty years, each citing earlier ones, near and far."""
    from datetime import date

    places = [f"A/RES/{900 + number % 20}/{number + 1}~op{number % 7 + 1}" for number in range(documents)]
    nodes = [
        Node(place, "", place.partition("~")[0], label="Keeping promises, and what became of them",
             date=date(1990 + number % 20, 3, number % 28 + 1))
        for number, place in enumerate(places)
    ]  # fmt: skip
    functions = ("recall", "take-note", "having-considered-also", "endorse", "request")
    pairs = [(number * 7 % documents, number * 11 % documents) for number in range(edges)]
    steps = [
        Edge(places[one], places[other], functions[number % 5], "neutral")
        for number, (one, other) in enumerate(pairs)
        if one != other
    ]
    return Chain(places[0], "both", 3, tuple(nodes), tuple(steps))


def test_no_label_of_a_large_chain_lies_on_a_card_or_on_another(visit: Visit) -> None:
    visit.page.set_content(draw_chain(large(120, 400)))
    count, found = overlaps(visit)
    assert count >= 60
    assert not found


def test_lines_pass_a_column_between_its_cards() -> None:
    chain = large(120, 400)
    layout = lay_out(chain)
    found = routes(chain, layout)
    assert len(found) == len(chain.edges)
    crossing = 0
    for x, boxes in Lanes(layout).columns.items():
        for one in found:
            for part in one.path.split("C")[1:]:
                _, level, edge = part.partition("H")
                if not level or int(edge) not in (x, x + WIDTH):
                    continue
                y = int(part.split("H")[0].split()[-1])
                crossing += 1
                assert not [box for box in boxes if box.y < y < box.y + box.height]
    assert crossing >= 200


def test_a_label_names_each_function_once_and_fits_its_gap() -> None:
    chain = large(40, 300)
    for one in labels(routes(chain, lay_out(chain)), str.title):
        assert len(one.text) * 5 < GAP
        assert len(set(one.functions)) == len(one.functions)


def focused(visit: Visit) -> str:
    name: str = visit.page.evaluate("document.activeElement.dataset?.place ?? document.activeElement.className")
    return name


def test_the_picture_is_one_stop_and_arrows_go_from_place_to_place(visit: Visit) -> None:
    visit.open(RESOLUTION)
    visit.page.locator(".picture").focus()
    visit.page.keyboard.press("Tab")
    assert focused(visit) == "A/RES/999/1"
    ring = "getComputedStyle(document.activeElement.querySelector('.box, .row, circle')).strokeWidth"
    assert visit.page.evaluate(ring) == "3px"
    visit.page.keyboard.press("ArrowDown")
    assert focused(visit).startswith("A/RES/999/1~")
    visit.page.keyboard.press("ArrowUp")
    assert focused(visit) == "A/RES/999/1"
    visit.page.keyboard.press("ArrowLeft")
    assert not focused(visit).startswith("A/RES/999/1")
    visit.page.keyboard.press("Home")
    assert focused(visit) == "A/RES/999/1"
    visit.page.keyboard.press("Escape")
    assert focused(visit) == "picture"
    visit.page.keyboard.press("Enter")
    assert focused(visit) == "A/RES/999/1"
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.closest('.picture')") is None
    visit.page.keyboard.press("Shift+Tab")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/id/A/RES/999/1")


def test_arrows_reach_every_place_of_the_picture(visit: Visit) -> None:
    visit.open(RESOLUTION)
    every = set(
        visit.page.evaluate("[...document.querySelectorAll('[data-place]')].map(one => one.dataset.place)")
    )
    assert len(every) > 8
    visit.page.locator("a[data-place][tabindex='0']").focus()
    reached, waiting = {focused(visit)}, [focused(visit)]
    while waiting:
        place = waiting.pop()
        for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
            visit.page.locator(f"a[data-place='{place}']").focus()
            visit.page.keyboard.press(key)
            if focused(visit) not in reached:
                reached.add(focused(visit))
                waiting.append(focused(visit))
    assert reached == every


def test_what_a_key_opens_keeps_the_focus_and_is_announced(visit: Visit) -> None:
    visit.open("/chain/A/RES/999/1~I.op3?direction=forward&depth=1")
    before = visit.page.locator(".chain-table tbody tr").count()
    plus = visit.page.locator("a.expand").first
    place = plus.get_attribute("data-place")
    plus.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("[data-said]")).not_to_be_empty()
    assert visit.page.locator(".chain-table tbody tr").count() > before
    assert focused(visit) in (place, place[2:])
    assert "links between" in visit.page.inner_text("[role=status]")


def test_a_filter_keeps_the_focus(visit: Visit) -> None:
    visit.open("/chain/A/RES/999/1")
    visit.page.locator("input[value=endorse]").focus()
    visit.page.keyboard.press("Space")
    expect(visit.page.locator(".chain-table tbody tr")).to_have_count(1)
    assert visit.page.evaluate("document.activeElement.value") == "endorse"
    assert visit.page.is_checked("input[value=endorse]")


def test_links_of_the_picture_have_names_of_their_own(visit: Visit) -> None:
    visit.open(RESOLUTION)
    tree = visit.page.locator(".picture svg").aria_snapshot()
    assert 'link "A/RES/999/1, sect. I, para. 3"' in tree
    assert 'group "A/RES/999/1"' in tree
    names = visit.page.evaluate(
        "[...document.querySelectorAll('.picture a')].map(one => one.ariaLabel || one.textContent)"
    )
    assert all(name.strip() for name in names)
    assert len(set(names)) == len(names)
