"""The requests of one SPARQL service: forms and bodies out, whole answers or errors back."""

from __future__ import annotations

from typing import Any

import httpx

from graph_service.errors import RemoteError
from graph_service.graph import engine
from graph_service.graph.dialects import Parameters

# Servers bound the forms that they read (Jetty, under Fuseki: 200,000 bytes); longer updates go as bodies.
FORM_LENGTH = 60_000
UNAVAILABLE = frozenset({502, 503, 504})
CONNECT_SECONDS = 5.0
# Virtuoso tells by these that it cut an answer at its number of rows, or at its time.
CUT = ("x-sparql-maxrows", "x-sql-state")


class Exchange:
    """One client with its connections; ``timeout`` in seconds."""

    def __init__(self, timeout: float) -> None:
        bounds = httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS))
        self._client = httpx.Client(timeout=bounds, follow_redirects=False)

    def close(self) -> None:
        """Lets the connections go."""
        self._client.close()

    def ask(self, address: str, query: str, parameters: Parameters, accept: str) -> bytes:
        """The body of a query's answer; raises QueryError, RemoteError."""
        return self._form(address, [("query", query), *parameters], accept)

    def update(self, address: str, text: str, parameters: Parameters, *, bodies: bool = True) -> None:
        """Sends one update request, as a form or, where the service takes them and it is long, as a body."""
        if len(text) <= FORM_LENGTH or not bodies:
            self._form(address, [("update", text), *parameters], "*/*")
            return
        target = httpx.URL(address).copy_merge_params(httpx.QueryParams(tuple(parameters)))
        headers = {"Accept": "*/*", "Content-Type": "application/sparql-update; charset=utf-8"}
        self._send("POST", str(target), headers=headers, content=text.encode())

    def put(self, address: str, graph: str, data: bytes) -> None:
        """Replaces one graph by the Graph Store Protocol (5.3), with data in N-Triples."""
        target = httpx.URL(address).copy_merge_params({"graph": graph} if graph else {"default": ""})
        self._send("PUT", str(target), headers={"Content-Type": "application/n-triples"}, content=data)

    def _form(self, address: str, form: Parameters, accept: str) -> bytes:
        data: dict[str, list[str]] = {}
        for key, value in form:
            data.setdefault(key, []).append(value)
        return self._send("POST", address, headers={"Accept": accept}, data=data)

    def _send(self, method: str, address: str, **options: Any) -> bytes:
        try:
            response = self._client.request(method, address, **options)
        except httpx.HTTPError as fault:
            raise _away(str(fault) or type(fault).__name__, address) from fault
        if response.status_code == 400:
            raise engine.query_error(response.text[:2000])
        if response.status_code in UNAVAILABLE:
            raise _away(f"answered {response.status_code}: {response.text[:500]}", address)
        if not response.is_success:
            raise RemoteError(f"answered {response.status_code}: {response.text[:500]}", where=address)
        for field in CUT:
            if field in response.headers:
                told = f"{field}: {response.headers[field]}"
                raise RemoteError(f"the service cut the answer ({told})", where=address, do="raise its bound")
        return response.content


def _away(message: str, address: str) -> RemoteError:
    """A service that is not there at present: whoever asks may try again, hence 503 (RFC 9110, 15.6.4)."""
    error = RemoteError(
        f"the store's service does not answer ({message})", where=address, do="start it, or come back later"
    )
    error.status = 503
    return error
