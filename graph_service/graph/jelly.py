"""Jelly, a compact binary form of RDF (https://w3id.org/jelly, version 1.1): graph by graph, as a stream.

Names and their prefixes are written once and then counted, as HDT does, but the file is read from front to end
and needs no index in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

import pyoxigraph as ox
from google.protobuf.message import DecodeError
from pyjelly import jelly
from pyjelly.errors import JellyConformanceError
from pyjelly.integrations.generic.generic_sink import IRI, BlankNode, DefaultGraph, Literal
from pyjelly.integrations.generic.parse import parse_jelly_flat
from pyjelly.integrations.generic.serialize import GenericSinkTermEncoder
from pyjelly.options import LookupPreset, StreamParameters
from pyjelly.serialize.ioutils import write_delimited
from pyjelly.serialize.streams import GraphStream, SerializerOptions

from graph_service.errors import InputError

MEDIA: Final = "application/x-jelly-rdf"
STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
# How many names, prefixes and datatypes a reader must keep; the format's own defaults for large files.
NAMES, PREFIXES, DATATYPES = 4000, 150, 32
Graphs = Iterable[tuple[str, Iterable[ox.Triple]]]


def write_jelly(graphs: Graphs, output: BinaryIO) -> None:
    """Writes graphs by their names (the empty one: the unnamed graph) in delimited frames of type GRAPHS."""
    lookup = LookupPreset(max_names=NAMES, max_prefixes=PREFIXES, max_datatypes=DATATYPES)
    options = SerializerOptions(
        logical_type=jelly.LOGICAL_STREAM_TYPE_FLAT_QUADS,
        lookup_preset=lookup,
        params=StreamParameters(generalized_statements=False, rdf_star=False),
    )
    stream = GraphStream(encoder=GenericSinkTermEncoder(lookup_preset=lookup), options=options)
    stream.enroll()
    for name, triples in graphs:
        terms = ((_told(one.subject), _told(one.predicate), _told(one.object)) for one in triples)
        for frame in stream.graph(graph_id=IRI(name) if name else DefaultGraph, graph=terms):
            write_delimited(frame, output)
    if frame := stream.flow.to_stream_frame():
        write_delimited(frame, output)


def read_jelly(source: BinaryIO) -> Iterator[ox.Quad]:
    """The statements of a Jelly file of triples, quads or graphs; raises InputError where it is none."""
    try:
        for one in parse_jelly_flat(source):
            graph = one[3] if len(one) > 3 else DefaultGraph
            place = ox.DefaultGraph() if graph is DefaultGraph else _read(graph)
            yield ox.Quad(_read(one[0]), _read(one[1]), _read(one[2]), place)  # type: ignore[arg-type]
    except (DecodeError, JellyConformanceError, ValueError, TypeError, EOFError) as fault:
        raise InputError(f"this is no whole Jelly file: {fault}", do="fetch it again") from fault


def _told(term: object) -> IRI | Literal | BlankNode:
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, langtag=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == STRING else datatype)
    raise InputError(f"a statement about a statement has no place in a dump: {term}")


def _read(term: IRI | Literal | BlankNode) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, IRI):
        return ox.NamedNode(term._iri)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term._identifier)
    datatype = ox.NamedNode(term._datatype) if term._datatype else None
    return (
        ox.Literal(term._lex, language=term._langtag)
        if term._langtag
        else ox.Literal(term._lex, datatype=datatype)
    )
