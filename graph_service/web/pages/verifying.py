"""Verify a draft: paste it or drop a file, and see every reference checked in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from graph_service.errors import AccountabilityError
from graph_service.model import Span
from graph_service.verification import Finding
from graph_service.web.pages import linked_data, working
from graph_service.web.pages.frame import Alternate, page
from graph_service.web.pages.vocabulary import vocabulary

router = APIRouter(include_in_schema=False)
LONGEST = 2_000_000
"""Characters of a pasted draft; the longest resolution has a tenth of it."""
LARGEST = 20_000_000
GRAVITY = ("none", "note", "warning", "error")
SUFFIXES = frozenset({".txt", ".docx", ".pdf", ".html", ".htm", ".xml", ".rtf", ".odt", ".doc"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of the draft and the numbers of the findings that are about them."""

    text: str
    findings: tuple[int, ...] = ()
    level: str = ""


@router.get("/verify")
def form(request: Request) -> Response:
    """The empty form."""
    return shown(request, "", [], [], None)


@router.post("/verify")
async def check(request: Request) -> Response:
    """The draft with every reference marked by what its check gave, and the findings as a table."""
    async with request.form(max_files=1, max_part_size=LARGEST) as sent:
        language = str(sent.get("language") or "") or None
        text = str(sent.get("text") or "")
        file = sent.get("file")
        chosen = isinstance(file, UploadFile) and bool(file.filename)
        name = file.filename or "" if isinstance(file, UploadFile) and chosen else "draft.txt"
        content = await file.read() if isinstance(file, UploadFile) and chosen else text[:LONGEST].encode()
    suffix = Path(name).suffix.lower()
    try:
        data = await working.verified(
            request, f"draft{suffix if suffix in SUFFIXES else '.txt'}", content[:LARGEST], language
        )
    except AccountabilityError as error:
        return await run_in_threadpool(shown, request, text, [], [], error)
    checked = orjson.loads(data)
    findings = [finding(one) for one in checked["items"]]
    marked = stretches(checked["text"], findings)
    return await run_in_threadpool(shown, request, checked["text"], marked, findings, None, checked["cautions"])


def finding(record: dict[str, Any]) -> Finding:
    """A finding from what a worker wrote of it (`Finding.record`)."""
    fields = {name: record[name] for name in ("outcome", "printed", "target", "line", "column", "reason")}
    return Finding(span=Span(*record["span"]), candidates=tuple(record["candidates"]), **fields)


def stretches(text: str, findings: Sequence[Finding]) -> list[Stretch]:
    """The whole text in stretches; of findings that overlap the gravest gives the look."""
    edges = sorted({0, len(text), *(edge for one in findings for edge in one.span)})
    found = []
    for start, end in pairwise(edges):
        over = [n for n, one in enumerate(findings) if one.span.start <= start and one.span.end >= end]
        gravest = max((findings[n] for n in over), key=lambda one: GRAVITY.index(one.level), default=None)
        found.append(Stretch(text[start:end], tuple(over), gravest.level if gravest else ""))
    return found


def shown(
    request: Request,
    text: str,
    marked: Sequence[Stretch],
    findings: Sequence[Finding],
    error: AccountabilityError | None,
    cautions: Sequence[str] = (),
) -> Response:
    """The page with the form and, after a check, its result."""
    return page(
        request,
        "verify.html",
        alternates=[Alternate("application/json", "/openapi.json", "OpenAPI")],
        status=error.status if error else 200,
        data=linked_data.dataset(request, "Verify", ""),
        text=text,
        marked=marked,
        findings=findings,
        error=error,
        cautions=cautions,
        counts={level: sum(one.level == level for one in findings) for level in GRAVITY},
        suffixes=",".join(sorted(SUFFIXES)),
        vocabulary=vocabulary(request),
    )
