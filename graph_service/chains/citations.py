"""The citations of a store while they are read, three million of them in a minute.

A citation's own IRI says who cites what and how: ``{citing}/cites/{function}/{cited}``. So one number stands for
it (both places and the function packed), and what is said of it elsewhere is found by that number, not by name.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pyoxigraph import NamedNode

from graph_service.chains.columns import Columns
from graph_service.chains.index import EDGE_STATUSES
from graph_service.chains.scans import Lines, Reader
from graph_service.chains.terms import PREFIXES, Row, day_of, locator_of, tail, text_of
from graph_service.errors import StoreError

if TYPE_CHECKING:
    from graph_service.graph.store import GraphStore

CITATIONS: Final = f"{PREFIXES}SELECT ?citation WHERE {{ ?citation a unag:Citation }}"
EVIDENCE_OF: Final = f"{PREFIXES}SELECT ?citation ?value WHERE {{ ?citation unag:evidence ?value }}"
NOTE_OF: Final = f"{PREFIXES}SELECT ?citation ?value WHERE {{ ?citation unag:viaFootnote ?value }}"
STATUS = """
SELECT ?citation ?value WHERE {
  VALUES ?value { status:coreferent status:ambiguous status:unresolved }
  ?citation unag:resolutionStatus ?value
}"""
CONFIDENCE = "SELECT ?citation ?value WHERE { ?citation unag:confidence ?value FILTER(?value < 1) }"
REASON_OF = "SELECT ?citation ?value WHERE { ?citation unag:reason ?value ; cito:hasCitedEntity ?cited }"
PRINTED_OF = "SELECT ?citation ?value WHERE { ?citation unag:printedDate ?value }"
ODD = """
SELECT ?citation ?citing ?function ?cited ?evidence WHERE {
  ?citation cito:hasCitingEntity ?citing ; unag:function ?function ; cito:hasCitedEntity ?cited .
  OPTIONAL { ?citation unag:evidence ?evidence }
}"""
DOUBTFUL = """
SELECT DISTINCT ?citation ?citing ?function ?status ?reason ?confidence ?candidate ?cited ?evidence WHERE {
  VALUES ?status { status:ambiguous status:unresolved }
  ?citation unag:resolutionStatus ?status ; cito:hasCitingEntity ?citing ; unag:function ?function .
  OPTIONAL { ?citation cito:hasCitedEntity ?cited }
  OPTIONAL { ?citation unag:candidate ?candidate }
  OPTIONAL { ?citation unag:reason ?reason }
  OPTIONAL { ?citation unag:confidence ?confidence }
  OPTIONAL { ?citation unag:evidence ?evidence }
}"""
EVIDENCE = re.compile(r"^(.*)/evidence/(\d+)-(\d+)$")
# A citation in one number: 27 bits for each place (134 million), 9 for the function.
PLACE_BITS: Final = 27
FUNCTION_BITS: Final = 9


class Citations:
    """Reads the citations of one store into columns; ``close`` after the scans, when all rows have been seen."""

    def __init__(self, columns: Columns, base: str) -> None:
        self.columns, self.base = columns, base
        self.odd: dict[str, None] = {}
        self.stated, self.noted, self.notes = array("q"), array("q"), array("i")
        self.witnessed, self.spoken = array("q"), array("i")
        self.starts, self.ends = array("i"), array("i")

    def readers(self) -> dict[str, Reader]:
        """The scans that are needed, each with what reads its rows."""
        return {
            CITATIONS: self.read_citations,
            EVIDENCE_OF: self.read_evidence,
            NOTE_OF: self.read_notes,
        }

    def read_citations(self, lines: Lines) -> None:
        """Every citation there is, whatever is said of it."""
        stated, packed = self.stated, self._packer()
        for line in lines:
            key = packed(line)
            if key >= 0:
                stated.append(key)
            elif key == ODDLY:
                self.odd[line.strip("<>")] = None

    def read_evidence(self, lines: Lines) -> None:
        """Where the words of each citation stand; what is evidence of anything else is passed over."""
        packed, expressions, base = self._packer(), self.columns.expressions.numbers, f"<{self.base}id/"
        skip = len(base)
        for line in lines:
            name, _, value = line.partition("\t")
            if "/cites/" not in name or not value.startswith(base):
                continue
            expression, sign, span = value[skip:-1].rpartition("/evidence/")
            start, dash, end = span.partition("-")
            if not (sign and dash) or (key := packed(name)) < 0:
                continue
            self.witnessed.append(key)
            self.spoken.append(expressions.setdefault(expression, len(expressions)))
            self.starts.append(int(start))
            self.ends.append(int(end))

    def read_notes(self, lines: Lines) -> None:
        """The footnotes through which citations are made."""
        packed, number = self._packer(), self.columns.nodes.number
        for line in lines:
            name, _, value = line.partition("\t")
            if (key := packed(name)) >= 0:
                self.noted.append(key)
                self.notes.append(number(locator_of(value.strip("<>"), self.base)))

    def _packer(self) -> Callable[[str], int]:
        """What turns a citation, ``<IRI>`` as in a row, into its number; see ``ODDLY`` and ``OPEN``."""
        places, functions = self.columns.nodes.numbers, self.columns.functions.numbers
        base, skip, place, function_bits = f"<{self.base}id/", len(self.base) + 4, PLACE_BITS, FUNCTION_BITS

        def packed(name: str) -> int:
            citing, sign, rest = name[skip:-1].partition("/cites/")
            function, slash, cited = rest.partition("/")
            if not (sign and slash and name.startswith(base)):
                return ODDLY
            if cited.startswith("unresolved-"):
                return OPEN
            source, target = places.setdefault(citing, len(places)), places.setdefault(cited, len(places))
            return (source << place | target) << function_bits | functions.setdefault(function, len(functions))

        return packed

    def close(self, store: GraphStore) -> None:
        """Put edges and evidence into the columns, then what few citations have."""
        self._refuse_more_than_fit(store)
        keys = np.unique(np.asarray(self.stated, dtype=np.int64))
        functions, places = keys & (1 << FUNCTION_BITS) - 1, keys >> FUNCTION_BITS
        first = self.columns.add_citations(places >> PLACE_BITS, places & (1 << PLACE_BITS) - 1, functions)
        edges = _Edges(keys, first)
        self._add_evidence(edges)
        for edge, note in edges.pairs(self.noted, self.notes):
            self.columns.note[edge] = note
        self._add_odd(store)
        packed = self._packer()
        for query, keep in KEPT.items():
            for row in store.select(PREFIXES + query):
                known = edges.number(packed(f"<{text_of(row, 'citation')}>"))
                if known is not None:
                    keep(self.columns, known, text_of(row, "value"))
        _read_doubtful(store, self.columns, self.base)

    def _refuse_more_than_fit(self, store: GraphStore) -> None:
        places, functions = len(self.columns.nodes), len(self.columns.functions)
        if places >= 1 << PLACE_BITS or functions >= 1 << FUNCTION_BITS:
            raise StoreError(
                f"{places} places and {functions} functions are more than an index holds", where=store.release
            )

    def _add_evidence(self, edges: _Edges) -> None:
        columns = self.columns
        at, known = edges.find(self.witnessed)
        columns.witness_edge.frombytes(at.astype("i4").tobytes())
        for mine, column in (
            (self.spoken, columns.witness_expression),
            (self.starts, columns.witness_start),
            (self.ends, columns.witness_end),
        ):
            column.frombytes(np.asarray(mine, dtype="i4")[known].tobytes())

    def _add_odd(self, store: GraphStore) -> None:
        """Citations with names of another form: each is looked up."""
        for name in self.odd:
            edge: int | None = None
            for row in store.select(PREFIXES + ODD, {"citation": NamedNode(name)}):
                if edge is None:
                    citing, cited = (locator_of(text_of(row, end), self.base) for end in ("citing", "cited"))
                    edge = self.columns.add_edge(citing, cited, tail(text_of(row, "function")))
                _witness(self.columns, edge, text_of(row, "evidence"), self.base)


ODDLY: Final = -1
OPEN: Final = -2


class _Edges:
    """The citations by their packed numbers, in order; ``first`` is the edge of the first."""

    def __init__(self, keys: Any, first: int) -> None:
        self.keys, self.first = keys, first

    def find(self, wanted: array[int]) -> tuple[Any, Any]:
        """The edges of the wanted numbers that are there, and which of them are."""
        asked = np.asarray(wanted, dtype=np.int64)
        if not len(self.keys):
            return np.empty(0, dtype=np.int64), np.zeros(len(asked), dtype=bool)
        at = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        known = self.keys[at] == asked
        return at[known] + self.first, known

    def pairs(self, wanted: array[int], values: array[int]) -> list[tuple[int, int]]:
        """Edge and value for those that are there."""
        at, known = self.find(wanted)
        return list(zip(at.tolist(), np.asarray(values)[known].tolist(), strict=True))

    def number(self, key: int) -> int | None:
        """One edge, None if it is not there."""
        found, _ = self.find(array("q", [key]))
        return int(found[0]) if len(found) else None


def _keep_status(columns: Columns, edge: int, value: str) -> None:
    columns.status[edge] = EDGE_STATUSES.index(tail(value))


def _keep_confidence(columns: Columns, edge: int, value: str) -> None:
    columns.confidence[edge] = float(value)


def _keep_reason(columns: Columns, edge: int, value: str) -> None:
    columns.add_rare(edge, reason=value)


def _keep_printed(columns: Columns, edge: int, value: str) -> None:
    columns.add_rare(edge, printed=day_of(value))


KEPT: Final = {
    STATUS: _keep_status,
    CONFIDENCE: _keep_confidence,
    REASON_OF: _keep_reason,
    PRINTED_OF: _keep_printed,
}


def _read_doubtful(store: GraphStore, columns: Columns, base: str) -> None:
    """A doubtful citation leads to each of its candidates, or, without any, to itself as a dead end."""
    seen = dict[tuple[str, str], int]()
    for row in store.select(PREFIXES + DOUBTFUL):
        candidate = text_of(row, "candidate") or ("" if text_of(row, "cited") else text_of(row, "citation"))
        if not candidate or candidate == text_of(row, "cited"):
            continue
        key = text_of(row, "citation"), candidate
        if key not in seen:
            seen[key] = _add_doubtful(columns, row, candidate, base)
        _witness(columns, seen[key], text_of(row, "evidence"), base)


def _add_doubtful(columns: Columns, row: Row, candidate: str, base: str) -> int:
    edge = columns.add_edge(
        locator_of(text_of(row, "citing"), base),
        locator_of(candidate, base),
        tail(text_of(row, "function")),
        "citation",
        tail(text_of(row, "status")),
        float(text_of(row, "confidence") or 0),
    )
    columns.add_rare(edge, text_of(row, "reason"))
    return edge


def _witness(columns: Columns, edge: int, address: str, base: str) -> None:
    if found := EVIDENCE.match(address):
        columns.add_evidence(edge, locator_of(found[1], base), int(found[2]), int(found[3]))
