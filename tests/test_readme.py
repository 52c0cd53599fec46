"""The README's commands run as they stand, and print what it says they print.

In a block of output, a line ``…`` stands for any lines, and a line that ends in ``…`` for any ending.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from graph_service.cli import main
from graph_service.publishing import ensure_base
from graph_service.settings import Settings
from tests.conftest import ROOT, SHARED
from tests.web.running import running

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.M | re.S)
COMMANDS = [
    (command, output.rstrip("\n"))
    for block in BLOCKS
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
]
UNAG = [one for one in COMMANDS if one[0].startswith("unag ")]
CURL = [one[0] for one in COMMANDS if one[0].startswith("curl ")]


def matches(printed: str, expected: str) -> bool:
    """Whether output is what the README shows, its ellipses filled in."""
    pattern = "\n".join("(?:.*\n)*?.*" if line == "…" else _line(line) for line in expected.split("\n"))
    return re.fullmatch(pattern, printed.replace("\r\n", "\n").rstrip("\n")) is not None


def _line(line: str) -> str:
    return re.escape(line.removesuffix("…")) + (".*" if line.endswith("…") else "")


def test_the_commands_are_found() -> None:
    assert len(UNAG) >= 7
    assert len(CURL) == 3
    assert len(UNAG) + len(CURL) == len(COMMANDS)


def test_the_two_commands_name_files_that_are_there() -> None:
    names = re.findall(r"locks/\S+\.txt", README)
    assert sorted(set(names)) == ["locks/run.txt", "locks/test.txt"]
    assert all((ROOT / name).is_file() for name in names)
    assert README.count("<!-- test command -->") == 1


def test_links_lead_somewhere() -> None:
    targets = [one for one in re.findall(r"\]\(([^)#]+)", README) if not one.startswith("http")]
    assert len(targets) >= 5
    assert not [one for one in targets if not (ROOT / one).exists()]


def test_the_tour_runs_and_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command, expected in tour():
        words = [one.replace("../shared", str(SHARED)) for one in shlex.split(command)]
        monkeypatch.setattr(sys, "argv", words)
        main_quietly(command)
        printed = capsysbinary.readouterr().out.decode()
        assert matches(printed, expected), f"{command}\n{printed}"


def tour() -> Iterator[tuple[str, str]]:
    """The commands in order; without the corpora, up to the first that needs them."""
    for command, expected in UNAG:
        if "../shared" in command and not SHARED.is_dir():
            return
        yield command, expected


def main_quietly(command: str) -> None:
    """Run the command; only success is an end that the README may show."""
    try:
        main()
    except SystemExit as end:
        if end.code:
            pytest.fail(f"exit {end.code}: {command}")


def test_the_requests_are_answered(tmp_path: Path) -> None:
    ensure_base(Settings(store=str(tmp_path / "store")))
    with running(tmp_path / "store", workers=1) as address, httpx.Client(base_url=address, timeout=60) as client:
        for command in CURL:
            answer = asked(client, shlex.split(command))
            assert answer.status_code == 200, command
            assert answer.content, command


def asked(client: httpx.Client, words: list[str]) -> httpx.Response:
    """What a server answers to the request that this curl command makes."""
    parts = urlsplit(next(one for one in words if one.startswith("http")))
    where = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if "--data-urlencode" in words:
        name, _, value = words[words.index("--data-urlencode") + 1].partition("=")
        return client.post(where, data={name: value})
    header = words[words.index("-H") + 1].partition(": ") if "-H" in words else ("Accept", "", "*/*")
    return client.get(where, headers={header[0]: header[2]})


def test_an_ellipsis_matches_and_a_difference_does_not() -> None:
    assert matches("a\nb\nc\n", "a\n…\nc")
    assert matches("a,1,2\n", "a,…")
    assert not matches("a\nx\n", "a\ny")
