"""The jobs that read texts: references in a phrase, the check of a draft, the taking in of a document."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from graph_service import pipeline
from graph_service.errors import SourceError, ViolationError
from graph_service.publishing import publish
from graph_service.verification import sarif_of, verify
from graph_service.web.worker import Context

Json = dict[str, Any]


def resolve_text(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """The references in a phrase as locators, with candidates and reasons."""
    rows = pipeline.resolve(request["text"], request["language"])
    output.write(
        orjson.dumps({"items": rows, "next": None, "total": len(rows), "release": request["release"]}, default=str)
    )
    return {"media": "application/json"}


def verify_file(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """Every reference of a draft, checked; as JSON or SARIF."""
    store = context.store(request["release"])
    with kept(body, request["name"]) as path:
        document = pipeline.parse(path, request["language"])
        findings = verify(document, store, context.settings.base)
    if request["form"] == "sarif":
        output.write(orjson.dumps(sarif_of(findings, request["name"])))
        return {"media": "application/sarif+json", "volatile": True}
    items = [one.record() for one in findings]
    if request["form"] == "page":
        said = [one.message for one in document.cautions if one.code.startswith("language")]
        output.write(orjson.dumps({"items": items, "text": document.source.text, "cautions": said}))
        return {"media": "application/json", "volatile": True}
    output.write(orjson.dumps({"items": items, "next": None, "total": len(items), "release": request["release"]}))
    return {"media": "application/json", "volatile": True}


def ingest_file(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """Takes in one document and publishes it; raises SourceError or ViolationError with what was found."""
    with kept(body, request["name"]) as path:
        entries, release = publish([path], context.settings, language=request["language"])
    entry = entries[0]
    if release is None:
        if entry.violations:
            found = [{"message": one} for one in entry.violations]
            raise ViolationError("SHACL refuses the document", where=request["name"], report=found)
        raise SourceError(entry.error or "the document was not accepted", where=request["name"])
    facts = {key: value for key, value in asdict(entry).items() if key not in {"path", "spooled", "error"}}
    output.write(orjson.dumps({**facts, "release": release}))
    headers = {"X-Release": release, "Location": f"/id/{entry.symbol}@{entry.language}"}
    return {"media": "application/json", "status": 201, "headers": headers, "volatile": True}


@contextmanager
def kept(body: bytes, name: str) -> Iterator[Path]:
    """The body as a file under its own last name, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="unag-body-") as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(body)
        yield path


def safe_name(name: str) -> str:
    """A name that a file of any system may have, with the ending that says the format."""
    plain = re.sub(r"[^\w.() -]", "_", Path(name).name.replace("\0", "_")).lstrip(".")
    stem, dot, ending = plain.rpartition(".")
    return f"{(stem or ending)[:60]}{dot if stem else ''}{ending[:10] if stem else ''}" or "document.txt"
