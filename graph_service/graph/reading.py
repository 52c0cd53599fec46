"""Reading a SPARQL 1.1 service by its address: Fuseki, Oxigraph's server, Virtuoso, GraphDB, Neptune …

Queries go as POST forms with an explicit Accept, for that is what every engine takes. Our default graph is the
union of all graphs; engines differ in theirs, so it is tried once which words make this service answer from
the union. A truncated body is an error, never a short answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import BinaryIO, cast

import pyoxigraph as ox

from graph_service.errors import LimitError, QueryError, RemoteError, UnknownError
from graph_service.graph import engine
from graph_service.graph.binding import bind
from graph_service.graph.copies import MOST, quads_of
from graph_service.graph.dialects import (
    FAULT,
    STANDARD,
    UNION_WAYS,
    VIRTUOSO,
    Dialect,
    Parameters,
    doubtful,
)
from graph_service.graph.exchange import Exchange
from graph_service.graph.formats import BINDINGS, BOOLEAN, GRAPH, Format, NotAcceptable, acceptable, named
from graph_service.graph.lines import sorted_triples
from graph_service.graph.operations import STATE
from graph_service.graph.store import WHOLE, Choices, Dataset, Row, Term, Written
from graph_service.graph.tokens import scan, tokenize
from graph_service.graph.using import named_dataset

FORMS = {"SELECT": BINDINGS, "ASK": BOOLEAN, "CONSTRUCT": GRAPH, "DESCRIBE": GRAPH}
EVERY_GRAPH = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
UNNAMED = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
JSON, NT = "application/sparql-results+json", "application/n-triples, text/plain;q=0.5"
TRUTHS = {True: b'{"head":{},"boolean":true}', False: b'{"head":{},"boolean":false}'}


def form_word(query: str) -> str:
    """The word that says a query's form, in capitals; raises QueryError without one."""
    for token in tokenize(query):
        if token.keyword in FORMS:
            return token.keyword
    raise QueryError("this is no SELECT, ASK, CONSTRUCT or DESCRIBE query")


class _Ours(Exception):
    """A query that the service is known to fail on; it is evaluated on a copy."""


class RemoteReading:
    """Everything that reads; ``address`` is the query address, ``timeout`` in seconds."""

    def __init__(self, address: str, timeout: float) -> None:
        self.address = address
        self._exchange = Exchange(timeout)
        self._way: Parameters | None = None
        self._kept: tuple[str, ox.Store] | None = None

    def close(self) -> None:
        """Lets the connections go."""
        self._exchange.close()

    @cached_property
    def dialect(self) -> Dialect:
        """What this kind of service needs, found out once."""
        answer = self._plain("ASK {}", [])
        return STANDARD if isinstance(answer, ox.QueryBoolean) else VIRTUOSO

    @property
    def release(self) -> str:
        """See GraphStore; '0' before the first write."""
        rows = self.select(f"SELECT ?release {{ GRAPH <{STATE}> {{ <{STATE}> <{STATE}#release> ?release }} }}")
        return rows[0]["release"].value if rows else "0"

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Row]:
        """See GraphStore."""
        return engine.rows_of(self._results(bind(query, bindings), BINDINGS))

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """See GraphStore."""
        if form_word(query) != "ASK":
            raise QueryError("an ASK query is needed here")
        return engine.truth_of(self._results(bind(query, bindings), BOOLEAN))

    def construct(self, query: str, bindings: Mapping[str, Term] | None = None) -> bytes:
        """See GraphStore."""
        text = bind(query, bindings)
        if FORMS[form_word(text)] != GRAPH:
            raise QueryError("a CONSTRUCT or DESCRIBE query is needed here")
        return sorted_triples(self._triples(text))

    def answer(self, query: str, choices: Choices, output: BinaryIO, dataset: Dataset = WHOLE) -> Written:
        """See GraphStore; the service's answer is read and written anew, so that its form is always ours."""
        kind = FORMS[form_word(query)]
        chosen = choices.formats.get(kind)
        if chosen is None:
            raise NotAcceptable(
                "no accepted format can carry the answer", do="accept " + ", ".join(acceptable(kind))
            )
        before = f"BASE <{choices.base}> " if choices.base else ""
        with engine.placed_after(before):
            if kind == GRAPH:
                triples = engine.bounded(self._triples(before + query, dataset), choices.rows)
                engine.write_triples(triples, chosen[0], output, choices.prefixes)
                return Written(kind, *chosen)
            return engine.write_answer(self._results(before + query, kind, dataset), choices, output)

    def graphs(self) -> list[str]:
        """See GraphStore; graphs that the service keeps for itself are none of ours."""
        return [one for one in self._names() if one not in (STATE, self.dialect.unnamed)]

    def graph(self, name: str) -> bytes:
        """See GraphStore."""
        found = sorted_triples(self.graph_triples(name))
        if not found and name and name not in self.graphs():
            raise UnknownError(f"there is no graph <{name}>", where=self.address)
        return found

    def count(self) -> int:
        """The statements in named graphs."""
        answer = self._plain("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", [])
        return int(engine.rows_of(answer)[0]["n"].value)

    def graph_triples(self, name: str) -> Iterator[ox.Triple]:
        """The statements of one graph, none if it is not there; the empty name is the unnamed graph."""
        place = name or self.dialect.unnamed
        if place:
            return self._triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{place}> {{ ?s ?p ?o }} }}")
        # Where the service's own default graph is the union, what is in no named graph is all that can be told.
        return self._parse(self._exchange.ask(self.address, EVERYTHING if self._union() else UNNAMED, [], NT))

    def _names(self) -> list[str]:
        names = {one["g"].value for one in engine.rows_of(self._plain(EVERY_GRAPH, []))}
        return sorted(names - self.dialect.own)

    def _results(self, query: str, kind: str, dataset: Dataset = WHOLE) -> engine.Answer:
        form = cast(Format, named("json", kind))
        try:
            body = self._ask(query, form, dataset)
        except _Ours:
            return self._evaluate_here(query, dataset)
        answer = self._read(body)
        if kind == BOOLEAN and isinstance(answer, ox.QuerySolutions):
            return self._read(TRUTHS[any(True for _ in answer)])
        return answer

    def _read(self, body: bytes) -> engine.Answer:
        try:
            return cast(engine.Answer, ox.parse_query_results(body, ox.QueryResultsFormat.JSON))
        except (SyntaxError, ValueError) as fault:
            raise self._broken(fault) from fault

    def _triples(self, query: str, dataset: Dataset = WHOLE) -> Iterator[ox.Triple]:
        described = self.dialect.describe + query if form_word(query) == "DESCRIBE" else query
        try:
            body = self._ask(described, cast(Format, named("ntriples", GRAPH)), dataset)
        except _Ours:
            return iter(cast(ox.QueryTriples, self._evaluate_here(query, dataset)))
        return self._uncut(self._parse(body))

    def _uncut(self, triples: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
        """The statements, where need be after a table of as many rows, which tells whether it is cut there."""
        if not self.dialect.silent:
            return triples
        found = list(triples)
        if len(found) >= self.dialect.silent:
            self._plain(f"SELECT ?s {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {len(found)}", [])
        return iter(found)

    def _parse(self, body: bytes) -> Iterator[ox.Triple]:
        try:
            for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES):
                yield quad.triple
        except SyntaxError as fault:
            raise self._broken(fault) from fault

    def _broken(self, fault: Exception) -> RemoteError:
        return RemoteError(f"the answer is broken or cut short: {fault}", where=self.address)

    def _ask(self, query: str, form: Format, dataset: Dataset) -> bytes:
        """The service's answer; raises _Ours for a query that is better answered on a copy."""
        if self.dialect.flawed and doubtful(query):
            raise _Ours
        try:
            return self._ask_there(query, form, dataset)
        except (RemoteError, QueryError) as fault:
            if self.dialect.flawed and FAULT.search(fault.message):
                raise _Ours from fault
            raise

    def _evaluate_here(self, query: str, dataset: Dataset) -> engine.Answer:
        with engine.faults_told(self.address):
            return engine.evaluate(self._here(), query, dataset)

    def _here(self) -> ox.Store:
        """The service's statements in memory, copied once a release; raises LimitError if they are too many."""
        release = self.release
        if self._kept is None or self._kept[0] != release:
            if (count := self.count()) > MOST:
                raise LimitError(
                    f"the service fails on this query, and its {count} statements are too many to copy",
                    where=self.address,
                    do="ask without EXISTS in expressions and OPTIONAL beside paths, or use another service",
                )
            copy = ox.Store()
            names = ["", *self.graphs()]
            copy.bulk_extend(quad for name in names for quad in quads_of(self.graph_triples(name), name))
            self._kept = release, copy
        return self._kept[1]

    def _ask_there(self, query: str, form: Format, dataset: Dataset) -> bytes:
        dataset = named_dataset(query) if dataset == WHOLE else dataset
        parameters: Parameters = []
        if dataset == WHOLE:
            parameters = self._whole(query)
        parameters += [("default-graph-uri", one) for one in dataset.default or ()]
        parameters += [("named-graph-uri", one) for one in dataset.named or ()]
        accept = ", ".join([form.media, *(f"{one};q=0.5" for one in form.aliases)])
        return self._exchange.ask(self.address, query, parameters, accept)

    def _whole(self, query: str) -> Parameters:
        """The parameters of a query over everything; where they name a default graph, they name all the others."""
        way = self._union()
        if way and way[0][0] == "default-graph-uri" and "GRAPH" in scan(query).words:
            return way + [("named-graph-uri", one) for one in self._names()]
        return list(way)

    def _union(self) -> Parameters:
        """The parameters that make the union the default graph, found out with one of the service's statements."""
        if self.dialect.union:
            return []
        if self._way is None:
            sample = "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && !isBlank(?o)) } LIMIT 1"
            rows = engine.rows_of(self._plain(sample, []))
            if not rows:
                return []
            test = "ASK {{ {s} {p} {o} }}".format(**rows[0])
            ways = (way for way in UNION_WAYS if engine.truth_of(self._plain(test, way)))
            self._way = next(ways, None)
        if self._way is None:
            return [("default-graph-uri", one) for one in self._names()]
        return self._way

    def _plain(self, query: str, parameters: Parameters) -> engine.Answer:
        return self._read(self._exchange.ask(self.address, query, parameters, JSON))
