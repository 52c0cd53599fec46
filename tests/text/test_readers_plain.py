"""Plain files: decoded without a loss, or refused with the place."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from graph_service.errors import SourceError
from graph_service.text.readers import read

WORDS = "999/1. Lamps — and “oil”\r\nThe General Assembly,\f\n"


def written(folder: Path, content: bytes, name: str = "A_RES_999_1.txt") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_told_by_its_mark(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, WORDS.encode(encoding))
    source = read(path)
    assert source.text == WORDS
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source.reader, source.symbol) == ("text", "A/RES/999/1")


def test_an_older_encoding_is_taken_only_if_the_language_declares_it(tmp_path: Path) -> None:
    path = written(tmp_path, "大会，回顾其决议".encode("gb18030"))
    assert read(path, "zh").text == "大会，回顾其决议"
    with pytest.raises(SourceError, match=r"byte 0 \(line 1\).*not utf-8 text.*say its language"):
        read(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x7fELF\x02\x01", "is a program"),
        (b"\x89PNG\r\n\x1a\n", "is an image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Word 97-2003 or encrypted"),
        (b"{\\rtf1 words}", "Rich Text"),
        (b"words\x00\x01\x02", "line 1: is not text"),
        (b"one\ntwo \xff\xfe", "byte 8 .line 2."),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(written(tmp_path, content))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be opened"):
        read(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="is a folder"):
        read(tmp_path)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_service.text.readers.MAX_BYTES", 10)
    with pytest.raises(SourceError, match="more than the 10 allowed"):
        read(written(tmp_path, b"eleven byte"))


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("A_RES_48_218_B.txt", "A/RES/48/218-B"),
        ("A_RES_3234(XXIX).txt", "A/RES/3234(XXIX)"),
        ("A_80_604_Add.1.txt", "A/80/604/Add.1"),
        ("A_RES_73_7.en.txt", "A/RES/73/7"),
        ("notes.txt", None),
    ],
)
def test_a_file_may_be_named_by_its_symbol(tmp_path: Path, name: str, symbol: str | None) -> None:
    assert read(written(tmp_path, b"words", name)).symbol == symbol
