"""Resolutions and decisions by number: lists under one head noun, organs, part letters, printed dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_service.symbols import name_symbols, sessions_fit
from graph_service.symbols.families import Symbol, sure_symbols
from graph_service.symbols.naming import KINDS, narrow
from graph_service.text.grammar import Grammar
from graph_service.text.mentions import Mention, Reader, Target
from graph_service.text.numbers import Number, find_numbers, parts
from graph_service.text.pinpoints import Pinpoint

ORGANS = ("General Assembly", "Security Council", "Economic and Social Council", "Human Rights Council")
COUNCILS = ("Human Rights Council", "Security Council", "Economic and Social Council")
# The only organ whose numbers are completed by a year.
_YEARLY = "Security Council"
_LONE = re.compile(r"\s?(\d{3,4})(?![\d/–-]|\s?\(|\s?[A-Z]\b|\.\d)")
_FIGURES = re.compile(r"\d{3}")
_ORGAN_REACH = 60
_TURNED = 0.9
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


def find_instruments(text: str, grammar: Grammar, reader: Reader, pins: Sequence[Pinpoint] = ()) -> list[Mention]:
    """All numbered resolutions and decisions that a text names, one mention per number.

    A list goes on after pinpoints (``pins``) on one of its numbers (“63/999, para. 4, and 63/998”).
    """
    numbers = find_numbers(text, grammar)
    if not numbers and not _FIGURES.search(text):
        return []
    heads = [_head(match, grammar) for match in grammar.citations.heads.finditer(text)]
    if not numbers or not heads:
        return _bare(text, heads, grammar, reader)
    if grammar.citations.follows:
        return list(_led(text, numbers, heads, grammar, reader))
    groups = _groups(text, numbers, heads, grammar, pins)
    return [*_headed(text, groups, heads, grammar, reader), *_bare(text, heads, grammar, reader)]


def _bare(text: str, heads: Sequence[Head], grammar: Grammar, reader: Reader) -> list[Mention]:
    """Numbers without year or session (“resolution 9556”).

    The date printed after one of the Security Council tells its year, else only an earlier mention can.
    """
    found = []
    for head in heads:
        match = _LONE.match(text, head.end)
        if match is None:
            continue
        target = Target(None, match.start(1), match.end(1))
        mention = Mention("bare", head.start, match.end(1), (target,), noun=head.kind, title=match[1])
        dated = grammar.citations.dated.match(text, match.start(1))
        day = grammar.rules.date(dated[0]) if dated else None
        council = head.organ == _YEARLY or (head.organ in (None, "Council") and reader.organ == _YEARLY)
        if dated and day and council and not head.foreign:
            known = name_symbols(f"{match[1]} ({day.year})", head.kind, (_YEARLY,))
            named = [replace(target, symbol=one.text, date=day) for one in known]
            mention = replace(mention, kind="number", end=dated.end(), targets=tuple(named)) if named else mention
        found.append(mention)
    return found


def _head(match: re.Match[str], grammar: Grammar) -> Head:
    groups = match.groupdict()
    kind = next(name for name in ("resolution", "decision") if groups.get(name) is not None)
    organ = groups.get("organ")
    named = grammar.citations.organs.get(organ.casefold()) if organ else None
    return Head(
        match.start(), match.end(), kind, named, groups.get("own") is not None, groups.get("foreign") is not None
    )


def _groups(
    text: str, numbers: Sequence[Number], heads: Sequence[Head], grammar: Grammar, pins: Sequence[Pinpoint] = ()
) -> list[list[Number]]:
    """Numbers with nothing but list glue and pinpoints between them, cut where a new head noun stands."""
    starts = {head.end for head in heads}
    groups: list[list[Number]] = []
    for number in numbers:
        last = groups[-1][-1] if groups else None
        fresh = last is None or any(
            last.end < end <= number.start for end in starts if not grammar.citations.follows
        )
        if last is None or fresh or not _listed(text, last, number, grammar, pins):
            groups.append([number])
        else:
            groups[-1].append(number)
    return groups


def _listed(text: str, last: Number, number: Number, grammar: Grammar, pins: Sequence[Pinpoint]) -> bool:
    """Whether a number goes on in the list of the one before it; one of a range stands where its end does."""
    table = grammar.citations
    if number.start < last.end:
        return True
    gap, at = "", last.end
    for pin in pins:
        if last.end <= pin.start and pin.end <= number.start:
            gap += text[at : pin.start].rstrip(" ,，(（")
            at = pin.end + len(text[pin.end :]) - len(text[pin.end :].lstrip(" )）"))
    gap += text[at : number.start]
    return bool(table.glue.fullmatch(gap) or table.range.fullmatch(gap.strip()))


def _headed(
    text: str, groups: Sequence[list[Number]], heads: Sequence[Head], grammar: Grammar, reader: Reader
) -> Iterator[Mention]:
    """Numbers after their head noun; a later group without one goes on from the last."""
    before: Head | None = None
    for group in groups:
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
        others = any(grammar.citations.after_foreign.match(text, at) for at in (group[-1].end, group[-1].stop))
        head = replace(head, foreign=True) if others and not head.organ and not head.own else head
        after = grammar.citations.after.match(text, group[-1].end) or grammar.citations.after.match(
            text, group[-1].stop
        )
        organ = grammar.citations.organs.get(after["organ"].casefold()) if after and not head.organ else head.organ
        if (
            head.own
            and not organ
            and not name_symbols(parts(group[0].text, grammar)[0], head.kind, (reader.organ,))
        ):
            organ = _last_organ(text, head.start, grammar)
        organ = organ or _supposed(text, group[0], head, grammar, reader) or _same(group[0], head, before, reader)
        for index, number in enumerate(group):
            start = head.start if direct and index == 0 else number.start
            for one in _mentions(number, start, number.end, head, organ, grammar, reader):
                yield replace(one, group=first.start, plural=_plural(text, head, grammar))
        before = Head(head.start, group[-1].end, head.kind, organ, head.own, head.foreign)


def _supposed(text: str, number: Number, head: Head, grammar: Grammar, reader: Reader) -> str | None:
    """The organ of a number that the document's own cannot have: the last one named before, if it can."""
    name = parts(number.text, grammar)[0]
    if head.own or head.foreign or name_symbols(name, head.kind, (reader.organ,)):
        return None
    organ = _last_organ(text, number.start, grammar)
    return organ if organ and name_symbols(name, head.kind, (organ,)) else None


def _same(number: Number, head: Head, before: Head | None, reader: Reader) -> str | None:
    """The organ of the number before, for one without an organ that could be several organs'."""
    if before is None or not before.organ or head.own or head.foreign or reader.organ == ORGANS[0]:
        return None
    return before.organ if len(name_symbols(number.text, head.kind, _organs(head, None, reader))) > 1 else None


def _plural(text: str, head: Head, grammar: Grammar) -> bool:
    return grammar.citations.plural.search(text[head.start : head.end].rstrip()) is not None


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
            supposed = organ or _supposed(text, number, noun, grammar, reader)
            for one in _mentions(number, start, end, noun, supposed, grammar, reader):
                yield replace(one, group=group[0].start)


def _reaches(text: str, number: Number, head: Head, group: Sequence[Number], grammar: Grammar) -> bool:
    """Whether the noun heads the number: right after it, or after the rest of its list."""
    last = next((one for one in reversed(group) if one.stop <= head.start), number)
    return not text[last.end : head.start].strip(" 号,，")


def _mentions(
    number: Number, start: int, end: int, head: Head, organ: str | None, grammar: Grammar, reader: Reader
) -> Iterator[Mention]:
    """One mention per part letter (“36/117 A and B” are two resolutions)."""
    for text in parts(number.text, grammar):
        target = _target(text, number, head, organ, reader)
        if target.symbol is None and not target.candidates and grammar.rules.direction == "rtl":
            target = _turned(text, number, head, organ, reader) or target
        yield Mention("number", start, end, (target,), noun=head.kind)


def _turned(text: str, number: Number, head: Head, organ: str | None, reader: Reader) -> Target | None:
    """What a number names whose halves extraction left in the order of the page, from right to left (257/66)."""
    found = _target(re.sub(r"(\d+)/(\d+)", r"\2/\1", text), number, head, organ, reader)
    return replace(found, confidence=_TURNED) if found.symbol else None


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
    sure = [one for one in sure_symbols(text) if one.kind == KINDS[head.kind]]
    if len(sure) == 1:
        return Target(sure[0].text, number.at, number.stop, date=number.date)
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
