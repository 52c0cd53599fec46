"""Addressees: whom an act asks, urges, invites or binds, by the name that the text or its fuller form gives."""

from __future__ import annotations

import re

from graph_service.text.acts import Clause
from graph_service.text.grammar import Grammar
from graph_service.text.mandatetables import Tables, tables
from graph_service.text.mentions import Reader


def find_addressee(
    text: str, start: int, end: int, grammar: Grammar, reader: Reader, before: str | None = None
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
        name = reader.known(body, grammar.bodies.get(body.casefold())) if body else _known(who, table, grammar)
        if proper and not body:
            return reader.known(proper, proper), match.end("who")
        if name or not table.stop.search(who):
            return name or who, match.end("who")
    return None, start


def find_passive(text: str, clause: Clause, grammar: Grammar, reader: Reader) -> str | None:
    """Who is addressed inside the verb itself (“the Secretary-General is requested”)."""
    found = (one.search(text, clause.verb, clause.end) for one in tables(grammar.code).passive)
    return next((_named(match, grammar, reader) for match in found if match), None)


def find_obliged(text: str, start: int, end: int, grammar: Grammar, reader: Reader) -> str | None:
    """Who is bound by a verb that addresses nobody (“decides that all States shall”); never the organ itself."""
    found = (one.match(text, start, end) for one in tables(grammar.code).obliged)
    name = next((_named(match, grammar, reader) for match in found if match), None)
    return None if name == reader.organ else name


def _named(match: re.Match[str], grammar: Grammar, reader: Reader) -> str:
    body = match.groupdict().get("body")
    printed = body or match["who"]
    return reader.known(printed, grammar.bodies.get(printed.casefold(), printed)) or printed


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
