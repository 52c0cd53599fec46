"""Real documents: agreement of two languages, and the links that the UN itself put on citations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from graph_service.errors import SymbolError
from graph_service.model import Document, Paragraph, Source
from graph_service.symbols import parse_symbol
from graph_service.text.citations import understand
from graph_service.text.segments import split

pytestmark = pytest.mark.shared
_PART = re.compile(r"-[A-Z](-[A-Z])?$")
_DOCUMENTS = 24


def _read(path: Path) -> Document:
    source = Source(path.read_text("utf-8"), "0" * 64, "plain", path.name)
    return understand(split(source), source)


def _said(paragraph: Paragraph) -> dict[str, object]:
    return {
        "acts": [one.function for one in paragraph.acts],
        "citations": sorted((one.function, one.target or "", one.status) for one in paragraph.citations),
        "references": [one.target for one in paragraph.references],
        "mandates": [
            (one.act, one.addressee, one.periodicity, one.report_to, one.grounds) for one in paragraph.mandates
        ],
    }


def test_two_languages_of_one_resolution_say_the_same(shared: Path) -> None:
    folder = shared / "corpus" / "resolutions"
    chinese, english = (_read(folder / code / "A_RES_66_257.txt") for code in ("zh", "en"))
    assert len(chinese.paragraphs) == len(english.paragraphs) == 49
    assert [one.targets for one in chinese.footnotes] == [one.targets for one in english.footnotes]
    differences = [
        (one.id, _said(one), _said(other))
        for one, other in zip(chinese.paragraphs, english.paragraphs, strict=True)
        if one.id != other.id or _said(one) != _said(other)
    ]
    assert differences == []
    assert all(one.status in ("explicit", "coreferent") for _, one in chinese.citations())


def _links(shared: Path) -> Iterator[tuple[str, str]]:
    """Document and symbol of every link to a document."""
    for line in (shared / "corpus" / "paragraphs" / "citation_links.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for _, address in row["links"]:
            match = re.search(r"docs\.org/(?:[a-z]{2}/)?(.*)$|docs\.un\.org/(?:[a-z]{2}/)?(.*)$", address)
            try:
                yield row["doc"], parse_symbol(unquote((match[1] or match[2]) if match else "")).text
            except SymbolError:
                continue


def test_the_links_of_the_un_are_found(shared: Path) -> None:
    links = list(_links(shared))
    names = sorted({document for document, _ in links})[:: max(1, len({one for one, _ in links}) // _DOCUMENTS)]
    found = total = 0
    for name in names:
        read = _read(shared / "corpus" / "paragraphs" / "en" / f"{name.replace('/', '_')}.txt")
        targets = {(one.target or "").partition("~")[0] for _, one in read.citations()} | set(read.front.based_on)
        targets |= {_PART.sub("", one) for one in targets}
        wanted = [symbol for document, symbol in links if document == name]
        total += len(wanted)
        found += sum(symbol in targets for symbol in wanted)
    assert total > 150
    assert found >= 0.98 * total
