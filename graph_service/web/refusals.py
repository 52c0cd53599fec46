"""Why a request is not answered: each reason with what to do, made anew, as an exception keeps its traceback."""

from __future__ import annotations

from graph_service.errors import LimitError
from graph_service.web.faults import Refused


def crowded() -> LimitError:
    """A slow query was not begun, or was stopped before its time."""
    return LimitError("too many slow queries are under way", do="come back in a minute")


def too_many() -> LimitError:
    """More wait than may."""
    return LimitError("too many requests are waiting for a free worker", do="come back in a few seconds")


def closing() -> LimitError:
    """Nothing is begun any more."""
    return LimitError("the service is shutting down", do="come back in a minute")


def expired(seconds: float) -> LimitError:
    """A query was stopped at its time."""
    return LimitError(
        f"the query was stopped after {seconds:g} seconds", do="make it more selective, or take the dump"
    )


def ended() -> LimitError:
    """The process that was at it is gone, by itself."""
    return LimitError(
        "the query ended its process", do="make it smaller: fewer brackets, fewer unions, less to sort"
    )


def left() -> Refused:
    """Nobody waits for the answer any more; the reason is seen in the counts and the log only."""
    return Refused(400, "the client went away")
