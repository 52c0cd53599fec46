"""The whole way from a file to a published release; read this page first.

    text ─read▶ Source ─split▶ Structure ─understand▶ Document
         ─describe▶ N-Quads ─validate▶ Report ─publish▶ Release ─derive▶ Release

The stages are plain functions over frozen values (`graph_service.model`). Those of ``text/`` know no RDF,
those of ``graph/`` know no language; only this module sees both.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from graph_service.errors import AccountabilityError, CuratedError, InputError, SourceError
from graph_service.facts import from_json, to_json
from graph_service.graph import formats
from graph_service.graph.agreement import compare
from graph_service.graph.curated import load_curated
from graph_service.graph.describe import describe
from graph_service.graph.engine import write_triples
from graph_service.graph.lines import read_quads
from graph_service.graph.ontology import load_ontology
from graph_service.graph.report import Report
from graph_service.graph.validate import validate
from graph_service.graph.vocab import PREFIXES, Names, bare
from graph_service.model import Caution, Document, Span
from graph_service.resources import folder
from graph_service.text.citations import understand
from graph_service.text.phrases import read_phrase
from graph_service.text.readers import read
from graph_service.text.segments import split


@dataclass(frozen=True, slots=True)
class Examined:
    """One file, read and checked: its graph, or the reason why it has none."""

    path: str
    document: Document | None = None
    graph: str | None = None
    quads: bytes = b""
    report: Report | None = None
    error: AccountabilityError | None = None

    @property
    def accepted(self) -> bool:
        """Whether its graph may be published: read without an error, and no violation found."""
        return self.error is None and self.report is not None and self.report.conforms


def parse(path: Path, language: str | None = None) -> Document:
    """Read one file as a document. Raises `SourceError` where it cannot be read at all."""
    source = read(path, language)
    structure = split(source, language or source.language)
    return understand(structure, source)


def examine(path: Path, base: str, language: str | None = None) -> Examined:
    """Read, describe and validate one file; an error is kept in the value, never raised.

    A plain function of picklable values, so that many files spread over processes.
    """
    try:
        document = agree(named(parse(path, language)))
        quads = describe(document, base)
        graph = bare(Names(base).graph(f"{document.symbol}@{document.language}"))
        return Examined(str(path), document, graph, quads, validate(quads))
    except AccountabilityError as error:
        return Examined(str(path), error=error)


def named(document: Document) -> Document:
    """The document, if its text prints a symbol to publish it under; raises `SourceError` if not."""
    if not document.symbol:
        message = "the text prints no symbol, so nothing can be said about it under a name"
        raise SourceError(message, where=document.source.name, do="name the file by its symbol: A_RES_66_257.txt")
    return document


def agree(document: Document) -> Document:
    """The document with a caution for each point in which the curated facts about it say otherwise."""
    curated = curated_documents().get((document.symbol, document.language))
    if curated is None:
        return document
    disagreements = compare(document, curated)
    cautions = tuple(Caution("disagrees-with-curated", str(one), one.span or Span(0, 0)) for one in disagreements)
    return replace(document, cautions=document.cautions + cautions)


@cache
def curated_documents(place: Path | None = None) -> Mapping[tuple[str, str], Document]:
    """The documents whose facts are curated, by symbol and language.

    Raises `CuratedError` naming the file that is not a document.
    """
    found = {}
    for path in sorted((place or folder("data") / "curated" / "documents").glob("*.json")):
        document = from_json(_load_json(path), name=path.name)
        found[document.symbol, document.language] = document
    return found


def _load_json(path: Path) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise CuratedError(str(error), where=path.name, do="mend the JSON") from error
    return loaded


def base_graphs(base: str, extra: Path | None = None) -> dict[str, bytes]:
    """The graphs that a fresh store begins with: ontology, curated links, curated documents.

    Raises `CuratedError` for a file that is broken or contradicts itself, before anything is written.
    """
    graphs = load_ontology(base) | load_curated(folder("data") / "curated", base)
    if extra is not None:
        graphs |= load_curated(extra, base)
    for (symbol, _), document in curated_documents().items():
        name = bare(Names(base).graph(f"curated/{symbol}"))
        graphs[name] = describe(document, base, graph=name)
    return graphs


def resolve(text: str, language: str | None = None) -> list[dict[str, Any]]:
    """The references in a phrase, each as JSON with what is printed, in the order of the phrase.

    See `graph_service.text.phrases.read_phrase`; raises `SourceError` for a language without data.
    """
    (paragraph,) = to_json(read_phrase(text, language), with_text=True)["paragraphs"]
    return [{"printed": one["text"], **one} for one in paragraph["citations"]]


def described(document: Document, base: str, form: str) -> bytes:
    """The document's graph in the form of that name (``nquads``, ``turtle``, ``jsonld`` …).

    Raises `SourceError` for a document without a symbol: nothing can be said about it under a name.
    """
    quads = describe(named(document), base)
    if form == "nquads":
        return quads
    output = io.BytesIO()
    chosen = formats.named(form, formats.GRAPH)
    if chosen is None:
        raise InputError(
            f"no graph is written as {form}", do=f"use one of {', '.join(formats.acceptable('graph'))}"
        )
    name = bare(Names(base).graph(f"{document.symbol}@{document.language}"))
    text = quads.decode()
    used = {prefix: address for prefix, address in PREFIXES.items() if f"<{address}" in text}
    write_triples((quad.triple for quad in read_quads(quads, name)), chosen, output, used)
    return output.getvalue()


def facts(document: Document, *, with_text: bool = False) -> bytes:
    """The document as JSON bytes, indented, with a final newline; see `graph_service.facts`."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(to_json(document, with_text=with_text), option=options)
