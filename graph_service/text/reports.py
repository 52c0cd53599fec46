"""Reports and other documents called by what they are (“the report of the Advisory Committee²”).

What such a phrase names is told by the footnote mark in it; without one it points back (see ``resolve.py``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph_service.model import Mark
from graph_service.text.grammar import Grammar
from graph_service.text.mentions import Mention, Reader, Target

_AFTER = 3
_GAP = 160
_OPEN = re.compile(r"[(（][^()（）\d]{0,20}$")
_STOPS = re.compile(r"[;；。]|\.\s")
_TITLE = re.compile(r"([“\"«「『‘])(·+)[”\"»」』’][\s,，、.;；]*$")

# A work's title in its own brackets right before a mark; commas inside it part nothing.
_NAMED = re.compile(r"《[^《》]*》[\s,，、.;；]*$")


def find_reports(
    text: str, grammar: Grammar, taken: Sequence[Mention], reader: Reader, marked: bool = True
) -> list[Mention]:
    """Phrases that name documents by issuer (``report``), point back (``that``) or need a mark (``weak``)."""
    found: list[Mention] = []
    # Most paragraphs name no report at all; asking for the bare nouns first is far cheaper than the phrases.
    if not any(pattern.search(text) for pattern in grammar.citations.nouns.values()):
        return found
    for kind, pattern in grammar.citations.reports:
        if kind == "weak" and not marked:
            continue
        for match in pattern.finditer(text):
            if any(one.start < match.end() and match.start() < one.end for one in (*taken, *found)):
                continue
            if not match.groupdict().get("noun") and not any(one.end <= match.start() for one in found):
                continue
            found.append(_phrase(kind, match, grammar, reader))
    return sorted(found, key=lambda one: one.start)


def _phrase(kind: str, match: re.Match[str], grammar: Grammar, reader: Reader) -> Mention:
    noun = match.groupdict().get("noun") or "report"
    name = next((key for key, pattern in grammar.citations.nouns.items() if pattern.fullmatch(noun)), "report")
    issuer = match.groupdict().get("body")
    canonical = grammar.bodies.get(issuer.casefold()) if issuer else match.groupdict().get("proper")
    body = reader.known(issuer, canonical) if issuer else canonical
    called = issuer if issuer and canonical and issuer.casefold() != canonical.casefold() else ""
    plural = grammar.citations.plural.match(noun) is not None
    return Mention(
        "report" if kind == "definite" else kind,
        match.start(),
        match.end(),
        noun=name,
        body=body,
        plural=plural,
        called=called,
    )


def attach_marks(
    text: str,
    original: str,
    phrases: Sequence[Mention],
    marks: Sequence[Mark],
    notes: Mapping[str, Sequence[Target]],
    stops: Sequence[int],
) -> tuple[list[Mention], list[Mark]]:
    """Gives each phrase the targets of the notes marked in it; returns them and the marks that are left.

    A phrase reaches to the next phrase or act (``stops``). A singular takes the first mark after its noun, or all
    marks inside it (“A”,³ “B”⁴ and “C”⁵ 的报告); a plural takes all in its reach.
    """
    left = list(marks)
    done: list[Mention] = []
    edges = sorted({*stops, *(one.start for one in phrases), len(text) + 1})
    for phrase in phrases:
        reach = next(edge for edge in edges if edge > phrase.start)
        inside = [mark for mark in left if phrase.start < mark.at <= max(reach, phrase.end)]
        mine = _own_marks(phrase, inside)
        left = [mark for mark in left if mark not in mine]
        targets = tuple(
            one
            for mark in mine
            for one in noted(mark, notes, phrase.start, _title(text, original, phrase.start, mark.at))
        )
        if targets and phrase.kind == "that" and done and _same(done[-1], phrase):
            done[-1] = done[-1].with_targets(*targets)
        done.append(replace(phrase, targets=targets or phrase.targets, reason=_silence(mine, notes)))
    return done, left


def _same(first: Mention, again: Mention) -> bool:
    """Whether “that report”, which a mark explains, means the unmarked report before it."""
    return first.kind == "report" and not first.targets and not first.plural and first.noun == again.noun


def _silence(marks: Sequence[Mark], notes: Mapping[str, Sequence[Target]]) -> str | None:
    """Why the notes marked in a phrase tell nothing, if they do not."""
    if not marks:
        return None
    missing = [mark.number for mark in marks if mark.number not in notes]
    if missing:
        return f"note {missing[0]}, which marks this phrase, is not in the text"
    return f"note {marks[0].number} names no document that has a symbol"


def join_transmitted(text: str, phrases: Sequence[Mention], grammar: Grammar) -> list[Mention]:
    """“the note by the Secretary-General transmitting the report of …” as one phrase: both are one document,
    unless each has a symbol of its own."""
    joined: list[Mention] = []
    for phrase in phrases:
        cover = joined[-1] if joined else None
        if cover and not cover.targets and grammar.citations.transmits.fullmatch(text, cover.end, phrase.start):
            joined[-1] = replace(phrase, start=cover.start)
        else:
            joined.append(phrase)
    return joined


def drop_carried(
    text: str, phrases: Sequence[Mention], numbers: Sequence[Mention], grammar: Grammar
) -> list[Mention]:
    """Without phrases that a resolution's number identifies (“the outcome document contained in resolution …”)."""
    starts = {one.start for one in numbers}
    return [
        one
        for one in phrases
        if one.targets
        or not (match := grammar.citations.carried.match(text, one.end))
        or match.end() not in starts
    ]


def name_bracketed(
    text: str, phrases: Sequence[Mention], symbols: Sequence[Mention], grammar: Grammar
) -> list[Mention]:
    """Phrases with the symbols printed right after them, in brackets or not (“his report (A/…)”, “document A/…”).

    Such a phrase takes the symbol's place, so that later ones can point back to it by its issuer.
    """
    named: list[Mention] = []
    for phrase in phrases:
        after = next((one for one in symbols if one.start >= phrase.end), None)
        gap = text[phrase.end : after.start] if after else ""
        nearer = after and any(phrase.end <= one.start < after.start for one in phrases)
        if (
            after
            and not nearer
            and not phrase.targets
            and len(gap) <= _GAP
            and (not gap.strip() or _OPEN.search(gap) or grammar.citations.carried.fullmatch(gap))
            and not _STOPS.search(gap)
        ):
            phrase = replace(phrase, end=after.end, targets=after.targets)
        named.append(phrase)
    return named


def _own_marks(phrase: Mention, inside: Sequence[Mark]) -> list[Mark]:
    if phrase.plural:
        return list(inside)
    within = [mark for mark in inside if mark.at < phrase.end]
    after = [mark for mark in inside if mark.at >= phrase.end]
    if within:
        return within + [mark for mark in after[:1] if mark.at - phrase.end <= _AFTER]
    return after[:1]


def noted(mark: Mark, notes: Mapping[str, Sequence[Target]], start: int, title: str | None = None) -> list[Target]:
    """The targets of a mark's note, placed where the mark stands."""
    return [
        Target(
            one.symbol,
            start,
            max(mark.at, start),
            one.candidates,
            one.reason,
            one.extras,
            one.places,
            mark.number,
            one.date,
            title,
            one.status,
        )
        for one in notes.get(mark.number, ())
    ]


def _title(text: str, original: str, start: int, at: int) -> str | None:
    """The quoted title right before a mark."""
    match = _TITLE.search(text, start, at)
    return original[match.start(2) : match.end(2)] if match else None


def lone_mark(
    text: str, mark: Mark, notes: Mapping[str, Sequence[Target]], edges: Sequence[int]
) -> Mention | None:
    """A mark on a work named in other words; the phrase begins at the last edge or comma before it."""
    begin = max((edge for edge in edges if edge < mark.at), default=0)
    comma = max(text.rfind(sign, begin, max(begin, mark.at - 2)) for sign in ",，、;；:：")
    start = comma + 1 if comma >= begin else begin
    title = _NAMED.search(text, begin, mark.at)
    start = title.start() if title else start
    targets = noted(mark, notes, start)
    return Mention("mark", start, max(mark.at, start), tuple(targets), noun="document") if targets else None
