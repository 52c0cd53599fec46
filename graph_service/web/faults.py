"""Errors as plain values, so that they cross from a worker's process, and as problem details (RFC 9457)."""

from __future__ import annotations

from typing import Any

from graph_service import errors
from graph_service.graph.formats import NotAcceptable, UnsupportedMedia

KINDS: dict[str, type[errors.AccountabilityError]] = {
    one.__name__: one
    for one in (
        errors.InputError,
        errors.SymbolError,
        errors.SourceError,
        errors.QueryError,
        errors.UnknownError,
        errors.DataError,
        errors.ViolationError,
        errors.StoreError,
        errors.RemoteError,
        errors.LimitError,
        NotAcceptable,
        UnsupportedMedia,
    )
}
TITLES = {
    400: "The request cannot be understood",
    401: "A token is needed",
    403: "This is not allowed",
    404: "There is nothing of that name",
    405: "The method is not for this resource",
    406: "No accepted format can carry the answer",
    408: "The request took too long to arrive",
    409: "The request conflicts with the present state",
    413: "The request or its answer is too large",
    415: "The body's media type is not read here",
    422: "The content is refused",
    429: "Too many requests at once",
    500: "A fault of the service",
    502: "The store behind the service failed",
    503: "The service gave up on the request",
}


class Refused(errors.InputError):
    """A request that is refused with a status of its own; ``headers`` go with the answer."""

    def __init__(
        self, status: int, message: str, *, where: str = "", do: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message, where=where, do=do)
        self.status, self.headers = status, headers or {}


def pack(error: Exception) -> dict[str, Any]:
    """The error as values; what is none of ours becomes a StoreError without its inner words."""
    if not isinstance(error, errors.AccountabilityError):
        return {
            "kind": "AccountabilityError",
            "message": f"{type(error).__name__} inside the service",
            "status": 500,
        }
    packed: dict[str, Any] = {
        "kind": next((one.__name__ for one in type(error).__mro__ if one.__name__ in KINDS), "StoreError"),
        "message": error.message,
        "where": error.where,
        "do": error.do,
        "status": error.status,
    }
    if isinstance(error, errors.QueryError):
        packed["position"] = error.position
    if isinstance(error, errors.UnknownError):
        packed["nearest"] = list(error.nearest)
    if isinstance(error, errors.ViolationError):
        packed["report"] = error.report
    return packed


def unpack(packed: dict[str, Any]) -> errors.AccountabilityError:
    """The error that was packed, of the same class and with the same words."""
    kind = KINDS.get(packed["kind"], errors.AccountabilityError)
    error = kind(packed["message"], where=packed.get("where", ""), do=packed.get("do", ""))
    error.status = packed.get("status", error.status)
    if isinstance(error, errors.QueryError) and packed.get("position"):
        line, column = packed["position"]
        error.position = (line, column)
    if isinstance(error, errors.UnknownError):
        error.nearest = tuple(packed.get("nearest", ()))
    if isinstance(error, errors.ViolationError):
        error.report = packed.get("report")
    return error


def problem(error: Exception, instance: str = "") -> dict[str, Any]:
    """Problem details: type, title, status, detail, and where we know it do, position, nearest and report."""
    packed = pack(error)
    status = packed["status"]
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": packed["message"],
        "code": packed["kind"],
    }
    for key in ("where", "do", "nearest", "report"):
        if packed.get(key):
            body[key] = packed[key]
    if packed.get("position"):
        body["line"], body["column"] = packed["position"]
    if instance:
        body["instance"] = instance
    return body
