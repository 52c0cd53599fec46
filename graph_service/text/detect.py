"""Which language a text is in, from the scripts and words that the language files name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.errors import RulesError, SourceError
from graph_service.model import Caution, Source, Span
from graph_service.text import rules

_SAMPLE = 8_000
_DOUBT = 1.3
_SCRIPT = 0.1


def detect(source: Source, language: str | None = None) -> tuple[str, list[Caution]]:
    """The language's code, and a caution where the text speaks for another one or for none clearly.

    Raises SourceError for a language that has no file, naming those that have one.
    """
    known = rules.languages()
    wanted = language or source.language
    if wanted and wanted not in known:
        message = f"there are no rules for the language “{wanted}”"
        raise SourceError(message, where=source.name, do=f"languages with rules: {', '.join(known)}")
    scores = sorted(((_score(source.text, code), code) for code in known), reverse=True)
    whole = Span(0, min(len(source.text), 200))
    if not scores:
        raise RulesError("there is no language file", where="data/languages")
    best, code = scores[0]
    if wanted:
        if best > 0 and code != wanted and best > 2 * _score(source.text, wanted):
            message = f"the text is read as {wanted}, as asked, but looks like {code}"
            return wanted, [Caution("language-doubtful", message, whole)]
        return wanted, []
    if best <= 0:
        code = _likeliest(source.text, known)
        message = f"the text is too short to tell its language; it is read as {code}: name the language if not so"
        return code, [Caution("language-unknown", message, whole)]
    second = scores[1] if len(scores) > 1 else (0.0, "")
    if second[0] * _DOUBT > best:
        message = f"the text is read as {code}, but may be {second[1]}"
        return code, [Caution("language-doubtful", message, whole)]
    return code, []


def _likeliest(text: str, known: Sequence[str]) -> str:
    """Without any frequent word: the fallback of ``data/layout.toml``, or a language of the text's script."""
    fitting = [code for code in known if _share(text[:_SAMPLE], code) >= _SCRIPT]
    fallback = str(rules.layout()["detection"]["fallback"])
    return fallback if fallback in fitting or not fitting else fitting[0]


def _share(sample: str, code: str) -> float:
    """Which part of the letters is in a language's script."""
    return len(rules.load(code).script.findall(sample)) / (sum(map(str.isalpha, sample)) or 1)


def _score(text: str, code: str) -> float:
    """How much of the text's letters are in the language's script, times how many of its words are frequent."""
    language = rules.load(code)
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    share = _share(sample, code)
    if share < _SCRIPT:
        return 0.0
    if not language.spaced:
        hits = sum(sample.count(word) for word in language.words)
        return share * (0.5 + min(1.0, 10 * hits / letters))
    words = re.findall(r"[^\W\d_]+", sample)
    frequent = {word.casefold() for word in language.words}
    hits = sum(word.casefold() in frequent for word in words)
    return share * hits / max(len(words), 1)
