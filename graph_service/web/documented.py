"""What OpenAPI says about answers: the shapes of errors and lists, the formats, examples."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from graph_service.graph.formats import FORMATS, GRAPH
from graph_service.web.faults import TITLES

Responses = dict[int | str, dict[str, Any]]


class Problem(BaseModel):
    """The one shape of errors (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": TITLES[404],
                "status": 404,
                "detail": "nothing is known about A/RES/66/258",
                "code": "UnknownError",
                "nearest": ["A/RES/66/257"],
            }
        }
    )

    type: str = Field(description="always about:blank: the status says the kind")
    title: str = Field(description="what the status means here")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what is wrong with this request")
    code: str = Field(description="name of the error's class")
    where: str | None = Field(None, description="the file, graph or place")
    do: str | None = Field(None, description="what to do about it")
    line: int | None = Field(None, description="line of a syntax error, from 1")
    column: int | None = Field(None, description="column of a syntax error, from 1")
    nearest: list[str] | None = Field(None, description="names that are close to the one asked for")
    report: list[dict[str, Any]] | None = Field(None, description="what SHACL found")
    instance: str | None = Field(None, description="the path of the request")


def problems(*statuses: int) -> Responses:
    """The errors that an operation answers with."""
    return {
        status: {
            "description": TITLES[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def protocol(summary: str, media: tuple[str, ...], *parameters: str) -> dict[str, Any]:
    """One operation of a protocol that has its own document."""
    return {
        "tags": ["protocols"],
        "summary": summary,
        "parameters": [{"name": one, "in": "query", "schema": {"type": "string"}} for one in parameters],
        "responses": {
            "200": {"description": "The answer", "content": {one: {} for one in media}},
            **{str(status): answer for status, answer in problems(400, 406, 413, 429, 503).items()},
        },
    }


RESULTS = tuple(form.media for form in FORMATS)
GRAPH_MEDIA = tuple(form.media for form in FORMATS if GRAPH in form.kinds)
PROTOCOLS: dict[str, Any] = {
    "/sparql": {
        "get": protocol("SPARQL 1.1 Protocol", RESULTS, "query", "default-graph-uri", "named-graph-uri", "format")
    },
    "/graphs": {"get": protocol("SPARQL 1.1 Graph Store Protocol", GRAPH_MEDIA, "graph", "default", "format")},
}
PROBLEMS = problems(400, 404, 406, 429, 503)


def graph_answers() -> Responses:
    """An answer in any graph format, or as a page."""
    content: dict[str, Any] = {form.media: {} for form in FORMATS if GRAPH in form.kinds}
    return {
        200: {"description": "What the graph says about it", "content": {**content, "text/html": {}}},
        301: {"description": "A loose name: the normal one is in Location"},
        304: {"description": "The client has this already"},
    }


def listing(example: dict[str, Any], what: str) -> Responses:
    """A page of a list, as JSON or CSV, with an example row."""
    row: dict[str, Any] = {"type": "object", "additionalProperties": True}
    schema = {
        "type": "object",
        "required": ["items", "release"],
        "properties": {
            "items": {"type": "array", "items": row},
            "next": {"type": ["string", "null"], "description": "address of the next page"},
            "total": {"type": "integer", "description": "entries in all, where it is known"},
            "release": {"type": "string", "description": "the release that the answer is read from"},
        },
    }
    shown = {"items": [example], "next": None, "release": "12"}
    return {
        200: {
            "description": what,
            "content": {
                "application/json": {"schema": schema, "example": shown},
                "text/csv": {"schema": {"type": "string"}},
            },
        },
        **PROBLEMS,
    }


def plain(example: Any, what: str, *media: str) -> Responses:
    """An answer of one media type (JSON unless named) with an example."""
    content: dict[str, Any] = {one: {"schema": {"type": "string"}} for one in media} or {
        "application/json": {"schema": {"type": "object", "additionalProperties": True}, "example": example}
    }
    return {200: {"description": what, "content": content}, **PROBLEMS}


def told(example: Any, what: str) -> Responses:
    """One record as JSON, with an example, or its rows as CSV."""
    made = plain(example, what)
    made[200]["content"]["text/csv"] = {"schema": {"type": "string"}}
    return made
