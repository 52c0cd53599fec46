"""Time limits: when something is due, as printed and as far as a stated rule can compute it.

Session N of the General Assembly opens in September of 1945 + N; its main part runs to December, its first resumed
part is in March and April, its second from May to July. ``Due.rule`` names the rule by which days were computed.
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Mapping
from datetime import date, timedelta

from graph_service.model import Due
from graph_service.text.grammar import Grammar
from graph_service.text.mandatetables import Tables, tables
from graph_service.text.mentions import Reader

ASSEMBLY, HUMAN_RIGHTS, ANY_COUNCIL = "General Assembly", "Human Rights Council", "Council"
# From its fourth session in March 2007 the Human Rights Council has met three times a year in these months.
_COUNCIL_FIRST, _COUNCIL_YEAR = 4, 2007
_COUNCIL = ((2, 4), (6, 7), (9, 10))
# Months in which the parts of a session of the General Assembly fall: years after 1945 + N, first and last month.
_PARTS = {"main": (0, 9, 12), "first resumed": (1, 3, 4), "second resumed": (1, 5, 7)}


def find_due(text: str, start: int, end: int, grammar: Grammar, reader: Reader) -> Due | None:
    """The first time limit of a clause, as printed and as far as the calendar and the adoption tell."""
    table = tables(grammar.code)
    found = [match for pattern in table.due for match in [pattern.search(text, start, end)] if match]
    if not found:
        return None
    match = min(found, key=lambda one: (one.start(), -one.end()))
    groups = match.groupdict()
    if groups.get("ordinal"):
        return _session_due(match, groups, table, grammar, reader)
    printed = match[0].strip(" ,，")
    rule, latest = _computed(printed, table, grammar, reader)
    return Due(printed, latest=latest, rule=rule)


def _computed(
    printed: str, table: Tables, grammar: Grammar, reader: Reader
) -> tuple[str, date] | tuple[None, None]:
    """The last day of a limit and the rule that gives it; nothing is computed for what no rule covers."""
    day = grammar.rules.date(printed)
    if day:
        return "printed", day
    for limit in table.limits:
        match = limit.pattern.search(printed)
        latest = _last_day(limit.rule, match.groupdict(), table, grammar, reader) if match else None
        if latest:
            return limit.rule, latest
    return None, None


def _last_day(
    rule: str, groups: Mapping[str, str | None], table: Tables, grammar: Grammar, reader: Reader
) -> date | None:
    year = int(groups.get("year") or 0)
    if rule == "end-of-year" and year:
        return date(year, 12, 31)
    if rule == "end-of-month" and year:
        return _month_end(year, _month(groups.get("month") or "", grammar))
    if rule == "after-adoption" and reader.adopted:
        count = _count(groups.get("count") or "", grammar)
        unit = next((name for name, one in table.units.items() if one.fullmatch(groups.get("unit") or "")), "")
        return _later(reader.adopted, count, unit) if count else None
    return None


def _month(name: str, grammar: Grammar) -> int:
    wanted = name.casefold()
    rows = enumerate(grammar.rules.months, 1)
    return next((number for number, names in rows if wanted in map(str.casefold, names)), 0)


def _count(printed: str, grammar: Grammar) -> int:
    if printed.isdigit():
        return int(printed)
    return grammar.citations.words.get(printed.casefold(), 0) or grammar.rules.ordinal(printed) or 0


def _month_end(year: int, month: int) -> date | None:
    return date(year, month, months.monthrange(year, month)[1]) if month else None


def _later(day: date, count: int, unit: str) -> date | None:
    """The day that many units after a day; a month that is too short gives its last day."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    if unit not in ("month", "year"):
        return None
    whole = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def _session_due(
    match: re.Match[str], groups: Mapping[str, str | None], table: Tables, grammar: Grammar, reader: Reader
) -> Due | None:
    session = grammar.rules.ordinal(groups["ordinal"] or "")
    if session is None:
        return None
    part = next((name for name, pattern in table.parts.items() if pattern.search(match[0])), None)
    organ = groups.get("organ")
    named = grammar.citations.organs.get(organ.casefold()) if organ else reader.organ
    named = reader.organ if named == ANY_COUNCIL and reader.organ.endswith(ANY_COUNCIL) else named
    earliest, latest = None, None
    if named == ASSEMBLY and session > 20:
        earliest, latest = calendar(session, part)
    elif named == HUMAN_RIGHTS and session >= _COUNCIL_FIRST:
        earliest, latest = council_calendar(session)
    return Due(match[0].strip(" ,，"), session, part, earliest, latest, "session-calendar" if latest else None)


def calendar(session: int, part: str | None) -> tuple[date, date]:
    """First and last day that a session of the General Assembly, or a part of it, can fall on.

    >>> calendar(67, "first resumed")
    (datetime.date(2013, 3, 1), datetime.date(2013, 4, 30))
    """
    opened = 1945 + session
    if part not in _PARTS:
        return date(opened, 9, 1), date(opened + 1, 9, 30)
    later, first, last = _PARTS[part]
    year = opened + later
    return date(year, first, 1), date(year, last, months.monthrange(year, last)[1])


def council_calendar(session: int) -> tuple[date, date]:
    """First and last day that a regular session of the Human Rights Council, from the fourth on, can fall on.

    >>> council_calendar(52)
    (datetime.date(2023, 2, 1), datetime.date(2023, 4, 30))
    """
    years, part = divmod(session - _COUNCIL_FIRST, len(_COUNCIL))
    first, last = _COUNCIL[part]
    year = _COUNCIL_YEAR + years
    return date(year, first, 1), date(year, last, months.monthrange(year, last)[1])
