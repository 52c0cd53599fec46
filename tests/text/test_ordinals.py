"""Ordinals of sessions in words, as far as the hundredth, in every language."""

from __future__ import annotations

import pytest

from graph_service.text import rules

ORDINALS = {
    "en": {
        "first": 1, "eleventh": 11, "twentieth": 20, "thirty-first": 31, "forty-eighth": 48, "fifty-second": 52,
        "sixty-seventh": 67, "seventieth": 70, "seventy-ninth": 79, "eighty-first": 81, "ninety-ninth": 99,
    },
    "zh": {
        "一": 1, "十一": 11, "二十": 20, "三十一": 31, "五十二": 52, "六十七": 67, "七十": 70, "九十九": 99,
        "一百": 100,
    },
    "fr": {
        "première": 1, "onzième": 11, "dix-septième": 17, "vingtième": 20, "vingt et unième": 21,
        "trente et unième": 31, "quarante-huitième": 48, "cinquante-deuxième": 52, "soixante-septième": 67,
        "soixante-dixième": 70, "soixante et onzième": 71, "soixante-quatorzième": 74,
        "soixante-dix-neuvième": 79, "quatre-vingtième": 80, "quatre-vingt-unième": 81,
        "quatre-vingt-dixième": 90, "quatre-vingt-dix-neuvième": 99, "centième": 100,
    },
    "es": {
        "primer": 1, "undécimo": 11, "decimoséptimo": 17, "vigésimo": 20, "trigésimo primer": 31,
        "cuadragésimo octavo": 48, "quincuagésimo segundo": 52, "sexagésimo séptimo": 67, "septuagésimo": 70,
        "septuagésimo noveno": 79, "octogésimo primer": 81, "nonagésimo noveno": 99, "centésimo": 100,
    },
    "ru": {
        "первая": 1, "одиннадцатая": 11, "двадцатой": 20, "тридцать первая": 31, "сорок восьмая": 48,
        "пятьдесят вторая": 52, "пятидесятая": 50, "шестьдесят седьмой": 67, "семидесятой": 70,
        "семьдесят девятая": 79, "восемьдесят первая": 81, "девяносто девятая": 99, "девяностая": 90, "сотая": 100,
    },
    "ar": {
        "الأولى": 1, "الحادية عشرة": 11, "العشرون": 20, "الحادية والثلاثون": 31, "الثامنة والأربعون": 48,
        "الثانية والخمسون": 52, "السابعة والستين": 67, "السبعون": 70, "التاسعة والسبعين": 79,
        "الحادية والثمانين": 81, "التاسعة والتسعين": 99, "المائة": 100,
    },
}  # fmt: skip
CASES = [(code, word, value) for code, words in ORDINALS.items() for word, value in words.items()]


def test_every_language_is_there() -> None:
    assert set(ORDINALS) == set(rules.languages())
    assert len(CASES) >= 70


@pytest.mark.parametrize(("code", "word", "value"), CASES)
def test_ordinals(code: str, word: str, value: int) -> None:
    assert rules.load(code).ordinal(word) == value
    assert rules.load(code).ordinal(word.capitalize()) == value


@pytest.mark.parametrize("code", ["en", "fr", "es", "ru", "ar"])
def test_the_front_reads_a_session_in_words(code: str) -> None:
    word = next(word for word, value in ORDINALS[code].items() if value == 67)
    line = {
        "en": f"{word.capitalize()} session",
        "fr": f"{word.capitalize()} session",
        "es": f"{word.capitalize()} período de sesiones",
        "ru": "Шестьдесят седьмая сессия",
        "ar": f"الدورة {word}",
    }[code]
    language = rules.load(code)
    found = next(found for one in language.front["session"] if (found := one.fullmatch(line)))
    assert language.ordinal(found["ordinal"]) == 67
