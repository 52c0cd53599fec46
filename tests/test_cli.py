"""The command as its users meet it: streams, exit codes, errors that say where and what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph_service.chains.export import FORMS
from graph_service.cli import main
from graph_service.cli.chains import ChainFormat
from graph_service.cli.publishing import ExportFormat
from graph_service.exports import EXPORTS
from graph_service.graph.store import open_store

ZH = "corpus/resolutions/zh/A_RES_66_257.txt"
EN = "corpus/resolutions/en/A_RES_66_257.txt"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


Unag = Callable[..., Ran]


@pytest.fixture
def unag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Unag:
    """Runs the command in an empty folder, with its store there."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["unag", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsysbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run


@pytest.mark.shared
def test_the_main_job_from_file_to_answer(unag: Unag, shared: Path) -> None:
    ingested = unag("ingest", shared / ZH, "--format", "json", "-j", "1")
    assert ingested.code == 0, ingested.err
    entry = json.loads(ingested.out)[0]
    assert (entry["symbol"], entry["outcome"]) == ("A/RES/66/257", "published")
    assert (entry["violations"], entry["warnings"]) == ([], []), "or it disagrees with the facts read by hand"
    assert (entry["paragraphs"], entry["mandates"], entry["unresolved"]) == (49, 19, 0)
    traced = unag("trace", "66/257~I.op12", "--format", "json")
    steps = {(one["function"], one["target"]) for one in json.loads(traced.out)["edges"]}
    assert {("recall", "A/RES/64/259~op21"), ("recall", "A/64/683~para36")} <= steps
    shown = unag("trace", "A/RES/66/257~I.op12").out
    assert "A/RES/64/259~op21" in shown
    assert "A/64/683~para36" in shown
    asked = unag("query", "cq-01", "resolution=A/RES/66/257", "--format", "json")
    assert "A/66/738~para5" in {row["cited"] for row in json.loads(asked.out)}


@pytest.mark.shared
def test_ingesting_twice_changes_nothing_and_an_altered_file_leaves_nothing_behind(
    unag: Unag, shared: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "A_RES_66_257.txt"
    text = (shared / ZH).read_text("utf-8")
    copy.write_text(text, "utf-8")
    graph = "https://w3id.org/unag/graph/A/RES/66/257@zh"
    unag("ingest", copy, "-j", "1")
    first = open_store("store", read_only=True).graph(graph)
    unag("ingest", copy, "-j", "1")
    assert open_store("store", read_only=True).graph(graph) == first
    copy.write_text(text.replace("66/246", "66/999"), "utf-8")
    unag("ingest", copy, "-j", "1")
    altered = open_store("store", read_only=True).graph(graph)
    assert b"id/A/RES/66/999>" in altered
    assert b"id/A/RES/66/246>" not in altered


BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\n",
    "binary.txt": bytes(range(256)) * 8,
    "nothing.pdf": b"%PDF-1.7\nnot really",
    "broken.docx": b"PK\x03\x04 broken",
    "notes.txt": b"Buy milk, and call the office about the lamp.\n",
    "welsh.txt": ("Mae’r ddogfen hon mewn iaith arall, ac nid yw’n benderfyniad. " * 20).encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_with_its_reason_and_leaves_the_store_alone(
    unag: Unag, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    ran = unag("ingest", name, "-j", "1")
    assert ran.code == 1
    assert name in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "store" / "current").exists()


def test_a_truncated_text_is_read_as_far_as_it_goes_or_refused_with_a_reason(unag: Unag, shared: Path) -> None:
    text = (shared / ZH).read_text("utf-8")
    Path("A_RES_66_257.txt").write_text(text[: len(text) // 2], "utf-8")
    ran = unag("parse", "A_RES_66_257.txt")
    assert ran.code == 0, ran.err
    facts = json.loads(ran.out)
    assert facts["paragraphs"][-1]["id"].startswith("I.op")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ingest", "no/such/file.txt"), 2, "no/such/file.txt"),
        (("ingest", "X/999/nonsense"), 2, "X/999/nonsense"),
        (("parse", "absent.txt"), 2, "absent.txt"),
        (("trace", "A/RES/66/9999"), 2, "A/RES/66/9999"),
        (("query", "no-such-question"), 2, "no-such-question"),
        (("query", "cq-01", "nonsense"), 2, "key=value"),
        (("query", "cq-01", "colour=red"), 2, "colour"),
        (("release", "diff", "998", "999"), 2, "998"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what(unag: Unag, arguments: tuple[str, ...], code: int, says: str) -> None:
    ran = unag(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err


def test_a_curated_file_of_ones_own_that_is_broken_is_named_with_its_line(
    unag: Unag, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "broken.ttl").write_text("@prefix a: <urn:a> .\na:b a:c\n", "utf-8")
    monkeypatch.setenv("UNAG_CURATED", str(mine))
    ran = unag("search", "accountability")
    assert ran.code == 1
    assert "broken.ttl" in ran.err
    assert not (tmp_path / "store" / "current").exists()


def test_the_formats_offered_are_those_that_are_written() -> None:
    assert {one.value for one in ChainFormat} == set(FORMS)
    assert {one.value for one in ExportFormat} == set(EXPORTS)
