"""Subdivisions of a document: an ordered containment of printed numbers, such as ``I.op9.b`` or ``secII.B``."""

from __future__ import annotations

import re

from graph_service.errors import SymbolError
from graph_service.symbols.families import roman_value

_KINDS = ("sec", "h", "pp", "op", "para", "art", "rule", "rec", "text", "annex", "app", "fn")
_ELEMENT = re.compile(
    r"(?P<kind>sec|pp|op|para|art|rule|rec|text|annex|app|fn|h)(?P<number>[A-Za-z0-9*†‡-]*)|(?P<bare>[A-Za-z0-9-]+)"
)
_ROMAN = re.compile(r"[IVXLC]+")
_LOOSE_ROMAN = re.compile(r"^(sec|annex)?([ivxlc]+)(?=$|\.)", re.IGNORECASE)


def check_subdivision(text: str) -> str:
    """The subdivision in normal form: kinds in small letters, roman numerals of sections in capitals.

    Elements are ``op12``, ``pp6``, ``para5``, ``secI``, ``art17``, ``rule153``, ``annexII``, ``fn7``, ``h3``,
    the section before a paragraph (``I``, ``II.B``) and sub-paragraphs (``b``, ``ii``). Raises SymbolError.
    """
    text = _LOOSE_ROMAN.sub(lambda match: (match[1] or "").lower() + match[2].upper(), text.strip())
    text = re.sub(r"(?:^|(?<=\.))(?:SEC|PP|OP|PARA|ART|RULE|REC|ANNEX|FN)(?=\d|$)", lambda m: m[0].lower(), text)
    elements = text.split(".")
    if not all(_ELEMENT.fullmatch(one) for one in elements):
        raise SymbolError(
            f"“{text}” is no place in a document", do="write it like I.op12, para5, op9.b or secII.B"
        )
    return text


def _element_key(element: str) -> tuple[int, int, str]:
    match = _ELEMENT.fullmatch(element)
    if not match:
        return (99, 0, element)
    kind = match["kind"]
    number = match["number"] if kind else match["bare"]
    digits = re.match(r"\d+", number or "")
    if digits:
        value, rest = int(digits[0]), number[digits.end() :]
    elif number and _ROMAN.fullmatch(number):
        value, rest = roman_value(number), ""
    else:
        value, rest = len(number or ""), number or ""
    return (_KINDS.index(kind) + 1 if kind else 0, value, rest)


def sort_key(subdivision: str | None) -> tuple[tuple[int, int, str], ...]:
    """A key that puts places of one document in reading order as far as numbers tell.

    >>> sorted(["op10", "op9", "pp2", "annex.para1", "I.op2"], key=sort_key)
    ['I.op2', 'pp2', 'op9', 'op10', 'annex.para1']
    """
    return tuple(_element_key(one) for one in (subdivision or "").split(".") if one)
