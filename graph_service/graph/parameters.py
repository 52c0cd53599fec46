"""Parameters of named queries: what a person types, checked by type and turned into a term."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

from graph_service.errors import QueryError, SymbolError
from graph_service.graph.bodies import body_slug
from graph_service.graph.functions import functions
from graph_service.graph.store import Term
from graph_service.graph.vocab import PREFIXES, safe
from graph_service.symbols import parse_locator

XSD: Final = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``default`` None means that it may be left out."""

    name: str
    type: str
    about: str
    default: str | None = None
    translated: Mapping[str, str] = field(default_factory=dict)

    def about_in(self, language: str) -> tuple[str, str]:
        """The description in a language, else in English, with the language that it is in."""
        return told(self.translated, self.about, language)


def told(words: Mapping[str, str], english: str, language: str) -> tuple[str, str]:
    """The words in a language, else the English ones, with the language that they are in."""
    return (words[language], language) if language in words else (english, "en")


def term_of(parameter: Parameter, value: str, base: str) -> Term:
    """The value as a term. Raises QueryError that says which type is wanted."""
    try:
        return TYPES[parameter.type](value.strip(), base)
    except (ValueError, InvalidOperation, SymbolError) as error:
        raise QueryError(
            f"“{value}” is no {parameter.type}: {error}",
            where=parameter.name,
            do=f"{parameter.name} is {parameter.about}",
        ) from error


def _locator(value: str, base: str) -> Term:
    """A locator in any form, also of a mandate or citation below a paragraph (``…/mandate/1``)."""
    place, slash, rest = value, "", ""
    for step in ("/mandate/", "/cites/", "/act/"):
        if step in value:
            place, slash, rest = value.partition(step)
    return ox.NamedNode(f"{base}id/{safe(f'{parse_locator(place)}{slash}{rest}')}")


def _integer(value: str, base: str) -> Term:
    return ox.Literal(str(int(value)), datatype=ox.NamedNode(f"{XSD}integer"))


def _decimal(value: str, base: str) -> Term:
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("a finite number is needed")
    return ox.Literal(f"{number:f}", datatype=ox.NamedNode(f"{XSD}decimal"))


def _date(value: str, base: str) -> Term:
    return ox.Literal(date.fromisoformat(value).isoformat(), datatype=ox.NamedNode(f"{XSD}date"))


def _language(value: str, base: str) -> Term:
    if not (value.isascii() and value.isalpha() and len(value) in (2, 3)):
        raise ValueError("write a code like en or zh")
    return ox.Literal(value.lower())


def _function(value: str, base: str) -> Term:
    known = functions()
    if value not in known:
        raise ValueError(f"functions are {', '.join(sorted(known)[:12])} …")
    return ox.NamedNode(f"{PREFIXES['function']}{value}")


def _body(value: str, base: str) -> Term:
    return ox.NamedNode(f"{base}id/body/{safe(body_slug(value))}")


TYPES: Final[Mapping[str, Callable[[str, str], Term]]] = {
    "locator": _locator,
    "text": lambda value, base: ox.Literal(value),
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "language": _language,
    "function": _function,
    "body": _body,
}
