"""Files made to loop or to swell are refused, or read, inside bounds on time and memory; each limit holds.

Every case runs in a process of its own, whose processor time and peak memory are measured. Where a limit of ours
refuses the file, the case is run again with that limit lifted, and must then not be refused for that reason: a
limit that does nothing fails here.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.text.papers.pages import assembled

CPU_SECONDS = 30.0
PEAK = 1_300_000  # kilobytes, the process that reads a PDF's pages included
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
_DTD = f'<!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}]>'
_FETCH = '<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>'
_SCRIPT = """
import json, resource, sys
from pathlib import Path
from graph_service.errors import SourceError
from graph_service.text import readers
from graph_service.text.readers import docx, markup, material, pdf, pdfpages
pdf.SECONDS, pdf.MEMORY = 12, 900 * 1024**2
exec(sys.argv[2])
try:
    said = "read " + readers.read(Path(sys.argv[1])).text[:60]
except SourceError as error:
    said = "refused: " + str(error)
own, inner = (resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = sum(one.ru_utime + one.ru_stime for one in (own, inner))
print(json.dumps([said, cpu, max(own.ru_maxrss, inner.ru_maxrss)]))
"""


class Case(NamedTuple):
    """A file, what is said of it, and the statement that lifts the limit (empty: no limit of ours is needed)."""

    content: Callable[[], bytes]
    said: str
    lift: str = ""


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(text: str, head: str = "") -> bytes:
    """The main part of a Word file."""
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return f"{head}<w:document xmlns:w='{_WORD}'>{body}</w:document>".encode()


def docx(text: str, head: str = "", **more: bytes) -> bytes:
    """A Word file with this text; ``more`` are other parts."""
    return packed({"word/document.xml": word(text, head), **more})


def akn(body: str, head: str = "", encoding: str = "utf-8") -> bytes:
    """An Akoma Ntoso file."""
    root = f"<akomaNtoso xmlns='{_AKN}'><doc><mainBody><p>{body}</p></mainBody></doc></akomaNtoso>"
    return f"<?xml version='1.0' encoding='{encoding}'?>{head}{root}".encode(encoding)


def understated() -> bytes:
    """An archive whose directory says that a large part is small."""
    content = bytearray(docx("A" * 5_000_000))
    real = len(word("A" * 5_000_000)).to_bytes(4, "little")
    assert content.count(real) == 2
    return bytes(content.replace(real, (900).to_bytes(4, "little")))


def locked() -> bytes:
    """An archive whose parts are flagged as encrypted."""
    content = bytearray(docx("A/999/1"))
    for head, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(head) + flag] |= 1
    return bytes(content)


_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
_SHOWN = "BT /F 12 Tf 72 700 Td (A/RES/999/1 Lamps) Tj ET"


def stream(content: str, entries: str = "") -> str:
    """A stream object."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def pdf(
    content: str = _SHOWN,
    *,
    catalogue: str = "",
    kids: str = "[3 0 R]",
    count: int = 1,
    entries: str = "",
    more: tuple[str, ...] = (),
    resources: str = "",
) -> bytes:
    """A PDF of one page; ``more`` are objects from number 6 on."""
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << /F 5 0 R >> {resources} >> >>"
    )
    tree = f"<< /Type /Pages /Kids {kids} /Count {count} >>"
    first = f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>"
    return assembled([first, tree, page, stream(content, entries), _FONT, *more])


def swollen(megabytes: int) -> bytes:
    """A page whose content is packed a thousandfold."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"q Q " * 262_144) for _ in range(megabytes)]
    content = (b"".join(parts) + packer.flush()).decode("latin-1")
    return pdf(content, entries="/Filter /FlateDecode")


def pages(number: int) -> bytes:
    """A PDF of so many empty pages."""
    kids = " ".join(f"{3 + at} 0 R" for at in range(number))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {number} >>"
    return assembled(["<< /Type /Catalog /Pages 2 0 R >>", tree, *[page] * number])


def looping_table() -> bytes:
    """A PDF whose cross-reference table names itself as the one before."""
    content = pdf()
    start = content.rindex(b"startxref\n") + 10
    place = content[start : content.index(b"\n", start)]
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + place)


def looping_objects() -> bytes:
    """A PDF with two object streams that extend each other."""
    both = [stream("1 0 << >>", f"/Type /ObjStm /N 1 /First 4 /Extends {other} 0 R") for other in (7, 6)]
    return pdf(more=tuple(both))


_PAGES_HERE = "pdf.read = readers._READERS['pdf'] = lambda one: pdf._source(pdfpages.examine(one.content), one)"
CASES = {
    "bytes": Case(lambda: b"A/999/1\n" * 9_000_000, "more than the 67108864 allowed", "readers.MAX_BYTES = 2**40"),
    "characters": Case(
        lambda: b"A/999/1\n" * 1_100_000, "8800000 characters", "readers.MAX_CHARACTERS = 2**40"
    ),
    "pages": Case(lambda: pages(3001), "too many pages", f"pdfpages._MAX_PAGES = 2**40; {_PAGES_HERE}"),
    "zip, high ratio": Case(lambda: docx("A" * 60_000_000), "unpacks to", "docx._MAX_RATIO = 2**40"),
    "zip, large": Case(
        lambda: packed({"word/document.xml": word("x"), **{f"{at}": bytes(2**24) for at in range(20)}}),
        "unpacks to",
        "docx._MAX_UNPACKED = docx._MAX_RATIO = 2**40",
    ),
    "zip, many members": Case(
        lambda: docx("x", **{f"word/{at}.bin": b"" for at in range(5001)}), "unpacks to", "docx._MAX_PARTS = 2**40"
    ),
    "zip in a zip": Case(lambda: packed({"word/inner.zip": docx("A" * 9_000_000)}), "no Word document"),
    "zip that understates": Case(understated, "damaged archive"),
    "zip with a password": Case(locked, "is encrypted"),
    "office file with a password": Case(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "encrypted", "material._REFUSED = ()"
    ),
    "laughs, AKN": Case(
        lambda: akn("&l9;", _DTD), "declares XML entities", "markup._refuse_entities = lambda one: None"
    ),
    "laughs, AKN in UTF-16": Case(lambda: akn("A &l9;", _DTD, "utf-16"), "declares XML entities|not well-formed"),
    "laughs, DOCX": Case(lambda: docx("&l9;", _DTD), "declares XML entities|not XML"),
    "laughs, DOCX, far on": Case(
        lambda: docx("&l1;", f"<!--{'x' * 9000}-->{_DTD}"), "declares XML entities"
    ),
    "laughs, HTML": Case(
        lambda: f"<!DOCTYPE html [{_DTD[13:]}<html><body>&l9; A</body></html>".encode(),
        "declares XML entities",
        "markup._refuse_entities = lambda one: None",
    ),
    "outside entity, AKN": Case(
        lambda: akn("&l9;", _FETCH), "declares XML entities",
    ),
    "outside entity, DOCX": Case(lambda: docx("&l9;", _FETCH), "declares XML entities"),
    "deep, AKN": Case(lambda: akn("<a>" * 90_000 + "</a>" * 90_000), "not well-formed"),
    "deep, HTML": Case(
        lambda: b"<html><body>" + b"<div>" * 90_000 + b"A", "too deeply"
    ),
    "PDF, swollen content": Case(lambda: swollen(900), "MemoryError|more memory", "pdf.MEMORY = 16 * 1024**3"),
    "PDF, endless content": Case(lambda: swollen(60), "in 12 seconds|process died"),
    "PDF, page tree loop": Case(lambda: pdf(kids="[2 0 R 3 0 R]"), "A/RES/999/1|refused"),
    "PDF, only a page tree loop": Case(lambda: pdf(kids="[2 0 R]"), "A/RES/999/1|refused"),
    "PDF, huge count": Case(lambda: pdf(count=2**31 - 1), "A/RES/999/1"),
    "PDF, outline loop": Case(
        lambda: pdf(
            catalogue="/Outlines 6 0 R",
            more=(
                "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
                "<< /Title (x) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>",
            ),
        ),
        "A/RES/999/1",
    ),
    "PDF, table loop": Case(looping_table, "A/RES/999/1|refused"),
    "PDF, object stream loop": Case(looping_objects, "A/RES/999/1|refused"),
    "PDF, form that draws itself": Case(
        lambda: pdf(
            f"{_SHOWN} /X Do",
            resources="/XObject << /X 6 0 R >>",
            more=(stream("/X Do", f"{_FORM} /Resources << /XObject << /X 6 0 R >> >>"),),
        ),
        "A/RES/999/1|refused",
    ),
    "PDF, deep arrays": Case(lambda: pdf("[" * 200_000 + "]" * 200_000), "refused"),
    "PDF, length that names itself": Case(
        lambda: pdf().replace(b"/Length 51", b"/Length 4 0 R"), "A/RES/999/1|refused"
    ),
    "PDF, inline image": Case(
        lambda: pdf(f"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID {'x' * 1000}\nEI {_SHOWN}"), "A/RES/999/1|refused"
    ),
    "PDF, a picture only": Case(
        lambda: pdf("q 500 0 0 700 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x\nEI Q"), "text recognition"
    ),
    "PDF, cut off": Case(lambda: pdf()[:200], "refused"),
}  # fmt: skip


def run(name: str, folder: Path, lift: str = "") -> tuple[str, float, int]:
    """What is said of the file, the seconds of processor time, the peak memory in kilobytes."""
    path = folder / "sample"
    path.write_bytes(made(name))
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(path), lift], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-800:]
    said, cpu, peak = json.loads(done.stdout)
    return said, cpu, peak


@cache
def made(name: str) -> bytes:
    """The bytes of a case."""
    return CASES[name].content()


def test_all_kinds_are_there() -> None:
    assert len(CASES) >= 32
    assert sum(bool(case.lift) for case in CASES.values()) >= 9


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
@pytest.mark.parametrize("name", CASES)
def test_it_is_answered_inside_time_and_memory(name: str, tmp_path: Path) -> None:
    said, cpu, peak = run(name, tmp_path)
    print(f"{name}: {said[:150]} {cpu:.1f} s {peak // 1024} MB")
    assert re.search(CASES[name].said, said), said
    assert cpu < CPU_SECONDS
    assert peak < PEAK


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.lift])
def test_without_its_limit_it_would_not_be_refused_so(name: str, tmp_path: Path) -> None:
    said, _, _ = run(name, tmp_path, CASES[name].lift)
    assert not re.search(CASES[name].said, said), said
