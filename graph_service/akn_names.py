"""Akoma Ntoso names of UN documents and of their parts (AKN Naming Convention 1.0, AKN4UN guidelines).

They are recorded beside our own identifiers, never used instead of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from graph_service.errors import SymbolError
from graph_service.symbols import Symbol, parse_symbol

# ISO 639-2/T codes, as the naming convention asks for (5.5).
ALPHA3 = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "zho"}

ORGANS = {
    "General Assembly": "un-ga",
    "Security Council": "un-sc",
    "Economic and Social Council": "un-ecosoc",
    "Human Rights Council": "un-hrc",
    "Joint Inspection Unit": "un-jiu",
    "Secretary-General": "un-sg",
    "Secretariat": "un-secretariat",
}

# Document type, subtype and actor → what a symbol begins with, where the name's number leaves that out.
HEADS = {
    ("statement", "deliberation", "un-ga"): "A/RES/",
    ("statement", "decision", "un-ga"): "A/DEC/",
    ("statement", "deliberation", "un-sc"): "S/RES/",
    ("statement", "deliberation", "un-ecosoc"): "E/RES/",
    ("statement", "decision", "un-ecosoc"): "E/DEC/",
    ("statement", "deliberation", "un-hrc"): "A/HRC/RES/",
    ("statement", "decision", "un-hrc"): "A/HRC/DEC/",
}

SUBTYPES = {
    "Resolution": ("statement", "deliberation"),
    "Decision": ("statement", "decision"),
    "Bulletin": ("doc", "bulletin"),
    "Charter": ("doc", "charter"),
    "Rules": ("doc", "rules"),
    "TransmittalNote": ("doc", "note"),
}
PLAIN = ("doc", "document")
REPORT = ("doc", "report")

# A symbol has a hyphen before a part letter (49/233-A-B) or inside an emergency session's number (ES-10).
MOST_HYPHENS = 2

# Our kinds of part → AKN's abbreviations of element names (naming convention 5.4.2).
PARTS = {
    "sec": "sec",
    "pp": "recital",
    "op": "para",
    "para": "para",
    "art": "art",
    "rule": "rule",
    "rec": "recommendation",
    "text": "text",
    "annex": "annex",
    "app": "appendix",
    "fn": "authorialNote",
    "h": "crossHeading",
}
ELEMENT = re.compile(rf"({'|'.join(sorted(PARTS, key=len, reverse=True))})([A-Z0-9*†‡-][A-Za-z0-9*†‡-]*)?")


def akn_name(symbol: str, when: date | None, kind: str | None = None) -> str:
    """The AKN name of a work; without a date its year stands there, as far as the symbol tells it.

    ``kind`` is the document's kind where it is known better than by its symbol. Raises SymbolError.

    >>> akn_name("A/RES/66/257", date(2012, 4, 9))
    '/akn/un/statement/deliberation/un-ga/2012-04-09/66-257'
    """
    parsed = parse_symbol(symbol)
    kind = kind or parsed.kind
    head = SUBTYPES.get(kind) or (REPORT if kind.endswith("Report") else PLAIN)
    actor = ORGANS.get(parsed.organ, "un")
    number = parsed.text.removeprefix(HEADS.get((*head, actor), ""))
    return "/".join(
        ("/akn/un", *head, actor, when.isoformat() if when else year(parsed), number.replace("/", "-"))
    )


def year(symbol: Symbol) -> str:
    """The year a symbol tells or implies (session N opens in 1945 + N), or 0000."""
    if symbol.year:
        return str(symbol.year)
    return str(1945 + symbol.session) if symbol.session else "0000"


def symbol_of(name: str) -> Symbol | None:
    """The symbol behind an AKN name; None if it is no name of a UN document, or if it fits no single symbol.

    >>> symbol_of("/akn/un/statement/deliberation/un-ga/2012-04-09/66-257").text
    'A/RES/66/257'
    """
    found = re.match(r"/akn/un/([\w-]+)/([\w-]+)/([\w-]+)/(?:\d{4}(?:-\d\d-\d\d)?)/([^/~@!]+)", name)
    if not found:
        return None
    head = HEADS.get((found[1], found[2], found[3]), "")
    pieces = found[4].split("-")
    for hyphens in range(min(len(pieces), MOST_HYPHENS + 1)):
        fitting = {
            one for one in spell(head, pieces, hyphens) if akn_name(one.text, None).endswith("/" + found[4])
        }
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return None


def spell(head: str, pieces: list[str], hyphens: int) -> Iterator[Symbol]:
    """The symbols that pieces of a number may come from, if so many of their joints were hyphens, not slashes."""
    for kept in combinations(range(1, len(pieces)), hyphens):
        joined = "".join(("-" if at in kept else "/" if at else "") + one for at, one in enumerate(pieces))
        try:
            yield parse_symbol(head + joined)
        except SymbolError:
            continue


def element_id(subdivision: str) -> str:
    """The eId of a part of a document.

    >>> element_id("I.op12"), element_id("op9.b.ii"), element_id("secII.B"), element_id("annexII.para3")
    ('sec_I__para_12', 'para_9__subpara_b__subpara_ii', 'sec_II__subsec_B', 'annex_II__para_3')
    """
    named = []
    inside = ""
    for piece in subdivision.split("."):
        found = ELEMENT.fullmatch(piece)
        kind = PARTS[found[1]] if found else below(inside)
        number = (found[2] or "") if found else piece
        named.append(f"{kind}_{number}" if number else kind)
        inside = kind
    return "__".join(named)


def below(kind: str) -> str:
    """What a part without a kind of its own is called, by what it lies in."""
    if not kind:
        return "sec"
    return {"sec": "subsec", "subsec": "subsec"}.get(kind, "subpara")
