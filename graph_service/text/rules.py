"""Language data: one TOML file per language, read once, checked, and frozen.

``data/languages/CODE.toml`` holds all that this program knows of a language; ``data/layout.toml`` holds what
layouts leave behind in every language (page furniture, note rules, list markers) and is inherited.
A new language is a new file. This module reads the *structure* tables; every other table of the file
(``[acts]``, ``[citations]``, ``[mandates]``, …) is handed out unread by :func:`tables`.

Wherever "pattern" is written below, the string is a regular expression in which

* a blank stands for any blanks (for none at all too where ``spaced = false``),
* ``{date} {day} {month} {year} {int} {ordinal} {items} {roman} {label} {organ} {rest}`` stand for what they say
  and capture it under that name.

Schema (R = required)::

    [language]   code R, name R, iri R ("ENG", the EU language authority), direction "ltr"|"rtl",
                 spaced (bool: words are parted by blanks), script R (character class of its letters),
                 words R (frequent words or characters, to tell languages of one script apart),
                 encodings (older encodings to try, in order, when a text is not UTF-8)
    [numbers]    ordinals {word = n}  words of ordinals; parts of a compound are added ("sixty" + "sixth");
                 scales {word = n}    words that multiply what stands before them (十, 百);
                 ordinal R            pattern of an ordinal, whole
                 digits               "0…9" in the language's own figures, if it has any
    [dates]      months R (twelve lists of names; figures where months are written so), forms R (patterns)
    [structure]  numbers   patterns of a paragraph number at a line's start, group (?P<n>); default layout
                 loose     patterns of a number whose point was lost; default layout
                 inserted  patterns of a number put in between ("12 bis"), groups n and after; default layout
                 chaptered patterns of a number with its chapter ("IV.32"), groups chapter and n; default layout
                 letters   the alphabet(s) that list markers and parts count in
                 openings R  patterns of a preambular paragraph's first words
                 verbs R     patterns of an operative paragraph's first words
                 sections  patterns of a section head, with {roman} or {label} and {rest}
                 annexes R patterns of an annex head, {label} its number
                 closing   patterns of a closing line (meeting, vote, adoption)
                 units     {slug = [patterns]}: numbered units of an annexed text ("Article {int}")
                 summaries heads of a report's summary
                 recommendations  heads of a report's recommendations, {int} their number, {rest} their words
                 reports   patterns of the front lines that only reports have
                 unnumbered  the same of letters and statements, whose paragraphs bear no numbers
                 labels    {"باء" = "B", …}: letters and names of letters that section heads are labelled with
                 addenda   patterns that open a statement after the closing (President's notes)
    [[structure.organs]]  name R (English name, as a value), enacting R (patterns), printed (patterns)
    [front]      session, agenda, adopted, distributed, based_on, meeting, masthead, running: lists of patterns;
                 resolution, decision: patterns with which the line begins that says which of them it is
    [notes]      introducers (patterns with which notes begin), see (words that are a "See" signal),
                 heads (a line over a list of notes), guards (words before a figure that is no mark),
                 follow (words after a figure that is no mark),
                 mark_first (whether marks stand before punctuation, as in French)
    [repairs]    compounds (words whose hyphen extraction loses), joints (patterns inside which no blank belongs),
                 silent (patterns of signs that change no word: vowel signs, lengthened joins)
    [[structure.examples]]  text, expect (list of "id: first words"), tested by tests/text/test_structure_rules.py

Errors: RulesError naming the file and the key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph_service.resources import folder
from graph_service.text.rulefile import KNOWN, Patterns, RuleFile, parse_toml


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ by its English name, with how its resolutions open and how the masthead prints it."""

    name: str
    enacting: Patterns
    printed: Patterns


@dataclass(frozen=True, slots=True)
class Rules:
    """One language's structure rules; patterns are compiled, tables are read-only."""

    code: str
    name: str
    iri: str
    direction: str
    spaced: bool
    script: re.Pattern[str]
    words: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    dates: Patterns
    ordinals: Mapping[str, int]
    scales: Mapping[str, int]
    letters: tuple[str, ...]
    numbers: Patterns
    loose: Patterns
    inserted: Patterns
    chaptered: Patterns
    openings: Patterns
    verbs: Patterns
    sections: Patterns
    annexes: Patterns
    closing: Patterns
    summaries: Patterns
    recommendations: Patterns
    reports: Patterns
    unnumbered: Patterns
    addenda: Patterns
    labels: Mapping[str, str]
    units: Mapping[str, Patterns]
    organs: tuple[Organ, ...]
    front: Mapping[str, Patterns]
    introducers: Patterns
    see: Patterns
    note_heads: Patterns
    guards: Patterns
    follow: Patterns
    mark_first: bool
    compounds: tuple[str, ...]
    joints: Patterns
    silent: Patterns

    def date(self, text: str) -> date | None:
        """The first date printed in the text, or None."""
        for form in self.dates:
            for found in form.finditer(text):
                month = self._month(found["month"])
                try:
                    return date(int(found["year"]), month, int(found["day"]))
                except ValueError:
                    continue
        return None

    def _month(self, name: str) -> int:
        wanted = name.casefold()
        return next((n for n, names in enumerate(self.months, 1) if wanted in map(str.casefold, names)), 0)

    def ordinal(self, text: str) -> int | None:
        """The value of an ordinal or number in words or figures ("sixty-sixth", "66th", "六十六"), or None."""
        figures = re.fullmatch(r"\s*(\d+)(?:-?[^\W\d]{1,4}|[º°])?\s*", text)
        if figures:
            return int(figures[1])
        names = sorted({*self.ordinals, *self.scales}, key=len, reverse=True)
        total = value = 0
        for word in re.findall("|".join(map(re.escape, names)) or r"(?!)", text.casefold()):
            if word in self.scales:
                total, value = total + (value or 1) * self.scales[word], 0
            else:
                value += self.ordinals[word]
        return (total + value) or None


def _prepare(file: RuleFile) -> Patterns:
    """Fills in what patterns may name (months, ordinals, dates, organs); gives the date patterns."""
    file.check()
    months = [re.escape(name) for names in file.data["dates"]["months"] for name in names]
    file.places["month"] = "(?P<month>" + "|".join(sorted(months, key=len, reverse=True)) + ")"
    file.places["ordinal"] = f"(?P<ordinal>{file.data['numbers']['ordinal']})"
    dates = file.patterns("dates", "forms")
    bare = "|".join(re.sub(r"\(\?P<\w+>", "(?:", one.pattern) for one in dates)
    file.places["date"] = f"(?P<date>{bare})"
    printed = [one for organ in file.value("structure", "organs", []) for one in organ.get("printed", ())]
    file.places["organ"] = "(?P<organ>" + ("|".join(printed) or r"(?!)") + ")"
    return dates


def _organs(file: RuleFile) -> tuple[Organ, ...]:
    organs = []
    for index, table in enumerate(file.value("structure", "organs", [])):
        key = f"[[structure.organs]] {index + 1}"
        if not table.get("name") or not table.get("enacting"):
            raise file.fail(key, "needs name and enacting")
        enacting = tuple(file.pattern(f"{key} enacting", one) for one in table["enacting"])
        printed = tuple(file.pattern(f"{key} printed", one) for one in table.get("printed", ()))
        organs.append(Organ(table["name"], enacting, printed))
    return tuple(organs)


def _units(file: RuleFile) -> Mapping[str, Patterns]:
    units = file.value("structure", "units", {})
    return MappingProxyType(
        {
            slug: tuple(file.pattern(f"[structure] units.{slug}", one) for one in forms)
            for slug, forms in units.items()
        }
    )


_HEADS = ("annexes", "closing", "summaries", "recommendations", "unnumbered", "addenda")


@cache
def load(code: str, root: Path | None = None) -> Rules:
    """The rules of a language ("en"); RulesError names the file and the key that is wrong."""
    root = root or folder("data")
    file = RuleFile(root / "languages" / f"{code}.toml", parse_toml(root / "layout.toml"))
    dates = _prepare(file)
    heads: dict[str, Any] = {key: file.patterns("structure", key) for key in _HEADS}
    return Rules(
        **{key: file.data["language"][key] for key in ("code", "name", "iri")},
        direction=file.value("language", "direction", "ltr"),
        spaced=file.spaced,
        script=file.pattern("[language] script", file.data["language"]["script"], 0),
        words=tuple(file.data["language"]["words"]),
        months=tuple(tuple(names) for names in file.data["dates"]["months"]),
        dates=dates,
        ordinals=MappingProxyType(dict(file.value("numbers", "ordinals", {}))),
        scales=MappingProxyType(dict(file.value("numbers", "scales", {}))),
        letters=tuple(file.value("structure", "letters", [])),
        numbers=file.patterns("structure", "numbers"),
        loose=file.patterns("structure", "loose", 0),
        inserted=file.patterns("structure", "inserted"),
        chaptered=file.patterns("structure", "chaptered", 0),
        openings=file.patterns("structure", "openings", 0),
        verbs=file.patterns("structure", "verbs", 0),
        sections=file.patterns("structure", "sections", 0),
        reports=file.patterns("structure", "reports") + file.patterns("structure", "unnumbered"),
        **heads,
        labels=MappingProxyType(dict(file.value("structure", "labels", {}))),
        units=_units(file),
        organs=_organs(file),
        front=MappingProxyType({key: file.patterns("front", key) for key in sorted(KNOWN["front"])}),
        introducers=file.patterns("notes", "introducers", 0),
        see=file.patterns("notes", "see"),
        note_heads=file.patterns("notes", "heads"),
        guards=file.patterns("notes", "guards"),
        follow=file.patterns("notes", "follow"),
        mark_first=file.value("notes", "mark_first", False),
        compounds=tuple(file.value("repairs", "compounds", [])),
        joints=file.patterns("repairs", "joints"),
        silent=file.patterns("repairs", "silent"),
    )


@cache
def languages(root: Path | None = None) -> tuple[str, ...]:
    """Codes of all languages that have a file, sorted."""
    return tuple(sorted(one.stem for one in ((root or folder("data")) / "languages").glob("*.toml")))


@cache
def tables(code: str, root: Path | None = None) -> Mapping[str, Any]:
    """The whole file of a language as read, for the rooms that own the other tables; read-only at the top."""
    return MappingProxyType(dict(parse_toml((root or folder("data")) / "languages" / f"{code}.toml")))


@cache
def layout(root: Path | None = None) -> Mapping[str, Any]:
    """``data/layout.toml`` as read: what layouts leave behind in every language."""
    return MappingProxyType(dict(parse_toml((root or folder("data")) / "layout.toml")))
