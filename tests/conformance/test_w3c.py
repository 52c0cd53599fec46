"""The W3C's SPARQL 1.1 manifests, all of them, against a running server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from tests.conformance.manifests import Case, Exchange, cases
from tests.conftest import SHARED
from tests.web.running import WRITER, running

pytestmark = pytest.mark.shared
MANIFESTS = SHARED / "conformance" / "sparql11"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}
# The manifests as they are: protocol, graph store (direct and indirect), service description.
COUNTS = {
    "protocol/manifest.ttl": 34,
    "graph-store-protocol/manifest-direct.ttl": 4,
    "graph-store-protocol/manifest-indirect.ttl": 9,
    "service-description/manifest.ttl": 3,
}


def collected(name: str) -> list[Case]:
    """The tests of one manifest; none where the manifests are not."""
    path = MANIFESTS / name
    return cases(path) if path.is_file() else []


def named(case: Case) -> str:
    """What a test is called in the report."""
    return case.name


PROTOCOL = collected("protocol/manifest.ttl")
GRAPHS = collected("graph-store-protocol/manifest-direct.ttl") + collected(
    "graph-store-protocol/manifest-indirect.ttl"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[str]:
    """A server that takes updates and does not validate, for the W3C's data are none of ours."""
    folder = tmp_path_factory.mktemp("w3c")
    with running(folder, update=True, validate_writes=False, base="http://www.example/") as address:
        yield address


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    """A client that writes."""
    with httpx.Client(base_url=server, headers=WRITER, timeout=60) as client:
        yield client


def test_all_tests_are_collected(shared: Path) -> None:
    for name, count in COUNTS.items():
        assert len(collected(name)) == count, name


@pytest.mark.parametrize("case", PROTOCOL, ids=named)
def test_protocol(case: Case, client: httpx.Client) -> None:
    for graph, path in case.data.items():
        put = client.put("/graphs", params={"graph": graph}, content=path.read_bytes(), headers=TRIPLES)
        assert put.status_code in {201, 204}
    for exchange in case.exchanges:
        play(client, exchange, "/sparql/", "/sparql", {})


@pytest.mark.parametrize("case", GRAPHS, ids=named)
def test_graph_store(case: Case, client: httpx.Client) -> None:
    clear = client.post(
        "/sparql", content="CLEAR ALL ; DROP ALL", headers={"Content-Type": "application/sparql-update"}
    )
    assert clear.status_code == 204
    found: dict[str, str] = {}
    for exchange in case.exchanges:
        play(client, exchange, "/gsp", "/graphs", found)


TRIPLES = {"Content-Type": "application/n-triples"}


def play(client: httpx.Client, exchange: Exchange, theirs: str, ours: str, found: dict[str, str]) -> None:
    """Sends one request and checks the answer; ``found`` has the values of template variables."""
    path = exchange.path.replace(theirs, ours, 1)
    for variable, value in found.items():
        path = path.replace(variable, value)
    body = exchange.body
    response = client.request(exchange.method, path, headers=exchange.headers, content=body)
    assert any(response.status_code in one for one in exchange.statuses), (
        exchange,
        response.status_code,
        response.text,
    )
    media = response.headers.get("content-type", "").split(";")[0]
    if exchange.form:
        assert media in FORMS[exchange.form]
    if exchange.truth is not None:
        assert response.json()["boolean"] is exchange.truth
    if exchange.content_type and exchange.method in {"GET", "HEAD"}:
        assert response.headers["content-type"] == exchange.content_type
    if exchange.content is not None:
        expected = Graph().parse(data=exchange.content, format="turtle")
        assert isomorphic(expected, Graph().parse(data=response.text, format="turtle"))
    if exchange.location:
        found[exchange.location] = response.headers["location"]


def test_description_is_rdf(client: httpx.Client) -> None:
    """Service Description 2: a GET without a query gives RDF, in whatever format is asked."""
    for media, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml")):
        response = client.get("/sparql", headers={"Accept": media})
        assert response.headers["content-type"].startswith(media)
        assert len(Graph().parse(data=response.content, format=form)) > 10


def test_description_names_its_endpoint(client: httpx.Client) -> None:
    graph = Graph().parse(data=client.get("/sparql").text, format="turtle")
    services = list(graph.subjects(RDF.type, SD.Service))
    assert len(services) == 1
    assert list(graph.objects(services[0], SD.endpoint)) == [URIRef("http://www.example/sparql")]


def test_description_keeps_to_the_vocabulary(client: httpx.Client) -> None:
    """Its conforms-to-schema test: domains, ranges and one default dataset, of terms that the vocabulary has."""
    graph = Graph().parse(data=client.get("/sparql").text, format="turtle")
    service = next(graph.subjects(RDF.type, SD.Service))
    dataset = graph.value(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert (graph.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in graph
    known = {
        "endpoint",
        "supportedLanguage",
        "feature",
        "defaultDataset",
        "defaultGraph",
        "resultFormat",
        "inputFormat",
    }
    used = {str(one).removeprefix(str(SD)) for one in graph.predicates() if str(one).startswith(str(SD))}
    assert used <= known
    languages = set(graph.objects(service, SD.supportedLanguage))
    assert languages == {SD.SPARQL11Query, SD.SPARQL11Update}
