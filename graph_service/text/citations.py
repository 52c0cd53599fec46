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
from graph_service.text.citing import cite, placed
from graph_service.text.gathering import Known, gather_mentions
from graph_service.text.glued import Evidence, part_marks
from graph_service.text.grammar import Grammar, load_grammar
from graph_service.text.hyperlinks import follow, name_notes
from graph_service.text.internal import find_references
from graph_service.text.linking import Linked, left_over, link
from graph_service.text.mandates import Asked, find_mandates
from graph_service.text.mandatetables import tables
from graph_service.text.mentions import Mention, Reader, Target
from graph_service.text.notes import is_instrument, read_ibid, read_note, with_targets
from graph_service.text.parting import part_acts
from graph_service.text.patterns import meanings
from graph_service.text.pinpoints import find_pinpoints
from graph_service.text.resolve import DIRECTIVE, Memory, resolve
from graph_service.text.shortnames import find_names
from graph_service.text.unowned import Site, find_unowned

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
    meanings: dict[str, dict[str, None]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    newest: int = 0
    unmarked: frozenset[str] = frozenset()
    chapeaux: dict[str, Asked] = field(default_factory=dict)


def understand(structure: Structure, source: Source) -> Document:
    """The complete document from a structure whose paragraphs nobody has read yet.

    Raises RulesError if the language has no data; nothing in the text itself raises.
    """
    grammar = load_grammar(structure.language)
    reader = _reader(structure)
    reader = replace(reader, names=(names := dict(meanings(structure.language, reader.organ))))
    notes = _notes(name_notes(structure.footnotes, source), grammar, reader)
    places = frozenset(one.id for one in structure.paragraphs) | {one.id for one in structure.headings}
    marked = {mark.number for one in structure.paragraphs for mark in one.marks}
    reading = Reading(grammar, reader, structure.front.symbol or "", notes, places, names)
    reading.unmarked = frozenset(notes) - marked
    paragraphs = tuple(read_paragraph(one, reading) for one in structure.paragraphs)
    footnotes = tuple(with_targets(one, notes.get(one.number, ())) for one in structure.footnotes)
    document = Document(
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
    return follow(document)


def _reader(structure: Structure) -> Reader:
    organ, session = structure.front.organ, structure.front.session
    try:
        known = parse_symbol(structure.front.symbol or "")
    except SymbolError:
        known = None
    if known:
        organ, session = organ or known.organ, session or known.session
    return Reader(organ or "General Assembly", session, structure.front.adopted)


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
    paragraph, text = _opened(paragraph, reading)
    clauses = find_clauses(text, paragraph.kind, grammar)
    pins = find_pinpoints(text, grammar)
    known = Known(grammar, reading.reader, reading.symbol, reading.notes)
    mentions = gather_mentions(paragraph, text, clauses, pins, known)
    here, pins = find_references(paragraph, text, pins, mentions, reading.symbol, grammar)
    starts = [one.start for one in clauses]
    linked = part_acts(text, link(text, mentions, pins, grammar), starts, grammar.citations)
    inherited = reading.chapeaux.get(paragraph.parent or "")
    citations: list[tuple[int, Citation]] = []
    for one in linked:
        function = _function(one, clauses, inherited)
        settled = _settle(one, paragraph, text, clauses, function, reading)
        if settled:
            start = settled.start if settled.at is None else settled.at
            citations.extend((start, cited) for cited in cite(settled, function, paragraph))
            _remember(settled, reading)
    own, stray = find_unowned(
        left_over(linked, pins),
        Site(paragraph, text, reading.symbol, reading.places, reading.memory, grammar),
        citations,
        lambda start: governing(start, clauses, inherited),
    )
    here, citations = (*here, *own), [*citations, *stray]
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


def _opened(paragraph: Paragraph, reading: Reading) -> tuple[Paragraph, str]:
    """The paragraph with marks told from the numbers they are glued to, and its text to be read, names noted."""
    grammar = reading.grammar
    reading.memory.paragraph = paragraph.id
    named = frozenset(one.symbol for one in reading.memory.numbers)
    evidence = Evidence(reading.newest, reading.unmarked, named)
    paragraph, text = part_marks(paragraph, quoted(paragraph.view.text, grammar), evidence, grammar)
    reading.newest = max([reading.newest, *(int(one.number) for one in paragraph.marks if one.number.isdecimal())])
    for short, full in find_names(text, grammar):
        reading.names[short] = full
        reading.meanings.setdefault(short, {})[full] = None
    return paragraph, text


def _function(linked: Linked, clauses: Sequence[Clause], inherited: Asked | None) -> str:
    """The function of the act that governs a mention: the last that begins before it, or the chapeau's."""
    return governing(linked.start if linked.at is None else linked.at, clauses, inherited)


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
    others = tuple(one for one in reading.meanings.get(mention.called.casefold(), ()) if one != body)
    mention = replace(mention, body=body, others=others, topic=_topic(text, mention, reading.grammar))
    title = _quotation(text, paragraph.view.text, mention, reading.grammar)
    if mention.kind == "weak" and not mention.targets:
        named = _holder(text, mention, reading) or _named_before(text, mention.start, reading.grammar)
        named = named or _person(text, mention, reading)
        mention = replace(mention, body=reading.names.get((named or "").casefold(), named))
    settled = resolve(mention, section, reading.memory, title, function in DIRECTIVE and not linked.pins)
    if settled is None:
        return None
    reading.memory.keep(settled, section, function)
    return replace(linked, mention=_entitled(settled, title))


def _entitled(mention: Mention, title: str | None) -> Mention:
    """The mention with the title quoted for it, if it names one document: of several it is not told which."""
    if title is None or len(mention.targets) != 1:
        return mention
    return replace(mention, targets=(replace(mention.targets[0], title=mention.targets[0].title or title),))


def _named_before(text: str, start: int, grammar: Grammar) -> str | None:
    """The body that “its” means: the last one named before it."""
    named = [match["body"] or match["proper"] for match in grammar.issuers.finditer(text, 0, start)]
    return grammar.bodies.get(named[-1].casefold(), named[-1]) if named else None


def _holder(text: str, mention: Mention, reading: Reading) -> str | None:
    """Whose “his report” is: the last office that a person holds, whatever else was named after it."""
    if not reading.grammar.citations.personal.match(text, mention.start):
        return None
    persons, bodies = tables(reading.grammar.code).persons, reading.grammar.bodies
    before = reading.grammar.issuers.finditer(text, 0, mention.start)
    named = [bodies.get(name.casefold(), name) for name in (one["body"] or one["proper"] for one in before)]
    return next((one for one in reversed(named) if persons.search(one)), None)


def _person(text: str, mention: Mention, reading: Reading) -> str | None:
    """Whose “his report” is where the paragraph names nobody: the one office whose report was named."""
    if not reading.grammar.citations.personal.match(text, mention.start):
        return None
    persons = tables(reading.grammar.code).persons
    found = {one.body for one in reading.memory.named if one.body and persons.search(one.body)}
    return found.pop() if len(found) == 1 else None


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


def _remember(settled: Linked, reading: Reading) -> None:
    """Remembers the places cited, by which a number without its document may be known again."""
    for target in settled.mention.targets:
        for place in (place for pin in settled.pins for place in pin.places):
            if target.symbol and not settled.rivals:
                reading.memory.keep_place(place.path, f"{target.symbol}~{placed(place.path, target.symbol)}")


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
