"""Reads the ``[citations]`` table of a language file into a :class:`CitationGrammar`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph_service.symbols import works
from graph_service.text.patterns import NEVER, Compiler, either, shared

_LINKS = ("nest", "inside", "chain", "titled", "also", "topic", "resume", "elsewhere")


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
    run: re.Pattern[str]
    stamp_before: re.Pattern[str]
    stamp_after: re.Pattern[str]
    modifiers: re.Pattern[str]
    heads: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    after_foreign: re.Pattern[str]
    organs: Mapping[str, str]
    named: re.Pattern[str]
    own: re.Pattern[str]
    glue: re.Pattern[str]
    onward: re.Pattern[str]
    dated: re.Pattern[str]
    words: Mapping[str, int]
    proper: re.Pattern[str]
    shorts: re.Pattern[str]
    purposes: re.Pattern[str]
    another: re.Pattern[str]
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
    each: re.Pattern[str]
    again: re.Pattern[str]
    resume: re.Pattern[str]
    elsewhere: re.Pattern[str]
    carried: re.Pattern[str]
    transmits: re.Pattern[str]
    modified: re.Pattern[str]
    within: re.Pattern[str]
    owned: re.Pattern[str]
    mine: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]
    units: tuple[Unit, ...]
    reports: tuple[tuple[str, re.Pattern[str]], ...]
    earlier: tuple[re.Pattern[str], ...]
    those: tuple[re.Pattern[str], ...]
    personal: re.Pattern[str]
    unwritten: re.Pattern[str]
    former: re.Pattern[str]
    latter: re.Pattern[str]
    nouns: Mapping[str, re.Pattern[str]]
    plural: re.Pattern[str]
    ibid: re.Pattern[str]
    titled: re.Pattern[str]
    works: tuple[tuple[str, re.Pattern[str]], ...]
    works_not_after: re.Pattern[str]
    works_not_before: re.Pattern[str]
    answers_before: re.Pattern[str]
    answers_after: re.Pattern[str]


def read_citations(compiler: Compiler) -> CitationGrammar:
    """The compiled citation grammar; an absent table gives one in which nothing is cited."""
    table = compiler.tables.get("citations", {})
    heads = {kind: either(map(compiler.spell, forms)) for kind, forms in table.get("heads", {}).items()}
    compiler.places["head"] = "|".join(f"(?P<{kind}>{form})" for kind, form in heads.items()) or NEVER
    compiler.places["range"] = either(map(compiler.spell, table.get("range", ("-",))))
    return CitationGrammar(
        follows=bool(table.get("follows")),
        letters=MappingProxyType(dict(table.get("letters", {}))),
        alphabets=compiler.rules.letters,
        sessions=MappingProxyType(dict(table.get("sessions", {}))),
        units=tuple(_unit(compiler, name, forms) for name, forms in table.get("units", {}).items()),
        works=tuple(_works(compiler)),
        kinds=MappingProxyType({kind: compiler.any([form]) for kind, form in heads.items()}),
        **_strangers(compiler, table.get("works", {})),
        **_names(compiler, table),
        **_links(compiler, table),
        **_reports(compiler, table.get("reports", {})),
        **_answers(compiler, table.get("answers", {})),
    )


def _names(compiler: Compiler, table: Mapping[str, Any]) -> dict[str, Any]:
    """How instruments and symbols are named."""
    symbol, modifier = shared()["symbols"]["symbol"], shared()["symbols"]["modifier"]
    joins = either(map(compiler.spell, table.get("joins", (",",))))
    organs = {name.casefold(): organ for organ, names in table.get("organs", {}).items() for name in names}
    return {
        "numbers": compiler.any(table.get("numbers", ("{number}",))),
        "parts": compiler.compile(table.get("parts", NEVER)),
        "symbols": re.compile(
            rf"{symbol}(?:{_run(compiler)})?(?:\s*{joins}\s*{modifier}|\s*{joins}\s*\d{{1,2}}(?![\w/]|\.\d))*"
        ),
        "run": re.compile(_run(compiler, "?P<last>")),
        "bare_symbol": re.compile(symbol),
        "stamp_before": compiler.compile(f"{either(table.get('stamp', {}).get('before', ()))}\\s*[(（]?$"),
        "stamp_after": compiler.any(table.get("stamp", {}).get("after", ())),
        "modifiers": re.compile(
            rf"{joins}\s*(?:(?P<word>[A-Z][a-z]+)\.\s?)?(?P<first>\d+)(?:\s?[-–]\s?(?P<last>\d+))?"
        ),
        "heads": _cased(compiler, table.get("head", NEVER)),
        "before": _cased(compiler, table.get("before", NEVER)),
        "after": compiler.any(table.get("after", ())),
        "after_foreign": _cased(compiler, table.get("after_foreign", NEVER)),
        "organs": MappingProxyType(organs),
        "named": _cased(compiler, "{organ}"),
        "own": compiler.any(table.get("own", ())),
        "glue": compiler.compile(table.get("glue", NEVER)),
        "onward": compiler.compile(table.get("onward", NEVER)),
        "dated": compiler.any(
            one.replace("{number}", r"(?P<number>(?<![\d/.])\d{3,4}(?![\d/(]))")
            for one in table.get("numbers", (NEVER,))
        ),
        "proper": _cased(compiler, "{proper}"),
        "shorts": _cased(compiler, rf"(?<!\w){either(table.get('shorts', ()))}(?!\w)"),
        "purposes": _cased(compiler, either(table.get("purposes", ()))),
        "another": _cased(compiler, table.get("another", NEVER)),
        "words": MappingProxyType(dict(table.get("words", {}))),
    }


def _run(compiler: Compiler, name: str = "?:") -> str:
    """What goes on from a modifier's number to the last of its range (Add.1–4, Add.1至4)."""
    return rf"(?:(?<=[a-z]\.\d)|(?<=[a-z]\.\d\d))\s*{compiler.places['range']}\s*({name}\d{{1,2}})(?![\w/]|\.\d)"


def _links(compiler: Compiler, table: Mapping[str, Any]) -> dict[str, Any]:
    """How pinpoints stand to each other and to what they are on."""
    here = table.get("here", {})
    found: dict[str, Any] = {
        key: compiler.compile(table.get(key, NEVER))
        for key in (*_LINKS, "carried", "transmits", "modified", "within", "owned", "mine")
    }
    found |= {
        key: compiler.any(table.get(key, ())) for key in ("self", "of", "then", "ibid", "back", "each", "again")
    }
    return found | {
        "items": re.compile(_item(compiler, tuple(shared()["items"]))),
        "range": compiler.compile("{range}"),
        "here_before": compiler.compile(f"(?:{either(here.get('before', ()))}) ?$"),
        "here_after": compiler.compile(f",? ?{either(here.get('after', ()))}"),
    }


def _reports(compiler: Compiler, table: Mapping[str, Any]) -> dict[str, Any]:
    """How reports are called."""
    kinds = ("definite", "that", "plain", "weak")
    nouns = {noun: compiler.any(forms) for noun, forms in table.get("nouns", {}).items()}
    return {
        "reports": tuple((kind, compiler.compile(form)) for kind in kinds for form in table.get(kind, ())),
        "earlier": tuple(map(compiler.compile, table.get("that_resolution", ()))),
        "those": tuple(map(compiler.compile, table.get("those_resolutions", ()))),
        "unwritten": compiler.compile(table.get("unwritten", NEVER)),
        "personal": compiler.compile(table.get("personal", NEVER)),
        "former": compiler.any(table.get("former", ())),
        "latter": compiler.any(table.get("latter", ())),
        "nouns": MappingProxyType(nouns),
        "plural": compiler.compile(table.get("plural", NEVER)),
    }


def _strangers(compiler: Compiler, table: Mapping[str, Any]) -> dict[str, Any]:
    """What stands around a work's name where it is another's (the charter of a regional organization)."""
    return {
        "works_not_after": _cased(compiler, f"(?:{either(table.get('not_after', ()))})$"),
        "works_not_before": _cased(compiler, either(table.get("not_before", ()))),
    }


def _answers(compiler: Compiler, table: Mapping[str, Any]) -> dict[str, Any]:
    """How a report says what it answers."""
    return {
        "answers_before": compiler.compile(f"{either(table.get('before', ()))}$"),
        "answers_after": compiler.any(table.get("after", ())),
    }


def _cased(compiler: Compiler, text: str) -> re.Pattern[str]:
    """Like compile; organs keep the capital that tells the Council from a council."""
    return re.compile(compiler.spell(text))


def _item(compiler: Compiler, kinds: tuple[str, ...]) -> str:
    return "|".join(shared()["items"][kind] for kind in kinds) or NEVER


def _unit(compiler: Compiler, name: str, forms: list[str]) -> Unit:
    """A unit's pattern; its words are free in case, its items are not (roman numerals are capitals)."""
    row: Mapping[str, Any] = shared()["units"][name]
    item = _item(compiler, tuple(row["items"]))
    sep, span = compiler.places["sep"], compiler.places["range"]
    join = rf"\s*(?:{span}|{sep})\s*"
    items = f"(?P<items>(?-i:{item})(?:{join}(?-i:{item}|{_sub(row)}))*)"
    one = f"(?P<items>(?-i:{item})(?:{join}(?-i:{_sub(row)}))*)"
    patterns = []
    for index, form in enumerate(sorted(forms, key=_exactness, reverse=True)):
        text = compiler.spell(form).replace("{items}", items).replace("{item}", one)
        patterns.append(re.sub(r"\(\?P<(items|words|part)>", rf"(?P<\g<1>{index}>", text))
    return Unit(
        name,
        row["rank"],
        row["style"],
        re.compile("|".join(patterns), re.IGNORECASE),
        row.get("needs"),
        row.get("as", name),
    )


def _exactness(form: str) -> tuple[bool, int]:
    """Forms with a number go before those without (“annex II” before “annex”), the longest first."""
    return ("{item" in form or "(?P<words>" in form, len(form))


def _sub(row: Mapping[str, Any]) -> str:
    return str(shared()["items"]["sub"]) if "sub" in row["items"] or row["style"] == "int" else NEVER


def _works(compiler: Compiler) -> list[tuple[str, re.Pattern[str]]]:
    """Works without a symbol by their names in this language, the longest name first."""
    found = []
    for work in works().values():
        names = sorted(work.names.get(compiler.code, ()), key=len, reverse=True)
        if names:
            found.append(
                (work.id, re.compile(either(compiler.spell(re.escape(one).replace(r"\ ", " ")) for one in names)))
            )
    return found
