"""Drafts that are dropped on the page or chosen: text, DOCX, PDF, and what is none of these."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Visit

docx = pytest.importorskip("docx", reason="the package python-docx is not installed")
LINES = ("1. Recalls paragraph 2 of A/RES/997/4;", "2. Recalls paragraph 9 of A/RES/997/4;")
DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const fire = (type, place) => document.querySelector(place).dispatchEvent(
    new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  fire("dragover", PLACE);
  const lit = document.querySelector(".drop").classList.contains("over");
  fire("drop", PLACE);
  return lit;
}"""


def as_text(_: Visit) -> bytes:
    return "\n\n".join(LINES).encode()


def as_docx(_: Visit) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def as_pdf(visit: Visit) -> bytes:
    """Printed by the browser itself."""
    sheet: Any = visit.page.context.new_page()
    sheet.set_content("".join(f"<p>{line}</p>" for line in LINES))
    made: bytes = sheet.pdf(format="A4")
    sheet.close()
    return made


FORMS = {"draft.txt": as_text, "draft.docx": as_docx, "draft.pdf": as_pdf}


def drop(visit: Visit, name: str, content: bytes, place: str) -> None:
    """Drops a file on a part of the page, and waits for the next page."""
    with visit.page.expect_navigation():
        lit = visit.page.evaluate(DROP.replace("PLACE", repr(place)), [name, base64.b64encode(content).decode()])
        assert lit


@pytest.mark.parametrize("place", [".drop textarea", "h1"])
@pytest.mark.parametrize("name", FORMS)
def test_a_dropped_draft_has_every_reference_checked(visit: Visit, name: str, place: str) -> None:
    visit.open("/verify")
    drop(visit, name, FORMS[name](visit), place)
    text = visit.page.inner_text("main")
    assert "2 references found" in text
    assert "No such place in the document" in text
    marked = visit.page.locator(".draft a.found")
    assert [marked.nth(n).get_attribute("class") for n in (0, 1)] == ["found is-none", "found is-error"]
    assert "paragraph 9" in re.sub(r"\s+", " ", marked.nth(1).inner_text())


def test_a_chosen_file_is_checked_by_keyboard_alone(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_bytes(as_text(visit))
    visit.open("/verify")
    visit.page.set_input_files("#file", file)
    visit.page.locator("#file").focus()
    for _ in range(2):
        visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.type") == "submit"
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    assert "2 references found" in visit.page.inner_text("main")
    visit.page.locator(".draft a.found").first.focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.url.endswith("#f0")


def test_what_cannot_be_read_is_refused_with_a_reason_and_the_form(visit: Visit) -> None:
    visit.open("/verify")
    drop(visit, "draft.pdf", b"%PDF-1.7\n1 0 obj\n<<", ".drop")
    assert visit.page.inner_text("[role=alert]").strip()
    assert visit.page.locator("#file").is_visible()
    visit.faults = [one for one in visit.faults if "422" not in one]
