"""Mandates: who is asked for what, by when and how often, by every act that asks, authorizes or decides.

Tables of a language file (patterns as in ``grammar.py``)::

    [mandates]
    addressee    patterns right after the verb, group (?P<who>…)
    pronouns     patterns of a (?P<who>…) that points back to the last body named in the paragraph
    unaddressed  pattern at the end of a verb that addresses nobody ("calls for")
    personal     pattern of a pronoun that means a person; persons: what names of persons' offices hold
    stop         patterns of words that an addressee's name cannot hold (where it is no known body)
    deliverable  patterns in the act's clause, group (?P<what>…), the first that matches wins
    action       pattern or patterns of what is asked, right after the addressee, if no deliverable is named
    reports      patterns with {body}: to whom it is to be reported
    ours         patterns that say the organ itself ("for its consideration")
    due          patterns of a time limit; groups ordinal (of a session), organ, date
    parts        {"first resumed" = [patterns], …}: the part of the session, in the text of the time limit
    periods      {annual = [patterns], …}
    [[mandates.examples]]  text, expect = {act, addressee, deliverable, periodicity, session, part, report_to}

Which functions confer a mandate is told by ``data/functions.toml``. Session N of the General Assembly opens in
September of 1945 + N; its main part runs to December, its first resumed part is in March and April, its second
from May to July.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from graph_service.model import Citation, Due, Mandate, Paragraph
from graph_service.resources import folder
from graph_service.text.acts import Clause
from graph_service.text.grammar import NEVER, Compiler, Grammar
from graph_service.text.mentions import Reader

ASSEMBLY = "General Assembly"
# Months in which the parts of a session of the General Assembly fall: years after 1945 + N, first and last month.
_PARTS = {"main": (0, 9, 12), "first resumed": (1, 3, 4), "second resumed": (1, 5, 7)}
_LAST_DAY = {3: 31, 4: 30, 5: 31, 7: 31, 9: 30, 12: 31}


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


@dataclass(frozen=True, slots=True)
class Tables:
    """The compiled tables of one language."""

    addressee: tuple[re.Pattern[str], ...]
    pronouns: re.Pattern[str]
    stop: re.Pattern[str]
    deliverable: tuple[re.Pattern[str], ...]
    actions: tuple[re.Pattern[str], ...]
    unaddressed: re.Pattern[str]
    personal: re.Pattern[str]
    persons: re.Pattern[str]
    reports: tuple[re.Pattern[str], ...]
    ours: re.Pattern[str]
    due: tuple[re.Pattern[str], ...]
    parts: Mapping[str, re.Pattern[str]]
    periods: Mapping[str, re.Pattern[str]]
    body: re.Pattern[str]


@cache
def conferring(key: str = "confers") -> frozenset[str]:
    """The functions whose acts confer a mandate; with ``addressed``, those that are addressed to somebody."""
    table = tomllib.loads((folder("data") / "functions.toml").read_text("utf-8"))
    return frozenset(row["notation"] for row in table["function"] if row.get(key))


@cache
def tables(code: str) -> Tables:
    """The mandate tables of a language; raises RulesError for a pattern that is none."""
    compiler = Compiler(code)
    table = compiler.tables.get("mandates", {})

    def each(key: str) -> tuple[re.Pattern[str], ...]:
        found = table.get(key, ())
        return tuple(compiler.compile(one) for one in ([found] if isinstance(found, str) else found))

    return Tables(
        each("addressee"),
        compiler.any(table.get("pronouns", ())),
        compiler.any(table.get("stop", ())),
        each("deliverable"),
        each("action"),
        *(compiler.compile(table.get(key, NEVER)) for key in ("unaddressed", "personal", "persons")),
        each("reports"),
        compiler.any(table.get("ours", ())),
        each("due"),
        {name: compiler.any(forms) for name, forms in table.get("parts", {}).items()},
        {name: compiler.any(forms) for name, forms in table.get("periods", {}).items()},
        compiler.compile("{body}"),
    )


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
        addressed = addressed and not tables(grammar.code).unaddressed.search(text, clause.verb, clause.end)
        addressee, after = None, clause.end
        if addressed:
            addressee, after = find_addressee(text, clause.end, end, grammar, last.addressee)
        last = Asked(clause.function, addressee, grounds)
        found.append(_mandate(paragraph, text, clause.function, (clause.start, after, end), last, grammar, reader))
    if not clauses and inherited and inherited.function in conferring():
        found.append(_mandate(paragraph, text, inherited.function, (0, 0, len(text)), inherited, grammar, reader))
    return Found(tuple(found), last)


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
    what = _deliverable(text, after, end, table)
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


def find_addressee(
    text: str, start: int, end: int, grammar: Grammar, before: str | None = None
) -> tuple[str | None, int]:
    """Who is addressed after a verb (English name of a known body, else as printed), and where that ends.

    ``before`` is whom the act before addressed: a pronoun means them, else the last body named.
    """
    table = tables(grammar.code)
    for pattern in table.addressee:
        match = pattern.match(text, start, end)
        if match is None:
            continue
        who = match["who"].strip(" ,，")
        if table.pronouns.fullmatch(who):
            personal = table.personal.fullmatch(who) is not None
            return before or _before(text, start, table, grammar, personal), match.end("who")
        body = match.groupdict().get("body")
        proper = match.groupdict().get("proper")
        name = grammar.bodies.get(body.casefold()) if body else _known(who, table, grammar)
        if proper and not body:
            return proper, match.end("who")
        if name or not table.stop.search(who):
            return name or who, match.end("who")
    return None, start


def _known(who: str, table: Tables, grammar: Grammar) -> str | None:
    """The canonical name of a body that the phrase is or begins with."""
    exact = grammar.bodies.get(who.casefold())
    if exact:
        return exact
    match = table.body.search(who)
    return (
        grammar.bodies.get(match["body"].casefold())
        if match and match.end() == len(who) and match.start() < 5
        else None
    )


def _before(text: str, start: int, table: Tables, grammar: Grammar, personal: bool) -> str | None:
    """The last body named before an offset; for “him” and “her”, the last office that a person holds."""
    found = (grammar.bodies.get(match["body"].casefold()) for match in table.body.finditer(text, 0, start))
    named = [one for one in found if one and (not personal or table.persons.search(one))]
    return named[-1] if named else None


def _deliverable(text: str, start: int, end: int, table: Tables) -> tuple[int, int] | None:
    for pattern in table.deliverable:
        match = pattern.search(text, start, end)
        if match:
            return match.start("what"), match.end("what")
    for pattern in table.actions:
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
    earliest, latest = calendar(session, part) if named == ASSEMBLY and session > 20 else (None, None)
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
