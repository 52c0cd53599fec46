"""What a reader comes to do, done in a real browser; every visit ends without a fault or a foreign request."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Visit, visiting

sync_api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
expect = sync_api.expect
RESOLUTION = "/id/A/RES/999/1"


def test_two_clicks_from_the_first_page_tell_what_the_recalled_paragraph_said(visit: Visit) -> None:
    visit.open("/")
    visit.page.click(".asked >> text=A/RES/999/1, sect. I, para. 3")
    visit.page.click(".words a.cite >> text=paragraph 5")
    assert visit.page.url.endswith("/id/A/999/12~para5")
    assert "promise without a named keeper is a wish" in visit.page.inner_text(".words")


@pytest.mark.parametrize("typed", ["a/res/999/1~i.op3", " A/RES/999/1~I.op3 "])
def test_a_locator_typed_in_goes_straight_to_the_paragraph(visit: Visit, typed: str) -> None:
    visit.open("/")
    visit.page.fill("#search", typed)
    visit.page.click(".big-finder button")
    assert visit.page.url.endswith("/id/A/RES/999/1~I.op3")


def test_suggestions_come_while_typing_and_are_chosen_by_key(visit: Visit) -> None:
    visit.open("/")
    visit.page.type("#search", "keeping prom")
    visit.page.wait_for_selector("[role=option]")
    assert visit.page.get_attribute("#search", "aria-expanded") == "true"
    visit.page.press("#search", "ArrowDown")
    visit.page.press("#search", "Enter")
    visit.page.wait_for_url("**/id/A/RES/997/4")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=promise+keeper", "para. 4"),
        ("q=承诺提交报告", "para. 3"),
        ("addressee=secretary-general&year=2010", "997/4"),
    ],
)
def test_search_finds_words_of_any_language_and_narrows(visit: Visit, query: str, found: str) -> None:
    visit.open(f"/search?{query}")
    assert found in visit.page.inner_text("main")


def test_a_citation_shows_its_card_to_mouse_and_keyboard(visit: Visit) -> None:
    visit.open(RESOLUTION + "@en")
    link = visit.page.locator("[id='I.op3'] a.cite")
    link.hover()
    visit.page.wait_for_selector(".popover:popover-open")
    card = visit.page.inner_text(".popover")
    assert "A/999/12, para. 5" in card
    assert "named keeper" in card
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator(".popover:popover-open").count()
    visit.page.locator("[id='I.op3'] .no a").focus()
    visit.page.keyboard.press("Tab")
    visit.page.wait_for_selector(".popover:popover-open")


def test_acts_are_marked_by_force_and_doubt_is_visible(visit: Visit) -> None:
    visit.open(RESOLUTION + "@en")
    assert visit.page.inner_text("[id='I.op3'] .act.look-ask") == "requests"
    assert visit.page.inner_text("[id='I.op2'] .act.look-approve") == "Endorses"
    assert visit.page.inner_text("[id='I.op1'] .act.look-neutral") == "Takes note"
    assert visit.page.inner_text("[id='I.op4.b'] .cite.is-unresolved") == "that earlier note"
    assert "A/999/11" in visit.page.inner_text("[id='I.op4.b'] .card.is-ambiguous")
    assert "A/RES/999/1" in visit.page.inner_text("main")


def test_what_cites_a_paragraph_stands_beside_it(visit: Visit) -> None:
    visit.open("/id/A/RES/997/4")
    beside = visit.page.inner_text("#op2 .cited-by")
    assert "A/RES/999/1, sect. I, para. 4" in beside
    assert "A/999/12, para. 4" in beside


def test_two_languages_stand_side_by_side_by_number(visit: Visit) -> None:
    visit.open(RESOLUTION + "@zh?beside=en")
    row = visit.page.locator("[id='I.op3'] .words")
    assert [row.nth(n).get_attribute("lang") for n in (0, 1)] == ["zh", "en"]
    tops = [row.nth(n).bounding_box()["y"] for n in (0, 1)]
    assert abs(tops[0] - tops[1]) < 3


def test_arabic_is_set_from_right_to_left(visit: Visit) -> None:
    visit.open(RESOLUTION + "@ar")
    words = visit.page.locator("[id='I.op3'] .words")
    assert words.get_attribute("dir") == "rtl"
    assert words.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_a_document_without_its_words_says_how_to_load_them(visit: Visit) -> None:
    visit.open("/id/A/999/11")
    assert "unag ingest A/999/11" in visit.page.inner_text("main")


def test_the_chain_opens_both_ways_and_its_address_is_its_state(visit: Visit) -> None:
    visit.open("/chain/A/RES/997/4?direction=forward&depth=1")
    visit.open("/chain/A/RES/999/1~I.op3?direction=forward&depth=1")
    rows = visit.page.locator(".chain-table tbody tr")
    before = rows.count()
    with visit.page.expect_response(re.compile("open=")):
        visit.page.locator("a.expand").first.click()
    expect(rows).not_to_have_count(before)
    state = visit.page.url
    assert "open=" in state
    opened = rows.count()
    visit.page.reload()
    assert rows.count() == opened
    visit.page.go_back()
    expect(rows).to_have_count(before)


def test_a_chain_is_filtered_and_exported(visit: Visit) -> None:
    visit.open("/chain/A/RES/999/1")
    visit.page.check("input[name=function][value=endorse]")
    expect(visit.page.locator(".chain-table tbody tr")).to_have_count(1)
    for form, sign in (("svg", "<svg"), ("graphml", "<graphml"), ("csv", "A/999/12"), ("json", '"A/999/12"')):
        href = visit.page.get_attribute(f".exports a >> text=/^{form}$/i", "href")
        assert sign in visit.page.request.get(visit.site + href).text()
    with visit.page.expect_download() as saved:
        visit.page.click("[data-png]")
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_register_is_sorted_filtered_and_exported(visit: Visit) -> None:
    visit.open("/mandates?act=urge")
    assert visit.page.locator("tbody tr").count() == 1
    visit.open("/mandates")
    visit.page.click("thead >> text=Paragraph")
    assert visit.page.get_attribute("th[aria-sort]", "aria-sort") == "ascending"
    text = visit.page.request.get(visit.site + "/mandates?format=csv").text()
    assert text.splitlines()[0].startswith("locator,paragraph,document")
    assert len(text.splitlines()) == 4


def test_a_mandate_has_its_lineage_in_time(visit: Visit) -> None:
    visit.open("/id/A/RES/999/1~I.op3/mandate/1")
    events = visit.page.locator(".timeline li")
    assert "Ground" in events.nth(0).inner_text()
    assert "A/999/12, para. 5" in events.nth(0).inner_text()
    assert "Request" in events.nth(1).inner_text()


def test_a_question_is_answered_as_table_and_chart_and_its_sparql_goes_to_the_editor(visit: Visit) -> None:
    visit.open("/queries/cq-01?resolution=A/RES/999/1")
    assert "A/999/12, para. 5" in visit.page.inner_text("table")
    visit.open("/queries/cq-16?run=1")
    assert visit.page.locator(".chart .bar").count() >= 2
    assert "://" not in visit.page.text_content(".chart")
    assert "Secretary-General" in visit.page.text_content(".chart")
    visit.page.click("details summary >> text=SPARQL")
    visit.page.click("text=Open it in the editor")
    visit.page.wait_for_selector(".CodeMirror")
    assert "unag:addressee" in visit.page.evaluate("unagEditor.getValue()")


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (RESOLUTION + "@en", "A/999/12~para5"),
        (RESOLUTION + "~I.op3", "A/999/12~para5"),
        ("/id/A/999/12~para5", "A/RES/999/1~I.op3"),
        (RESOLUTION + "~I.op3/mandate/1", "body/secretary-general"),
    ],
)
def test_one_click_leads_from_a_page_to_the_sparql_behind_it(visit: Visit, path: str, answer: str) -> None:
    visit.open(path)
    visit.page.click("text=SPARQL behind this page")
    visit.page.wait_for_selector("#answer table")
    assert answer in visit.page.inner_text("#answer")
    assert "SELECT" in visit.page.evaluate("unagEditor.getValue()")


@pytest.mark.parametrize(("locale", "title"), [("fr-FR", "Comité consultatif"), ("zh-CN", "咨询委员会")])
def test_questions_are_put_in_the_language_of_the_reader(
    chromium: Any, site: str, locale: str, title: str
) -> None:
    for visit in visiting(chromium, site, locale=locale):
        visit.open("/queries")
        assert title in visit.page.inner_text("main li >> nth=0")
        visit.page.click("main li a >> nth=0")
        assert title in visit.page.inner_text("h1")
        assert visit.page.get_attribute("h1 span", "lang") == locale[:2]


def test_checks_and_shapes_are_run_by_workers(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_service.graph.queries.NamedQuery.run", None)
    monkeypatch.setattr("graph_service.graph.validate.validate", None)
    visit.open("/data?checks=1")
    assert visit.page.locator("#checks tbody .status").count() >= 10
    visit.open("/data/shapes/A/RES/999/1@en")
    assert "SHACL" in visit.page.inner_text("h1")


def test_paper_has_the_words_in_full_width_and_dark_ink(chromium: Any, site: str) -> None:
    for visit in visiting(chromium, site, color_scheme="dark"):
        visit.open(RESOLUTION + "@en?theme=dark")
        visit.page.emulate_media(media="print")
        assert not visit.page.locator(".top, .contents, .tools").first.is_visible()
        width = "document.querySelector('.words').getBoundingClientRect().width"
        assert visit.page.evaluate(width) > 350
        ink = visit.page.evaluate("getComputedStyle(document.body).color")
        assert max(int(one) for one in re.findall(r"\d+", ink)[:3]) < 100


def test_the_editor_runs_completes_and_tells_where_an_error_is(visit: Visit) -> None:
    visit.open("/editor")
    visit.page.wait_for_selector(".CodeMirror")
    visit.page.click("[data-run]")
    visit.page.wait_for_selector("#answer table")
    assert visit.page.locator("#answer tbody a").first.get_attribute("href").startswith("/id/")
    visit.page.evaluate("unagEditor.setValue('SELECT * { ?m a Mand')")
    visit.page.evaluate("unagEditor.setCursor(0, 20); unagEditor.focus()")
    visit.page.keyboard.press("Control+Space")
    visit.page.wait_for_selector(".CodeMirror-hints >> text=unag:Mandate")
    visit.page.keyboard.press("Enter")
    value = visit.page.evaluate("unagEditor.getValue()")
    assert "unag:Mandate" in value
    assert "PREFIX unag:" in value


def test_a_pasted_draft_has_every_reference_checked(visit: Visit) -> None:
    visit.open("/verify")
    visit.page.fill("#text", "1. Recalls paragraph 2 of A/RES/997/4;\n\n2. Recalls paragraph 9 of A/RES/997/4;\n")
    visit.page.click("text=Check the references")
    visit.page.wait_for_selector(".draft")
    text = visit.page.inner_text("main")
    assert "Confirmed" in text
    assert "No such place in the document" in text


def test_the_data_page_tells_release_quality_and_doubts(visit: Visit) -> None:
    visit.open("/data")
    text = visit.page.inner_text("main")
    assert "release 1" in text
    assert "that earlier note" in text
    assert text.index("that earlier note") < text.index("that report")


def test_everything_can_be_read_without_scripts(chromium: Any, site: str) -> None:
    for visit in visiting(chromium, site, java_script_enabled=False):
        visit.page.goto(site + "/search?q=promise+keeper")
        assert "para. 4" in visit.page.inner_text("main")
        visit.page.goto(site + RESOLUTION + "@en")
        assert visit.page.locator("[id='I.op3'] .card").is_visible()
        visit.page.goto(site + "/mandates")
        assert visit.page.locator("tbody tr").count() == 3


def test_the_json_ld_is_there_and_is_not_run(visit: Visit) -> None:
    visit.open(RESOLUTION + "@en")
    data = json.loads(
        visit.page.evaluate("document.querySelector('script[type=\"application/ld+json\"]').textContent")
    )
    assert data["@type"] == "Legislation"
    assert data["legislationIdentifier"] == "A/RES/999/1"
    links = visit.page.evaluate("[...document.querySelectorAll('link[rel=alternate][type]')].map(one => one.type)")
    assert {"application/ld+json", "text/turtle", "application/n-triples", "application/rdf+xml"} <= set(links)


def test_the_language_of_the_interface_is_kept(visit: Visit) -> None:
    visit.open("/?ui=zh")
    assert visit.page.get_attribute("html", "lang") == "zh"
    visit.open("/mandates")
    assert visit.page.inner_text("h1") == "任务授权登记册"
    visit.open("/mandates?ui=fr")
    assert visit.page.inner_text("h1") == "Registre des mandats"
