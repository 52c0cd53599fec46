"""Reads the ``[mandates]`` table of a language file, and which functions confer a mandate.

Tables of a language file (patterns as in ``grammar.py``)::

    [mandates]
    addressee    patterns right after the verb, group (?P<who>…)
    pronouns     patterns of a (?P<who>…) that points back to the last body named in the paragraph
    unaddressed  pattern at the end of a verb that addresses nobody ("calls for")
    personal     pattern of a pronoun that means a person; persons: what names of persons' offices hold
    passive      pattern at the beginning of a verb that names whom it addresses, group (?P<who>…)
    obliged      patterns right after a verb that addresses nobody, group (?P<who>…): "that all States shall"
    stop         patterns of words that an addressee's name cannot hold (where it is no known body)
    deliverable  patterns in the act's clause, group (?P<what>…), the first that matches wins
    action       pattern or patterns of what is asked, right after the addressee, if no deliverable is named
    asked        the same, where somebody is addressed; tried before ``action``
    reports      patterns with {body}: to whom it is to be reported
    ours         patterns that say the organ itself ("for its consideration")
    due          patterns of a time limit; groups ordinal (of a session), organ, date
    parts        {"first resumed" = [patterns], …}: the part of the session, in the text of the time limit
    periods      {annual = [patterns], …}
    [[mandates.examples]]  text, expect = {act, addressee, deliverable, periodicity, session, part, report_to}
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph_service.resources import folder
from graph_service.text.grammar import NEVER, Compiler


@dataclass(frozen=True, slots=True)
class Tables:
    """The compiled tables of one language."""

    addressee: tuple[re.Pattern[str], ...]
    pronouns: re.Pattern[str]
    passive: tuple[re.Pattern[str], ...]
    obliged: tuple[re.Pattern[str], ...]
    stop: re.Pattern[str]
    deliverable: tuple[re.Pattern[str], ...]
    asked: tuple[re.Pattern[str], ...]
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

    one = {key: compiler.compile(table.get(key, NEVER)) for key in ("unaddressed", "personal", "persons")}
    return Tables(
        addressee=each("addressee"),
        pronouns=compiler.any(table.get("pronouns", ())),
        passive=each("passive"),
        obliged=each("obliged"),
        stop=compiler.any(table.get("stop", ())),
        deliverable=each("deliverable"),
        asked=each("asked"),
        actions=each("action"),
        unaddressed=one["unaddressed"],
        personal=one["personal"],
        persons=one["persons"],
        reports=each("reports"),
        ours=compiler.any(table.get("ours", ())),
        due=each("due"),
        parts={name: compiler.any(forms) for name, forms in table.get("parts", {}).items()},
        periods={name: compiler.any(forms) for name, forms in table.get("periods", {}).items()},
        body=compiler.compile("{body}"),
    )
