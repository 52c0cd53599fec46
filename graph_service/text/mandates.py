"""Mandates: who is asked for what, by when and how often, by every act that asks, authorizes or decides.

Which functions confer a mandate is told by ``data/functions.toml``; time limits are read by ``timelimits.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_service.model import Citation, Due, Mandate, Paragraph
from graph_service.text.acts import Clause
from graph_service.text.addressees import Addressed, find_addressees, find_obliged, find_passive
from graph_service.text.grammar import Grammar
from graph_service.text.mandatetables import Tables, conferring, tables
from graph_service.text.mentions import Reader
from graph_service.text.timelimits import find_due


@dataclass(frozen=True, slots=True)
class Asked:
    """The last act of a paragraph: what its sub-paragraphs inherit."""

    function: str = ""
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The mandates of a paragraph, and what it hands on to its sub-paragraphs."""

    mandates: tuple[Mandate, ...]
    last: Asked


def find_mandates(
    paragraph: Paragraph,
    text: str,
    clauses: Sequence[Clause],
    cited: Sequence[tuple[int, Citation]],
    inherited: Asked | None,
    grammar: Grammar,
    reader: Reader,
) -> Found:
    """One mandate per conferring act; a sub-paragraph without an act of its own has its chapeau's.

    In a preamble only what somebody is asked is a mandate ("…, urging the parties to …"): it decides nothing.
    """
    found: list[Mandate] = []
    preamble = paragraph.kind == "preambular"
    last = inherited or Asked()
    starts = [*(one.start for one in clauses[1:]), len(text)][: len(clauses)]
    for clause, end in zip(clauses, starts, strict=True):
        grounds = _grounds(cited, clause.start)
        if clause.function not in conferring() or (preamble and clause.function not in conferring("addressed")):
            last = Asked(clause.function, (), grounds)
            continue
        addressed = clause.function in conferring("addressed")
        who = _addressees(text, clause, end, addressed, last, grammar, reader)
        last = Asked(clause.function, who.names, grounds)
        if preamble and not who.names:
            continue
        bounds = (clause.start, who.after, end)
        asked = _mandate(paragraph, text, clause.function, bounds, last, grammar, reader, who.clausal)
        found.append(asked if asked.due else replace(asked, due=_same(text, bounds, found, grammar)))
    if not clauses and inherited and inherited.function in conferring():
        found.append(_mandate(paragraph, text, inherited.function, (0, 0, len(text)), inherited, grammar, reader))
    return Found(tuple(found), last)


def _addressees(
    text: str, clause: Clause, end: int, addressed: bool, last: Asked, grammar: Grammar, reader: Reader
) -> Addressed:
    """Who is asked or bound by an act, and where what is asked of them begins."""
    if not addressed:
        return find_obliged(text, clause.end, end, grammar, reader)
    if tables(grammar.code).unaddressed.search(text, clause.verb, clause.end):
        return Addressed((), clause.end)
    passive = find_passive(text, clause, grammar, reader)
    if passive:
        return Addressed(passive, clause.end)
    return find_addressees(text, clause.end, end, grammar, reader, last.addressees)


def _same(text: str, bounds: tuple[int, int, int], found: Sequence[Mandate], grammar: Grammar) -> Due | None:
    """The time limit that "at that session" points back to: the last one of the paragraph."""
    if not tables(grammar.code).same.search(text, bounds[1], bounds[2]):
        return None
    return next((one.due for one in reversed(found) if one.due and one.due.session), None)


def _grounds(cited: Sequence[tuple[int, Citation]], start: int) -> tuple[str, ...]:
    """What the paragraph cites, other than by asking, before an act."""
    targets = (one.target for at, one in cited if at < start and one.target and one.function not in conferring())
    return tuple(dict.fromkeys(targets))


def _mandate(
    paragraph: Paragraph,
    text: str,
    act: str,
    bounds: tuple[int, int, int],
    asked: Asked,
    grammar: Grammar,
    reader: Reader,
    clausal: bool = False,
) -> Mandate:
    start, after, end = bounds
    table = tables(grammar.code)
    addressed = bool(asked.addressees) and act in conferring("addressed")
    what = _deliverable(text, after, end, table, addressed, clausal)
    printed = {name: _printed(paragraph, text, after, end, found) for name, found in table.printed.items()}
    return Mandate(
        act=act,
        addressee=asked.addressees[0] if asked.addressees else None,
        span=paragraph.view.span(start, end),
        deliverable=paragraph.view.text[what[0] : what[1]] if what else None,
        deliverable_span=paragraph.view.span(*what) if what else None,
        periodicity=_periodicity(text, after, end, table),
        report_to=_report_to(text, after, end, table, grammar, reader),
        due=_due(text, after, end, grammar, reader),
        grounds=asked.grounds,
        reiterates=act == "reiterate-request",
        addressees=asked.addressees,
        **printed,
    )


def _printed(
    paragraph: Paragraph, text: str, start: int, end: int, patterns: Sequence[re.Pattern[str]]
) -> str | None:
    """The words that the first of the patterns finds in a clause, as the text has them."""
    found = [match for one in patterns for match in [one.search(text, start, end)] if match]
    if not found:
        return None
    first = min(found, key=lambda one: one.start("what"))
    return paragraph.view.text[first.start("what") : first.end("what")]


def _periodicity(text: str, start: int, end: int, table: Tables) -> str | None:
    """How often: an adverb ("biennially") says it before an adjective of the report's name ("annual") does."""
    for rows in (table.often, table.periods):
        found = next((name for name, pattern in rows.items() if pattern.search(text, start, end)), None)
        if found:
            return found
    return None


def _named(text: str, start: int, end: int, table: Tables) -> re.Match[str] | None:
    """The report or thing that is to be given, with its verb."""
    stop = table.renewed.search(text, start, end)
    found = (pattern.search(text, start, stop.start() if stop else end) for pattern in table.deliverable)
    return next((one for one in found if one), None)


def _due(text: str, start: int, end: int, grammar: Grammar, reader: Reader) -> Due | None:
    """The time limit of what is to be given, which stands after its verb, else of whatever is to be done."""
    match = _named(text, start, end, tables(grammar.code))
    later = find_due(text, match.start(), end, grammar, reader) if match else None
    return later or find_due(text, start, end, grammar, reader)


def _deliverable(
    text: str, start: int, end: int, table: Tables, asked: bool, clausal: bool
) -> tuple[int, int] | None:
    """The report or thing that is named, else what is to be done."""
    match = _named(text, start, end, table)
    if match:
        return match.start("what"), match.end("what")
    actions = table.subject if clausal and table.subject else (*(table.asked if asked else ()), *table.actions)
    for pattern in actions:
        match = pattern.match(text, start, end)
        if match:
            return match.start("what"), match.end("what")
    return None


def _report_to(text: str, start: int, end: int, table: Tables, grammar: Grammar, reader: Reader) -> str | None:
    """To whom it is to be reported: a body named, the organ's own short name, or the organ itself."""
    for pattern in table.reports:
        match = pattern.search(text, start, end)
        if match:
            return grammar.bodies.get(match["body"].casefold(), match["body"])
    for pattern in table.ours:
        match = pattern.search(text, start, end)
        if match:
            return _short(match.groupdict().get("short"), grammar, reader)
    return None


def _short(printed: str | None, grammar: Grammar, reader: Reader) -> str | None:
    """The organ itself, unless a short name ("the Council") cannot be its own."""
    if printed is None:
        return reader.organ
    named = reader.known(printed, None)
    kind = grammar.citations.organs.get(printed.casefold(), printed)
    return named or (reader.organ if reader.organ.endswith(kind) else None)
