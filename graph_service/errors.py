"""Everything that can go wrong, by whose fault it is.

AccountabilityError
├── InputError            the caller's: exit 2
│   ├── SymbolError       a symbol or locator that no family's grammar takes
│   ├── SourceError       a file that cannot be read as a document
│   ├── QueryError        a query with a syntax error, an unknown name or a bad parameter
│   └── UnknownError      a locator, release or document that is not there (with the nearest ones)
├── DataError             a data file's, with file and place: exit 1
│   ├── RulesError        a language file
│   └── CuratedError      a curated file
├── ViolationError        a graph that SHACL refuses: exit 1
└── StoreError            ours, or the machine's: exit 3
    ├── RemoteError       a remote service that failed or answered nonsense
    └── LimitError        a query stopped by time, rows, size or depth
"""

from __future__ import annotations


class AccountabilityError(Exception):
    """Base of all errors: a message that says what, ``where`` it happened and what to ``do``."""

    exit_code = 3
    status = 500

    def __init__(self, message: str, *, where: str = "", do: str = "") -> None:
        super().__init__(message)
        self.message, self.where, self.do = message, where, do

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.do})" if self.do else ""
        return f"{place}{self.message}{advice}"


class InputError(AccountabilityError):
    """The caller gave something that cannot be used."""

    exit_code = 2
    status = 400


class SymbolError(InputError):
    """A symbol or locator that no family's grammar takes; ``candidates`` are those that it may mean."""

    def __init__(self, message: str, *, where: str = "", do: str = "", candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message, where=where, do=do)
        self.candidates = candidates


class SourceError(InputError):
    """A file that cannot be read as a document."""

    status = 422


class QueryError(InputError):
    """A query with a syntax error, an unknown name or a bad parameter; ``position`` is line and column, from 1."""

    def __init__(
        self, message: str, *, where: str = "", do: str = "", position: tuple[int, int] | None = None
    ) -> None:
        super().__init__(message, where=where, do=do)
        self.position = position


class UnknownError(InputError):
    """Something asked for by name that is not there; ``nearest`` are close names that are."""

    status = 404

    def __init__(self, message: str, *, where: str = "", do: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message, where=where, do=do)
        self.nearest = nearest


class DataError(AccountabilityError):
    """A file under ``data/``, ``ontology/`` or ``queries/`` that is wrong."""

    exit_code = 1


class RulesError(DataError):
    """A language file that is incomplete or contradicts itself."""


class CuratedError(DataError):
    """A curated file with a syntax error, a dangling link or a false date."""


class ViolationError(AccountabilityError):
    """A graph that SHACL refuses; ``report`` says why."""

    exit_code = 1
    status = 422

    def __init__(self, message: str, *, where: str = "", do: str = "", report: object = None) -> None:
        super().__init__(message, where=where, do=do)
        self.report = report


class StoreError(AccountabilityError):
    """The store cannot be read or written."""


class RemoteError(StoreError):
    """A remote service that failed, timed out or answered something else than it should."""

    status = 502


class LimitError(StoreError):
    """A query stopped because it went past a limit on time, rows, size, depth or concurrency."""

    def __init__(self, message: str, *, where: str = "", do: str = "", status: int = 503) -> None:
        super().__init__(message, where=where, do=do)
        self.status = status
