"""Any SPARQL 1.1 service by its address: Fuseki, Oxigraph's server, Virtuoso, GraphDB, Neptune …

Queries go as POST forms with an explicit Accept, for that is what every engine takes. Our default graph is the
union of all graphs; engines differ in theirs, so it is tried once which words make this service answer from
the union. A truncated body is an error, never a short answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast

import httpx
import pyoxigraph as ox

from graph_service.errors import QueryError, RemoteError, StoreError, UnknownError
from graph_service.graph import engine
from graph_service.graph.binding import bind
from graph_service.graph.formats import BINDINGS, BOOLEAN, GRAPH, Format, NotAcceptable, acceptable, named
from graph_service.graph.lines import read_quads, sorted_triples
from graph_service.graph.store import WHOLE, Choices, Dataset, Derive, Row, Term, Written
from graph_service.graph.tokens import tokenize
from graph_service.graph.using import named_dataset, use_graphs

FORMS = {"SELECT": BINDINGS, "ASK": BOOLEAN, "CONSTRUCT": GRAPH, "DESCRIBE": GRAPH}
MOST_ROWS = "x-sparql-maxrows"
CHUNK = 20_000
# Servers bound the forms that they read (Jetty, under Fuseki: 200,000 bytes); longer updates go as bodies.
FORM_LENGTH = 60_000
STATE = "urn:unag:state"
Parameters = list[tuple[str, str]]
# Ways to ask for the union as default graph, in the order they are tried: as the service is set up
# (Virtuoso, GraphDB, Fuseki with tdb2:unionDefaultGraph), Oxigraph's parameter; else all graphs are named.
UNION_WAYS: tuple[Parameters, ...] = ([], [("union-default-graph", "")])


def form_of(query: str) -> str:
    """The kind of answer that a query gives, by its first form word; raises QueryError without one."""
    for token in tokenize(query):
        if token.keyword in FORMS:
            return FORMS[token.keyword]
    raise QueryError("this is no SELECT, ASK, CONSTRUCT or DESCRIBE query")


class RemoteStore:
    """A service at a query address, with its update address if that is another one.

    Its release is a mark in a graph of its own, renewed by every write through this class, so that what is
    kept by release is dropped then; writes that went past us are seen only when the mark changes.
    """

    def __init__(
        self,
        address: str,
        *,
        update: str | None = None,
        graphs: str | None = None,
        read_only: bool = False,
        timeout: float = 60.0,
    ) -> None:
        self.address, self.read_only = address, read_only
        self.update_address, self.graphs_address = update or address, graphs
        self._client = httpx.Client(timeout=timeout, follow_redirects=False)
        self._union: Parameters | None = None

    def close(self) -> None:
        """Lets the connections go."""
        self._client.close()

    @property
    def release(self) -> str:
        """See GraphStore; '0' before the first write."""
        rows = self.select(f"SELECT ?release {{ GRAPH <{STATE}> {{ <{STATE}> <{STATE}#release> ?release }} }}")
        return rows[0]["release"].value if rows else "0"

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Row]:
        """See GraphStore."""
        return engine.rows_of(self._results(query, bindings, BINDINGS))

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """See GraphStore."""
        return engine.truth_of(self._results(query, bindings, BOOLEAN))

    def construct(self, query: str, bindings: Mapping[str, Term] | None = None) -> bytes:
        """See GraphStore."""
        text = bind(query, bindings)
        if form_of(text) != GRAPH:
            raise QueryError("a CONSTRUCT or DESCRIBE query is needed here")
        form = cast(Format, named("ntriples", GRAPH))
        return sorted_triples(one.triple for one in self._parse(self._ask(text, form, WHOLE), form))

    def answer(self, query: str, choices: Choices, output: BinaryIO, dataset: Dataset = WHOLE) -> Written:
        """See GraphStore; the service's answer is read and written anew, so that its form is always ours."""
        kind = form_of(query)
        chosen = choices.formats.get(kind)
        if chosen is None:
            raise NotAcceptable(
                "no accepted format can carry the answer", do="accept " + ", ".join(acceptable(kind))
            )
        text = f"BASE <{choices.base}>\n{query}" if choices.base else query
        if kind == GRAPH:
            form = cast(Format, named("ntriples", GRAPH))
            triples = (one.triple for one in self._parse(self._ask(text, form, dataset), form))
            engine.write_triples(engine.bounded(triples, choices.rows), chosen[0], output, choices.prefixes)
            return Written(kind, *chosen)
        return engine.write_answer(self._results(text, None, kind, dataset), choices, output)

    def graphs(self) -> list[str]:
        """See GraphStore."""
        rows = self.select("SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }")
        return sorted(one["graph"].value for one in rows if one["graph"].value != STATE)

    def graph(self, name: str) -> bytes:
        """See GraphStore."""
        where = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else "?s ?p ?o"
        found = self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}")
        if not found and name and name not in self.graphs():
            raise UnknownError(f"there is no graph <{name}>", where=self.address)
        return found

    def replace(self, graphs: Mapping[str, bytes | None], derive: Derive | None = None) -> str:
        """See GraphStore: one update where it is small, else graph by graph, the release mark last.

        Services have no transaction over requests: a large write that is cut short leaves some graphs old.
        """
        if derive is not None:
            self.replace(graphs)
            return self.replace(derive(self))
        operations = [text for name, data in graphs.items() for text in replacing(name, data)]
        if len(operations) <= 200 and sum(map(len, operations)) < 2_000_000:
            return self.update(" ;\n".join(operations))
        for text in operations:
            self._write(text)
        return self.update("")

    def update(
        self, text: str, dataset: Dataset = WHOLE, base: str | None = None, derive: Derive | None = None
    ) -> str:
        """See GraphStore; ``derive`` runs when the update is already visible."""
        if derive is not None:
            self.update(text, dataset, base)
            return self.replace(derive(self))
        name = hashlib.sha256(f"{self.release}{text}".encode()).hexdigest()[:12]
        mark = f'INSERT DATA {{ GRAPH <{STATE}> {{ <{STATE}> <{STATE}#release> "{name}" }} }}'
        use_graphs(text, dataset)
        changed = text.rstrip().rstrip(";")
        first = f"BASE <{base}>\n{changed}" if base else changed
        whole = " ;\n".join(one for one in (first, f"DROP SILENT GRAPH <{STATE}>", mark) if one.strip())
        using = [("using-graph-uri", one) for one in dataset.default or ()]
        self._write(whole, using + [("using-named-graph-uri", one) for one in dataset.named or ()])
        return name

    def _write(self, text: str, using: Parameters | None = None) -> None:
        if self.read_only:
            raise StoreError("the store is open read-only", where=self.address)
        if len(text) <= FORM_LENGTH:
            self._send(self.update_address, [("update", text), *(using or [])], "*/*")
            return
        address = httpx.URL(self.update_address).copy_merge_params(httpx.QueryParams(tuple(using or ())))
        headers = {"Accept": "*/*", "Content-Type": "application/sparql-update; charset=utf-8"}
        self._post(str(address), headers=headers, content=text.encode())

    def _results(
        self, query: str, bindings: Mapping[str, Term] | None, kind: str, dataset: Dataset = WHOLE
    ) -> engine.Answer:
        form = cast(Format, named("json", kind))
        body = self._ask(bind(query, bindings), form, dataset)
        try:
            return cast(engine.Answer, ox.parse_query_results(body, cast(ox.QueryResultsFormat, form.engine)))
        except (SyntaxError, ValueError) as fault:
            raise RemoteError(f"the answer is broken or cut short: {fault}", where=self.address) from fault

    def _parse(self, body: bytes, form: Format) -> Iterator[ox.Quad]:
        try:
            yield from ox.parse(body, cast(ox.RdfFormat, form.engine))
        except SyntaxError as fault:
            raise RemoteError(f"the answer is broken or cut short: {fault}", where=self.address) from fault

    def _ask(self, query: str, form: Format, dataset: Dataset) -> bytes:
        dataset = named_dataset(query) if dataset == WHOLE else dataset
        parameters: Parameters = self._union_way() if dataset == WHOLE else []
        parameters = parameters + [("default-graph-uri", one) for one in dataset.default or ()]
        parameters += [("named-graph-uri", one) for one in dataset.named or ()]
        accept = ", ".join([form.media, *(f"{one};q=0.5" for one in form.aliases)])
        return self._send(self.address, [("query", query), *parameters], accept)

    def _union_way(self) -> Parameters:
        """The parameters that make the union the default graph, found out with one of the service's statements."""
        if self._union is None:
            sample = "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && !isBlank(?o)) } LIMIT 1"
            rows = engine.rows_of(self._plain(sample, []))
            if not rows:
                return []
            test = "ASK {{ {s} {p} {o} }}".format(**rows[0])
            ways = (way for way in UNION_WAYS if engine.truth_of(self._plain(test, way)))
            self._union = next(ways, None)
        return self._every_graph() if self._union is None else self._union

    def _every_graph(self) -> Parameters:
        rows = engine.rows_of(self._plain("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", []))
        names = [one["g"].value for one in rows]
        return [(key, name) for key in ("default-graph-uri", "named-graph-uri") for name in names]

    def _plain(self, query: str, parameters: Parameters) -> engine.Answer:
        body = self._send(self.address, [("query", query), *parameters], "application/sparql-results+json")
        return cast(engine.Answer, ox.parse_query_results(body, ox.QueryResultsFormat.JSON))

    def _send(self, address: str, form: Parameters, accept: str) -> bytes:
        data: dict[str, list[str]] = {}
        for key, value in form:
            data.setdefault(key, []).append(value)
        return self._post(address, headers={"Accept": accept}, data=data)

    def _post(self, address: str, **options: Any) -> bytes:
        try:
            response = self._client.post(address, **options)
        except httpx.HTTPError as fault:
            raise RemoteError(str(fault) or type(fault).__name__, where=address) from fault
        if response.status_code == 400:
            raise engine.query_error(response.text[:2000])
        if not response.is_success:
            raise RemoteError(f"answered {response.status_code}: {response.text[:500]}", where=address)
        if MOST_ROWS in response.headers:
            raise RemoteError(
                f"the service cut the answer at {response.headers[MOST_ROWS]} rows",
                where=address,
                do="raise its bound",
            )
        return response.content


def replacing(name: str, data: bytes | None) -> Iterator[str]:
    """The update operations that replace one graph, its data in parts that servers take."""
    yield f"DROP SILENT GRAPH <{name}>" if name else "DROP SILENT DEFAULT"
    if data is None:
        return
    if name:
        yield f"CREATE SILENT GRAPH <{name}>"
    lines = [f"{quad.triple} ." for quad in read_quads(data, name)]
    for start in range(0, len(lines), CHUNK):
        part = "\n".join(lines[start : start + CHUNK])
        yield f"INSERT DATA {{ GRAPH <{name}> {{\n{part}\n}} }}" if name else f"INSERT DATA {{\n{part}\n}}"
