"""Hyperlinks of Word files and web pages confirm, complete and doubt what the words say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.model import Citation, Document
from graph_service.text.citations import understand
from graph_service.text.hyperlinks import linked_symbol
from graph_service.text.readers import read
from graph_service.text.segments import split
from tests.text.papers.pages import write
from tests.text.papers.sheet import Block, Sheet
from tests.text.papers.word import docx, packed

ADDRESS = "https://undocs.org/en/{}"
FRONT = (
    Block("mast", "A/RES/999/1"),
    Block("mast", "Resolution adopted by the General Assembly on 3 March 2099"),
    Block("title", "Lamps", "", "999/1."),
    Block("enacting", "_The General Assembly_,"),
)


def linked(words: str, links: dict[str, str], folder: Path, notes: dict[str, str] | None = None) -> Document:
    """What is read from a Word file with one operative paragraph and these links."""
    blocks = (*FRONT, Block("text", "_Recalling_ the lamps,"), Block("text", words, "op1", "1."))
    path = folder / "sample.docx"
    path.write_bytes(docx(Sheet("A/RES/999/1", "", "", blocks, notes or {}), links))
    source = read(path)
    return understand(split(source, "en"), source)


def first(document: Document) -> Citation:
    """The only citation of the operative paragraph."""
    paragraph = document.paragraph("op1")
    assert paragraph is not None
    (citation,) = paragraph.citations
    return citation


@pytest.mark.parametrize(
    ("address", "symbol"),
    [
        ("https://undocs.org/A/RES/66/257", "A/RES/66/257"),
        ("http://undocs.org/en/S/RES/1325(2000)", "S/RES/1325(2000)"),
        ("https://undocs.org/S/RES/1325%20(2000)", "S/RES/1325(2000)"),
        ("https://docs.un.org/en/A/66/692", "A/66/692"),
        ("https://documents.un.org/api/symbol/access?s=A/66/738&l=en&t=pdf", "A/66/738"),
        ("https://documents.un.org/api/symbol/access?l=en&s=A%2F66%2F738", "A/66/738"),
        ("https://daccess-ods.un.org/access.nsf/Get?Open&DS=E/RES/1997/33&Lang=E", "E/RES/1997/33"),
        ("https://undocs.org.lamps.example/A/RES/66/257", None),
        ("https://lamps.example/?s=A/66/738", None),
        ("https://undocs.org/about", None),
    ],
)
def test_addresses_of_the_document_service_name_a_symbol(address: str, symbol: str | None) -> None:
    assert linked_symbol(address) == symbol


def test_a_link_confirms_what_is_printed(tmp_path: Path) -> None:
    words = "_Recalls_ paragraph 4 of its resolution 66/257;"
    found = first(linked(words, {"resolution 66/257": ADDRESS.format("A/RES/66/257")}, tmp_path))
    assert (found.target, found.status, found.confidence) == ("A/RES/66/257~op4", "explicit", 1.0)


def test_a_link_names_a_document_that_the_words_do_not(tmp_path: Path) -> None:
    words = "_Takes note_ of the report of the Secretary-General on wicks;"
    links = {"report of the Secretary-General": ADDRESS.format("A/66/692")}
    found = first(linked(words, links, tmp_path))
    assert (found.target, found.function, found.status) == ("A/66/692", "take-note", "explicit")
    assert first(linked(words, {"on": "https://lamps.example/"}, tmp_path)).status == "unresolved"


def test_a_link_on_words_that_no_rule_reads_is_a_citation(tmp_path: Path) -> None:
    words = "_Welcomes_ the compendium of wicks;"
    found = first(linked(words, {"compendium of wicks": ADDRESS.format("A/66/693")}, tmp_path))
    assert (found.target, found.function, found.confidence) == ("A/66/693", "welcome", 0.95)


def test_a_link_that_leads_elsewhere_is_a_caution(tmp_path: Path) -> None:
    words = "_Recalls_ its resolution 66/257;"
    document = linked(words, {"66/257": ADDRESS.format("A/RES/66/258")}, tmp_path)
    found = first(document)
    assert (found.target, found.status) == ("A/RES/66/257", "explicit")
    assert found.confidence < 1
    (caution,) = [one for one in document.cautions if one.code == "link-contradicts"]
    assert "A/RES/66/257" in caution.message
    assert "A/RES/66/258" in caution.message
    assert document.source.text[slice(*caution.span)] == "66/257"


def test_a_link_that_leaves_out_a_part_letter_agrees(tmp_path: Path) -> None:
    document = linked("_Recalls_ its resolution 49/233 A;", {"49/233 A": ADDRESS.format("A/RES/49/233")}, tmp_path)
    assert first(document).target == "A/RES/49/233-A"
    assert not [one for one in document.cautions if one.code == "link-contradicts"]


def test_a_link_in_a_note_names_the_document_of_its_mark(tmp_path: Path) -> None:
    words = "_Takes note_ of the report of the Secretary-General;^1^"
    links = {"The report on wicks": ADDRESS.format("A/66/694")}
    document = linked(words, links, tmp_path, {"1": "The report on wicks was printed in blue."})
    assert first(document).target == "A/66/694"
    assert document.footnotes[0].targets == ("A/66/694",)


def _field(words: str, address: str) -> str:
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f'<w:r><w:instrText> HYPERLINK "{address}" </w:instrText></w:r>'
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>{words}</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>;</w:t></w:r>"
    )


def _simple(words: str, address: str) -> str:
    instruction = f"HYPERLINK &quot;{address}&quot;"
    return f"<w:fldSimple w:instr='{instruction}'><w:r><w:t>{words}</w:t></w:r></w:fldSimple>"


@pytest.mark.parametrize("form", [_field, _simple])
def test_fields_are_links_too(form: Callable[[str, str], str], tmp_path: Path) -> None:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = form("66/257", ADDRESS.format("A/RES/66/257"))
    path = tmp_path / "sample.docx"
    document = f"<w:document xmlns:w='{name}'><w:body><w:p>{body}</w:p></w:body></w:document>"
    path.write_bytes(packed({"word/document.xml": document}))
    source = read(path)
    (style,) = [one for one in source.styles if one.kind == "link"]
    assert (source.text[slice(*style.span)], style.value) == ("66/257", ADDRESS.format("A/RES/66/257"))


def test_a_link_on_a_page_is_a_style_of_the_words_it_covers(tmp_path: Path) -> None:
    address = ADDRESS.format("A/RES/66/257")
    annotation = (
        "<< /Type /Annot /Subtype /Link /Rect [125 694 185 712] "
        f"/A << /Type /Action /S /URI /URI ({address}) >> >>"
    )
    words = "BT /R 12 Tf 72 700 Td (Recalls its) Tj ET BT /R 12 Tf 130 700 Td (66/257;) Tj ET"
    path = tmp_path / "sample.pdf"
    path.write_bytes(write([words], annotation))
    source = read(path)
    (style,) = [one for one in source.styles if one.kind == "link"]
    assert (source.text[slice(*style.span)], style.value) == ("66/257;", address)
