"""Agreement: what was read from a text against the curated facts about the same expression.

A difference is reported, never mended: either the reading or the facts are wrong, and a person decides which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from graph_service.graph.bodies import body_slug
from graph_service.model import Document, Mandate, Paragraph, Span

Aspect = Callable[[Any], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One point: the place ('' for the document), what differs there, what either side has, where to look."""

    paragraph: str
    what: str
    curated: str
    parsed: str
    span: Span | None = None

    def __str__(self) -> str:
        place = self.paragraph or "document"
        return f"{place}: {self.what}: curated {self.curated or 'nothing'}, read {self.parsed or 'nothing'}"


def _mandate(mandate: Mandate) -> str:
    """A mandate in one line: act, addressees, due, ground."""
    due = mandate.due
    parts = [mandate.act, " ".join(map(body_slug, mandate.addressees)) or "nobody"]
    parts += [mandate.periodicity or ""]
    parts += [f"session {due.session} {due.part or ''}".strip()] if due and due.session else []
    return " ".join(part for part in (*parts, *sorted(mandate.grounds)) if part)


# What is compared of a paragraph: name → the values, in any order; an aspect that the facts leave out is skipped.
PARAGRAPH: Final[dict[str, Aspect]] = {
    "number": lambda one: [one.number] if one.number else [],
    "kind": lambda one: [one.kind],
    "section": lambda one: [one.section] if one.section else [],
    "parent": lambda one: [one.parent] if one.parent else [],
    "heading": lambda one: [one.heading] if one.heading else [],
    "marks": lambda one: [mark.number for mark in one.marks],
    "acts": lambda one: [act.function for act in one.acts],
    "citations": lambda one: {f"{cited.function} {cited.target}" for cited in one.citations if cited.target},
    "citations in doubt": lambda one: [f"{it.function} {it.status}" for it in one.citations if not it.target],
    "references": lambda one: {reference.target for reference in one.references},
    "mandates": lambda one: [_mandate(mandate) for mandate in one.mandates],
}  # fmt: skip
FRONT: Final[dict[str, Aspect]] = {
    "kind": lambda front: [front.kind] if front.kind else [],
    "adopted": lambda front: [str(front.adopted)] if front.adopted else [],
    "distributed": lambda front: [str(front.distributed)] if front.distributed else [],
    "session": lambda front: [str(front.session)] if front.session else [],
    "meeting": lambda front: [str(front.meeting)] if front.meeting else [],
    "agenda items": lambda front: front.agenda_items,
    "based on": lambda front: front.based_on,
}
# What a document that carries an aspect at all must carry in full: an empty value of these is a statement too.
STATED: Final = frozenset({"marks", "acts", "citations", "citations in doubt", "references", "mandates"})


def compare(document: Document, curated: Document) -> list[Disagreement]:
    """Every point in which a parsed document and the curated facts of the same expression differ, in order.

    Spans are compared only if both were taken from the same file. Empty if they agree.
    """
    found = list(_differences("", document.front, curated.front, FRONT, None))
    found += _lists("headings", [one.id for one in document.headings], [one.id for one in curated.headings])
    found += _lists("paragraphs", [one.id for one in document.paragraphs], [one.id for one in curated.paragraphs])
    by_id = {one.id: one for one in _titled(document)}
    same_file = bool(curated.source.sha256) and document.source.sha256 == curated.source.sha256
    for facts in _titled(curated):
        read = by_id.get(facts.id)
        if read is not None:
            found += _differences(facts.id, read, facts, PARAGRAPH, read.span)
            found += _spans(read, facts) if same_file else ()
    return found + list(_notes(document, curated))


def _titled(document: Document) -> Iterator[Paragraph]:
    """The paragraphs with the title of their heading: its id comes from an order that the facts may not give."""
    titles = {one.id: one.title for one in document.headings}
    for paragraph in document.paragraphs:
        yield replace(paragraph, heading=titles.get(paragraph.heading or "", paragraph.heading))


def _differences(
    place: str, read: object, facts: object, aspects: dict[str, Aspect], span: Span | None
) -> Iterator[Disagreement]:
    """The aspects in which two values differ."""
    for what, aspect in aspects.items():
        wanted, got = Counter(aspect(facts)), Counter(aspect(read))
        if wanted != got and (wanted or what in STATED):
            yield Disagreement(place, what, _printed(wanted - got), _printed(got - wanted), span)


def _printed(values: Counter[str]) -> str:
    return ", ".join(sorted(values.elements()))


def _lists(what: str, read: list[str], facts: list[str]) -> Iterator[Disagreement]:
    """Members that one side lacks; else the first place where the order differs."""
    if not facts or read == facts:
        return
    missing, extra = Counter(facts) - Counter(read), Counter(read) - Counter(facts)
    if missing or extra:
        yield Disagreement("", what, _printed(missing), _printed(extra))
    else:
        wanted, got = next(pair for pair in zip(facts, read, strict=True) if pair[0] != pair[1])
        yield Disagreement("", f"order of {what}", wanted, got)


def _spans(read: Paragraph, facts: Paragraph) -> Iterator[Disagreement]:
    """Places in the text that differ; facts without a span say nothing about it."""
    if facts.span != Span(0, 0) and read.span != facts.span:
        yield Disagreement(read.id, "span", _range(facts.span), _range(read.span), read.span)
    wanted = [act.span for act in facts.acts if act.span != Span(0, 0)]
    got = [act.span for act in read.acts]
    if wanted and len(wanted) == len(got) and wanted != got:
        differ = [(one, other) for one, other in zip(wanted, got, strict=True) if one != other]
        yield Disagreement(read.id, "span of an act", _range(differ[0][0]), _range(differ[0][1]), read.span)


def _range(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _notes(document: Document, curated: Document) -> Iterator[Disagreement]:
    """Notes that are missing, and notes that name something else."""
    read = {note.number: note for note in document.footnotes}
    wanted = [note.number for note in curated.footnotes]
    yield from _lists("footnotes", [note.number for note in document.footnotes], wanted)
    for facts in curated.footnotes:
        note = read.get(facts.number)
        if note is not None and Counter(note.targets) != Counter(facts.targets):
            missing, extra = (
                Counter(facts.targets) - Counter(note.targets),
                Counter(note.targets) - Counter(facts.targets),
            )
            yield Disagreement(f"fn{facts.number}", "targets", _printed(missing), _printed(extra), note.span)
