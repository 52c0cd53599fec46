"""What the curated files call the documents of the accountability series."""

from __future__ import annotations

import re

from graph_service.resources import folder

DOCUMENT = re.compile(r"^<((?:A|JIU)/[^>]+)> a unag:(\w+) , unag:Document.*?(?=\n\n)", re.M | re.S)
UNREAD = {"A/RES/49/233-A", "A/RES/66/246", "A/RES/64/269", "A/RES/67/246", "A/RES/69/307"}


def test_every_cited_report_has_a_title_and_says_whose_words_it_is_in() -> None:
    text = "".join(
        (folder("data") / "curated" / f"{name}.ttl").read_text("utf-8") for name in ("reports", "resolutions")
    )
    documents = {found[1]: found for found in DOCUMENT.finditer(text)}
    untitled = {symbol for symbol, found in documents.items() if "dcterms:title" not in found[0]}
    assert len(documents) > 50
    assert untitled <= UNREAD
    reports = {symbol for symbol, found in documents.items() if found[2] != "Resolution"} - untitled
    assert {symbol for symbol in reports if f"<assertion/{symbol}/title>" not in text} == set()
