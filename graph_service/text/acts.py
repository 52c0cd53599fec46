"""Acts: every verb by which the organ acts in a paragraph, not only the first.

The opening verb stands at the start of the paragraph (UN editing sets it in italics); a further act follows a
clause boundary and is coordinated with it. A verb inside a quoted title or a subordinate clause is no act: the
positions where one may stand are rows of the language's ``[acts]`` table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph_service.model import Act, Paragraph
from graph_service.text.grammar import ActGrammar, Conjunction, Grammar, Verbs

_DOUBT = 160
# A list marker that stayed with the text of its paragraph.
_MARKER = re.compile(r"[(（]\w{1,4}[)）]\s*")
ADDRESSED = frozenset(
    {"request", "reiterate-request", "urge", "call-upon", "encourage", "invite", "demand", "appeal"}
)
PROSE = frozenset({"numbered", "annex", "text"})


@dataclass(frozen=True, slots=True)
class Clause:
    """An act in view offsets: ``start`` with its leading words, ``verb`` without them, ``end`` after the verb."""

    start: int
    verb: int
    end: int
    function: str
    modifiers: tuple[str, ...] = ()


def quoted(text: str, grammar: Grammar) -> str:
    """The text with quotations blanked out at their length: nothing inside is an act or a citation."""
    return grammar.acts.quotes.sub(lambda m: m[0][0] + "·" * (len(m[0]) - 2) + m[0][-1], text)


def find_clauses(text: str, kind: str, grammar: Grammar) -> tuple[Clause, ...]:
    """The acts of a paragraph's text in view offsets; ``text`` has its quotations blanked out."""
    acts = grammar.acts
    if kind in PROSE:
        return tuple(_prose(text, acts))
    first, mood = _opening(text, kind, acts)
    found = [first] if first else []
    seen = first.end if first else 0
    for start, conjunction in _places(text, acts):
        if start < seen or (not first and kind == "subparagraph" and (conjunction.strict or conjunction.follow)):
            continue
        clause = _conjoined(text, start, conjunction, kind, mood, acts, found[-1] if found else None)
        if clause and found and not _goes_on(text, found, clause, kind, acts):
            continue
        if clause:
            found.append(clause)
            seen = clause.end
    return tuple(found)


def _goes_on(text: str, found: list[Clause], clause: Clause, kind: str, acts: ActGrammar) -> bool:
    """Whether a further verb can be the organ's: it agrees with the first and is not what the addressee does.

    A participle after a directive says what the addressee does, unless it insists (“stressing that …”).
    """
    if not _agrees(text, found[0], clause, acts):
        return False
    asked = found[-1].function in ADDRESSED
    adjunct = clause.function in acts.adjunct and _participle(text, clause, acts, kind)
    return not (asked and adjunct) or acts.insisting.match(text, clause.end) is not None


def _agrees(text: str, first: Clause, other: Clause, acts: ActGrammar) -> bool:
    """Whether two verbs can have one subject, where the verb's form tells its gender (تطلب and يطلب)."""
    forms = [
        next((index for index, form in enumerate(acts.agreement) if form.match(text, one.verb)), None)
        for one in (first, other)
    ]
    return None in forms or forms[0] == forms[1]


def _opening(text: str, kind: str, acts: ActGrammar) -> tuple[Clause | None, Verbs]:
    """The act that opens a paragraph, and the mood in which it goes on."""
    moods: tuple[Verbs, ...] = (
        (acts.participle, acts.finite) if kind == "preambular" else (acts.finite, acts.participle)
    )
    moods = (acts.finite, acts.past) if kind == "subparagraph" else moods
    going = moods[0]
    marker = _MARKER.match(text)
    first = marker.end() if marker else 0
    for mood in moods:
        clause = _at(text, first, mood, acts)
        if clause and (kind == "preambular" or clause.function not in acts.preambular):
            return clause, acts.past if mood is acts.past else going
    if kind == "subparagraph":
        return None, going
    told = acts.narrated.match(text)
    clause = _at(text, told.end(), acts.past, acts) if told else None
    if clause:
        return clause, acts.past
    subject = acts.subjects.match(text)
    if subject:
        return _at(text, subject.end(), acts.finite, acts), going
    speaker = acts.speakers.match(text)
    if speaker:
        return _at(text, speaker.end(), acts.base, acts), acts.base
    auxiliary = acts.continuing.match(text)
    if auxiliary:
        clause = _at(text, auxiliary.end(), acts.base, acts)
        return (replace(clause, start=0, verb=0) if clause else None), going
    # Declarations drop the subject: “Reaffirm our commitment …”.
    clause = _at(text, first, acts.base, acts)
    return clause, acts.base if clause else going


def find_acts(paragraph: Paragraph, grammar: Grammar) -> tuple[Act, ...]:
    """All acts of a paragraph in reading order, with spans of the source."""
    text = quoted(paragraph.view.text, grammar)
    return tuple(act(clause, paragraph) for clause in find_clauses(text, paragraph.kind, grammar))


def act(clause: Clause, paragraph: Paragraph) -> Act:
    """The act of a clause, with its span of the source."""
    return Act(clause.function, paragraph.view.span(clause.verb, clause.end), clause.modifiers)


def _places(text: str, acts: ActGrammar) -> Iterator[tuple[int, Conjunction]]:
    """Offsets after a boundary, with the boundary's row; the first row wins at a place."""
    places: dict[int, Conjunction] = {}
    for row in acts.conjunctions:
        for match in row.pattern.finditer(text):
            places.setdefault(match.end(), row)
    return iter(sorted(places.items(), key=lambda item: item[0]))


def _at(text: str, start: int, verbs: Verbs, acts: ActGrammar) -> Clause | None:
    match = verbs.pattern.match(text, start)
    if not match or not match.lastgroup:
        return None
    function = verbs.names[match.lastgroup]
    found = {name: pattern.search(match[0]) for name, pattern in acts.modifiers.items()}
    verb = match.start(match.lastgroup)
    first = min([verb, *(match.start() + one.start() for one in found.values() if one)])
    return Clause(match.start(), first, match.end(), function, tuple(name for name, one in found.items() if one))


def _participle(text: str, clause: Clause, acts: ActGrammar, kind: str) -> bool:
    return kind != "preambular" and _at(text, clause.start, acts.finite, acts) is None


def _conjoined(
    text: str, start: int, row: Conjunction, kind: str, mood: Verbs, acts: ActGrammar, before: Clause | None
) -> Clause | None:
    """The act that begins at a boundary, or None if what stands there is a noun or subordinate."""
    bare = row.strict and row.follow is None
    alone = (
        bare
        and before is not None
        and before.function not in ADDRESSED
        and not acts.carriers.search(text, before.end, start)
    )
    clause = _at(text, start, mood, acts)
    if before and acts.closed.fullmatch(text, before.end, start):
        return None
    if clause and bare and before and acts.subordinate.fullmatch(text, before.end, start):
        return None
    if clause is None:
        auxiliary = acts.continuing.match(text, start)
        clause = _at(text, auxiliary.end(), acts.base, acts) if auxiliary else None
    if clause is None and kind != "preambular" and acts.adjunct:
        clause = _at(text, start, acts.participle, acts)
        adding = acts.adjunct | (acts.adding if alone else frozenset())
        clause = clause if clause and clause.function in adding else None
    if clause is None or clause.function in acts.opening:
        return None
    weak = acts.weak if kind == "preambular" else acts.weak_finite
    if row.strict and clause.function in weak and clause.function not in acts.adding:
        return None
    doubted = row.strict and clause.function in weak and not (alone and kind == "preambular")
    if doubted and (before is None or not _added(text, before, start, row, kind, acts)):
        return None
    noun = clause.function in acts.nouns
    if noun and acts.not_before.match(text, clause.end):
        return None
    doubtful = row.follow is not None and (noun or _doubtful(text, before, start, acts))
    return None if doubtful and row.follow and not row.follow.match(text, clause.end) else clause


def _added(text: str, before: Clause, start: int, row: Conjunction, kind: str, acts: ActGrammar) -> bool:
    """Whether a weak verb goes on from the act before it all the same."""
    if before.function in ADDRESSED:
        return False
    if kind == "preambular":
        return row.follow is not None and acts.gerund.search(text, before.end, start) is None
    return acts.paratactic.fullmatch(text, before.end, start) is not None


def _doubtful(text: str, before: Clause | None, start: int, acts: ActGrammar) -> bool:
    """Whether the verb after an “and” may be another's: a clause is open before it.

    A clause that says what is asked has no finite verb (“requests that the Board review … and recommends …”).
    """
    since = max(0, start - _DOUBT)
    asking = _asking(text, before, acts) if before else 0
    return acts.doubt.search(text, max(since, asking), start) is not None


def _asking(text: str, clause: Clause, acts: ActGrammar) -> int:
    """Where the clause of what an act asks begins, if it has no finite verb; else 0."""
    match = acts.clausal.match(text, clause.end) if clause.function in acts.subjunctive else None
    return match.end() if match else 0


def _prose(text: str, acts: ActGrammar) -> Iterator[Clause]:
    """Acts in prose: the verb stands right after a subject that the language lists, others in its sentence."""
    moods = ((acts.subjects, acts.finite), (acts.plurals, acts.base))
    found = [(match.end(), mood) for subject, mood in moods for match in subject.finditer(text)]
    places = sorted(found, key=lambda place: place[0])
    seen = 0
    for at, mood in places:
        clause = _at(text, at, mood, acts) if at >= seen else None
        if clause:
            for one in (clause, *_sentence(text, clause, mood, acts)):
                seen = one.end
                yield one


def _sentence(text: str, clause: Clause, mood: Verbs, acts: ActGrammar) -> Iterator[Clause]:
    """Further acts of the same subject; after a "that" only a comma with a connective ends its clause."""
    stop = acts.sentence.search(text, clause.end)
    end = stop.start() if stop else len(text)
    for start, row in _places(text[:end], acts):
        since = max(clause.end, _asking(text, clause, acts))
        if start < clause.end or (row.strict and acts.open.search(text, since, start)):
            continue
        further = _conjoined(text, start, row, "operative", mood, acts, clause)
        if further and _at(text, start, mood, acts):
            yield further
            clause = further
