"""Understanding a document: acts, citations, internal references and mandates of every paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_service.errors import SymbolError
from graph_service.model import Citation, Document, Footnote, Paragraph, Reference, Source, Structure
from graph_service.symbols import parse_symbol
from graph_service.text.acts import Clause, act, find_clauses, quoted
from graph_service.text.answers import find_answers
from graph_service.text.gathering import Known, gather_mentions
from graph_service.text.grammar import Grammar, load_grammar
from graph_service.text.internal import find_references, own_paragraphs
from graph_service.text.linking import Linked, left_over, link
from graph_service.text.mandates import Asked, find_mandates
from graph_service.text.mentions import Mention, Reader, Target
from graph_service.text.notes import is_instrument, read_ibid, read_note, with_targets
from graph_service.text.pinpoints import Pinpoint, Place, find_pinpoints, subdivision
from graph_service.text.resolve import DIRECTIVE, Memory, resolve
from graph_service.text.shortnames import find_names

PLAIN = "cite"
_TOPIC = 160


@dataclass(slots=True)
class Reading:
    """What is known while a document is read: its language, its organ, its notes and what it named so far."""

    grammar: Grammar
    reader: Reader
    symbol: str
    notes: Mapping[str, Sequence[Target]]
    places: frozenset[str]
    names: dict[str, str]
    memory: Memory = field(default_factory=Memory)
    chapeaux: dict[str, Asked] = field(default_factory=dict)


def understand(structure: Structure, source: Source) -> Document:
    """The complete document from a structure whose paragraphs nobody has read yet.

    Raises RulesError if the language has no data; nothing in the text itself raises.
    """
    grammar = load_grammar(structure.language)
    names: dict[str, str] = {}
    reader = replace(_reader(structure), names=names)
    notes = _notes(structure.footnotes, grammar, reader)
    places = frozenset(one.id for one in structure.paragraphs) | {one.id for one in structure.headings}
    reading = Reading(grammar, reader, structure.front.symbol or "", notes, places, names)
    paragraphs = tuple(read_paragraph(one, reading) for one in structure.paragraphs)
    footnotes = tuple(with_targets(one, notes.get(one.number, ())) for one in structure.footnotes)
    return Document(
        structure.front,
        structure.language,
        source,
        structure.segments,
        structure.headings,
        paragraphs,
        footnotes,
        () if is_instrument(structure.front.symbol, structure.front.kind) else find_answers(paragraphs, grammar),
        structure.cautions,
    )


def _reader(structure: Structure) -> Reader:
    organ, session = structure.front.organ, structure.front.session
    try:
        known = parse_symbol(structure.front.symbol or "")
    except SymbolError:
        known = None
    if known:
        organ, session = organ or known.organ, session or known.session
    return Reader(organ or "General Assembly", session)


def _notes(footnotes: Sequence[Footnote], grammar: Grammar, reader: Reader) -> dict[str, Sequence[Target]]:
    """What each note names; “Ibid.” goes on from the note before it."""
    notes: dict[str, Sequence[Target]] = {}
    before: Sequence[Target] = ()
    for note in footnotes:
        targets: Sequence[Target] = read_note(note.view.text, grammar, reader)
        if not targets and before:
            targets = read_ibid(note.view.text, before[0], grammar)
        if not targets:
            targets = tuple(Target(one, 0, 0) for one in note.targets)
        notes[note.number], before = targets, targets
    return notes


def read_paragraph(paragraph: Paragraph, reading: Reading) -> Paragraph:
    """The paragraph with its acts, citations, references and mandates; ``reading`` remembers what it named."""
    grammar = reading.grammar
    text = quoted(paragraph.view.text, grammar)
    reading.names.update(find_names(text, grammar))
    clauses = find_clauses(text, paragraph.kind, grammar)
    pins = find_pinpoints(text, grammar)
    known = Known(grammar, reading.reader, reading.symbol, reading.notes)
    mentions = gather_mentions(paragraph, text, clauses, pins, known)
    here, pins = find_references(paragraph, text, pins, mentions, reading.symbol, grammar)
    linked = link(text, mentions, pins, grammar)
    inherited = reading.chapeaux.get(paragraph.parent or "")
    citations: list[tuple[int, Citation]] = []
    for one in linked:
        function = _function(one, clauses, inherited)
        settled = _settle(one, paragraph, text, clauses, function, reading)
        if settled:
            start = min([settled.mention.start, *(pin.start for pin in settled.pins)])
            citations.extend((start, cited) for cited in _cite(settled, function, paragraph, reading))
    for pin in left_over(linked, pins):
        own = own_paragraphs(paragraph, text, pin, reading.symbol, reading.places, grammar)
        here = (*here, *own)
        citations.extend((pin.start, one) for one in ([] if own else _lost(pin, clauses, inherited, paragraph)))
    cited = _distinct(citations)
    asked = find_mandates(paragraph, text, clauses, cited, inherited, grammar, reading.reader)
    reading.chapeaux[paragraph.id] = asked.last
    acts = tuple(act(one, paragraph) for one in clauses)
    return replace(
        paragraph,
        acts=acts,
        citations=tuple(one for _, one in cited),
        references=here,
        mandates=asked.mandates,
    )


def _function(linked: Linked, clauses: Sequence[Clause], inherited: Asked | None) -> str:
    """The function of the act that governs a mention: the last that begins before it, or the chapeau's."""
    start = min([linked.mention.start, *(pin.start for pin in linked.pins)])
    return governing(start, clauses, inherited)


def governing(start: int, clauses: Sequence[Clause], inherited: Asked | None) -> str:
    """The function of the last act that begins at or before an offset."""
    before = [one for one in clauses if one.start <= start]
    if before:
        return before[-1].function
    return inherited.function if inherited and inherited.function else PLAIN


def _settle(
    linked: Linked, paragraph: Paragraph, text: str, clauses: Sequence[Clause], function: str, reading: Reading
) -> Linked | None:
    """The mention with what it points back to, remembered; None if it names nothing."""
    mention = linked.mention
    if mention.kind == "report" and not mention.targets:
        addressed = any(0 <= mention.start - one.end <= 1 and one.function in DIRECTIVE for one in clauses)
        if addressed:
            return None
    section = paragraph.section or ""
    body = reading.names.get((mention.body or "").casefold(), mention.body)
    mention = replace(mention, body=body, topic=_topic(text, mention, reading.grammar))
    title = _quotation(text, paragraph.view.text, mention, reading.grammar)
    if mention.kind == "weak" and not mention.targets:
        mention = replace(mention, body=_named_before(text, mention.start, reading.grammar))
    settled = resolve(mention, section, reading.memory, title, function in DIRECTIVE)
    if settled is None:
        return None
    reading.memory.keep(settled, section, function)
    return Linked(_entitled(settled, title), linked.pins, linked.whole)


def _entitled(mention: Mention, title: str | None) -> Mention:
    """The mention with the title quoted for it, if it names one document: of several it is not told which."""
    if title is None or len(mention.targets) != 1:
        return mention
    return replace(mention, targets=(replace(mention.targets[0], title=mention.targets[0].title or title),))


def _named_before(text: str, start: int, grammar: Grammar) -> str | None:
    """The body that “its” means: the last one named before it."""
    named = [match["body"] or match["proper"] for match in grammar.issuers.finditer(text, 0, start)]
    return grammar.bodies.get(named[-1].casefold(), named[-1]) if named else None


def _topic(text: str, mention: Mention, grammar: Grammar) -> str:
    """What a report is on, as far as the next comma."""
    match = grammar.citations.topic.match(text, mention.end)
    return re.split(r"[,;.:，；。]", text[match.end() : match.end() + _TOPIC])[0] if match else ""


def _quotation(text: str, original: str, mention: Mention, grammar: Grammar) -> str | None:
    """The title quoted in a phrase or soon after it (“the report … entitled “…””)."""
    match = grammar.acts.quotes.search(text, mention.start, min(len(text), mention.end + 600))
    if match is None:
        return None
    between = text[mention.end : match.start()] if match.start() > mention.end else ""
    near = match.start() < mention.end or grammar.citations.titled.fullmatch(between)
    return original[match.start() + 1 : match.end() - 1] if near else None


def _cite(linked: Linked, function: str, paragraph: Paragraph, reading: Reading) -> list[Citation]:
    """The citations of a settled mention: one per target and place."""
    mention, places = linked.mention, _places(linked.pins)
    start = min([mention.start, *(pin.start for pin in linked.pins)])
    end = max([mention.end, *(one.end for one in mention.targets), *(pin.end for pin in linked.pins)])
    whole = paragraph.view.span(start, end)
    bases = [one for one in mention.targets if one.symbol]
    if len(bases) > 1 and places:
        options = tuple(f"{one.symbol}~{_place(place, one.symbol)}" for one in bases for place in places)
        reason = "the pinpoint may belong to any of the documents named"
        return [Citation(None, function, "ambiguous", whole, 0.5, bases[0].via, options, reason)]
    found: list[Citation] = []
    for target in mention.targets:
        for locator, place in _locators(target, places, linked.whole):
            span = paragraph.view.span(place.start, place.end) if place and len(places) > 1 else whole
            if len(mention.targets) > 1 and not place:
                span = paragraph.view.span(min(start, target.start), max(target.end, target.start + 1))
            found.append(_citation(locator, target, function, span))
    return found


def _places(pins: Sequence[Pinpoint]) -> list[Place]:
    """All places of pinpoints; one that a pinpoint names alone is the whole phrase (第二条第一项)."""
    return [
        Place(place.path, pin.start, pin.end) if len(pin.places) == 1 else place
        for pin in pins
        for place in pin.places
    ]


def _locators(target: Target, places: Sequence[Place], whole: bool) -> list[tuple[str | None, Place | None]]:
    """Locators of a target with their places: printed pinpoints, else those of its note, else the document.

    The document itself is cited too where the text adds the place to it (``whole``: “including paragraph 3”); a
    corrigendum is cited with the document, never with a place in it.
    """
    if not target.symbol:
        return [(None, place) for place in places] or [(None, None)]
    if target.places and all(place.path[0][0] == "rec" for place in places):
        # “recommendation 19 of the Meeting” (note: A/…, para. 10): the note tells where it is printed.
        places = []
    found: list[tuple[str | None, Place | None]] = [
        (f"{target.symbol}~{_place(place, target.symbol)}", place) for place in places
    ]
    found = found or [(f"{target.symbol}~{one}", None) for one in target.places]
    if found and not whole:
        return found
    return [(target.symbol, None), *found, *((one, None) for one in target.extras)]


def _place(place: Place, symbol: str | None) -> str:
    return subdivision(place.path, is_instrument(symbol))


def _citation(locator: str | None, target: Target, function: str, span: object) -> Citation:
    status = target.status if locator or target.candidates else "unresolved"
    return Citation(
        locator,
        function,
        status,
        span,  # type: ignore[arg-type]
        target.confidence if locator else 0.0,
        target.via,
        target.candidates,
        target.reason,
        target.date,
        target.title,
    )


def _lost(
    pin: Pinpoint, clauses: Sequence[Clause], inherited: Asked | None, paragraph: Paragraph
) -> list[Citation]:
    """A paragraph number that names no document is kept, unresolved."""
    if paragraph.kind not in ("operative", "preambular") or pin.rank != 4:
        return []
    reason = "the text does not say of which document"
    span = paragraph.view.span(pin.start, pin.end)
    return [Citation(None, governing(pin.start, clauses, inherited), "unresolved", span, 0.0, reason=reason)]


def _distinct(citations: Sequence[tuple[int, Citation]]) -> list[tuple[int, Citation]]:
    """One citation per function and target, the first explicit one; those without target all stay."""
    kept: dict[tuple[object, ...], tuple[int, Citation]] = {}
    for start, one in sorted(citations, key=lambda pair: pair[0]):
        key: tuple[object, ...] = (
            (one.function, one.target) if one.target else (one.function, one.span, one.reason)
        )
        if key not in kept or (kept[key][1].status != "explicit" and one.status == "explicit"):
            kept[key] = (start, one)
    return sorted(kept.values(), key=lambda pair: pair[0])


__all__ = ["Reading", "Reference", "governing", "read_paragraph", "understand"]
