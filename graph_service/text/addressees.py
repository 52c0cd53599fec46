"""Addressees: whom an act asks, urges, invites or binds, by the names that the text or its fuller form gives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_service.text.acts import Clause
from graph_service.text.grammar import Grammar
from graph_service.text.mandatetables import Tables, tables
from graph_service.text.mentions import Reader


@dataclass(frozen=True, slots=True)
class Addressed:
    """Who is asked, in the order of the text; ``after`` is where the last name ends.

    ``clausal``: they are the subject of a clause ("that the Board review …"), so the verb follows at once.
    """

    names: tuple[str, ...]
    after: int
    clausal: bool = False


def find_addressees(
    text: str, start: int, end: int, grammar: Grammar, reader: Reader, before: tuple[str, ...] = ()
) -> Addressed:
    """Who is addressed after a verb (English names of known bodies, others as printed).

    ``before`` is whom the act before addressed: a pronoun means them, else the last body named.
    """
    table = tables(grammar.code)
    for pattern in table.addressee:
        match = pattern.match(text, start, end)
        if match is None:
            continue
        who = table.trim.sub("", match["who"]).strip(" ,，")
        after = match.end("who")
        clausal = table.clausal.match(text, start, match.start("who")) is not None
        if table.pronouns.fullmatch(who):
            return Addressed(_meant(who, text, start, table, grammar, before), after, clausal)
        listed = () if match.groupdict().get("body") else _listed(who, table, grammar, reader)
        if listed:
            return Addressed(listed, after, clausal)
        name = _name(match, who, table, grammar, reader)
        if name:
            names, last = _further(text, after, end, table, grammar, reader)
            besides = _besides(text, last, end, table, grammar, reader)
            return Addressed(tuple(dict.fromkeys((name, *names, *besides))), last, clausal)
    return Addressed((), start)


def _listed(who: str, table: Tables, grammar: Grammar, reader: Reader) -> tuple[str, ...]:
    """The addressees of a phrase that is a list of them through and through; else none."""
    pair = table.pair.fullmatch(who)
    parts = list(pair.groups()) if pair else [one.strip(" ,，") for one in table.separator.split(who)]
    if len(parts) < 2 or not all(table.agent.fullmatch(one) for one in parts):
        return ()
    known = (_known(one, table, grammar) or reader.known(one, one) or one for one in parts)
    return tuple(dict.fromkeys(known))


def _name(match: re.Match[str], who: str, table: Tables, grammar: Grammar, reader: Reader) -> str | None:
    """The name that a matched addressee goes by, or None if the words are no name."""
    body = match.groupdict().get("body")
    proper = match.groupdict().get("proper")
    if proper and not body:
        return reader.known(proper, grammar.bodies.get(proper.casefold(), proper))
    if body and not who.endswith(body):
        return grammar.bodies.get(who.casefold(), who)
    name = reader.known(body, grammar.bodies.get(body.casefold())) if body else _known(who, table, grammar)
    return name or (None if table.stop.search(who) else who)


def _further(
    text: str, start: int, end: int, table: Tables, grammar: Grammar, reader: Reader
) -> tuple[tuple[str, ...], int]:
    """The addressees that a list names after the first, and where the last of them ends."""
    names: list[str] = []
    while True:
        found = (pattern.match(text, start, end) for pattern in table.further)
        match = next((one for one in found if one), None)
        if match is None:
            return tuple(names), start
        name = _name(match, table.trim.sub("", match["who"]).strip(" ,，"), table, grammar, reader)
        if name is None:
            return tuple(names), start
        names.append(name)
        start = match.end("who")


def _besides(text: str, start: int, end: int, table: Tables, grammar: Grammar, reader: Reader) -> tuple[str, ...]:
    """Who is asked besides by the same verb, something of their own (“…, and upon all other States to …”)."""
    match = table.renewed.search(text, start, end)
    groups = match.groupdict() if match else {}
    who = table.trim.sub("", groups.get("who") or groups.get("whom") or "").strip(" ,，")
    return (_known(who, table, grammar) or reader.known(who, who) or who,) if who else ()


def find_passive(text: str, clause: Clause, grammar: Grammar, reader: Reader) -> tuple[str, ...]:
    """Who is addressed inside the verb itself (“the Secretary-General is requested”)."""
    table = tables(grammar.code)
    found = (one.search(text, clause.verb, clause.end) for one in table.passive)
    named = (_named(text, match, clause.end, table, grammar, reader).names for match in found if match)
    return next(named, ())


def find_obliged(text: str, start: int, end: int, grammar: Grammar, reader: Reader) -> Addressed:
    """Who is bound by a verb that addresses nobody (“decides that all States shall”); never the organ itself."""
    table = tables(grammar.code)
    matches = [match for one in table.obliged for match in [one.match(text, start, end)] if match]
    if not matches:
        return Addressed((), start)
    named = _named(text, matches[0], end, table, grammar, reader)
    names = tuple(one for one in named.names if one != reader.organ)
    return Addressed(names, named.after, clausal=True) if names else Addressed((), start)


def _named(
    text: str, match: re.Match[str], end: int, table: Tables, grammar: Grammar, reader: Reader
) -> Addressed:
    body = match.groupdict().get("body")
    printed = body or match["who"]
    first = reader.known(printed, grammar.bodies.get(printed.casefold(), printed)) or printed
    further, after = _further(text, match.end("who"), end, table, grammar, reader)
    return Addressed(tuple(dict.fromkeys((first, *further))), after)


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


def _meant(
    who: str, text: str, start: int, table: Tables, grammar: Grammar, before: tuple[str, ...]
) -> tuple[str, ...]:
    """Whom a pronoun means: "them" is never one person, however recently that person was asked."""
    one = len(before) == 1 and table.persons.search(before[0])
    if one and table.several.fullmatch(who):
        ends = {match.end("who"): match["who"] for form in table.groups for match in form.finditer(text, 0, start)}
        return (ends[max(ends)],) if ends else ()
    return before or _before(text, start, table, grammar, table.personal.fullmatch(who) is not None)


def _before(text: str, start: int, table: Tables, grammar: Grammar, personal: bool) -> tuple[str, ...]:
    """The last body named before an offset, else the last that is called by a common noun.

    “him” and “her” mean the last office that a person holds.
    """
    found = (grammar.bodies.get(match["body"].casefold()) for match in table.body.finditer(text, 0, start))
    named = [one for one in found if one and (not personal or table.persons.search(one))]
    if not named and not personal:
        named = [match["who"] for one in table.antecedent for match in one.finditer(text, 0, start)]
    return tuple(named[-1:])
