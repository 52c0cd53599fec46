"""Symbols of UN documents and locators of their parts: one grammar, parsed and printed back.

``parse_symbol`` takes what people type and what documents print; ``Symbol.text`` is the one normal form.
``parse_locator`` takes ``SYMBOL[@language][~subdivision]``. The families are rows of ``data/symbols.toml``,
works without a symbol rows of ``data/works.toml``: a new one needs no code.
"""

from graph_service.symbols.families import Symbol, candidates, parse_symbol, print_symbol
from graph_service.symbols.locators import Locator, parse_locator
from graph_service.symbols.naming import name_symbols, sessions_fit
from graph_service.symbols.subdivisions import check_subdivision, sort_key
from graph_service.symbols.works import Work, find_work, works

__all__ = [
    "Locator",
    "Symbol",
    "Work",
    "candidates",
    "check_subdivision",
    "find_work",
    "name_symbols",
    "parse_locator",
    "parse_symbol",
    "print_symbol",
    "sessions_fit",
    "sort_key",
    "works",
]
