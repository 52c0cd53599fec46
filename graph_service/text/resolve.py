"""Coreference: what an unmarked “report of the Advisory Committee”, “that report”, “that resolution” point to.

Rule of UN drafting: an unmarked report is the one that the preamble of the same section considered. A phrase with
a title points to the work of that title. One antecedent resolves; two leave it ambiguous, with both; none
leaves it unresolved with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.text.mentions import Mention, Target

CONSIDERED = frozenset({"consider", "consider-also", "examine", "receive", "hear"})
DIRECTIVE = frozenset({"request", "reiterate-request", "invite", "urge", "call-upon", "encourage", "decide"})
# Reports before an advisory body that name no issuer are the Secretary-General's.
ISSUER = "Secretary-General"
_COREFERENT, _DISTANT = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Documents that a phrase named: by whom they are, and whether a preamble considered them."""

    section: str
    noun: str
    body: str | None
    symbols: tuple[str, ...]
    titles: tuple[str | None, ...]
    considered: bool
    topic: str = ""


@dataclass(slots=True)
class Memory:
    """What the text has named so far, in reading order."""

    named: list[Antecedent] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    last: str | None = None

    def keep(self, mention: Mention, section: str, function: str) -> None:
        """Remembers a resolved mention."""
        symbols = tuple(one.symbol for one in mention.targets if one.symbol)
        if not symbols:
            return
        self.last = symbols[0]
        if mention.kind == "number":
            self.numbers.extend(symbols)
            return
        titles = tuple(one.title for one in mention.targets if one.symbol)
        considered = function in CONSIDERED
        self.named.append(
            Antecedent(section, mention.noun, mention.body, symbols, titles, considered, mention.topic)
        )


def resolve(mention: Mention, section: str, memory: Memory, title: str | None, asked: bool) -> Mention | None:
    """The mention with the targets it points back to; None if it names nothing that was written yet.

    ``title`` is the quotation in the phrase; ``asked`` tells that the phrase is the object of a request, where a
    report without antecedent is one still to be written.
    """
    if mention.kind == "bare" and not mention.targets[0].symbol:
        return _completed(mention, memory)
    if mention.targets or mention.kind in ("number", "bare", "symbol", "work", "mark"):
        return mention
    if mention.kind == "that":
        return _that(mention, section, memory)
    found, near = _antecedents(mention, section, memory, title)
    if found:
        return _chosen(mention, found, near)
    if asked and mention.kind != "weak":
        return None
    reason = mention.reason or "no note marks this phrase and nothing before it names such a document"
    return mention.with_targets(Target(None, mention.start, mention.end, reason=reason, title=title))


def _completed(mention: Mention, memory: Memory) -> Mention | None:
    """“resolution 9556”: the one of that number named before; nothing is known of another."""
    found = {one for one in memory.numbers if re.search(rf"/{mention.title}\(", one)}
    if len(found) != 1:
        return None
    return mention.with_targets(_back(mention, found.pop(), _COREFERENT))


def _that(mention: Mention, section: str, memory: Memory) -> Mention | None:
    """“that report”: the last one named, in this section first."""
    if mention.noun == "ibid":
        return mention.with_targets(_back(mention, memory.last, _COREFERENT)) if memory.last else None
    if mention.noun in ("resolution", "decision"):
        symbol = memory.numbers[-1] if memory.numbers else None
        return mention.with_targets(_back(mention, symbol, _DISTANT)) if symbol else None
    named = [
        one for one in memory.named if one.section == section and one.noun in (mention.noun, "document", "work")
    ]
    if not named:
        return None
    last = named[-1]
    if len(last.symbols) == 1:
        return mention.with_targets(_back(mention, last.symbols[0], _COREFERENT))
    return mention.with_targets(_doubt(mention, last.symbols))


def _antecedents(
    mention: Mention, section: str, memory: Memory, title: str | None
) -> tuple[list[tuple[str, ...]], bool]:
    """Distinct sets of documents that the phrase may name, and whether they are of its own section."""
    named_so = (one for one in memory.named if one.body and one.body == mention.body and one.noun == mention.noun)
    same = [one for one in named_so if _alike(one.topic, mention.topic)]
    if title:
        named = [
            (symbol,)
            for one in memory.named
            for symbol, known in zip(one.symbols, one.titles, strict=True)
            if known and _folded(known) == _folded(title)
        ]
        return list(dict.fromkeys(named)), True
    for pool in (
        [one for one in same if one.section == section and one.considered],
        [one for one in same if one.section == section],
        [one for one in same if one.considered],
        same,
        [one for one in memory.named if one.body is None and one.noun == mention.noun and mention.body == ISSUER],
    ):
        if pool:
            return list(dict.fromkeys(one.symbols for one in pool)), pool[0].section == section
    return [], False


def _alike(first: str, second: str) -> bool:
    """Whether two topics may be one: they share a word of some length; a phrase without topic may be any."""
    words = [{word.casefold() for word in re.findall(r"\w{5,}", text)} for text in (first, second)]
    return not words[0] or not words[1] or bool(words[0] & words[1])


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _chosen(mention: Mention, found: Sequence[tuple[str, ...]], near: bool) -> Mention:
    symbols = tuple(dict.fromkeys(symbol for group in found for symbol in group))
    confidence = _COREFERENT if near else _DISTANT
    if len(symbols) == 1 or mention.plural:
        return mention.with_targets(*(_back(mention, one, confidence) for one in symbols))
    if len(found) == 1 and _one_work(symbols):
        return mention.with_targets(_back(mention, symbols[0], confidence))
    return mention.with_targets(_doubt(mention, symbols))


def _one_work(symbols: Sequence[str]) -> bool:
    """Whether the others only modify the first (addenda of one report)."""
    return all(one.startswith(f"{symbols[0]}/") for one in symbols[1:])


def _back(mention: Mention, symbol: str | None, confidence: float) -> Target:
    return Target(symbol, mention.start, mention.end, status="coreferent", confidence=confidence)


def _doubt(mention: Mention, symbols: Sequence[str]) -> Target:
    return Target(None, mention.start, mention.end, candidates=tuple(symbols), status="ambiguous", confidence=0.5)
