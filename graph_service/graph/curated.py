"""Curated files: what people assert, read from Turtle and checked before anything is published.

Reads a folder of ``*.ttl`` files written with the default base; writes one named graph for each,
``{base}graph/curated/NAME``. A statement carries its source and standing in a `unag:Assertion`; see
``data/curated/README.md`` for how to write a file of one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph_service.errors import CuratedError
from graph_service.graph.bodies import bodies
from graph_service.graph.report import Result
from graph_service.graph.validate import validate
from graph_service.graph.vocab import DEFAULT_BASE, Names, literal, term
from graph_service.resources import folder
from graph_service.symbols import works

SHAPES: Final = "curated.ttl"
PREFIX_LINE: Final = re.compile(r"^\s*(?:@prefix|@base|PREFIX|BASE|#)", re.I)


def load_curated(place: Path, base: str = DEFAULT_BASE, context: bytes = b"") -> dict[str, bytes]:
    """The graphs of all files of a folder, and of the bodies and works that every store begins with.

    Graph IRI → sorted N-Quads. ``context`` are quads that links may lead to besides the folder's own and the
    curated base. Raises `CuratedError` with file, line and reason for a syntax error, and for what the shapes of
    ``ontology/curated.ttl`` refuse: a dangling link, a circle of supersession, a false date, a missing source.
    """
    shipped = folder("data") / "curated"
    own = place.resolve() == shipped.resolve()
    known = {"bodies": describe_bodies(), "works": describe_works()}
    files = {path: read_turtle(path) for path in sorted(place.glob("*.ttl"))}
    if not own:
        _keep_apart(files, {*known, *(path.stem for path in shipped.glob("*.ttl"))})
        context += b"".join(read_turtle(path) for path in sorted(shipped.glob("*.ttl")))
    _refuse(files, context + b"".join(known.values()))
    graphs = (known if own else {}) | {path.stem: quads for path, quads in files.items()}
    return {f"{base}graph/curated/{name}": _placed(quads, base, name) for name, quads in graphs.items()}


def _keep_apart(files: Iterable[Path], taken: set[str]) -> None:
    """Refuse a file that would take the place of a graph that is shipped."""
    for path in files:
        if path.stem in taken:
            raise CuratedError("there is a curated graph of this name", where=str(path), do="rename the file")


def read_turtle(path: Path) -> bytes:
    """The statements of a file as N-Triples lines; raises `CuratedError` at the line of a syntax error."""
    try:
        quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else str(path)
        raise CuratedError(str(error.msg), where=where, do="mend the Turtle at this line") from error
    except OSError as error:
        raise CuratedError(f"cannot be read: {error.strerror}", where=str(path)) from error
    blank = next((q for q in quads if ox.BlankNode in (type(q.subject), type(q.object))), None)
    if blank is not None:
        line = line_of(path, blank.predicate.value)
        raise CuratedError("blank node", where=f"{path}:{line}", do="give the node an IRI under its document")
    return _lines(quads)


def _lines(quads: Iterable[ox.Quad]) -> bytes:
    written = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    return written or b""


def _placed(quads: bytes, base: str, name: str) -> bytes:
    """Sorted N-Quads of the file's graph, under the base in use."""
    token = Names(base).graph(f"curated/{name}")
    lines = {f"{line[:-2]} {token} ." for line in quads.decode().splitlines() if line}
    return rebased("".join(f"{line}\n" for line in sorted(lines)), base).encode()


def rebased(text: str, base: str) -> str:
    """Statements written with the default base, under another one; the ontology keeps its namespace."""
    if base == DEFAULT_BASE:
        return text
    moved = re.sub(rf"<{re.escape(DEFAULT_BASE)}(id|graph|source)/", rf"<{base}\1/", text)
    return "".join(sorted(moved.splitlines(keepends=True)))


def _refuse(files: Mapping[Path, bytes], context: bytes) -> None:
    """Raise the first thing that the shapes say about the files, at the file that makes the statement."""
    report = validate(b"".join(files.values()), context, shapes=SHAPES)
    if not report.results:
        return
    first = report.results[0]
    path = next(path for path, quads in files.items() if f"<{first.focus}> ".encode() in quads)
    more = f"; {len(report.results) - 1} more" if len(report.results) > 1 else ""
    raise CuratedError(
        f"{short(first.focus)}: {first.message.replace(f'{DEFAULT_BASE}id/', '')}{more}",
        where=f"{path}:{line_of(path, *_clues(first))}",
        do=f"see {short(first.shape)} in ontology/{SHAPES}",
    )


def _clues(result: Result) -> tuple[str, ...]:
    """What to look for in the file, the surest first."""
    return tuple(one for one in (result.focus, result.path, result.value) if one)


def line_of(path: Path, subject: str, *clues: str) -> int:
    """The line, from 1, that names the subject, at its beginning if possible, and most of the other clues."""
    name, others = _written(subject), [_written(clue) for clue in clues]
    best, found = 0, 1
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if PREFIX_LINE.match(line):
            continue
        score = 3 * (name in line) + 3 * line.startswith(name) + sum(other in line for other in others)
        if score > best:
            best, found = score, number
    return found


def _written(iri: str) -> str:
    """How an IRI is likely to be written in the file."""
    if "/id/" in iri:
        return f"<{iri.partition('/id/')[2]}>"
    return iri.rpartition("#")[2] or iri


def short(iri: str) -> str:
    """An IRI as its locator or last step."""
    return iri.partition("/id/")[2] or iri.rpartition("/")[2]


def describe_bodies() -> bytes:
    """The bodies of ``data/bodies.toml`` as N-Triples: names by language, acronym, the body they belong to."""
    names, lines = Names(), []
    for body in bodies():
        subject = names.body(body.slug)
        lines += [f"{subject} {term('rdf:type')} {term('org:Organization')} ."]
        for language, known in sorted(body.names.items()):
            lines.append(f"{subject} {term('skos:prefLabel')} {literal(known[0], language)} .")
            lines += [f"{subject} {term('skos:altLabel')} {literal(one, language)} ." for one in known[1:]]
        lines.append(f"{subject} {term('rdfs:label')} {literal(body.names['en'][0], 'en')} .")
        if body.notation:
            lines.append(f"{subject} {term('skos:notation')} {literal(body.notation)} .")
        if body.parent:
            lines.append(f"{subject} {term('org:subOrganizationOf')} {names.body(body.parent)} .")
    return "\n".join(lines).encode() + b"\n"


def describe_works() -> bytes:
    """The works without a symbol of ``data/works.toml``, with their titles."""
    return b"".join(_describe_work(name, work.kind, work.title) for name, work in sorted(works().items()))


def _describe_work(name: str, kind: str, title: Mapping[str, str]) -> bytes:
    subject = Names().locator(name)
    kinds = [term("unag:Document"), term("eli:LegalResource"), term(f"unag:{kind}")]
    lines = [f"{subject} {term('rdf:type')} {one} ." for one in kinds]
    lines += [f"{subject} {term(one)} {literal(name)} ." for one in ("unag:symbol", "rdfs:label")]
    lines += [f"{subject} {term('dcterms:title')} {literal(words, one)} ." for one, words in sorted(title.items())]
    return "\n".join(lines).encode() + b"\n"
