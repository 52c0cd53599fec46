"""The one closed table of formats: negotiation, ``?format=``, the service description and the tests read it.

Media types and IRIs are those of SPARQL 1.1 (Results JSON, XML, CSV and TSV), RDF 1.1 and
https://www.w3.org/ns/formats/. The order of the table is the service's own preference.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from graph_service.errors import InputError

BINDINGS, BOOLEAN, GRAPH, DATASET = "bindings", "boolean", "graph", "dataset"
W3C = "http://www.w3.org/ns/formats/"


class NotAcceptable(InputError):
    """No format that the caller accepts can carry the answer (HTTP 406)."""

    status = 406


class UnsupportedMedia(InputError):
    """A body in a media type that is not read here (HTTP 415)."""

    status = 415


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write results or graphs; ``kinds`` are the kinds of answer that it can carry.

    ``row`` is the mark that is written with each row, ``beside`` how many marks there are more than rows (a
    header's; one fewer where the mark stands between rows).
    """

    name: str
    media: str
    kinds: frozenset[str]
    iri: str
    engine: ox.QueryResultsFormat | ox.RdfFormat
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    row: bytes = b""
    beside: int = 0

    @property
    def extension(self) -> str:
        """The usual extension of a file, without the dot."""
        return self.names[0]

    def content_type(self, media: str | None = None) -> str:
        """The Content-Type to answer with; ``text/…`` says its encoding (RFC 9110, 8.3.1)."""
        chosen = media or self.media
        return f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen


def _results(
    name: str, media: str, label: str, engine: ox.QueryResultsFormat, row: bytes, *aliases: str
) -> Format:
    kinds = frozenset({BINDINGS, BOOLEAN} if name in {"json", "xml"} else {BINDINGS})
    beside = {"json": -1, "xml": 0}.get(name, 1)
    return Format(name, media, kinds, W3C + label, engine, aliases, (name,), row, beside)


def _graphs(name: str, media: str, label: str, engine: ox.RdfFormat, names: str, *aliases: str) -> Format:
    kinds = frozenset({GRAPH, DATASET} if engine.supports_datasets else {GRAPH})
    return Format(name, media, kinds, W3C + label, engine, aliases, tuple(names.split()))


R, G = ox.QueryResultsFormat, ox.RdfFormat
FORMATS: tuple[Format, ...] = (
    _results(
        "json", "application/sparql-results+json", "SPARQL_Results_JSON", R.JSON, b'}},{"', "application/json"
    ),
    _results(
        "xml",
        "application/sparql-results+xml",
        "SPARQL_Results_XML",
        R.XML,
        b"<result>",
        "application/xml",
        "text/xml",
    ),
    _results("csv", "text/csv", "SPARQL_Results_CSV", R.CSV, b"\r\n"),
    _results("tsv", "text/tab-separated-values", "SPARQL_Results_TSV", R.TSV, b"\n"),
    _graphs("turtle", "text/turtle", "Turtle", G.TURTLE, "ttl turtle", "application/x-turtle"),
    _graphs("ntriples", "application/n-triples", "N-Triples", G.N_TRIPLES, "nt ntriples n-triples", "text/plain"),
    _graphs(
        "rdfxml",
        "application/rdf+xml",
        "RDF_XML",
        G.RDF_XML,
        "rdf rdfxml rdf-xml xml",
        "application/xml",
        "text/xml",
    ),
    _graphs("jsonld", "application/ld+json", "JSON-LD", G.JSON_LD, "jsonld json-ld json", "application/json"),
    _graphs("trig", "application/trig", "TriG", G.TRIG, "trig", "application/x-trig"),
    _graphs("nquads", "application/n-quads", "N-Quads", G.N_QUADS, "nq nquads n-quads", "text/x-nquads"),
)


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept field with its quality (RFC 9110, 12.5.1)."""

    media: str
    quality: float

    def matches(self, media: str) -> int:
        """How exactly the range takes the media type: 0 not at all, 1 ``*/*``, 2 ``text/*``, 3 itself."""
        if self.media == media:
            return 3
        if self.media.endswith("/*") and media.startswith(self.media[:-1]):
            return 2
        return 1 if self.media == "*/*" else 0


@lru_cache(maxsize=1024)
def parse_accept(accept: str) -> tuple[Range, ...]:
    """The ranges of an Accept field; what cannot be read is left out, parameters other than q are ignored.

    >>> parse_accept("text/turtle, */*;q=0.1")[1]
    Range(media='*/*', quality=0.1)
    """
    found = []
    for part in accept.split(","):
        media, *parameters = (one.strip() for one in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = _quality(value.strip())
        if "/" in media:
            found.append(Range(media.lower(), quality))
    return tuple(found)


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def quality(media: str, ranges: tuple[Range, ...]) -> float:
    """The quality that the most exact matching range gives a media type; 0 if none takes it."""
    exact = max(ranges, key=lambda one: (one.matches(media), one.quality), default=None)
    return exact.quality if exact and exact.matches(media) else 0.0


@lru_cache(maxsize=4096)
def negotiate(accept: str, kind: str) -> tuple[Format, str] | None:
    """The format for an answer of that kind and the media type to call it by, or None (406).

    Without an Accept field everything is accepted. Of equal qualities a format's own media type
    comes before any alias, then the table's order decides.
    """
    ranges = parse_accept(accept) or ((Range("*/*", 1.0),) if not accept.strip() else ())
    best: tuple[tuple[float, bool], Format, str] | None = None
    for form in FORMATS:
        if kind not in form.kinds:
            continue
        for media in (form.media, *form.aliases):
            worth = (quality(media, ranges), media == form.media)
            if worth[0] > 0 and (best is None or worth > best[0]):
                best = (worth, form, media)
    return (best[1], best[2]) if best else None


def acceptable(kind: str) -> tuple[str, ...]:
    """The media types in which an answer of that kind can be had."""
    return tuple(form.media for form in FORMATS if kind in form.kinds)


def named(name: str, kind: str) -> Format | None:
    """The format that ``?format=name`` means for an answer of that kind: a name, an extension or a media type.

    >>> named("xml", "graph").name, named("xml", "bindings").name
    ('rdfxml', 'xml')
    """
    low = name.lower().replace(" ", "+")
    for form in FORMATS:
        if kind in form.kinds and (low in form.names or low == form.name or low in (form.media, *form.aliases)):
            return form
    return None


def choose(accept: str | None, name: str | None, kind: str) -> tuple[Format, str] | None:
    """``?format=`` decides before Accept; None if neither gives a format for that kind of answer."""
    if name:
        form = named(name, kind)
        return (form, form.media) if form else None
    return negotiate(accept or "", kind)


def reader(content_type: str) -> Format:
    """The graph format of a body by its Content-Type; raises UnsupportedMedia."""
    media = content_type.split(";")[0].strip().lower()
    for form in FORMATS:
        if GRAPH in form.kinds and media in (form.media, *form.aliases):
            return form
    read = ", ".join(acceptable(GRAPH))
    raise UnsupportedMedia(f"bodies of type {media or '(none)'} are not read here", do=f"send one of {read}")
