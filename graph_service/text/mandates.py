"""Mandates: who is asked for what, by when and how often, by every act that asks, authorizes or decides.

Which functions confer a mandate is told by ``data/functions.toml``. Session N of the General Assembly opens in
September of 1945 + N; its main part runs to December, its first resumed part is in March and April, its second
from May to July.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph_service.model import Citation, Due, Mandate, Paragraph
from graph_service.text.acts import Clause
from graph_service.text.addressees import find_addressee, find_obliged, find_passive
from graph_service.text.grammar import Grammar
from graph_service.text.mandatetables import Tables, conferring, tables
from graph_service.text.mentions import Reader

ASSEMBLY, HUMAN_RIGHTS = "General Assembly", "Human Rights Council"
# From its fourth session in March 2007 the Human Rights Council has met three times a year in these months.
_COUNCIL_FIRST, _COUNCIL_YEAR = 4, 2007
_COUNCIL = ((2, 4), (6, 7), (9, 10))
# Months in which the parts of a session of the General Assembly fall: years after 1945 + N, first and last month.
_PARTS = {"main": (0, 9, 12), "first resumed": (1, 3, 4), "second resumed": (1, 5, 7)}
_LAST_DAY = {3: 31, 4: 30, 5: 31, 7: 31, 9: 30, 10: 31, 12: 31}


@dataclass(frozen=True, slots=True)
class Asked:
    """The last act of a paragraph: what its sub-paragraphs inherit."""

    function: str = ""
    addressee: str | None = None
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
    """One mandate per conferring act; a sub-paragraph without an act of its own has its chapeau's."""
    if paragraph.kind == "preambular":
        return Found((), Asked(clauses[-1].function if clauses else ""))
    found: list[Mandate] = []
    last = inherited or Asked()
    starts = [*(one.start for one in clauses[1:]), len(text)][: len(clauses)]
    for clause, end in zip(clauses, starts, strict=True):
        grounds = _grounds(cited, clause.start)
        if clause.function not in conferring():
            last = Asked(clause.function, None, grounds)
            continue
        addressed = clause.function in conferring("addressed")
        addressee, after = _addressee(text, clause, end, addressed, last, grammar, reader)
        last = Asked(clause.function, addressee, grounds)
        found.append(_mandate(paragraph, text, clause.function, (clause.start, after, end), last, grammar, reader))
    if not clauses and inherited and inherited.function in conferring():
        found.append(_mandate(paragraph, text, inherited.function, (0, 0, len(text)), inherited, grammar, reader))
    return Found(tuple(found), last)


def _addressee(
    text: str, clause: Clause, end: int, addressed: bool, last: Asked, grammar: Grammar, reader: Reader
) -> tuple[str | None, int]:
    """Who is asked or bound by an act, and where what is asked of them begins."""
    if not addressed:
        return find_obliged(text, clause.end, end, grammar, reader), clause.end
    if tables(grammar.code).unaddressed.search(text, clause.verb, clause.end):
        return None, clause.end
    passive = find_passive(text, clause, grammar, reader)
    if passive:
        return passive, clause.end
    return find_addressee(text, clause.end, end, grammar, reader, last.addressee)


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
) -> Mandate:
    start, after, end = bounds
    table = tables(grammar.code)
    what = _deliverable(text, after, end, table, asked.addressee is not None and act in conferring("addressed"))
    period = next((name for name, pattern in table.periods.items() if pattern.search(text, after, end)), None)
    return Mandate(
        act=act,
        addressee=asked.addressee,
        span=paragraph.view.span(start, end),
        deliverable=paragraph.view.text[what[0] : what[1]] if what else None,
        deliverable_span=paragraph.view.span(*what) if what else None,
        periodicity=period,
        report_to=_report_to(text, after, end, table, grammar, reader),
        due=find_due(text, after, end, grammar, reader),
        grounds=asked.grounds,
        reiterates=act == "reiterate-request",
    )


def _deliverable(text: str, start: int, end: int, table: Tables, asked: bool) -> tuple[int, int] | None:
    for pattern in table.deliverable:
        match = pattern.search(text, start, end)
        if match:
            return match.start("what"), match.end("what")
    for pattern in (*(table.asked if asked else ()), *table.actions):
        match = pattern.match(text, start, end)
        if match:
            return match.start("what"), match.end("what")
    return None


def _report_to(text: str, start: int, end: int, table: Tables, grammar: Grammar, reader: Reader) -> str | None:
    for pattern in table.reports:
        match = pattern.search(text, start, end)
        if match:
            return grammar.bodies.get(match["body"].casefold(), match["body"])
    return reader.organ if table.ours.search(text, start, end) else None


def find_due(text: str, start: int, end: int, grammar: Grammar, reader: Reader) -> Due | None:
    """The first time limit of a clause, as printed and as far as the session calendar tells."""
    table = tables(grammar.code)
    found = [match for pattern in table.due for match in [pattern.search(text, start, end)] if match]
    if not found:
        return None
    match = min(found, key=lambda one: (one.start(), -one.end()))
    groups = match.groupdict()
    if groups.get("ordinal"):
        return _session_due(match, groups, table, grammar, reader)
    printed = grammar.rules.date(match[0])
    return Due(match[0].strip(" ,"), latest=printed)


def _session_due(
    match: re.Match[str], groups: Mapping[str, str | None], table: Tables, grammar: Grammar, reader: Reader
) -> Due | None:
    session = grammar.rules.ordinal(groups["ordinal"] or "")
    if session is None:
        return None
    part = next((name for name, pattern in table.parts.items() if pattern.search(match[0])), None)
    organ = groups.get("organ")
    named = grammar.citations.organs.get(organ.casefold()) if organ else reader.organ
    earliest, latest = None, None
    if named == ASSEMBLY and session > 20:
        earliest, latest = calendar(session, part)
    elif named == HUMAN_RIGHTS and session >= _COUNCIL_FIRST:
        earliest, latest = council_calendar(session)
    return Due(match[0].strip(" ,"), session, part, earliest, latest)


def calendar(session: int, part: str | None) -> tuple[date, date]:
    """First and last day that a session of the General Assembly, or a part of it, can fall on.

    >>> calendar(67, "first resumed")
    (datetime.date(2013, 3, 1), datetime.date(2013, 4, 30))
    """
    opened = 1945 + session
    if part not in _PARTS:
        return date(opened, 9, 1), date(opened + 1, 9, 30)
    later, first, last = _PARTS[part]
    return date(opened + later, first, 1), date(opened + later, last, _LAST_DAY[last])


def council_calendar(session: int) -> tuple[date, date]:
    """First and last day that a regular session of the Human Rights Council, from the fourth on, can fall on.

    >>> council_calendar(52)
    (datetime.date(2023, 2, 1), datetime.date(2023, 4, 30))
    """
    years, part = divmod(session - _COUNCIL_FIRST, len(_COUNCIL))
    first, last = _COUNCIL[part]
    return date(_COUNCIL_YEAR + years, first, 1), date(_COUNCIL_YEAR + years, last, _LAST_DAY[last])
