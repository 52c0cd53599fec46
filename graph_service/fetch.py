"""Official files by symbol and language, into a folder: whole ones only, each under the name of its document.

The folder holds finished files (``A_RES_66_257.zh.pdf``); what is under way, and where each file came from,
lies in its sub-folder ``.fetch``. Running again keeps what is whole and goes on with what is not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import httpx

from graph_service.courtesy import Absent, Fault, Pace, Patience
from graph_service.errors import InputError
from graph_service.settings import Settings
from graph_service.symbols import parse_symbol
from graph_service.undocs import PDF_HEAD, PDF_TAIL, DocumentService, Limits, note_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
STATE = ".fetch"

Status = Literal["fetched", "kept", "refused", "failed"]
Recognise = Callable[[Path], str | None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file is: bytes received, and of how many if the server tells; ``status`` once it is over."""

    symbol: str
    language: str
    received: int = 0
    total: int | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one file.

    ``status``: fetched, kept (it was here, whole), refused (it is not what was asked for: ``reason``) or failed
    (``reason``). ``verified`` tells that the language was compared with the English file or with the text; a
    file that could not be compared is kept, with a reason that says so.
    """

    symbol: str
    language: str
    status: Status
    path: Path | None = None
    address: str | None = None
    length: int = 0
    sha256: str | None = None
    verified: bool = False
    reason: str | None = None

    @property
    def here(self) -> bool:
        """Whether the file is in the folder, whole."""
        return self.status in ("fetched", "kept")


OnProgress = Callable[[Progress], None]


def fetch(
    symbols: Sequence[str],
    languages: Sequence[str],
    folder: Path,
    settings: Settings,
    on_progress: OnProgress | None = None,
    *,
    recognise: Recognise | None = None,
) -> list[Fetched]:
    """Brings every symbol in every language into ``folder``; one result each, in the order they were asked for.

    ``recognise`` gives the language of a file's text, or None: a second check after the comparison with the
    English file. ``on_progress`` is called from several threads. A file that fails never stops the others;
    InputError is raised, before anything is asked, for a language that is not official and for a bad symbol.
    """
    refuse_languages(languages)
    works = list(dict.fromkeys(parse_symbol(one).text for one in symbols))
    (folder / STATE).mkdir(parents=True, exist_ok=True)
    with open_client(settings) as client:
        service = open_service(client, settings)
        takes = [
            Take(one, tuple(dict.fromkeys(languages)), folder, service, on_progress or ignore, recognise)
            for one in works
        ]
        return run_all(takes, settings.fetch_parallel)


def refuse_languages(languages: Iterable[str]) -> None:
    """Raises InputError for a code the service does not know: it would answer with the English file."""
    unknown = sorted(set(languages) - set(LANGUAGES))
    if unknown:
        raise InputError(
            f"no official language: {', '.join(unknown)}", do=f"one or more of {', '.join(LANGUAGES)}"
        )


def run_all(takes: Sequence[Take], parallel: int) -> list[Fetched]:
    """All results in order; an interruption drops what has not begun and ends after what is under way."""
    with ThreadPoolExecutor(max_workers=parallel) as pool:
        results = [pool.submit(one.run) for one in takes]
        try:
            return [file for one in results for file in one.result()]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def open_client(settings: Settings) -> httpx.Client:
    """A client that names itself, follows nothing by itself and gives up on silence."""
    return httpx.Client(
        headers={
            "User-Agent": f"unag/{version('unag')} (UN Accountability Graph; reads official documents)",
            "Accept": "application/pdf",
            "Accept-Encoding": "identity",
        },
        timeout=httpx.Timeout(settings.fetch_stall),
        limits=httpx.Limits(max_connections=settings.fetch_parallel),
        follow_redirects=False,
    )


def open_service(client: httpx.Client, settings: Settings) -> DocumentService:
    """The service as the settings describe it."""
    return DocumentService(
        settings.documents,
        settings.fetch_hosts,
        client,
        Pace(settings.fetch_delay),
        Patience(settings.fetch_attempts, settings.fetch_backoff),
        Limits(settings.fetch_stall, settings.fetch_deadline, settings.fetch_bytes),
    )


def ignore(progress: Progress) -> None:
    """The progress of a download that nobody watches."""


def file_name(symbol: str, language: str) -> str:
    """The name of a file without its ending.

    >>> file_name("A/RES/66/257", "zh")
    'A_RES_66_257.zh'
    """
    return f"{symbol.replace('/', '_')}.{language}"


@dataclass
class Take:
    """One document in some languages: taken one after the other, so that each can be held against the English."""

    symbol: str
    languages: tuple[str, ...]
    folder: Path
    service: DocumentService
    on_progress: OnProgress
    recognise: Recognise | None = None
    reasons: dict[str, str] = field(default_factory=dict)

    def run(self) -> list[Fetched]:
        """What became of each language."""
        results = []
        for language in self.languages:
            result = self.keep(language) or self.take(language)
            size = result.length if result.here else 0
            self.on_progress(Progress(self.symbol, language, size, size or None, result.status))
            results.append(result)
        return results

    def path(self, language: str) -> Path:
        """Where the finished file is."""
        return self.folder / f"{file_name(self.symbol, language)}.pdf"

    def record(self, language: str) -> Path:
        """Where it is noted from where the finished file came."""
        return self.folder / STATE / f"{file_name(self.symbol, language)}.json"

    def keep(self, language: str) -> Fetched | None:
        """The file of an earlier run, if it is whole: its length as noted, a PDF's first and last line."""
        path = self.path(language)
        if not path.is_file():
            return None
        content, noted = path.read_bytes(), read_record(self.record(language))
        if PDF_HEAD not in content[:1024] or PDF_TAIL not in content[-2048:]:
            return None
        if noted.get("length", len(content)) != len(content):
            return None
        return Fetched(
            self.symbol, language, "kept", path, address=str(noted["address"]) if "address" in noted else None,
            length=len(content), sha256=hashlib.sha256(content).hexdigest(),
            verified=bool(noted.get("verified", False)),
        )  # fmt: skip

    def take(self, language: str) -> Fetched:
        """The file from the service, or why not."""
        address = None
        try:
            address = self.service.locate(self.symbol, language)
            doubt = self.compare(address, language)
            return self.finish(address, language, doubt)
        except Stranger as stranger:
            return Fetched(self.symbol, language, "refused", address=address, reason=stranger.reason)
        except Fault as fault:
            return Fetched(self.symbol, language, "failed", address=address, reason=fault.reason)
        except OSError as error:
            return Fetched(self.symbol, language, "failed", address=address, reason=f"cannot write: {error}")

    @cached_property
    def english(self) -> str | Fault:
        """The address of the English file, or why it is not known."""
        try:
            return self.service.locate(self.symbol, "en")
        except Fault as fault:
            return fault

    def compare(self, address: str, language: str) -> str | None:
        """Raises Stranger if this is the English file; gives a doubt if that cannot be told, else None."""
        if language == "en":
            return None
        if isinstance(self.english, Absent):
            return None
        if isinstance(self.english, Fault):
            return f"not compared: {self.english.reason}"
        if address == self.english:
            raise Stranger(f"the service has no text in {language}: it answers with the English file")
        own = httpx.URL(self.service.documents)
        unmoved = httpx.URL(address).path == own.path
        return "not compared: the service did not say where the file is" if unmoved else None

    def finish(self, address: str, language: str, doubt: str | None) -> Fetched:
        """Downloads, checks the language of the text, and gives the file its name in one step."""
        part = self.folder / STATE / f"{file_name(self.symbol, language)}.part"

        def tell(received: int, total: int | None) -> None:
            self.on_progress(Progress(self.symbol, language, received, total))

        length = self.service.download(address, part, tell)
        whole = part.replace(part.with_suffix(".pdf"))
        note_of(part).unlink(missing_ok=True)
        found = self.recognise(whole) if self.recognise else None
        if found is not None and found != language:
            whole.unlink()
            raise Stranger(f"the text is in {found}, not in {language}")
        verified, path = doubt is None or found == language, self.path(language)
        digest = hashlib.sha256(whole.read_bytes()).hexdigest()
        noted = {"address": address, "length": length, "sha256": digest, "verified": verified}
        self.record(language).write_text(json.dumps(noted, indent=1), "utf-8")
        whole.replace(path)
        reason = None if verified else doubt
        return Fetched(self.symbol, language, "fetched", path, address, length, digest, verified, reason)


class Stranger(Fault):
    """A file that is whole, and not the one that was asked for."""


def read_record(path: Path) -> dict[str, object]:
    """What was noted of a finished file; nothing, if nothing readable was."""
    try:
        noted = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}
