"""Coreference: what an unmarked “report of the Advisory Committee”, “that report”, “that resolution” point to.

Rule of UN drafting: an unmarked report is the one that the preamble of the same section considered. A phrase with
a title points to the work of that title. One antecedent resolves; two leave it ambiguous, with both; none
leaves it unresolved with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph_service.text.memory import Antecedent, Memory, Numbered
from graph_service.text.mentions import Mention, Target

DIRECTIVE = frozenset({"request", "reiterate-request", "invite", "urge", "call-upon", "encourage", "decide"})
# Reports before an advisory body that name no issuer are the Secretary-General's.
ISSUER = "Secretary-General"
_COREFERENT, _DISTANT = 0.9, 0.8
_MOST = 20


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
    if mention.kind == "plain":
        return None if asked else _one_of(mention, _plain(mention, section, memory))
    found, near = _antecedents(mention, section, memory, title)
    if found:
        return _chosen(mention, found, near)
    if asked and mention.kind != "weak":
        return None
    reason = mention.reason or "no note marks this phrase and nothing before it names such a document"
    return mention.with_targets(Target(None, mention.start, mention.end, reason=reason, title=title))


def _plain(mention: Mention, section: str, memory: Memory) -> list[str]:
    """What “the report” may be: in a report, where that is doubtful, the one that it is on."""
    found = list(dict.fromkeys(_reports(mention, section, memory, considered=True)))
    doubtful = len(found) != 1 and not mention.plural and memory.subject is not None
    return [memory.subject] if doubtful and memory.subject and mention.noun == "report" else found


def _completed(mention: Mention, memory: Memory) -> Mention | None:
    """“resolution 9556”: the one of that number named before; nothing is known of another."""
    found = {one.symbol for one in memory.numbers if re.search(rf"/{mention.title}\(", one.symbol)}
    if len(found) != 1:
        return None
    return mention.with_targets(_back(mention, found.pop(), _COREFERENT))


def _that(mention: Mention, section: str, memory: Memory) -> Mention | None:
    """“that report”, “those resolutions”, “the latter”."""
    if mention.noun == "ibid":
        return mention.with_targets(_back(mention, memory.last, _COREFERENT)) if memory.last else None
    if mention.noun in ("former", "latter"):
        return _of_two(mention, memory)
    if mention.noun in ("resolution", "decision"):
        return _numbered(mention, memory)
    reason = f"nothing before it names a {mention.noun}"
    unknown = mention.with_targets(Target(None, mention.start, mention.end, reason=reason))
    return _one_of(mention, _reports(mention, section, memory, considered=False)) or unknown


def _of_two(mention: Mention, memory: Memory) -> Mention | None:
    """“the latter” of exactly two documents that the paragraph named; nothing if it named fewer or more."""
    named = memory.here()
    if len(named) > 2:
        # Of more, the two that one list names last.
        named = [one.symbol for one in memory.numbers if one.group == memory.numbers[-1].group][-3:]
        named = named if named[-1:] == memory.here()[-1:] else []
    if len(named) != 2:
        return None
    return mention.with_targets(_back(mention, named[mention.noun == "latter"], _DISTANT))


def _numbered(mention: Mention, memory: Memory) -> Mention | None:
    """“that resolution”: the one of this kind named last; a list named last leaves all of it.

    In the same paragraph the nearest list is meant, in an earlier one any that it names. “Those resolutions” are
    all that one paragraph named; where several paragraphs did, it cannot be told how far back the words reach.
    """
    known = [one for one in memory.numbers if one.kind == mention.noun]
    if not known:
        reason = f"nothing before it names a {mention.noun}"
        return mention.with_targets(Target(None, mention.start, mention.end, reason=reason))
    last = known[-1]
    pool = [one for one in known if one.paragraph == last.paragraph]
    if mention.plural:
        return _all_of(mention, known if last.paragraph != memory.paragraph else pool)
    if last.paragraph == memory.paragraph:
        pool = [one for one in pool if one.group == last.group]
    return _one_of(mention, (one.symbol for one in pool))


def _all_of(mention: Mention, known: Sequence[Numbered]) -> Mention:
    symbols = tuple(dict.fromkeys(one.symbol for one in known))
    if len({one.paragraph for one in known}) > 1 and len(symbols) > 1:
        return mention.with_targets(_doubt(mention, symbols[-_MOST:]))
    return mention.with_targets(*(_back(mention, one, _DISTANT) for one in symbols))


def _one_of(mention: Mention, found: Iterable[str]) -> Mention | None:
    """The one document left, or all that are left in doubt; a plural is all of them."""
    symbols = tuple(dict.fromkeys(found))
    if not symbols:
        return None
    if len(symbols) == 1 or mention.plural:
        return mention.with_targets(*(_back(mention, one, _DISTANT) for one in symbols))
    return mention.with_targets(_doubt(mention, symbols))


def _reports(mention: Mention, section: str, memory: Memory, considered: bool) -> list[str]:
    """The documents that “that report” or “the report” may be: in its own paragraph the last one named.

    Before it, all that the last paragraph with any named, or (``considered``) all that the section considered.
    """
    nouns = (mention.noun, "document", "work", "symbol")
    named = [one for one in memory.named if one.section == section and one.noun in nouns]
    if not named:
        return []
    last = named[-1]
    if last.paragraph == memory.paragraph:
        pool = [last]
    else:
        before = [one for one in named if one.considered] if considered else []
        pool = before or [one for one in named if considered or one.paragraph == last.paragraph]
    return [symbol for one in pool for symbol in (one.symbols[:1] if _one_work(one.symbols) else one.symbols)]


def _antecedents(
    mention: Mention, section: str, memory: Memory, title: str | None
) -> tuple[list[tuple[str, ...]], bool]:
    """Distinct sets of documents that the phrase may name, and whether they are of its own section."""
    bodies = (mention.body, *mention.others)
    named_so = (one for one in memory.named if one.body and one.body in bodies and one.noun == mention.noun)
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
    reason = "more than one document named before it may be meant"
    return Target(
        None,
        mention.start,
        mention.end,
        candidates=tuple(symbols),
        reason=reason,
        status="ambiguous",
        confidence=0.5,
    )


__all__ = ["DIRECTIVE", "ISSUER", "Antecedent", "Memory", "resolve"]
