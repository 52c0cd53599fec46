"""Downloads from a server on loopback that behaves as the UN's document service does, and misbehaves."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from graph_service.courtesy import Fault, read_retry_after
from graph_service.errors import InputError, SymbolError
from graph_service.fetch import STATE, Fetched, Progress, fetch, file_name
from graph_service.settings import Settings

PDF = b"%PDF-1.7\n" + b"words of our own " * 9000 + b"\n%%EOF\n"
ENGLISH_ONLY = "A/RES/999/2"


class UndocsServer(ThreadingHTTPServer):
    """Answers by symbol; ``trouble`` maps a path or symbol to a list of faults, one used up by each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), UndocsHandler)
        self.trouble: dict[str, list[str]] = {}
        self.requests: list[tuple[str, dict[str, str], float]] = []
        self.busy, self.most_busy, self.lock = 0, 0, threading.Lock()
        self.ranges, self.etag = True, '"one"'

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/symbol/access"

    def asked(self, part: str) -> list[dict[str, str]]:
        return [headers for path, headers, _ in self.requests if part in path]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the tests."""


class UndocsHandler(BaseHTTPRequestHandler):
    server: UndocsServer

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests look at ``requests``."""

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.busy += 1
            self.server.most_busy = max(self.server.busy, self.server.most_busy)
            self.server.requests.append((self.path, dict(self.headers), time.monotonic()))
        try:
            url = urlsplit(self.path)
            if url.path == "/api/symbol/access":
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                self.redirect(query["s"], query["l"])
            else:
                self.file(url.path)
        finally:
            with self.server.lock:
                self.server.busy -= 1

    def redirect(self, symbol: str, language: str) -> None:
        fault = self.fault(symbol)
        if fault == "none":
            return self.answer(404, b"no such document", "text/plain")
        if fault == "page":
            return self.answer(200, b"<html>The service is being mended.</html>", "text/html; charset=utf-8")
        if fault == "direct":
            return self.answer(200, PDF, "application/pdf")
        if fault.startswith("to:"):
            return self.answer(302, b"", "text/plain", Location=fault[3:])
        if fault.isdigit():
            return self.answer(int(fault), b"later", "text/plain")
        shown = "en" if symbol == ENGLISH_ONLY else language
        place = f"HTTP://127.0.0.1:{self.server.server_port}/DOC/UNDOC/{symbol.replace('/', '')}-{shown}.PDF"
        return self.answer(302, b"", "text/plain", Location=place.upper())

    def fault(self, name: str) -> str:
        with self.server.lock:
            waiting = self.server.trouble.get(name, [])
            return waiting.pop(0) if waiting else ""

    def file(self, path: str) -> None:
        if path != path.lower():
            return self.answer(404, b"", "text/plain")
        fault = self.fault(path)
        if fault == "429":
            return self.answer(429, b"slower", "text/plain", **{"Retry-After": "0"})
        if fault.startswith("wait:"):
            return self.answer(503, b"", "text/plain", **{"Retry-After": fault[5:]})
        if fault.isdigit():
            return self.answer(int(fault), b"trouble", "text/plain")
        if fault == "page":
            return self.answer(200, b"<!DOCTYPE html><html></html>", "text/html")
        if fault == "disguised":
            return self.answer(200, b"<!DOCTYPE html><html></html>", "application/pdf")
        if fault == "tail":
            return self.answer(200, PDF[:-20], "application/pdf")
        if fault.startswith("to:"):
            return self.answer(302, b"", "text/plain", Location=fault[3:])
        return self.body(fault)

    def body(self, fault: str) -> None:
        asked = self.headers.get("Range", "")
        fits = self.headers.get("If-Range", self.server.etag) == self.server.etag
        begin = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.server.ranges and fits else 0
        if begin >= len(PDF):
            self.answer(416, b"", "text/plain")
            return
        self.send_response(206 if begin else 200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(len(PDF) - begin))
        self.send_header("ETag", self.server.etag)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(PDF) - 1}/{len(PDF)}")
        self.end_headers()
        if fault in ("cut", "stall"):
            self.wfile.write(PDF[begin : begin + 70_000])
            self.wfile.flush()
            time.sleep(0.6 if fault == "stall" else 0)
            self.close_connection = True
            return
        self.wfile.write(PDF[begin:])

    def answer(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[UndocsServer]:
    running = UndocsServer()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def settings(server: UndocsServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Settings(documents=server.address, fetch_delay=0, fetch_backoff=0.01, fetch_stall=0.3, fetch_attempts=3)


def one(folder: Path, settings: Settings, symbol: str = "A/RES/999/1", language: str = "zh") -> Fetched:
    (result,) = fetch([symbol], [language], folder, settings)
    return result


def path_of(symbol: str, language: str) -> str:
    return f"/doc/undoc/{symbol.replace('/', '').lower()}-{language}.pdf"


def test_the_capitals_of_the_redirect_become_small(
    server: UndocsServer, settings: Settings, tmp_path: Path
) -> None:
    result = one(tmp_path, settings)
    assert (result.status, result.length, result.verified) == ("fetched", len(PDF), True)
    assert result.path == tmp_path / "A_RES_999_1.zh.pdf"
    assert result.path.read_bytes() == PDF
    assert result.address == f"http://127.0.0.1:{server.server_port}/doc/undoc/ares9991-zh.pdf"
    assert all("unag/" in headers["User-Agent"] for _, headers, _ in server.requests)


def test_nothing_but_whole_files_and_the_state_is_left(settings: Settings, tmp_path: Path) -> None:
    one(tmp_path, settings)
    assert sorted(item.name for item in tmp_path.iterdir()) == [STATE, "A_RES_999_1.zh.pdf"]
    (record,) = (tmp_path / STATE).iterdir()
    assert json.loads(record.read_text())["length"] == len(PDF)


def test_a_second_run_asks_nothing(server: UndocsServer, settings: Settings, tmp_path: Path) -> None:
    first = one(tmp_path, settings)
    asked = len(server.requests)
    second = one(tmp_path, settings)
    assert (second.status, second.sha256, second.verified) == ("kept", first.sha256, True)
    assert len(server.requests) == asked


@pytest.mark.parametrize("damage", [PDF[:-30], PDF[:5000] + PDF[6000:], b"", b"<html></html>"])
def test_a_damaged_file_is_brought_again(settings: Settings, tmp_path: Path, damage: bytes) -> None:
    path = one(tmp_path, settings).path
    assert path is not None
    path.write_bytes(damage)
    assert one(tmp_path, settings).status == "fetched"
    assert path.read_bytes() == PDF


def test_the_english_file_is_not_taken_for_another_language(settings: Settings, tmp_path: Path) -> None:
    results = fetch([ENGLISH_ONLY], ["zh", "en"], tmp_path, settings)
    assert [(one.language, one.status) for one in results] == [("zh", "refused"), ("en", "fetched")]
    assert "English" in str(results[0].reason)
    assert not (tmp_path / "A_RES_999_2.zh.pdf").exists()


def test_an_unofficial_language_is_refused_before_anything_is_asked(
    server: UndocsServer, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="de"):
        fetch(["A/RES/999/1"], ["en", "de"], tmp_path, settings)
    with pytest.raises(SymbolError):
        fetch(["no symbol at all"], ["en"], tmp_path, settings)
    assert not server.requests


def test_a_text_in_another_language_is_refused(settings: Settings, tmp_path: Path) -> None:
    (result,) = fetch(["A/RES/999/1"], ["fr"], tmp_path, settings, recognise=lambda path: "en")
    assert (result.status, result.reason) == ("refused", "the text is in en, not in fr")
    assert [item.name for item in tmp_path.rglob("*.pdf")] == []


def test_a_file_without_redirect_is_kept_with_its_doubt(
    server: UndocsServer, settings: Settings, tmp_path: Path
) -> None:
    server.trouble["A/RES/999/1"] = ["direct"] * 3
    result = one(tmp_path, settings)
    assert (result.status, result.verified) == ("fetched", False)
    assert "not compared" in str(result.reason)


def test_a_language_is_accepted_where_there_is_no_english(
    server: UndocsServer, settings: Settings, tmp_path: Path
) -> None:
    server.trouble["A/RES/999/1"] = ["", "none"]
    assert one(tmp_path, settings).verified


FAULTS = [
    (["429"], "fetched", ""),
    (["500"], "fetched", ""),
    (["500", "503"], "fetched", ""),
    (["500"] * 3, "failed", "status 500 Internal Server Error; 3 attempts"),
    (["wait:3600"], "failed", "asks to wait 3600 s"),
    (["403"], "failed", "status 403"),
    (["404"], "failed", "status 404"),
    (["page"], "failed", "a web page (text/html) instead of a PDF"),
    (["disguised"], "failed", "a web page instead of a PDF"),
    (["tail"], "fetched", ""),
    (["tail"] * 3, "failed", "without its end"),
    (["cut"], "fetched", ""),
    (["cut", "cut", "404"], "failed", "status 404"),
    (["stall"], "fetched", ""),
]


@pytest.mark.parametrize(("faults", "status", "reason"), FAULTS)
def test_each_fault_of_the_file(
    server: UndocsServer, settings: Settings, tmp_path: Path, faults: list[str], status: str, reason: str
) -> None:
    server.trouble[path_of("A/RES/999/1", "zh")] = list(faults)
    result = one(tmp_path, settings)
    assert result.status == status, result.reason
    assert reason in (result.reason or "")
    assert result.here == (tmp_path / "A_RES_999_1.zh.pdf").exists()
    if result.here:
        assert result.path is not None
        assert result.path.read_bytes() == PDF


@pytest.mark.parametrize(
    ("fault", "status", "reason"),
    [
        ("none", "failed", "no such document"),
        ("page", "failed", "a web page (text/html)"),
        ("500", "fetched", ""),
        ("to:http://127.0.0.1:1/inner.pdf", "failed", "outside the service"),
        ("to:http://169.254.169.254/latest/meta-data", "failed", "outside the service"),
        ("to:https://un.org.example.net/file.pdf", "failed", "outside the service"),
        ("to:https://notun.org/file.pdf", "failed", "outside the service"),
        ("to:http://documents.un.org/file.pdf", "failed", "outside the service"),
        ("to:https://documents.un.org:8443/file.pdf", "failed", "outside the service"),
        ("to:https://someone@documents.un.org/file.pdf", "failed", "outside the service"),
        ("to:file:///etc/passwd", "failed", "outside the service"),
        ("to:https://[bad/file.pdf", "failed", "outside the service"),
    ],
)
def test_each_fault_of_the_redirect(
    server: UndocsServer, settings: Settings, tmp_path: Path, fault: str, status: str, reason: str
) -> None:
    server.trouble["A/RES/999/1"] = [fault] * (1 if status == "fetched" else 3)
    result = one(tmp_path, settings)
    assert result.status == status, result.reason
    assert reason in (result.reason or "")


def test_redirects_without_end_are_left(server: UndocsServer, settings: Settings, tmp_path: Path) -> None:
    path = path_of("A/RES/999/1", "zh")
    server.trouble[path] = [f"to:{path}"] * 9
    assert "redirects" in str(one(tmp_path, settings).reason)


def test_a_stall_ends_with_a_reason_and_keeps_the_part(
    server: UndocsServer, settings: Settings, tmp_path: Path
) -> None:
    patient = settings.model_copy(update={"fetch_attempts": 1})
    server.trouble[path_of("A/RES/999/1", "zh")] = ["stall"]
    result = one(tmp_path, patient)
    assert (result.status, "nothing came for 0.3 s" in str(result.reason)) == ("failed", True)
    part = tmp_path / STATE / f"{file_name('A/RES/999/1', 'zh')}.part"
    assert part.stat().st_size == 70_000


@pytest.mark.parametrize(("ranges", "etag"), [(True, '"one"'), (False, '"one"'), (True, 'W/"weak"')])
def test_an_interrupted_file_goes_on_in_the_next_run(
    server: UndocsServer, settings: Settings, tmp_path: Path, ranges: bool, etag: str
) -> None:
    server.ranges, server.etag = ranges, etag
    path = path_of("A/RES/999/1", "zh")
    server.trouble[path] = ["cut"]
    assert one(tmp_path, settings.model_copy(update={"fetch_attempts": 1})).status == "failed"
    assert one(tmp_path, settings).status == "fetched"
    assert server.asked(path)[-1]["Range"] == "bytes=70000-"
    assert (tmp_path / "A_RES_999_1.zh.pdf").read_bytes() == PDF


def test_a_part_of_a_changed_file_is_thrown_away(server: UndocsServer, settings: Settings, tmp_path: Path) -> None:
    server.trouble[path_of("A/RES/999/1", "zh")] = ["cut"]
    assert one(tmp_path, settings.model_copy(update={"fetch_attempts": 1})).status == "failed"
    (part,) = (tmp_path / STATE).glob("*.part")
    part.write_bytes(b"%PDF other bytes" * 5000)
    server.etag = '"two"'
    assert one(tmp_path, settings).status == "fetched"
    assert (tmp_path / "A_RES_999_1.zh.pdf").read_bytes() == PDF


def test_a_part_longer_than_the_file_is_thrown_away(
    server: UndocsServer, settings: Settings, tmp_path: Path
) -> None:
    server.trouble[path_of("A/RES/999/1", "zh")] = ["cut"]
    one(tmp_path, settings.model_copy(update={"fetch_attempts": 1}))
    (part,) = (tmp_path / STATE).glob("*.part")
    part.write_bytes(PDF + PDF)
    assert one(tmp_path, settings).status == "fetched"
    assert (tmp_path / "A_RES_999_1.zh.pdf").read_bytes() == PDF


def test_a_file_over_the_limit_is_not_taken(settings: Settings, tmp_path: Path) -> None:
    result = one(tmp_path, settings.model_copy(update={"fetch_bytes": 1000}))
    assert (result.status, "limit" in str(result.reason)) == ("failed", True)


def test_at_most_four_at_once_and_one_failure_stops_nothing(
    server: UndocsServer, settings: Settings, tmp_path: Path
) -> None:
    symbols = [f"A/RES/999/{number}" for number in range(10, 22)]
    server.trouble["A/RES/999/13"] = ["none"]
    results = fetch(symbols, ["en", "fr"], tmp_path, settings)
    assert [one.symbol for one in results[::2]] == symbols
    assert Counter(one.status for one in results) == {"fetched": 23, "failed": 1}
    assert server.most_busy <= 4
    with pytest.raises(ValueError, match="fetch_parallel"):
        Settings(fetch_parallel=5)


def test_requests_are_spaced(server: UndocsServer, settings: Settings, tmp_path: Path) -> None:
    fetch(["A/RES/999/1", "A/RES/999/3"], ["en"], tmp_path, settings.model_copy(update={"fetch_delay": 0.08}))
    times = sorted(moment for _, _, moment in server.requests)
    assert len(times) == 4
    assert all(after - before > 0.05 for before, after in pairwise(times))


def test_progress_counts_up_to_the_end(settings: Settings, tmp_path: Path) -> None:
    seen: list[Progress] = []
    fetch(["A/RES/999/1"], ["en"], tmp_path, settings, seen.append)
    counts = [one.received for one in seen]
    assert counts == sorted(counts)
    assert counts[-1] == seen[-1].total == len(PDF)
    assert [one.status for one in seen[:-1]] == [None] * (len(seen) - 1)
    assert seen[-1].status == "fetched"


def test_each_document_is_asked_for_once(server: UndocsServer, settings: Settings, tmp_path: Path) -> None:
    results = fetch(["A/RES/999/1", "a/res/999/1"], ["en", "en"], tmp_path, settings)
    assert len(results) == 1


def test_retry_after_takes_seconds_and_dates() -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC)
    assert read_retry_after("7") == 7
    assert read_retry_after("Wed, 01 Jan 2020 00:01:00 GMT", now) == 60
    assert read_retry_after("Wed, 01 Jan 2019 00:01:00 GMT", now) == 0
    assert read_retry_after("soon") is None
    assert read_retry_after(None) is None
    assert Fault("why").passing is False
