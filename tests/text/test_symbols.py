"""The symbol grammar: every family's examples, round trips, loose typing, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import SymbolError
from graph_service.symbols import (
    Locator,
    candidates,
    parse_locator,
    parse_symbol,
    print_symbol,
    sort_key,
    works,
)
from graph_service.symbols.families import grammar, roman_value

CASES = [
    (family.name, printed, normal) for family in grammar().families for printed, normal in family.examples.items()
]
PRINTED = [
    (normal, language)
    for family in grammar().families
    for normal in sorted(set(family.examples.values()))
    for language in family.print
]


def test_cases_are_there() -> None:
    assert len(grammar().families) >= 20
    assert len(CASES) >= 60
    assert len(PRINTED) >= 100


@pytest.mark.parametrize(("family", "printed", "normal"), CASES)
def test_family_examples(family: str, printed: str, normal: str) -> None:
    symbol = parse_symbol(printed)
    assert (symbol.family, symbol.text) == (family, normal)
    assert parse_symbol(symbol.text) == symbol
    assert parse_symbol(print_symbol(symbol)) == symbol
    assert parse_symbol(normal.lower()) == symbol


@pytest.mark.parametrize(("normal", "language"), PRINTED)
def test_printed_in_a_language_parses_back(normal: str, language: str) -> None:
    assert parse_symbol(print_symbol(normal, language)).text == normal


@pytest.mark.parametrize(
    ("text", "session", "year", "organ", "kind"),
    [
        ("A/RES/999/1", None, None, None, None),
        ("A/RES/66/999", 66, None, "General Assembly", "Resolution"),
        ("3999 (XXX)", 30, None, "General Assembly", "Resolution"),
        ("S/RES/9999 (2099)", None, 2099, "Security Council", "Resolution"),
        ("E/RES/1997/999", None, 1997, "Economic and Social Council", "Resolution"),
        ("A/99/999/Add.9", 99, None, "General Assembly", "Document"),
        ("JIU/REP/2099/9", None, 2099, "Joint Inspection Unit", "JIUReport"),
        ("ST/SGB/2099/9", None, 2099, "Secretary-General", "Bulletin"),
    ],
)
def test_fields(text: str, session: int | None, year: int | None, organ: str | None, kind: str | None) -> None:
    symbol = parse_symbol(text)
    if organ:
        assert (symbol.session, symbol.year, symbol.organ, symbol.kind) == (session, year, organ, kind)
    else:
        assert symbol.session == 999


def test_ambiguous_number_lists_candidates() -> None:
    with pytest.raises(SymbolError, match="A/HRC/RES/17/22"):
        parse_symbol("17/22")
    assert candidates("54/19") == ("A/RES/54/19", "A/HRC/RES/54/19")


@pytest.mark.parametrize(
    "text", ["", "132", "hello", "A/64/683 and Corr.1", "12 per cent", "66/257/", "S/RES/1325 (XX)"]
)
def test_refused(text: str) -> None:
    with pytest.raises(SymbolError):
        parse_symbol(text)


LOCATORS = {
    "66/257": "A/RES/66/257",
    "a/res/66/257~i.op12": "A/RES/66/257~I.op12",
    "A/RES/49/233 A": "A/RES/49/233-A",
    "A/RES/66/257@ZH~I.op12": "A/RES/66/257@zh~I.op12",
    "A/66/738~para5": "A/66/738~para5",
    "A/66/738~secII.B": "A/66/738~secII.B",
    "a/66/738~secii.B": "A/66/738~secII.B",
    "A/66/738~annexII": "A/66/738~annexII",
    "A/66/738~annex.para3": "A/66/738~annex.para3",
    "A/RES/66/257~fn7": "A/RES/66/257~fn7",
    "A/RES/66/257~I.op9.b": "A/RES/66/257~I.op9.b",
    "A/RES/66/257~op9.b.ii": "A/RES/66/257~op9.b.ii",
    "un-charter~art2.para1": "UN-CHARTER~art2.para1",
    "GA-RULES~rule153": "GA-RULES~rule153",
}


@pytest.mark.parametrize(("loose", "exact"), LOCATORS.items())
def test_locators(loose: str, exact: str) -> None:
    locator = parse_locator(loose)
    assert str(locator) == exact
    assert parse_locator(exact) == locator
    assert locator.work == Locator(locator.symbol)


def test_parents_lead_to_the_work() -> None:
    chain = [parse_locator("A/RES/66/257~I.op9.b")]
    while (parent := chain[-1].parent) is not None:
        chain.append(parent)
    assert [str(one) for one in chain] == [
        "A/RES/66/257~I.op9.b",
        "A/RES/66/257~I.op9",
        "A/RES/66/257~secI",
        "A/RES/66/257",
    ]


@pytest.mark.parametrize("text", ["66/257~", "66/257~I..op2", "66/257@q1", "66/257~op 12", "~op3", "@zh"])
def test_bad_locators(text: str) -> None:
    with pytest.raises(SymbolError):
        parse_locator(text)


def test_reading_order() -> None:
    order = ["pp1", "pp10", "op2", "op9", "op9.a", "op9.b", "op10", "annex.para1"]
    assert sorted(order, key=sort_key) == order
    assert sorted(set(order), key=sort_key) == order
    assert sort_key("II.op1") > sort_key("I.op29")


def test_roman_numerals() -> None:
    assert [roman_value(one) for one in ("I", "IV", "IX", "XXX", "XL", "LX")] == [1, 4, 9, 30, 40, 60]


def test_works_have_names_in_the_languages_of_the_source() -> None:
    assert {"UN-CHARTER", "GA-RULES"} <= set(works())
    assert all(work.names["en"] and work.names["zh"] for work in works().values())


@given(st.text(max_size=40))
def test_random_text_never_raises_anything_else(text: str) -> None:
    for parse in (parse_symbol, parse_locator, candidates):
        try:
            parse(text)
        except SymbolError:
            continue
