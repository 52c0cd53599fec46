"""The same document on paper, in Word, on the web and as text: the same paragraphs, notes, heads and citations."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.akn import write_akn
from graph_service.graph.describe import describe
from graph_service.model import Document, Source
from graph_service.text.citations import understand
from graph_service.text.readers import read
from graph_service.text.segments import split
from tests.text.papers.pages import Press
from tests.text.papers.samples import SHEETS
from tests.text.papers.sheet import Sheet, text
from tests.text.papers.word import docx, html

# A page's foot in points: where pages break. The small ones break inside paragraphs and notes.
_FEET = (770, 330, 260)
FORMS: dict[str, Callable[[Sheet], bytes]] = {
    "docx": docx,
    "html": lambda sheet: html(sheet).encode(),
    "akn.xml": lambda sheet: write_akn(of_text(sheet)),
    "two columns.pdf": lambda sheet: Press(sheet, columns=2, foot=770).print(),
    "two short columns.pdf": lambda sheet: Press(sheet, columns=2, foot=400).print(),
    "no rule.pdf": lambda sheet: Press(sheet, rule="none", foot=330).print(),
    "printed rule.pdf": lambda sheet: Press(sheet, rule="printed", foot=330).print(),
    **{f"{foot}.pdf": lambda sheet, foot=foot: Press(sheet, foot=foot).print() for foot in _FEET},
}
# What pdftotext is told, and the sheets that are then not read as they were printed: a table's cells are printed
# one under the other, with its head among them.
MODES = {"plain": ((), {"secretary"}), "layout": (("-layout",), set()), "raw": (("-raw",), set())}

_OF_THE_FILE = re.compile(
    rb"/evidence/|/source/|ontology#(?:start|end|characters|sha256|digest|reader)>|\bprov#|/caution/|ns#wasGenerated"
)


def parsed(path: Path) -> Document:
    """What is read from one file."""
    source = read(path)
    return understand(split(source, "en"), source)


def of_text(sheet: Sheet) -> Document:
    """What is read from the sheet as plain text."""
    content = text(sheet)
    source = Source(content, "0" * 64, "text", "sheet.txt")
    return understand(split(source, "en"), source)


def written(sheet: Sheet, content: bytes, folder: Path, kind: str) -> Path:
    """A file of this content, without the symbol in its name."""
    path = folder / f"sample.{kind}"
    path.write_bytes(content)
    return path


def expected(sheet: Sheet, folder: Path) -> list[tuple[str, str, str | None]]:
    """Citations of the plain text, which every other form must give too."""
    document = parsed(written(sheet, text(sheet).encode(), folder, "txt"))
    return _citations(document)


def _citations(document: Document) -> list[tuple[str, str, str | None]]:
    return [(paragraph.id, one.function, one.target) for paragraph, one in document.citations()]


def check(sheet: Sheet, document: Document) -> None:
    """Paragraphs, marks, notes and heads are those of the sheet, and nothing is left unread."""
    assert {one.id: one.view.text for one in document.paragraphs} == sheet.paragraphs
    assert {one.id: [mark.number for mark in one.marks] for one in document.paragraphs if one.marks} == sheet.marks
    assert {one.number: one.view.text for one in document.footnotes} == dict(sheet.notes)
    assert [one.title for one in document.headings if one.title] == sheet.headings
    assert document.symbol == sheet.symbol.replace(" ", "")
    assert not [one for one in document.segments if one.kind == "unclassified"]


def test_all_sheets_are_there() -> None:
    shapes = {"advisory", "assembly", "council", "decision", "inspection", "rights", "secretary", "social"}
    assert set(SHEETS) == shapes
    assert sum(len(sheet.paragraphs) for sheet in SHEETS.values()) > 50


@pytest.mark.parametrize("name", SHEETS)
def test_the_plain_text_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    sheet = SHEETS[name]
    check(sheet, parsed(written(sheet, text(sheet).encode(), tmp_path, "txt")))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHEETS)
def test_every_form_gives_the_same_document(name: str, form: str, tmp_path: Path) -> None:
    sheet = SHEETS[name]
    document = parsed(written(sheet, FORMS[form](sheet), tmp_path, form.rpartition(".")[2]))
    check(sheet, document)
    assert _citations(document) == expected(sheet, tmp_path)


def said(document: Document) -> set[bytes]:
    """The statements of its graph, but for what is about the file itself: its digest, places of letters, styles.

    An annotation's name holds the places of its span, so it is left out with all that it says.
    """
    quads = describe(document, "https://graph.example/")
    return {line for line in quads.splitlines() if not _OF_THE_FILE.search(line)}


@pytest.mark.parametrize("form", ["docx", "html", "akn.xml", "two columns.pdf", "330.pdf"])
@pytest.mark.parametrize("name", SHEETS)
def test_every_form_gives_the_same_graph(name: str, form: str, tmp_path: Path) -> None:
    sheet = SHEETS[name]
    document = parsed(written(sheet, FORMS[form](sheet), tmp_path, form.rpartition(".")[2]))
    printed = said(parsed(written(sheet, text(sheet).encode(), tmp_path, "txt")))
    assert len(printed) > 100
    assert said(document) == printed


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("foot", _FEET)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", SHEETS)
def test_what_pdftotext_makes_of_a_page_is_the_same_document(
    name: str, mode: str, foot: int, tmp_path: Path
) -> None:
    options, lost = MODES[mode]
    if name in lost:
        pytest.skip("this mode loses the order of the sheet's lines")
    sheet = SHEETS[name]
    paper = written(sheet, Press(sheet, rule="printed", foot=foot).print(), tmp_path, "pdf")
    path = tmp_path / "sample.txt"
    subprocess.run(["pdftotext", *options, str(paper), str(path)], check=True)
    document = parsed(path)
    check(sheet, document)
    assert _citations(document) == _citations(parsed(paper))
