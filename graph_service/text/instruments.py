"""Resolutions and decisions by number: lists under one head noun, organs, part letters, printed dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_service.symbols import name_symbols, sessions_fit
from graph_service.symbols.families import Symbol
from graph_service.symbols.naming import narrow
from graph_service.text.grammar import Grammar
from graph_service.text.mentions import Mention, Reader, Target
from graph_service.text.numbers import Number, find_numbers
from graph_service.text.pinpoints import figures, roman_text

ORGANS = ("General Assembly", "Security Council", "Economic and Social Council", "Human Rights Council")
COUNCILS = ("Human Rights Council", "Security Council", "Economic and Social Council")
_LONE = re.compile(r"\s?(\d{3,4})(?![\d/–-]|\s?\(|\s?[A-Z]\b|\.\d)")
_FIGURES = re.compile(r"\d{3}")
_ORGAN_REACH = 60
_OWNER_REACH = 300
_WEAK_REACH = 600


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun: ``organ`` by its name, ``own`` if “its”, ``foreign`` if the organ has no symbols here."""

    start: int
    end: int
    kind: str
    organ: str | None = None
    own: bool = False
    foreign: bool = False


def find_instruments(text: str, grammar: Grammar, reader: Reader) -> list[Mention]:
    """All numbered resolutions and decisions that a text names, one mention per number."""
    numbers = find_numbers(text, grammar)
    if not numbers and not _FIGURES.search(text):
        return []
    heads = [_head(match, grammar) for match in grammar.citations.heads.finditer(text)]
    if not numbers or not heads:
        return _bare(text, heads)
    if grammar.citations.follows:
        return list(_led(text, numbers, heads, grammar, reader))
    return [*_headed(text, numbers, heads, grammar, reader), *_bare(text, heads)]


def _bare(text: str, heads: Sequence[Head]) -> list[Mention]:
    """Numbers without year or session (“resolution 9556”), which only an earlier mention can complete."""
    found = []
    for head in heads:
        match = _LONE.match(text, head.end)
        if match:
            target = Target(None, match.start(1), match.end(1))
            found.append(Mention("bare", head.start, match.end(1), (target,), noun=head.kind, title=match[1]))
    return found


def _head(match: re.Match[str], grammar: Grammar) -> Head:
    groups = match.groupdict()
    kind = next(name for name in ("resolution", "decision") if groups.get(name) is not None)
    organ = groups.get("organ")
    named = grammar.citations.organs.get(organ.casefold()) if organ else None
    return Head(
        match.start(), match.end(), kind, named, groups.get("own") is not None, groups.get("foreign") is not None
    )


def _groups(text: str, numbers: Sequence[Number], heads: Sequence[Head], grammar: Grammar) -> list[list[Number]]:
    """Numbers with nothing but list glue between them, cut where a new head noun stands."""
    starts = {head.end for head in heads}
    groups: list[list[Number]] = []
    for number in numbers:
        last = groups[-1][-1] if groups else None
        fresh = last is None or any(
            last.end < end <= number.start for end in starts if not grammar.citations.follows
        )
        if last is None or fresh or not grammar.citations.glue.fullmatch(text, last.end, number.start):
            groups.append([number])
        else:
            groups[-1].append(number)
    return groups


def _headed(
    text: str, numbers: Sequence[Number], heads: Sequence[Head], grammar: Grammar, reader: Reader
) -> Iterator[Mention]:
    """Numbers after their head noun; a later group without one goes on from the last."""
    before: Head | None = None
    for group in _groups(text, numbers, heads, grammar):
        first = group[0]
        head = next((one for one in reversed(heads) if one.end <= first.start), None)
        direct = head is not None and text[head.end : first.start].strip(" ,(") == ""
        if not direct:
            nearest = before or head
            if nearest is None or first.start - nearest.end > _WEAK_REACH:
                continue
            if not _goes_on(group) and not grammar.citations.onward.fullmatch(text, nearest.end, first.start):
                continue
            head = nearest
        if head is None:
            continue
        after = grammar.citations.after.match(text, group[-1].end) or grammar.citations.after.match(
            text, group[-1].stop
        )
        organ = grammar.citations.organs.get(after["organ"].casefold()) if after and not head.organ else head.organ
        if (
            head.own
            and not organ
            and not name_symbols(_parts(group[0].text, grammar)[0], head.kind, (reader.organ,))
        ):
            organ = _last_organ(text, head.start, grammar)
        for index, number in enumerate(group):
            start = head.start if direct and index == 0 else number.start
            yield from _mentions(number, start, number.end, head, organ, grammar, reader)
        before = Head(head.start, group[-1].end, head.kind, organ, head.own, head.foreign)


def _last_organ(text: str, end: int, grammar: Grammar) -> str | None:
    """The organ that “its” means where the document's own has no such number: the last one named before."""
    named = [match["organ"] for match in grammar.citations.named.finditer(text, max(0, end - _OWNER_REACH), end)]
    return grammar.citations.organs.get(named[-1].casefold()) if named else None


def _goes_on(group: Sequence[Number]) -> bool:
    """Whether numbers without a head noun can only be instruments': with a date or a session in brackets."""
    return any(one.date is not None or "(" in one.text for one in group)


def _led(
    text: str, numbers: Sequence[Number], heads: Sequence[Head], grammar: Grammar, reader: Reader
) -> Iterator[Mention]:
    """Numbers before their head noun."""
    for group in _groups(text, numbers, heads, grammar):
        organ, own, foreign = None, False, False
        for index, number in enumerate(group):
            limit = group[index + 1].start if index + 1 < len(group) else len(text)
            head = next((one for one in heads if one.start >= number.stop), None)
            if head is None or not _reaches(text, number, head, group, grammar):
                continue
            prefix = text[max(0, number.start - _ORGAN_REACH) : number.start]
            lead = grammar.citations.before.search(prefix)
            start = number.start
            if lead:
                named = lead.groupdict().get("organ")
                organ = grammar.citations.organs.get(named.casefold()) if named else None
                own, foreign = lead.groupdict().get("own") is not None, lead.groupdict().get("foreign") is not None
                start -= len(prefix) - lead.start()
            elif index and any(one.start < number.start and one.start >= group[index - 1].stop for one in heads):
                organ, own, foreign = None, False, False
            end = head.end if head.end <= limit else number.end
            noun = Head(head.start, head.end, head.kind, organ, own, foreign)
            yield from _mentions(number, start, end, noun, organ, grammar, reader)


def _reaches(text: str, number: Number, head: Head, group: Sequence[Number], grammar: Grammar) -> bool:
    """Whether the noun heads the number: right after it, or after the rest of its list."""
    last = next((one for one in reversed(group) if one.stop <= head.start), number)
    return not text[last.end : head.start].strip(" 号,，")


def _mentions(
    number: Number, start: int, end: int, head: Head, organ: str | None, grammar: Grammar, reader: Reader
) -> Iterator[Mention]:
    """One mention per part letter (“36/117 A and B” are two resolutions)."""
    for text in _parts(number.text, grammar):
        target = _target(text, number, head, organ, reader)
        yield Mention("number", start, end, (target,), noun=head.kind)


def _parts(text: str, grammar: Grammar) -> list[str]:
    """The number once for each of its part letters."""
    text = latin(text, grammar)
    match = re.fullmatch(r"(\d{1,4})\s?([A-Z][^(]*?)?\s?(\([^)]+\))\s?(.*)", text)
    if match:
        stem, letters, tail = match[1], match[2] or match[4], f" {match[3]}"
        return [f"{stem}{tail} {one}".strip() for one in _letters(letters, grammar)]
    found = re.fullmatch(r"([A-Z-]*[\d/]+(?:-\d+/\d+)?)\s?\[?(.*?)\]?", text)
    if not found:
        return [text]
    return [f"{found[1]} {one}".strip() for one in _letters(found[2], grammar)]


def latin(text: str, grammar: Grammar) -> str:
    """A number with the letters and sessions of its script as symbols write them: 40/152 سين is 40/152 O."""
    text, names = figures(text), grammar.citations.sessions
    if names:
        age = re.compile(
            rf"\(({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\s?-\s?(\d{{1,2}})\)"
        )
        text = age.sub(lambda match: f"({names[match[1]]}{roman_text(int(match[2]))})", text)
    for printed, letter in grammar.citations.letters.items():
        text = text.replace(printed, letter)
    return text


def _letters(text: str, grammar: Grammar) -> list[str]:
    if not text:
        return [""]
    found = list(re.finditer("[A-Z](?:-[A-Z])?", text))
    letters = [one[0] for one in found]
    if len(letters) == 2 and grammar.citations.range.search(text, found[0].end(), found[1].start()):
        return [chr(one) for one in range(ord(letters[0]), ord(letters[1]) + 1)]
    return letters or [""]


def _organs(head: Head, organ: str | None, reader: Reader) -> tuple[str, ...]:
    if organ == "Council":
        return (
            (reader.organ, *(one for one in COUNCILS if one != reader.organ))
            if reader.organ in COUNCILS
            else COUNCILS
        )
    if organ:
        return (organ,)
    if head.own:
        return (reader.organ,)
    return (reader.organ, *(one for one in ORGANS if one != reader.organ))


def _target(text: str, number: Number, head: Head, organ: str | None, reader: Reader) -> Target:
    if head.foreign:
        reason = "the organ’s instruments have no symbol of a known family"
        return Target(None, number.at, number.stop, reason=reason, date=number.date)
    found = name_symbols(text, head.kind, _organs(head, organ, reader))
    if not found:
        # A printed organ can be wrong for the number (“its” of a subsidiary); the number alone may still tell.
        found = name_symbols(text, head.kind, ORGANS) if not organ or organ == "Council" else ()
    found = _fitting(found, number, reader)
    if len(found) == 1 or (found and (organ not in (None, "Council") or head.own)):
        return Target(found[0].text, number.at, number.stop, date=number.date)
    if found and found[0].organ == reader.organ == "General Assembly":
        return Target(found[0].text, number.at, number.stop, date=number.date)
    if found:
        options = tuple(one.text for one in found)
        return Target(None, number.at, number.stop, candidates=options, status="ambiguous", date=number.date)
    reason = f"no organ has a {head.kind} {text}" if not organ else f"{organ} has no {head.kind} {text}"
    return Target(None, number.at, number.stop, reason=reason, date=number.date)


def _fitting(found: Sequence[Symbol], number: Number, reader: Reader) -> tuple[Symbol, ...]:
    """Those that can bear the printed date, and that are not of a session still to come."""
    if len(found) > 1 and number.date:
        found = narrow(found, [sessions_fit(one, number.date.year, number.date.month) for one in found])
    if len(found) > 1 and reader.session and reader.organ == "Human Rights Council":
        found = narrow(
            found, [one.organ != reader.organ or (one.session or 0) <= (reader.session or 0) for one in found]
        )
    return tuple(found)
