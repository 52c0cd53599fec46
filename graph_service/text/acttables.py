"""Reads the ``[acts]`` table of a language file into an :class:`ActGrammar`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph_service.text.patterns import NEVER, Compiler, either

_PATTERNS = (
    "carriers",
    "insisting",
    "subordinate",
    "closed",
    "paratactic",
    "gerund",
    "clausal",
    "sentence",
    "open",
)


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A place where a further act may begin; ``follow`` must match right after the verb."""

    pattern: re.Pattern[str]
    follow: re.Pattern[str] | None
    strict: bool


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of one mood: ``pattern`` has one group per function, named by ``names``."""

    pattern: re.Pattern[str]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ActGrammar:
    """How a language's organs act."""

    quotes: re.Pattern[str]
    conjunctions: tuple[Conjunction, ...]
    finite: Verbs
    participle: Verbs
    base: Verbs
    agreement: tuple[re.Pattern[str], ...]
    speakers: re.Pattern[str]
    continuing: re.Pattern[str]
    modifiers: Mapping[str, re.Pattern[str]]
    not_before: re.Pattern[str]
    nouns: frozenset[str]
    doubt: re.Pattern[str]
    weak: frozenset[str]
    weak_finite: frozenset[str]
    preambular: frozenset[str]
    opening: frozenset[str]
    adjunct: frozenset[str]
    subjects: re.Pattern[str]
    plurals: re.Pattern[str]
    past: Verbs
    narrated: re.Pattern[str]
    adding: frozenset[str]
    subjunctive: frozenset[str]
    carriers: re.Pattern[str]
    insisting: re.Pattern[str]
    subordinate: re.Pattern[str]
    closed: re.Pattern[str]
    paratactic: re.Pattern[str]
    gerund: re.Pattern[str]
    clausal: re.Pattern[str]
    sentence: re.Pattern[str]
    open: re.Pattern[str]


def read_acts(compiler: Compiler) -> ActGrammar:
    """The compiled act grammar; an absent table gives one in which nothing acts."""
    table = compiler.tables.get("acts", {})
    finite = table.get("finite", {})
    return ActGrammar(
        quotes=_quotes(table.get("quotes", ())),
        conjunctions=tuple(_conjunction(compiler, row) for row in table.get("conjoined", ())),
        finite=_verbs(compiler, table, finite),
        participle=_verbs(compiler, table, table.get("participle") or finite),
        base=_verbs(compiler, table, table.get("base", {})),
        agreement=tuple(map(compiler.compile, table.get("agreement", ()))),
        speakers=compiler.any(table.get("speakers", ())),
        continuing=compiler.any(table.get("continuing", ())),
        modifiers=MappingProxyType(
            {name: compiler.any(forms) for name, forms in table.get("modifiers", {}).items()}
        ),
        not_before=compiler.any(table.get("not_before", ())),
        nouns=frozenset(table.get("nouns", ())),
        doubt=compiler.compile(table.get("doubt", NEVER)),
        weak_finite=frozenset(table.get("weak_finite", ())),
        weak=frozenset(table.get("weak", ())),
        preambular=frozenset(table.get("preambular", ())),
        opening=frozenset(table.get("opening", ())),
        adjunct=frozenset(table.get("adjunct", ())),
        subjects=compiler.any(table.get("subjects", ())),
        plurals=compiler.any(table.get("plurals", ())),
        past=_verbs(compiler, table, table.get("past", {})),
        narrated=compiler.any(table.get("narrated", ())),
        subjunctive=frozenset(table.get("subjunctive", ())),
        adding=frozenset(table.get("adding", ())),
        **{name: compiler.compile(table.get(name, NEVER)) for name in _PATTERNS},
    )


def _quotes(pairs: list[str]) -> re.Pattern[str]:
    """A quotation; one that is never closed is none."""
    spans = (f"{re.escape(pair[0])}[^{re.escape(pair)}]{{1,600}}{re.escape(pair[1])}" for pair in pairs)
    return re.compile(either(spans))


def _conjunction(compiler: Compiler, row: Mapping[str, Any]) -> Conjunction:
    follow = compiler.compile(row["follow"]) if "follow" in row else None
    return Conjunction(compiler.compile(row["pattern"]), follow, bool(row.get("strict")))


def _verbs(compiler: Compiler, table: Mapping[str, Any], forms: Mapping[str, list[str]]) -> Verbs:
    """All verbs of a mood as one pattern: leads, one group per form, trailing words."""
    rows = sorted(
        ((compiler.spell(form), name) for name, found in forms.items() for form in found),
        key=lambda row: len(row[0]),
        reverse=True,
    )
    names = {f"f{index}": name for index, (_, name) in enumerate(rows)}
    verbs = "|".join(f"(?P<f{index}>{form})" for index, (form, _) in enumerate(rows)) or "(?!)"
    gap = r"[,，]?\s+" if compiler.rules.spaced else r"[,，]?\s*"
    edge = r"(?![\w-])" if compiler.rules.spaced else ""
    leads = either(map(compiler.spell, table.get("leads", ())))
    trails = either(map(compiler.spell, table.get("trails", ())))
    pattern = f"(?:{leads}{gap})*?(?:{verbs}){edge}(?:{gap}{trails}{edge})*"
    return Verbs(re.compile(pattern, re.IGNORECASE), MappingProxyType(names))
