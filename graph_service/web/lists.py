"""Pages of lists as JSON or CSV: one way to write them, and cursors that stay right while the list grows."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

import orjson

from graph_service.errors import QueryError

Json = dict[str, Any]
MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def write_page(
    items: Sequence[Json], request: Json, output: BinaryIO, columns: Sequence[str], after: str | None, **facts: Any
) -> Json:
    """Writes one page; the head has the media type and, if there is more, the cursor of the next page."""
    headers = {"X-Next": encode_cursor(after)} if after is not None else {}
    if request.get("form") == "csv":
        output.write(as_csv(items, columns))
        return {"media": MEDIA["csv"], "headers": headers, "after": headers.get("X-Next")}
    next_page = f"{request['address']}after={headers['X-Next']}" if after is not None else None
    output.write(orjson.dumps({"items": items, "next": next_page, **facts, "release": request["release"]}))
    return {"media": MEDIA["json"], "headers": headers, "after": headers.get("X-Next")}


def as_csv(items: Iterable[Json], columns: Sequence[str]) -> bytes:
    """Rows as CSV (RFC 4180) with a header; a list or an object stands in its cell as JSON."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(item.get(column)) for column in columns] for item in items)
    return text.getvalue().encode()


def cell(value: Any) -> str:
    """One value as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return orjson.dumps(value).decode()


def encode_cursor(key: str) -> str:
    """A place in a list as something to hand out and take back."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> str:
    """The key behind a cursor, '' for the start; raises QueryError for what is none of ours."""
    if not cursor:
        return ""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
    except ValueError as fault:
        raise QueryError(
            "the cursor is not one that this service gave", do="follow the addresses in next"
        ) from fault
