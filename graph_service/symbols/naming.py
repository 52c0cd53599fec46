"""From a bare number and its noun phrase to a symbol: ``resolution 17/22`` of the Council is the HRC's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from graph_service.symbols.families import Symbol, bare_symbols

KINDS = {"resolution": "Resolution", "decision": "Decision"}


@lru_cache(maxsize=65536)
def name_symbols(number: str, kind: str, organs: tuple[str, ...]) -> tuple[Symbol, ...]:
    """The symbols that ``kind`` ``number`` may have among these organs, in the order of the organs.

    ``kind`` is ``resolution`` or ``decision``; ``number`` the bare form (``66/257``, ``1325 (2000)``).
    """
    wanted = KINDS[kind]
    found = [one for one in bare_symbols(number) if one.kind == wanted and one.organ in organs]
    return tuple(sorted(found, key=lambda one: organs.index(one.organ)))


def sessions_fit(symbol: Symbol, year: int, month: int) -> bool:
    """Whether an instrument of this symbol can bear that date.

    Session N of the General Assembly opens in September of 1945 + N; the Human Rights Council has held about
    three sessions a year since June 2006. Other symbols carry their year or say nothing.
    """
    if symbol.session is None:
        return symbol.year in (None, year)
    if symbol.organ == "General Assembly":
        opened = 1945 + symbol.session
        return (opened, 9) <= (year, month) <= (opened + 1, 12)
    if symbol.organ == "Human Rights Council":
        return abs((year - 2006) * 3 + month / 4 - symbol.session) <= 4
    return True


def narrow(found: Sequence[Symbol], fits: Sequence[bool]) -> tuple[Symbol, ...]:
    """Those that fit; all of them if none does."""
    kept = tuple(one for one, fit in zip(found, fits, strict=True) if fit)
    return kept or tuple(found)
