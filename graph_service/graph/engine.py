"""Reading an Oxigraph store: queries with bound values, answers in a chosen format, faults told apart."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, cast

import pyoxigraph as ox

from graph_service.errors import LimitError, QueryError, StoreError, UnknownError
from graph_service.graph.formats import BINDINGS, BOOLEAN, GRAPH, Format, NotAcceptable, acceptable
from graph_service.graph.lines import graph_node, sorted_triples
from graph_service.graph.store import WHOLE, Choices, Dataset, Row, Term, Written
from graph_service.graph.tokens import scan

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
# Alternatives that are only sets of characters tell a person nothing.
CLASSES = re.compile(r",? ?\[(?:'.'|[^\[\]'])*\]", re.DOTALL)
# As Oxigraph, as Jena and as Virtuoso say it; the last tells no column.
POSITION = re.compile(r"(?:at |, )(?:line )?(\d+)(?:(?::|, column )(\d+)|: )")
# What keeps RocksDB's and the system's words apart: a pattern in the message, what to say, what to do.
STORAGE_FAULTS = (
    (
        re.compile(r"no space left|disk quota|ENOSPC", re.I),
        "the disk is full",
        "free some space; the last release is intact",
    ),
    (
        re.compile(
            r"corrupt|checksum|bad magic|truncated|no such file|invalid data|not match|does not exist", re.I
        ),
        "the store is damaged",
        "go back to an earlier release (unag release rollback) or restore a backup",
    ),
    (re.compile(r"lock", re.I), "the store is locked by another process", "stop the other writer or wait for it"),
)


@contextmanager
def faults_told(where: str) -> Iterator[None]:
    """Turns the engine's exceptions into QueryError (with the position) and StoreError (with what to do)."""
    try:
        yield
    except SyntaxError as fault:
        raise query_error(str(fault)) from fault
    except (OSError, RuntimeError) as fault:
        raise storage_error(fault, where) from fault


def query_error(message: str) -> QueryError:
    """The syntax error of an engine with its line and column; column 1 where it tells only the line."""
    found = POSITION.search(message)
    place = (int(found[1]), int(found[2] or 1)) if found else None
    return QueryError(CLASSES.sub("", message), where=told(place), position=place)


def told(place: tuple[int, int] | None) -> str:
    """A position in words, '' for none."""
    return f"line {place[0]}, column {place[1]}" if place else ""


@contextmanager
def placed_after(before: str) -> Iterator[None]:
    """Tells a syntax error at its place in the caller's text, where ``before`` was put on its first line."""
    try:
        yield
    except QueryError as fault:
        if not before or fault.position is None or fault.position[0] != 1:
            raise
        place = (1, max(fault.position[1] - len(before), 1))
        raise QueryError(fault.message, where=told(place), do=fault.do, position=place) from fault


def storage_error(fault: OSError | RuntimeError, where: str) -> StoreError:
    """What the machine did, in words that say whether the disk, the files or another process is the matter."""
    text = str(fault)
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        text = f"no space left: {text}"
    for pattern, what, do in STORAGE_FAULTS:
        if pattern.search(text):
            return StoreError(f"{what}: {text}", where=where, do=do)
    return StoreError(text, where=where)


def evaluate(store: ox.Store, query: str, dataset: Dataset = WHOLE, choices: Choices | None = None) -> Answer:
    """Runs a query over the union of all graphs, or over the graphs that ``dataset`` names.

    A protocol dataset replaces the query's own: with only named graphs given the default graph is empty, and
    the other way round (Protocol, 2.1.4).
    """
    base = choices.base if choices else None
    if dataset.default is None and dataset.named is None:
        return store.query(query, base_iri=base, use_default_graph_as_union=not names_graphs(query))
    default = [graph_node(one) for one in dataset.default or ()]
    named = [ox.NamedNode(one) for one in dataset.named or ()]
    return store.query(
        query,
        base_iri=base,
        default_graph=cast("list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]", default),
        named_graphs=cast("list[ox.NamedNode | ox.BlankNode]", named),
    )


def names_graphs(query: str) -> bool:
    """Whether a query has a FROM clause, which the union as default graph would hide from the engine."""
    capitals = query.upper()
    return ("FROM" in capitals or "\\U" in capitals) and "FROM" in scan(query).words


def rows_of(answer: Answer) -> list[Row]:
    """The rows of a SELECT; raises QueryError if the query is of another form."""
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError("a SELECT query is needed here")
    names = [one.value for one in answer.variables]
    return [
        {name: cast(Term, value) for name in names if (value := solution[name]) is not None} for solution in answer
    ]


def truth_of(answer: Answer) -> bool:
    """The answer of an ASK; raises QueryError if the query is of another form."""
    if not isinstance(answer, ox.QueryBoolean):
        raise QueryError("an ASK query is needed here")
    return bool(answer)


def graph_of(answer: Answer) -> bytes:
    """The graph of a CONSTRUCT or DESCRIBE as sorted N-Triples; raises QueryError on another form."""
    if not isinstance(answer, ox.QueryTriples):
        raise QueryError("a CONSTRUCT or DESCRIBE query is needed here")
    return sorted_triples(answer)


def kind_of(answer: Answer) -> str:
    """Which kind of answer it is, in the words of the format table."""
    if isinstance(answer, ox.QueryBoolean):
        return BOOLEAN
    return GRAPH if isinstance(answer, ox.QueryTriples) else BINDINGS


def write_answer(answer: Answer, choices: Choices, output: BinaryIO) -> Written:
    """Lets the engine serialise its own results into ``output``; rows are counted as they pass."""
    kind = kind_of(answer)
    chosen = choices.formats.get(kind)
    if chosen is None:
        raise NotAcceptable(
            f"no accepted format can carry the answer of this query ({kind})",
            do="accept one of " + ", ".join(acceptable(kind)),
        )
    form, media = chosen
    if isinstance(answer, ox.QueryTriples):
        write_triples(bounded(answer, choices.rows), form, output, choices.prefixes)
    else:
        counted = RowCounter(output, form, choices.rows) if choices.rows else output
        answer.serialize(cast(BinaryIO, counted), format=cast(ox.QueryResultsFormat, form.engine))
    return Written(kind, form, media)


def write_triples(
    triples: Iterable[ox.Triple], form: Format, output: BinaryIO, prefixes: Mapping[str, str] | None = None
) -> None:
    """Serialises triples in any graph format, with prefixes where the format has them."""
    engine = cast(ox.RdfFormat, form.engine)
    ox.serialize(triples, output, engine, prefixes=dict(prefixes or {}))


def bounded(triples: Iterable[ox.Triple], most: int) -> Iterator[ox.Triple]:
    """The triples; past ``most`` of them LimitError (0: no bound)."""
    for number, triple in enumerate(triples, 1):
        if most and number > most:
            raise too_many(most)
        yield triple


def too_many(most: int) -> LimitError:
    """The refusal of an answer past its rows: never a shortened answer."""
    return LimitError(
        f"the answer has more than {most} rows", do="ask for less with LIMIT, or take the dump", status=413
    )


class RowCounter:
    """A file that counts the rows passing through it by the format's row mark, and stops past a bound.

    The marks cannot stand inside a value: in JSON a quote there is escaped, in XML ``<`` is, in TSV the
    line end is; in CSV a value with CRLF inside counts double, which a bound can bear.
    """

    def __init__(self, output: BinaryIO, form: Format, most: int) -> None:
        self.output, self.mark, self.most, self.rows = output, form.row, most, -form.beside
        self.tail = b""

    def write(self, data: bytes) -> int:
        """Counts and passes on."""
        window = self.tail + data
        self.rows += window.count(self.mark)
        self.tail = window[-(len(self.mark) - 1) :] if len(self.mark) > 1 else b""
        if self.rows > self.most:
            raise too_many(self.most)
        return self.output.write(data)

    def flush(self) -> None:
        """Passes on."""
        self.output.flush()


def graph_names(store: ox.Store) -> list[str]:
    """The names of all named graphs, sorted; blank ones are not names."""
    return sorted(one.value for one in store.named_graphs() if isinstance(one, ox.NamedNode))


def has_graph(store: ox.Store, name: str) -> bool:
    """Whether there is a graph of that name; the unnamed one is always there."""
    return not name or store.contains_named_graph(ox.NamedNode(name))


def graph_triples(store: ox.Store, name: str) -> Iterator[ox.Triple]:
    """The triples of one graph; raises UnknownError."""
    if not has_graph(store, name):
        raise UnknownError(
            f"there is no graph <{name}>", do="ask for one of the graphs of the service description"
        )
    return (one.triple for one in store.quads_for_pattern(None, None, None, graph_node(name)))
