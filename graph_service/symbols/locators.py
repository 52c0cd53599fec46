"""Locators: ``SYMBOL[@language][~subdivision]``, the identifier that people type and the graph uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from graph_service.errors import SymbolError
from graph_service.symbols.families import Symbol, parse_symbol
from graph_service.symbols.subdivisions import check_subdivision

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Locator:
    """A work, an expression of it, or a place in either; ``str()`` is the identifier."""

    symbol: str
    language: str | None = None
    subdivision: str | None = None

    def __str__(self) -> str:
        language = f"@{self.language}" if self.language else ""
        return f"{self.symbol}{language}" + (f"~{self.subdivision}" if self.subdivision else "")

    @property
    def work(self) -> Locator:
        """The work, without language and place."""
        return Locator(self.symbol)

    @property
    def parent(self) -> Locator | None:
        """The place that contains this one: ``~I.op9.b`` → ``~I.op9`` → ``~secI`` → the work → None."""
        if not self.subdivision:
            return None
        elements = self.subdivision.split(".")
        rest = elements[:-1]
        if elements[0].startswith("sec") or not rest:
            return replace(self, subdivision=".".join(rest) or None)
        if all(one.isupper() for one in rest) and not elements[-1].isupper():
            return replace(self, subdivision="sec" + ".".join(rest))
        return replace(self, subdivision=".".join(rest))


@lru_cache(maxsize=65536)
def parse_locator(text: str) -> Locator:
    """The locator that a text is; takes loose forms (``66/257``, ``a/res/66/257~i.op12``, ``A/RES/49/233 A``).

    Raises SymbolError: unknown or ambiguous symbol (with the candidates), language or place.
    """
    head, tilde, place = text.strip().partition("~")
    name, at, language = head.partition("@")
    language = language.strip().lower()
    if at and not _LANGUAGE.fullmatch(language):
        raise SymbolError(f"“{language}” is no language code", do="write it like A/RES/66/257@zh")
    if tilde and not place.strip():
        raise SymbolError(f"“{text}” names no place after “~”", do="write it like A/RES/66/257~I.op12")
    symbol: Symbol = parse_symbol(name)
    return Locator(symbol.text, language or None, check_subdivision(place) if tilde else None)
