"""What a language says about acts, citations and mandates: the second half of its data file, compiled once.

``data/languages/CODE.toml`` carries the tables below beside the structure tables (see ``rules.py``);
``data/citations.toml`` carries what is the same in every language. In a *pattern* a blank stands for blanks
(or for none where the language writes none) and these stand for what they say: ``{date}``, ``{number}`` (of an
instrument, with its part letters), ``{symbol}``, ``{organ}``, ``{own}``, ``{body}``, ``{items}`` (list with
ranges), ``{item}`` (one), ``{ordinal}``, ``{sep}``. Inside a look-behind write
``\\x20`` for a blank. Matching ignores case, except for ``head`` and ``before``.

    [acts]
    quotes      pairs of quotation marks, two characters each: nothing inside is an act or a citation
    conjoined   where a further act may begin: list of {pattern, follow?, strict?}; ``follow`` must match after
                the verb where it is doubtful; ``strict`` keeps functions listed in ``weak`` out
    leads       words that may stand before a verb that acts ("in this regard,", 并, 又)
    trails      words that may stand right after it ("also", "further")
    modifiers   {name = [patterns]}: which of these words are recorded, and as what
    nouns       functions whose forms are nouns too; not_before: patterns that make them one when they follow
    doubt       pattern of a clause before the boundary that the verb may belong to instead ("a body that …"):
                there, and for nouns, ``follow`` is required
    weak        functions whose verbs act only at an opening or after a connective that is not strict, in
                preambular paragraphs; weak_finite: the same in operative ones
    preambular  functions that open no operative paragraph
    opening     functions whose verbs act only as the first word of a paragraph
    adjunct     functions whose participles act after a comma in an operative paragraph too
    speakers    patterns of a subject after which a paragraph of a declaration acts in base forms ("we")
    continuing  patterns of an auxiliary before a base form ("continues to")
    subjects    patterns of a subject that may precede the verb where paragraphs are prose (reports)
    [acts.finite] [acts.participle] [acts.base]   function = [patterns of the verb];
                without participles, the finite forms serve both
    [[acts.examples]]  text, kind (operative, preambular), expect = ["function", …]

    [citations]
    follows     whether the head noun follows the number (第66/257号决议)
    ages        further patterns of a number, where a language writes the session its own way ((د-26))
    letters     {"باء" = "B", …}: what stands for a part letter or a numeral's letter in this script
    sessions    {"د" = "", …}: what stands before a session's figure in an age
    numbers     patterns around {number}, with {date} where a date is printed beside it
    parts       pattern of part letters and their list ("A and B")
    heads       {resolution = [...], decision = [...]}
    head        pattern of a head with organ: {own}, {organ}, {head}
    before      pattern of the organ that ends right before a number (where heads follow)
    after       patterns of the organ right after a group of numbers
    own         words for the document's own organ ("its", 其)
    proper      pattern of a proper name of a body that no table knows (as printed), for {proper}
    foreign     patterns of organs whose instruments have no symbol here, right before a head
    organs      {"Security Council" = [names], "Council" = [names of any council], …}
    glue        pattern of what may stand between the numbers of one list
    joins       pattern of what joins a symbol and a modifier ("and", 和)
    sep, range  patterns of list separators and range words inside pinpoints
    here        {before = [...], after = [...]}: words that make a pinpoint internal ("above", 上文)
    self        patterns of the document naming itself
    of          patterns between a pinpoint and the target after it
    then        patterns between a target and the pinpoint after it
    nest        pattern between an outer and an inner unit; inside: between an inner and the outer unit after it
    ibid        patterns of a note, or of brackets in a text, that go on from what was cited before
    titled      pattern between a phrase and the title quoted after it
    also        pattern of words that add a place to a document cited as a whole ("including paragraph 3")
    topic       pattern that begins the topic of a report ("on")
    back        words that put a pinpoint on the document named before it ("the annex thereto")
    chain       pattern between pinpoints of one target
    [citations.units]    unit = [patterns with {items} or {item}]
    [citations.reports]  definite, weak, that: patterns of report phrases; {body} the issuer, (?P<noun>…) the noun;
                         that_resolution: the same for resolutions; nouns {report = [...], note = [...]};
                         plural: pattern of a plural noun
    [citations.answers]    before, after: see ``answers.py``
    [[citations.examples]]  text, expect = ["function target", …], organ?, notes? {"1" = "text of note 1"}

    [mandates]   see ``mandates.py``
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from graph_service.errors import RulesError
from graph_service.resources import folder
from graph_service.text import rules as structure

NEVER = r"(?!)"


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


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind of pinpoint: ``rank`` orders containment from the outside in."""

    name: str
    rank: int
    style: str
    pattern: re.Pattern[str]
    needs: str | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class CitationGrammar:
    """How a language cites."""

    follows: bool
    letters: Mapping[str, str]
    alphabets: tuple[str, ...]
    sessions: Mapping[str, str]
    numbers: re.Pattern[str]
    parts: re.Pattern[str]
    symbols: re.Pattern[str]
    bare_symbol: re.Pattern[str]
    modifiers: re.Pattern[str]
    heads: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    organs: Mapping[str, str]
    own: re.Pattern[str]
    glue: re.Pattern[str]
    items: re.Pattern[str]
    range: re.Pattern[str]
    here_before: re.Pattern[str]
    here_after: re.Pattern[str]
    self: re.Pattern[str]
    of: re.Pattern[str]
    then: re.Pattern[str]
    nest: re.Pattern[str]
    inside: re.Pattern[str]
    chain: re.Pattern[str]
    back: re.Pattern[str]
    also: re.Pattern[str]
    topic: re.Pattern[str]
    units: tuple[Unit, ...]
    reports: tuple[tuple[str, re.Pattern[str]], ...]
    earlier: re.Pattern[str]
    nouns: Mapping[str, re.Pattern[str]]
    plural: re.Pattern[str]
    ibid: re.Pattern[str]
    titled: re.Pattern[str]
    works: tuple[tuple[str, re.Pattern[str]], ...]
    answers_before: re.Pattern[str]
    answers_after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language: structure rules, acts, citations, and the names of bodies (folded name → English name).

    ``issuers`` finds any body's name, known (group body) or proper (group proper).
    """

    code: str
    rules: structure.Rules
    acts: ActGrammar
    citations: CitationGrammar
    bodies: Mapping[str, str]
    issuers: re.Pattern[str]


@cache
def shared() -> Mapping[str, Any]:
    """``data/citations.toml``: what citations look like in every language."""
    return MappingProxyType(_toml("citations.toml"))


@cache
def body_names(code: str) -> Mapping[str, str]:
    """Names of bodies in a language, folded → canonical English name, from ``data/bodies.toml``."""
    names: dict[str, str] = {}
    for row in _toml("bodies.toml")["body"]:
        canonical = row["names"]["en"] if isinstance(row["names"]["en"], str) else row["names"]["en"][0]
        found = row["names"].get(code, ())
        for name in (found,) if isinstance(found, str) else found:
            names.setdefault(name.casefold(), canonical)
    extra = structure.tables(code).get("citations", {}).get("bodies", {})
    for canonical, listed in extra.items():
        for name in listed:
            names.setdefault(name.casefold(), canonical)
    return MappingProxyType(names)


def _toml(name: str) -> dict[str, Any]:
    path = folder("data") / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RulesError(str(error), where=str(path), do="mend the file") from error


def either(patterns: Iterable[str]) -> str:
    """One group of alternatives, the longest first; matches nothing if there are none."""
    found = sorted(patterns, key=len, reverse=True)
    return f"(?:{'|'.join(found)})" if found else NEVER


class Compiler:
    """Expands and compiles the patterns of one language; errors name the file and the pattern."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.tables = structure.tables(code)
        self.rules = structure.load(code)
        self.blank = r"\\s+" if self.rules.spaced else r"\\s*"
        self.places = self._places()

    def _places(self) -> dict[str, str]:
        table = self.tables.get("citations", {})
        dates = "|".join(re.sub(r"\(\?P<\w+>", "(?:", one.pattern) for one in self.rules.dates)
        names = sorted((self.spell(one) for one in body_names(self.code)), key=len, reverse=True)
        organs = sorted((self.spell(one) for found in table.get("organs", {}).values() for one in found), key=len)
        parts = self.spell(table.get("parts", r"[A-Z](?![\w/])"))
        number = "|".join(
            one.replace("{parts}", f"(?:{parts})")
            for one in (*shared()["numbers"].values(), *map(self.spell, table.get("ages", ())))
        )
        return {
            "date": f"(?:{dates})",
            "body": f"(?P<body>{'|'.join(names) or NEVER})",
            "organ": f"(?P<organ>{'|'.join(reversed(organs)) or NEVER})",
            "proper": f"(?P<proper>(?-i:{table.get('proper', NEVER)}))",
            "own": f"(?P<own>{either(map(self.spell, table.get('own', ())))})",
            "foreign": f"(?P<foreign>{either(map(self.spell, table.get('foreign', ())))})",
            "number": f"(?P<number>(?-i:{number}))",
            "symbol": shared()["symbols"]["symbol"],
            "ordinal": f"(?:{self.tables['numbers']['ordinal']})",
            "sep": either(map(self.spell, table.get("sep", (",",)))),
        }

    def spell(self, text: str) -> str:
        """A pattern with its blanks and places written out."""
        places = getattr(self, "places", {})
        blanks = re.sub(" +(?![?*+{])", self.blank, re.sub(r" +[?*]\??", r"\\s*", text))
        return re.sub(r"\{([a-z]+)\}", lambda m: places.get(m[1], m[0]), blanks)

    def compile(self, text: str) -> re.Pattern[str]:
        """The compiled pattern; raises RulesError naming the language file."""
        try:
            return re.compile(self.spell(text), re.IGNORECASE)
        except re.error as error:
            where = f"data/languages/{self.code}.toml"
            raise RulesError(
                f"{text[:60]!r} is no pattern: {error}", where=where, do="mend the pattern"
            ) from error

    def any(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """One pattern that matches where any of them does."""
        return self.compile(either(patterns))


@cache
def load_grammar(code: str) -> Grammar:
    """The grammar of a language; raises RulesError if its file is missing or wrong."""
    from graph_service.text.acttables import read_acts
    from graph_service.text.citationtables import read_citations

    compiler = Compiler(code)
    return Grammar(
        code,
        compiler.rules,
        read_acts(compiler),
        read_citations(compiler),
        body_names(code),
        compiler.compile("{body}|the {proper}"),
    )
