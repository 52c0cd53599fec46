"""Reads the ``[mandates]`` table of a language file, and which functions confer a mandate.

Tables of a language file (patterns as in ``grammar.py``)::

    [mandates]
    addressee    patterns right after the verb, group (?P<who>…)
    further      patterns of one more addressee right after another, separator included, group (?P<who>…)
    agent        pattern of a phrase that names one addressee; separator: of what parts them in a list;
                 renewed: who is asked besides, after what was asked of the first ("and upon all States to"),
                 groups (?P<who>…) or, if it takes more to tell, (?P<whom>…)
                 pair: two States named together, groups (?P<first>…) and (?P<second>…)
    clausal      pattern between the verb and an addressee that is the subject of a clause ("that")
    subject      patterns of what such a clause asks, right after its subject, group (?P<what>…)
    pronouns     patterns of a (?P<who>…) that points back to the last body named in the paragraph
    unaddressed  pattern at the end of a verb that addresses nobody ("calls for")
    antecedent   patterns of a common noun for a body that such a pronoun may mean, group (?P<who>…)
    personal     pattern of a pronoun that means a person; persons: what names of persons' offices hold
    several      pattern of a pronoun that means more than one
    groups       patterns of a common noun for more than one, group (?P<who>…), which such a pronoun may mean
    passive      pattern at the beginning of a verb that names whom it addresses, group (?P<who>…)
    obliged      patterns right after a verb that addresses nobody, group (?P<who>…): "that all States shall"
    trim         pattern of what is cut off the end of a printed addressee ("…, in consultation with …")
    stop         patterns of words that an addressee's name cannot hold (where it is no known body)
    deliverable  patterns in the act's clause, group (?P<what>…), the first that matches wins
    action       pattern or patterns of what is asked, right after the addressee, if no deliverable is named
    asked        the same, where somebody is addressed; tried before ``action``
    reports      patterns with {body}: to whom it is to be reported
    ours         patterns that say the organ itself ("for its consideration"); group short: a short name
                 ("Council") that means the organ only if it can be its own
    due          patterns of a time limit; groups ordinal (of a session), organ, date
    same         pattern of a time limit that points back to the one before ("at that session")
    limits       rows {rule, pattern} that compute the last day of a printed limit; rule end-of-year (group year),
                 end-of-month (month, year), after-adoption (count, unit)
    units        {day = [patterns], week, month, year}: the units of such a count
    within       patterns of a coming report that is to carry the answer, group (?P<what>…)
    starts, ends patterns of from when and until when something recurs or lasts, group (?P<what>…)
    parts        {"first resumed" = [patterns], …}: the part of the session, in the text of the time limit
    often        {annual = [patterns], …}: adverbs; periods: the same, adjectives
    [[mandates.examples]]  text, expect = {act, addressee, deliverable, periodicity, session, part, report_to}
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph_service.resources import folder
from graph_service.text.grammar import NEVER, Compiler


@dataclass(frozen=True, slots=True)
class Limit:
    """How the last day of a printed limit is computed."""

    rule: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """The compiled tables of one language."""

    addressee: tuple[re.Pattern[str], ...]
    further: tuple[re.Pattern[str], ...]
    agent: re.Pattern[str]
    separator: re.Pattern[str]
    pair: re.Pattern[str]
    renewed: re.Pattern[str]
    clausal: re.Pattern[str]
    subject: tuple[re.Pattern[str], ...]
    pronouns: re.Pattern[str]
    passive: tuple[re.Pattern[str], ...]
    obliged: tuple[re.Pattern[str], ...]
    trim: re.Pattern[str]
    stop: re.Pattern[str]
    deliverable: tuple[re.Pattern[str], ...]
    asked: tuple[re.Pattern[str], ...]
    actions: tuple[re.Pattern[str], ...]
    unaddressed: re.Pattern[str]
    personal: re.Pattern[str]
    persons: re.Pattern[str]
    antecedent: tuple[re.Pattern[str], ...]
    several: re.Pattern[str]
    groups: tuple[re.Pattern[str], ...]
    same: re.Pattern[str]
    reports: tuple[re.Pattern[str], ...]
    ours: tuple[re.Pattern[str], ...]
    due: tuple[re.Pattern[str], ...]
    limits: tuple[Limit, ...]
    units: Mapping[str, re.Pattern[str]]
    parts: Mapping[str, re.Pattern[str]]
    printed: Mapping[str, tuple[re.Pattern[str], ...]]
    often: Mapping[str, re.Pattern[str]]
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

    def named(key: str) -> dict[str, re.Pattern[str]]:
        return {name: compiler.any(forms) for name, forms in table.get(key, {}).items()}

    several = ("addressee", "further", "subject", "passive", "obliged", "deliverable", "asked", "reports", "ours")
    single = (
        "unaddressed",
        "personal",
        "persons",
        "clausal",
        "agent",
        "separator",
        "renewed",
        "pair",
        "trim",
        "several",
        "same",
    )
    fields: dict[str, Any] = {key: each(key) for key in (*several, "antecedent", "groups", "due")}
    fields |= {key: compiler.compile(table.get(key, NEVER)) for key in single}
    fields |= {key: compiler.any(table.get(key, ())) for key in ("pronouns", "stop")}
    fields |= {key: named(key) for key in ("units", "parts", "often", "periods")}
    return Tables(
        **fields,
        actions=each("action"),
        limits=tuple(Limit(row["rule"], compiler.compile(row["pattern"])) for row in table.get("limits", ())),
        printed={key: each(key) for key in ("within", "starts", "ends")},
        body=compiler.compile("{body}"),
    )
