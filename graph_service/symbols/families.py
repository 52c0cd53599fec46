"""Families of symbols: the grammar of `organ / subsidiary / nature / numbers / modifiers`, from data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from graph_service.errors import RulesError, SymbolError
from graph_service.resources import folder
from graph_service.symbols.works import find_work, works

_BRACKETED = re.compile(r"\((PART|VOL)(?=[.IVX\d])")
ROMAN = MappingProxyType({"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000})


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in normal form. ``kind`` is what the symbol alone tells, else ``Document``."""

    text: str
    family: str
    kind: str = "Document"
    organ: str = ""
    session: int | None = None
    year: int | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Family:
    """One row of ``data/symbols.toml``, compiled."""

    name: str
    kind: str
    organ: str
    pattern: re.Pattern[str]
    template: str
    bare: re.Pattern[str] | None
    bounds: Mapping[str, tuple[int, int]]
    default: bool
    sole: bool
    headed: bool
    sure: bool
    forms: frozenset[tuple[str, str]]
    print: Mapping[str, str]
    examples: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All families with the tables that tidying needs."""

    families: tuple[Family, ...]
    looks: dict[int, str]
    words: re.Pattern[str]
    first: Mapping[str, int]
    forms: tuple[tuple[str, str], ...]


def roman_value(text: str) -> int:
    """The value of a roman numeral in capitals.

    >>> roman_value("XXX"), roman_value("LX"), roman_value("IV")
    (30, 60, 4)
    """
    values = [ROMAN[one] for one in text]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


@cache
def grammar() -> Grammar:
    """The families of ``data/symbols.toml``; raises RulesError if the file is wrong."""
    path = folder("data") / "symbols.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        families = tuple(_family(row) for row in table["family"])
        forms = sorted({form for one in families for form in one.forms}, key=lambda form: -len("".join(form)))
        words = "|".join(one.upper() for one in table["tidy"]["words"])
        return Grammar(
            families,
            {ord(key): value for key, value in table["tidy"]["looks"].items()},
            re.compile(rf"(?<![A-Z])(?:{words})(?=[.\d/]|$)"),
            MappingProxyType(dict(table["first"])),
            tuple(forms),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
        raise RulesError(str(error), where=str(path), do="mend the table of symbol families") from error


def _family(row: Mapping[str, Any]) -> Family:
    return Family(
        row["name"],
        row["kind"],
        row["organ"],
        re.compile(row["pattern"]),
        row["template"],
        re.compile(row["bare"]) if "bare" in row else None,
        MappingProxyType({key: (low, high) for key, (low, high) in row.get("bounds", {}).items()}),
        bool(row.get("default")),
        bool(row.get("sole")),
        bool(row.get("headed")),
        bool(row.get("sure")),
        frozenset(_form(one) for one in (*row.get("print", {}).values(), *row.get("also", ()))),
        MappingProxyType(dict(row.get("print", {}))),
        MappingProxyType(dict(row.get("examples", {}))),
    )


def _form(template: str) -> tuple[str, str]:
    """What stands before and after the number in a printed form, in small letters."""
    before, _, after = template.partition("{text}")
    return before.lower(), after.lower()


def _tidy(text: str) -> str:
    """Common figures, single blanks; none around slashes and full stops, no punctuation at the ends."""
    plain = re.sub(r"[^\W\D0-9]", lambda match: str(int(match[0])), " ".join(text.split()))
    return re.sub(r" ?/ ?", "/", re.sub(r" ?\. ?(?=\d)", ".", plain)).strip(" ,;.")


def _capital(text: str) -> str:
    """Upper case in Latin letters and plain hyphens, whatever looks like them in print."""
    return text.translate(grammar().looks).upper()


def _cased(text: str) -> str:
    return _BRACKETED.sub(_small, grammar().words.sub(lambda match: match[0].capitalize(), text))


def _small(match: re.Match[str]) -> str:
    return f"({match[1].capitalize()}"


def _symbol(family: Family, match: re.Match[str]) -> Symbol | None:
    """The symbol of a match, or None if it breaks the family's bounds."""
    groups = {key: value or "" for key, value in match.groupdict().items()}
    part = groups.get("part") or groups.get("letter")
    groups["part"] = f"-{part}" if part else ""
    groups["rest"] = groups.get("rest", "").replace(" ", "")
    session = _session(groups)
    year = int(groups["year"]) if groups.get("year") else None
    return Symbol(
        _cased(family.template.format_map(groups)), family.name, family.kind, family.organ, session, year
    )


def _session(groups: Mapping[str, str]) -> int | None:
    if groups.get("session", "").isdigit():
        return int(groups["session"])
    roman = groups.get("roman", "")
    return roman_value(roman) if roman and "-" not in roman else None


def _plausible(family: Family, match: re.Match[str], symbol: Symbol, headed: bool = False) -> bool:
    """Whether a bare number keeps the family's bounds; sessions in roman figures also have a first number.

    Where a head noun says what it is (``headed``), the number itself may be any.
    """
    number = None if headed else int(match["number"])
    values = {"session": symbol.session, "year": symbol.year, "number": number}
    for key, (low, high) in family.bounds.items():
        value = values[key]
        if value is not None and not low <= value <= high:
            return False
    groups = match.groupdict()
    if "roman" in groups and family.default and not headed:
        return int(match["number"]) >= grammar().first.get(groups["roman"] or "", 1)
    return True


def _bare(text: str, form: tuple[str, str] | None = None, headed: bool = False) -> Iterator[tuple[Family, Symbol]]:
    """The families that a number without its head may be of; ``form`` keeps those that are printed so."""
    for family in grammar().families:
        if family.bare is None or (form and form not in family.forms) or (family.headed and not headed):
            continue
        match = family.bare.fullmatch(_capital(text))
        symbol = _symbol(family, match) if match else None
        if match and symbol and _plausible(family, match, symbol, headed):
            yield family, symbol


@lru_cache(maxsize=65536)
def bare_symbols(text: str) -> tuple[Symbol, ...]:
    """All symbols that a number after a head noun may be short for, in the order of the families."""
    return tuple(symbol for _, symbol in _bare(_tidy(text), headed=True))


@lru_cache(maxsize=4096)
def sure_symbols(text: str) -> tuple[Symbol, ...]:
    """The symbols of a number whose form alone tells the organ (``1/CP.21``)."""
    return tuple(symbol for family, symbol in _bare(_tidy(text), headed=True) if family.sure)


@lru_cache(maxsize=4096)
def likely_symbols(text: str) -> tuple[Symbol, ...]:
    """The symbols of a number that keeps the bounds of its family, which print may break only by an error."""
    return tuple(symbol for _, symbol in _bare(_tidy(text)))


def _bare_parts(text: str) -> tuple[tuple[str, str] | None, str]:
    """The printed form and the number of a text such as ``resolution 66/257``; no form if it is a bare number."""
    small = text.lower()
    for before, after in grammar().forms:
        if len(small) > len(before + after) and small.startswith(before) and small.endswith(after):
            return (before, after), text[len(before) : len(text) - len(after)].strip()
    return None, text


def candidates(text: str) -> tuple[str, ...]:
    """The normal forms that a text may stand for, the likeliest first; one if it is a full symbol.

    >>> candidates("54/19")
    ('A/RES/54/19', 'A/HRC/RES/54/19')
    """
    full = _full(_capital(_tidy(text)))
    if full:
        return (full.text,)
    form, number = _bare_parts(_tidy(text))
    found = list(_bare(number, form)) or list(_bare(number))
    ranked = sorted(found, key=lambda pair: not pair[0].default)
    return tuple(dict.fromkeys(symbol.text for _, symbol in ranked))


@lru_cache(maxsize=65536)
def _full(text: str) -> Symbol | None:
    for family in grammar().families:
        match = family.pattern.fullmatch(text)
        if match:
            return _symbol(family, match)
    work = find_work(text)
    return Symbol(work.id, "work", work.kind) if work else None


@lru_cache(maxsize=65536)
def parse_symbol(text: str) -> Symbol:
    """The symbol that a text is, in normal form.

    Takes normal and printed forms and loose typing (case, blanks, ``49/233A``, ``第66/257号决议``). A bare
    ``N/N`` is a resolution of the General Assembly where session and number can be its own. Raises
    SymbolError: no family takes it, or several do (the message lists them).
    """
    tidied = _tidy(text)
    full = _full(_capital(tidied))
    if full:
        return full
    form, number = _bare_parts(tidied)
    found = list(_bare(number, form))
    chosen = [symbol for family, symbol in found if family.default] or [
        symbol for family, symbol in found if (len(found) == 1 and (family.sole or form))
    ]
    if chosen:
        return chosen[0]
    options = candidates(text)
    if options:
        raise SymbolError(
            f"“{text}” alone is ambiguous: it may be {' or '.join(options)}",
            do="write the symbol with its organ",
            candidates=tuple(options),
        )
    raise SymbolError(f"“{text}” is no symbol of a known family", do="write it like A/RES/66/257 or A/66/692")


def print_symbol(symbol: Symbol | str, language: str | None = None) -> str:
    """The printed form: with blanks where print has them, and as a phrase in a language if one is given.

    >>> print_symbol("A/RES/49/233-A"), print_symbol("S/RES/1325(2000)")
    ('A/RES/49/233 A', 'S/RES/1325 (2000)')
    >>> print_symbol("A/RES/66/257", "zh")
    '第66/257号决议'
    """
    one = parse_symbol(symbol) if isinstance(symbol, str) else symbol
    work = works().get(one.text)
    if work:
        return work.title.get(language or "en", work.title["en"])
    family = next(row for row in grammar().families if row.name == one.family)
    if family.bare is None:
        return re.sub(r"\((Part|Vol\.?)(?=[IVX\d])", r" (\1 ", one.text)
    head = family.template[: family.template.index("{")]
    text = re.sub(r"\((?=[\dESIVXLC-]+\))", " (", one.text.removeprefix(head))
    text = re.sub(r"^(\d+) (\(.*\))-([A-Z](?:-[A-Z])?)$", r"\1 \3 \2", text)
    text = re.sub(r"(?<=\d)-(?=[A-Z](?:-[A-Z])?$)", " ", text)
    template = family.print.get(language) if language else None
    return template.format(text=text) if template else head + text
