"""The W3C manifests read as values: tests, their requests in order, and what each answer must be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDFS
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
CODES = {
    "OK": range(200, 201),
    "Created": range(201, 202),
    "NoContent": range(204, 205),
    "NotFound": range(404, 405),
    "StatusCode2xx": range(200, 300),
    "StatusCode3xx": range(300, 400),
    "StatusCode4xx": range(400, 500),
}


@dataclass(frozen=True)
class Exchange:
    """One request and what its answer must be."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[range, ...]
    form: str | None
    truth: bool | None
    content_type: str | None
    content: str | None
    location: str | None


@dataclass(frozen=True)
class Case:
    """One test: the graphs that must be there, and its requests."""

    name: str
    data: dict[str, Path]
    exchanges: tuple[Exchange, ...]


def cases(manifest: Path) -> list[Case]:
    """All tests that the manifest lists, in its order."""
    graph = Graph().parse(manifest)
    root = URIRef(manifest.absolute().as_uri())
    entries = Collection(graph, graph.value(root, MF.entries) or next(graph.objects(None, MF.entries)))
    return [_case(graph, entry, manifest.parent) for entry in entries]


def _case(graph: Graph, entry: Node, folder: Path) -> Case:
    data = {}
    for one in graph.objects(entry, UT.graphData):
        data[str(graph.value(one, RDFS.label))] = folder / str(graph.value(one, UT.graph)).rsplit("/", 1)[-1]
    action = graph.value(entry, MF.action)
    requests = graph.value(action, HT.requests) if action else None
    found = tuple(_exchange(graph, one) for one in Collection(graph, requests)) if requests else ()
    return Case(str(entry).rsplit("#", 1)[-1], data, found)


def _exchange(graph: Graph, request: Node) -> Exchange:
    response = graph.value(request, HT.resp)
    assert response is not None
    form, truth = graph.value(response, MF.expectedFormat), graph.value(response, MF.expectedBoolean)
    location = graph.value(response, MF.expectedLocation)
    expected = _headers(graph, response)
    content = _content(graph, response)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=_headers(graph, request),
        body=_content(graph, request),
        statuses=tuple(CODES[str(one).rsplit("#", 1)[-1]] for one in graph.objects(response, MF.expectedStatus)),
        form=str(form) if form else None,
        truth=bool(truth.toPython()) if truth is not None else None,  # type: ignore[attr-defined]
        content_type=expected.get("content-type"),
        content=content.decode() if content is not None else None,
        location=str(location) if location else None,
    )


def _headers(graph: Graph, node: Node) -> dict[str, str]:
    listed = graph.value(node, HT.headers)
    if listed is None:
        return {}
    return {
        str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
        for one in Collection(graph, listed)
    }


def _content(graph: Graph, node: Node) -> bytes | None:
    body = graph.value(node, HT.body)
    if body is None:
        return None
    encoding = str(graph.value(body, CNT.characterEncoding))
    return str(graph.value(body, CNT.chars)).encode(encoding)
