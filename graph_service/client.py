"""A typed client of the service: lists as iterators that follow their pages, errors as our exceptions.

with Client("http://127.0.0.1:8000") as client:
    for mandate in client.mandates(addressee="secretary-general", lifecycle="open"):
        print(mandate["mandate"], client.trace(mandate["paragraph"], depth=2)["nodes"])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import httpx

from graph_service.errors import AccountabilityError, RemoteError
from graph_service.web.faults import unpack

Json = dict[str, Any]
Value = str | int | float | bool | None
Direction = Literal["forward", "backward", "both"]


class Client:
    """A connection to one service; ``token`` is needed to write. Close it, or use it with ``with``.

    Every method raises the error that the service told (UnknownError, QueryError, LimitError, ViolationError …),
    or RemoteError when it cannot be reached. ``release`` names the state that the last answer was read from.
    """

    def __init__(self, address: str, *, token: str | None = None, timeout: float = 60.0) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout, follow_redirects=True)
        self.release = ""

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the connection go."""
        self._http.close()

    def documents(self, **filters: Value) -> Iterator[Json]:
        """Documents: kind, session, body, language, loaded, since, until, cites, text."""
        return self._pages("/api/documents", filters)

    def document(self, locator: str, *, with_text: bool = False) -> Json:
        """One document as the JSON of the interface; ``A/RES/66/257@zh`` names its language."""
        return self._json(f"/api/documents/{locator}", {"with-text": with_text})

    def trace(self, locator: str, direction: Direction = "forward", *, depth: int = 3, **filters: Any) -> Json:
        """A chain of citations: nodes, edges, parts; filters as of ``/api/trace`` (lists for several values)."""
        return self._json(f"/api/trace/{locator}", {"direction": direction, "depth": depth, **filters})

    def paths(self, start: str, goal: str, **options: Value) -> list[Json]:
        """The shortest ways between two places."""
        found: list[Json] = self._json("/api/paths", {"from": start, "to": goal, **options})["items"]
        return found

    def mandates(self, **filters: Value) -> Iterator[Json]:
        """The register of mandates; filters as of ``/api/mandates``, also ``as_of`` and ``overdue``."""
        return self._pages("/api/mandates", filters)

    def lineage(self, mandate: str, *, wording: bool = True) -> Json:
        """A mandate's (or its paragraph's) ancestors, answers, successors, and the wording it shares."""
        return self._json(f"/api/mandates/{mandate}/lineage", {"wording": wording})

    def content(self, locator: str) -> Json:
        """What a recurring report must contain: requests, contents, reports."""
        return self._json(f"/api/content/{locator}", {})

    def approved(self, resolution: str) -> Json:
        """What a resolution in effect approved: endorsements, findings with reasons, gaps."""
        return self._json(f"/api/approved/{resolution}", {})

    def asof(self, day: date | str, document: str | None = None) -> Json:
        """What was cited, mandated and open on a day."""
        return self._json("/api/asof", {"day": str(day), "document": document})

    def measures(self, what: str, size: int = 20) -> list[Json]:
        """paragraphs, documents, functions, rank, communities, or a document for its place in its series."""
        found: list[Json] = self._json(f"/api/measures/{what}", {"size": size})["items"]
        return found

    def queries(self) -> list[Json]:
        """The named queries with their questions, parameters and examples."""
        found: list[Json] = self._json("/api/queries", {})["items"]
        return found

    def query(self, name: str, **parameters: Value) -> list[Json]:
        """The rows of a named query."""
        found: list[Json] = self._json(f"/api/queries/{name}", parameters)["items"]
        return found

    def search(self, text: str, **criteria: Value) -> Iterator[Json]:
        """Hits, best first: locator, document, kind, language, snippet, year, body."""
        return self._pages("/api/search", {"q": text, **criteria})

    def resolve(self, text: str, language: str | None = None) -> list[Json]:
        """The references in a phrase as locators."""
        found: list[Json] = self._json("/api/resolve", {"text": text, "language": language})["items"]
        return found

    def verify(self, path: Path | str, language: str | None = None) -> list[Json]:
        """Every reference of a draft, checked."""
        found: list[Json] = self._send("/api/verify", Path(path), language)["items"]
        return found

    def ingest(self, path: Path | str, language: str | None = None) -> Json:
        """Takes a document in; what came in, and the release that has it. Needs a token."""
        return self._send("/api/documents", Path(path), language)

    def releases(self) -> list[Json]:
        """The published states, the oldest first."""
        found: list[Json] = self._json("/api/releases", {})["items"]
        return found

    def select(self, sparql: str) -> list[dict[str, str]]:
        """The rows of a SPARQL SELECT, values as text; unbound variables are left out."""
        response = self._ask("POST", "/sparql", data={"query": sparql}, accept="application/sparql-results+json")
        rows: list[dict[str, Json]] = response.json()["results"]["bindings"]
        return [{name: str(term["value"]) for name, term in row.items()} for row in rows]

    def graph(self, locator: str, media: str = "text/turtle") -> bytes:
        """What the graph says about a resource, in a graph format."""
        return self._ask("GET", f"/id/{locator}", accept=media).content

    def _json(self, path: str, parameters: Mapping[str, Any]) -> Json:
        given = {name: value for name, value in parameters.items() if value is not None}
        found: Json = self._ask("GET", path, params=given).json()
        return found

    def _pages(self, path: str, filters: Mapping[str, Value]) -> Iterator[Json]:
        page = self._json(path, filters)
        while True:
            yield from page["items"]
            if not page["next"]:
                return
            page = self._json(page["next"], {})

    def _send(self, path: str, file: Path, language: str | None) -> Json:
        parameters = {"name": file.name, **({"language": language} if language else {})}
        found: Json = self._ask("POST", path, params=parameters, content=file.read_bytes()).json()
        return found

    def _ask(self, method: str, path: str, *, accept: str = "application/json", **options: Any) -> httpx.Response:
        if not options.get("params"):
            options.pop("params", None)
        try:
            response = self._http.request(method, path, headers={"Accept": accept}, **options)
        except httpx.HTTPError as fault:
            raise RemoteError(str(fault) or type(fault).__name__, where=str(self._http.base_url)) from fault
        self.release = response.headers.get("x-release", self.release)
        if response.is_success:
            return response
        raise told(response)


def told(response: httpx.Response) -> AccountabilityError:
    """The error that a problem document tells; RemoteError for any other refusal."""
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        problem: Json = response.json()
        place = (problem["line"], problem["column"]) if "line" in problem else None
        return unpack({**problem, "kind": problem["code"], "message": problem["detail"], "position": place})
    return RemoteError(f"answered {response.status_code}", where=str(response.url))
