"""An italic opening alone makes a paragraph: UN editing prints the opening words of a paragraph in italics."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.pipeline import parse

PAGE = """<html lang="en"><body><p>United Nations</p><p>A/RES/999/4</p><p>General Assembly</p>
<p>Resolution adopted by the General Assembly</p><p>999/4. Keeping of lamps</p>
<p><i>The General Assembly</i>,</p>
<p><i>Recalling</i> its resolution 998/6 and the quiet of archives,<br>{opening} being lit,</p>
<p>1. <i>Decides</i> to keep the lamps lit.</p></body></html>"""


@pytest.mark.parametrize(
    ("opening", "found"),
    [("<i>Lamps</i>", ["pp1", "pp2", "op1"]), ("Lamps", ["pp1", "op1"]), ("<b>Lamps</b>", ["pp1", "op1"])],
)
def test_an_italic_opening_begins_a_paragraph(opening: str, found: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(opening=opening))
    assert [one.id for one in parse(page, "en").paragraphs] == found
