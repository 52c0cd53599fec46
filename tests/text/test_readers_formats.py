"""Word, PDF, HTML and Akoma Ntoso: the same words whatever the file, and nothing hostile gets through."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from graph_service.errors import SourceError
from graph_service.text.readers import pdf, read
from graph_service.text.segments import split
from tests.text.structure_samples import marks, outline

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPHS = (
    "A/RES/999/1",
    "999/1. Lamps",
    "The General Assembly,",
    "Recalling the lamps,",
    "Requests oil;",
    "Notes it.",
)


def word(numbered: bool = True) -> bytes:
    """A Word file of ours: a computed number, a real footnote, an italic run and a deleted one."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in PARAGRAPHS[:3])
    body += (
        "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Recalling</w:t></w:r>"
        "<w:r><w:t xml:space='preserve'> the lamps,</w:t></w:r>"
        "<w:r><w:footnoteReference w:id='7'/></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>"
    )
    properties = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>" if numbered else ""
    body += "".join(f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>" for text in PARAGRAPHS[4:])
    parts = {
        "word/document.xml": f"<w:document xmlns:w='{_WORD}'><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes xmlns:w='{_WORD}'><w:footnote w:id='0' w:type='separator'/>"
        "<w:footnote w:id='7'><w:p><w:r><w:t>See A/999/13.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        "word/numbering.xml": f"<w:numbering xmlns:w='{_WORD}'><w:abstractNum w:abstractNumId='3'>"
        "<w:lvl w:ilvl='0'>"
        "<w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='3'/></w:num></w:numbering>",
    }
    return packed(parts)


def packed(parts: dict[str, str]) -> bytes:
    """A ZIP archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


HTML = """<!DOCTYPE html><html lang="en"><head><title>x</title><script>alert(1)</script></head><body>
<p>A/RES/999/1</p><p>999/1. <b>Lamps</b></p><p><i>The General Assembly</i>,</p>
<p><i>Recalling</i> the <a href="https://lamps.example/">lamps</a>,<sup>1</sup></p>
<p>1. Requests oil;</p><p>2. Notes it.</p><hr><p>1 See A/999/13.</p></body></html>"""
AKN = """<?xml version="1.0"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement>
<meta><identification><FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta>
<preface><p>A/RES/999/1</p><p>999/1. Lamps</p></preface><preamble><p>The General Assembly,</p>
<p>Recalling the lamps,<authorialNote marker="1"><p>See A/999/13.</p></authorialNote></p></preamble><mainBody>
<paragraph><num>1.</num><content><p>Requests oil;</p></content></paragraph>
<paragraph><num>2.</num><content><p>Notes it.</p></content></paragraph></mainBody></statement></akomaNtoso>"""


def page(content: str) -> bytes:
    """A PDF of one page with this content stream."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    parts, places = ["%PDF-1.4\n"], []
    for number, text in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(f"{number} 0 obj\n{text}\nendobj\n")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = sum(map(len, parts))
    parts.append(
        f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    return "".join(parts).encode("latin-1")


def shown(*lines: tuple[int, str, str]) -> str:
    """A content stream: lines at a height, each with a raised mark after it or ''."""
    drawn = []
    for height, text, mark in lines:
        drawn.append(f"BT /F 12 Tf 72 {height} Td ({text}) Tj ET")
        if mark:
            drawn.append(f"BT /F 7 Tf {72 + 5.2 * len(text):.0f} {height + 5} Td ({mark}) Tj ET")
    return "\n".join(drawn)


PDF = page(
    shown(
        (800, "A/RES/999/1", ""),
        (780, "999/1. Lamps", ""),
        (760, "The General Assembly,", ""),
        (740, "Recalling the lamps,", "1"),
        (720, "1. Requests oil;", ""),
        (700, "2. Notes it.", ""),
        (120, "__________", ""),
        (100, "1 See A/999/13.", ""),
    )
)


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("lamps.docx", word(), "docx"),
        ("lamps.html", HTML.encode(), "html"),
        ("lamps.xml", AKN.encode(), "akn"),
        ("lamps.pdf", PDF, "pdf"),
        ("misnamed.txt", word(), "docx"),
    ],
)
def test_every_format_gives_the_same_paragraphs_and_marks(
    tmp_path: Path, name: str, content: bytes, reader: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    source = read(path)
    found = split(source, "en")
    assert source.reader == reader
    assert outline(found) == {"pp1": "Recalling the lamps,", "op1": "Requests oil;", "op2": "Notes it."}
    assert marks(found) == {"pp1": ["1"]}
    assert [(one.number, one.view.text) for one in found.footnotes] == [("1", "See A/999/13.")]
    assert found.front.symbol == "A/RES/999/1"
    assert any(style.kind == "superscript" for style in source.styles)


def test_links_and_types_are_kept_as_styles(tmp_path: Path) -> None:
    path = tmp_path / "lamps.html"
    path.write_text(HTML)
    source = read(path)
    links = [(source.text[slice(*one.span)], one.value) for one in source.styles if one.kind == "link"]
    assert links == [("lamps", "https://lamps.example/")]
    assert "alert" not in source.text
    assert {one.kind for one in source.styles} == {"bold", "italic", "link", "superscript"}


ENTITY = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed({"word/document.xml": "x" * 40_000_000}), "unpacks to 40000000 bytes"),
        (packed({"other.xml": "<a/>"}), "no Word document"),
        (packed({"word/document.xml": f"{ENTITY}<a>&c;</a>"}), "declares XML entities"),
        (packed({"word/document.xml": "<w:document"}), "not XML"),
        (word()[:200], "damaged archive"),
        (f"<?xml version='1.0'?>{ENTITY}<akomaNtoso>&c;</akomaNtoso>".encode(), "declares XML entities"),
        (b"<?xml version='1.0'?><akomaNtoso><open></akomaNtoso>", "not well-formed"),
        (b"<?xml version='1.0'?><invoice>1</invoice>", "XML of another kind"),
        (b"<html><body><p> </p></body></html>", "has no text"),
        (page(""), "no text.*text recognition"),
        (b"%PDF-1.7\nthis is no PDF at all", "damaged"),
        (PDF[:300], "damaged|no text"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "sample"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        read(path)


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    path = tmp_path / "slow.pdf"
    path.write_bytes(PDF)
    with pytest.raises(SourceError, match="could not be read in"):
        read(path)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["A_80_604_Add.1", "A_80_604_Add.4"])
def test_a_report_as_pdf_and_as_word_is_the_same_document(shared: Path, name: str) -> None:
    paper, text = (split(read(shared / "corpus" / "pdf" / f"{name}.{kind}")) for kind in ("pdf", "docx"))
    assert [one.id for one in paper.paragraphs] == [one.id for one in text.paragraphs]
    assert marks(paper) == marks(text)
    assert [one.view.text for one in paper.footnotes] == [one.view.text for one in text.footnotes]
    same = sum(outline(paper)[key] == words for key, words in outline(text).items())
    assert same >= 0.9 * len(text.paragraphs)
