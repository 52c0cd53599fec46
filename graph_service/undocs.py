"""The UN's document service: a symbol and a language → the address of an official file → its bytes.

``GET {documents}?s=SYMBOL&l=LANGUAGE&t=pdf`` redirects to the file. The Location is printed in capitals while
the files are kept in small letters, and a language that a document does not have is answered with the English
file. Nothing is followed outside the service's own family of hosts.
"""

from __future__ import annotations

import ipaddress
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from graph_service.courtesy import PASSING, Absent, Fault, Pace, Patience, persist, read_retry_after

MOST_REDIRECTS = 5
PDF_HEAD = b"%PDF-"
PDF_TAIL = b"%%EOF"
LETTERED_PART = re.compile(r"-([A-Z])$")

Received = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: seconds without a byte, seconds in all, and bytes."""

    stall: float = 30.0
    deadline: float = 600.0
    size: int = 200_000_000


@dataclass(frozen=True, slots=True)
class Partial:
    """What is known of a file that has not come in whole: enough to ask for the rest of the same one."""

    address: str
    total: int | None = None
    validator: str | None = None


@dataclass
class DocumentService:
    """Asks the service; ``hosts`` are domains that its redirects may lead to, besides its own host."""

    documents: str
    hosts: tuple[str, ...]
    client: httpx.Client
    pace: Pace
    patience: Patience = field(default_factory=Patience)
    limits: Limits = field(default_factory=Limits)

    def locate(self, symbol: str, language: str) -> str:
        """The address of the file; raises Fault if there is none, or if it lies outside the family."""
        query = {"s": LETTERED_PART.sub(r"\1", symbol), "l": language, "t": "pdf"}
        asked = httpx.URL(self.documents).copy_merge_params(query)
        return persist(lambda _: self._locate(asked), self.patience, self.pace)

    def _locate(self, asked: httpx.URL) -> str:
        with self._answer(asked, {}) as answer:
            if answer.has_redirect_location:
                return str(self._target(answer))
            refuse_page(answer)
            return str(asked)

    def download(self, address: str, part: Path, received: Received) -> int:
        """Brings the whole file into ``part``, going on where it stopped; gives its length in bytes."""
        return persist(lambda _: self._download(address, part, received), self.patience, self.pace)

    def _download(self, address: str, part: Path, received: Received) -> int:
        try:
            return self._follow(address, part, received)
        except RangeFault:
            part.unlink(missing_ok=True)
            raise

    def _follow(self, address: str, part: Path, received: Received) -> int:
        known = read_partial(part, address)
        url = httpx.URL(address)
        for _ in range(MOST_REDIRECTS):
            with self._answer(url, ask_rest(part, known)) as answer:
                if answer.has_redirect_location:
                    url = self._target(answer)
                    continue
                return self._receive(answer, address, part, known, received)
        raise Fault(f"more than {MOST_REDIRECTS} redirects from {address}")

    def _receive(
        self, answer: httpx.Response, address: str, part: Path, known: Partial | None, received: Received
    ) -> int:
        refuse_page(answer)
        begin = resume_at(answer, part, known)
        total = read_total(answer, begin)
        if total is not None and total > self.limits.size:
            raise Fault(f"{total:,} bytes, more than the limit of {self.limits.size:,}")
        write_partial(part, Partial(address, total, read_validator(answer)))
        length = self._write(answer, part, begin, total, received)
        if total is not None and length != total:
            raise Fault(f"cut off at {length:,} of {total:,} bytes", passing=True)
        check_pdf(part)
        return length

    def _write(self, answer: httpx.Response, part: Path, begin: int, total: int | None, received: Received) -> int:
        length, end = begin, time.monotonic() + self.limits.deadline
        with part.open("r+b" if begin else "wb") as out:
            out.seek(begin)
            out.truncate()
            for chunk in answer.iter_bytes():
                out.write(chunk)
                length += len(chunk)
                received(length, total)
                if length > self.limits.size:
                    raise Fault(f"more than the limit of {self.limits.size:,} bytes")
                if time.monotonic() > end:
                    raise Fault(f"not whole after {self.limits.deadline:.0f} s", passing=True)
        return length

    @contextmanager
    def _answer(self, url: httpx.URL, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer to one GET, with its body unread; network trouble and error statuses become Faults."""
        try:
            with self.client.stream("GET", url, headers=headers) as answer:
                refuse_status(answer)
                yield answer
        except httpx.TimeoutException as error:
            raise Fault(f"nothing came for {self.limits.stall:g} s from {url.host}", passing=True) from error
        except httpx.TransportError as error:
            raise Fault(f"{url.host}: {error or type(error).__name__}", passing=True) from error

    def _target(self, answer: httpx.Response) -> httpx.URL:
        """Where a redirect leads, in small letters if all of its path is in capitals, within the family."""
        try:
            target = answer.request.url.join(answer.headers["location"])
        except httpx.InvalidURL as error:
            raise Fault(f"a redirect that is no address: {answer.headers['location']!r}") from error
        if target.path == target.path.upper():
            target = target.copy_with(path=target.path.lower())
        self._refuse_stranger(target)
        return target

    def _refuse_stranger(self, target: httpx.URL) -> None:
        """Stops a redirect to another family, an inner address, another port or an unprotected scheme.

        Without this a wrong or hostile answer could make a server that downloads for others read what only
        it can reach (server-side request forgery, CWE-918).
        """
        own = httpx.URL(self.documents)
        if (target.scheme, target.host, target.port) == (own.scheme, own.host, own.port) and not target.userinfo:
            return
        inside = any(target.host == one or target.host.endswith("." + one) for one in self.hosts)
        plain = target.port is None and not target.userinfo and target.scheme == "https"
        if not inside or not plain or is_number(target.host):
            raise Fault(f"a redirect outside the service: {target.scheme}://{target.netloc.decode()}")


def is_number(host: str) -> bool:
    """Whether a host is given by its number and not by a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def refuse_status(answer: httpx.Response) -> None:
    """Raises Fault for an answer that is neither a file nor a redirect."""
    code = answer.status_code
    if code in PASSING:
        after = read_retry_after(answer.headers.get("retry-after"))
        raise Fault(f"status {code} {answer.reason_phrase}", passing=True, after=after)
    if code == 404:
        raise Absent("status 404: the service has no such document")
    if code == 416:
        raise RangeFault("the rest that was asked for does not exist", passing=True)
    if code not in (200, 206) and not answer.has_redirect_location:
        raise Fault(f"status {code} {answer.reason_phrase}")


class RangeFault(Fault):
    """The partial file does not fit what the server has: it is thrown away before the next attempt."""


def refuse_page(answer: httpx.Response) -> None:
    """Raises Fault for a web page or other text in the place of a file."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("text/") or kind in ("application/json", "application/xhtml+xml"):
        raise Fault(f"a web page ({kind}) instead of a PDF")


def ask_rest(part: Path, known: Partial | None) -> dict[str, str]:
    """The headers that ask for what is missing of a partial file, if anything is known of it (RFC 9110 14.2)."""
    if known is None or not part.exists() or not part.stat().st_size:
        return {}
    condition = {"If-Range": known.validator} if known.validator else {}
    return {"Range": f"bytes={part.stat().st_size}-", **condition}


def resume_at(answer: httpx.Response, part: Path, known: Partial | None) -> int:
    """The byte at which the answer begins: 0 for a whole file, the partial file's length for its rest."""
    if answer.status_code != 206:
        return 0
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("content-range", ""))
    size = part.stat().st_size if part.exists() else 0
    if not found or int(found[1]) != size or (known and known.total and found[2] != str(known.total)):
        raise RangeFault("the rest does not fit the part that is here", passing=True)
    return size


def read_total(answer: httpx.Response, begin: int) -> int | None:
    """The length of the whole file by Content-Length, or None where the body is compressed or unmeasured."""
    length = answer.headers.get("content-length", "")
    if not length.isdigit() or answer.headers.get("content-encoding", "identity") != "identity":
        return None
    return begin + int(length)


def read_validator(answer: httpx.Response) -> str | None:
    """A strong validator for If-Range: a weak ETag must not be used there (RFC 9110 13.1.5)."""
    tag = answer.headers.get("etag")
    return tag if tag and not tag.startswith("W/") else None


def note_of(part: Path) -> Path:
    """Where it is noted which file a partial one belongs to."""
    return part.with_name(part.name + ".json")


def read_partial(part: Path, address: str) -> Partial | None:
    """What is noted of a partial file; one that came from elsewhere, or of which nothing is known, is dropped."""
    try:
        known = Partial(**json.loads(note_of(part).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        known = None
    if known is None or known.address != address:
        part.unlink(missing_ok=True)
        return None
    return known


def write_partial(part: Path, known: Partial) -> None:
    """Notes which file the partial one belongs to, before its first byte is written."""
    note_of(part).write_text(json.dumps(asdict(known)), "utf-8")


def check_pdf(path: Path) -> None:
    """Raises Fault, and drops the file, if it lacks a PDF's first or last line (ISO 32000-1, 7.5.2 and 7.5.5)."""
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(max(0, path.stat().st_size - 2048))
        tail = file.read()
    if PDF_HEAD not in head:
        path.unlink()
        page = b"<html" in head.lower() or b"<!doctype" in head.lower()
        raise Fault("a web page instead of a PDF" if page else "not a PDF: its first line is missing")
    if PDF_TAIL not in tail:
        path.unlink()
        raise Fault("a PDF without its end (%%EOF): cut off", passing=True)
