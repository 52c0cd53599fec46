"""The named questions as forms, with their explanation, their answer as table and chart, and the SPARQL behind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pyoxigraph import Literal
from starlette.concurrency import run_in_threadpool

from graph_service.errors import AccountabilityError, QueryError, UnknownError
from graph_service.graph.functions import functions
from graph_service.graph.queries import AUDIENCES, NamedQuery, find_query, load_queries
from graph_service.graph.store import Row, Term
from graph_service.web.pages import linked_data, places, working
from graph_service.web.pages.access import base
from graph_service.web.pages.frame import Alternate, manner, page
from graph_service.web.pages.printing import printed
from graph_service.web.pages.terms import short
from graph_service.web.pages.vocabulary import vocabulary

router = APIRouter(include_in_schema=False)
MOST = 500
BARS = 20
CONCEPT = re.compile(r"https://w3id\.org/unag/(function|force|status|lifecycle|standing)/([\w-]+)")
AGGREGATE = re.compile(r"\(\s*(?:COUNT|SUM|AVG|MIN|MAX|ROUND)\b.*?\bAS\s+\?(\w+)\s*\)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of an answer: ``kind`` is place, function, concept (of a ``scheme``), term, text or number."""

    kind: str
    text: str
    language: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; ``share`` is its length from 0 to 1."""

    label: str
    number: str
    share: float


@router.get("/queries")
def listed(request: Request) -> Response:
    """All questions by audience, then the checks."""
    every = list(load_queries().values())
    groups = {name: [one for one in every if one.audience == name and not one.is_check] for name in AUDIENCES}
    return page(
        request,
        "queries.html",
        alternates=[Alternate("application/json", "/api/queries", "JSON")],
        data=linked_data.dataset(request, "Named queries", ""),
        groups=groups,
        checks=[one for one in every if one.is_check],
    )


@router.get("/queries/{name}")
async def asked(request: Request, name: str) -> Response:
    """One question; it is answered as soon as the form is sent, or at once if it needs no values."""
    try:
        query = find_query(name)
    except UnknownError:
        return await run_in_threadpool(places.missing, request, name)
    known = [one.name for one in query.parameters]
    given = {one: request.query_params[one].strip() for one in known if one in request.query_params}
    run = bool(given) or not query.parameters or "run" in request.query_params
    found, error = await answer(request, query, given) if run else ([], None)
    return await run_in_threadpool(answered, request, query, given, run, found, error)


def answered(
    request: Request,
    query: NamedQuery,
    given: Mapping[str, str],
    run: bool,
    found: Sequence[Row],
    error: AccountabilityError | None,
) -> Response:
    """The page of a question with its answer, or with what is wrong; a question stopped by its time is a 503."""
    language = manner(request).wording.language
    return page(
        request,
        "query.html",
        status=400 if isinstance(error, QueryError) else 503 if error else 200,
        alternates=[Alternate("application/json", f"/api/queries/{query.name}?{urlencode(given)}", "JSON")],
        data=linked_data.dataset(request, *(said(language)[0] for said in (query.title_in, query.question_in))),
        query=query,
        given=given,
        suggested={
            one.name: given.get(one.name, query.example.get(one.name, one.default or ""))
            for one in query.parameters
        },
        run=run,
        error=error,
        rows=[[cell(request, row.get(name)) for name in query.columns] for row in found[:MOST]],
        total=len(found),
        most=MOST,
        bars=bars(request, query, found),
        sparql=spelled(request, query, given),
        exports=urlencode({key: entry for key, entry in given.items() if entry}),
        functions=sorted(functions()),
        vocabulary=vocabulary(request),
    )


async def answer(
    request: Request, query: NamedQuery, given: Mapping[str, str]
) -> tuple[list[Row], AccountabilityError | None]:
    """The rows, or the error that tells which value is wrong; evaluated by a worker that can be stopped."""
    try:
        return await working.named_rows(request, query.name, dict(given)), None
    except AccountabilityError as error:
        return [], error


def spelled(request: Request, query: NamedQuery, given: Mapping[str, str]) -> str:
    """The query with the values in it; as it is written where a value does not fit."""
    try:
        text = query.sparql(base(request), **{key: entry for key, entry in given.items() if entry})
    except QueryError:
        text = query.text
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def cell(request: Request, term: Term | None) -> Cell:
    """One value as the table shows it."""
    if term is None:
        return Cell("text", "")
    if isinstance(term, Literal):
        number = term.datatype.value.rsplit("#", 1)[-1] in {"integer", "decimal", "double"}
        return Cell("number" if number else "text", term.value, term.language or "")
    start = f"{base(request)}id/"
    if term.value.startswith(start):
        return Cell("place", term.value[len(start) :])
    if found := CONCEPT.fullmatch(term.value):
        scheme, notation = found.groups()
        return Cell("function", notation) if scheme == "function" else Cell("concept", notation, scheme=scheme)
    return Cell("term", short(term.value))


def words(request: Request, one: Cell) -> str:
    """A value as a chart's label says it."""
    wording = manner(request).wording
    if one.kind == "function":
        return vocabulary(request).word(wording, one.text)
    if one.kind == "concept":
        return wording.concept(one.scheme, one.text)
    if one.kind == "place" and one.text.startswith("body/"):
        return vocabulary(request).body(one.text[5:], wording.language)
    return printed(wording, one.text) if one.kind == "place" else one.text


def bars(request: Request, query: NamedQuery, found: Sequence[Row]) -> list[Bar]:
    """The first rows as bars where the query counts or averages something; [] where nothing is compared."""
    counted = [name for name in AGGREGATE.findall(query.text) if name in query.columns]
    if not counted or len(found) < 2:
        return []
    measure = counted[0]
    labels = [name for name in query.columns if name not in counted]
    shown = [row for row in found if row.get(measure) is not None][:BARS]
    try:
        numbers = [float(row[measure].value) for row in shown]
    except ValueError:
        return []
    most = max(numbers, default=0.0)
    if most <= 0:
        return []
    texts = [
        " · ".join(filter(None, (words(request, cell(request, row.get(name))) for name in labels)))
        for row in shown
    ]
    return [
        Bar(text, row[measure].value, number / most)
        for text, row, number in zip(texts, shown, numbers, strict=True)
    ]
