"""Page furniture: what a page prints around its text (running heads, page and job numbers, recycling marks)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph_service.text import rules
from graph_service.text.lines import Line
from graph_service.text.rules import Rules

_NEAR = 3
# One number alone that does not count with the pages is a page's if it is far from them or stands apart.
_FAR = 20
_SENTENCE = ("”", '"', ".", ",", ";", ":", "。", "；", "，")
_TITLE_LINES = 4
_FRONT = 15
_RUNNING_WIDTH = 90
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Furnishing:
    """The patterns of page furniture that every language shares."""

    always: re.Pattern[str]
    pages: re.Pattern[str]
    symbol: re.Pattern[str]
    rules: re.Pattern[str]
    blank_rule: int


@cache
def furnishing() -> Furnishing:
    """Reads the [furniture] table of ``data/layout.toml``."""
    table = rules.layout()["furniture"]
    pages = "|".join(re.sub(r"\?P<page>", "?:", one) for one in table["pages"])
    return Furnishing(
        re.compile("|".join(f"(?:{one})" for one in table["always"])),
        re.compile(pages),
        re.compile(table["symbol"]),
        re.compile("|".join(table["rules"])),
        table["blank_rule"],
    )


def is_rule(line: Line, text: str) -> bool:
    """Whether the line is the rule over a page's notes."""
    if line.text:
        return bool(furnishing().rules.fullmatch(line.text))
    return len(text[line.lead : line.stop].strip("\r\n\f")) >= furnishing().blank_rule


def find(lines: Sequence[Line], language: Rules, title: str) -> set[int]:
    """Indexes of the lines that are furniture."""
    printed = [line for line in lines if line.text]
    kit = furnishing()
    found = {line.index for line in printed if kit.always.fullmatch(line.text)}
    found |= _symbols(printed, kit)
    found |= _headed(printed, title, found, kit)
    found |= _running(printed, language, title, found)
    return found | _page_numbers(printed, kit, found)


def _symbols(printed: Sequence[Line], kit: Furnishing) -> set[int]:
    """A symbol alone on a line is a running head wherever it is repeated."""
    alone = [line for line in printed if kit.symbol.fullmatch(line.text) and line.text[-1:] not in ".,;。；，"]
    times = Counter(line.text for line in alone)
    seen: set[str] = set()
    found = set()
    for line in alone:
        if (times[line.text] > 1 and line.text in seen) or line.page:
            found.add(line.index)
        seen.add(line.text)
    return found


def _near(printed: Sequence[Line], at: int, found: set[int]) -> bool:
    """Whether a page break or furniture stands within a few lines."""
    around = printed[max(0, at - _NEAR) : at + _NEAR + 1]
    return any(line.index in found or line.page for line in around if line is not printed[at])


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _inside(printed: Sequence[Line], times: Counter[str], found: set[int]) -> set[str]:
    """Texts that come back away from a page's edge: sentences do, running heads do not."""
    seen: set[str] = set()
    inside: set[str] = set()
    for at, line in enumerate(printed):
        if times[line.text] < 3:
            continue
        if line.text in seen and not (line.page or _near(printed, at, found)):
            inside.add(line.text)
        seen.add(line.text)
    return inside


def _running(printed: Sequence[Line], language: Rules, title: str, found: set[int]) -> set[int]:
    """Running titles: the title again, a line that comes back at page breaks, or a volume's running head."""
    times = Counter(line.text for line in printed if 4 <= len(line.text) <= 160)
    inside = _inside(printed, times, found)
    wanted, running = _plain(title), set()
    seen: set[str] = set()
    for at, line in enumerate(printed):
        beside = at > 0 and (line.page or _near(printed, at, found))
        if line.text.endswith(_SENTENCE):
            seen.add(line.text)
            continue
        volume = any(one.fullmatch(line.text) for one in language.front["running"])
        if beside and (volume or (times[line.text] > 2 and line.text in seen and line.text not in inside)):
            running.add(line.index)
        elif beside and wanted:
            running |= _title_again(printed, at, wanted, found)
        seen.add(line.text)
    return running


def _headed(printed: Sequence[Line], title: str, found: set[int], kit: Furnishing) -> set[int]:
    """Lines at page breaks that print a symbol with a running title beside it, or the title under one."""
    own = {line.text for line in printed[:_FRONT] if kit.symbol.fullmatch(line.text)}
    front = {line.text for line in printed[:_FRONT]}
    heads: set[int] = set()
    for at, line in enumerate(printed[1:], 1):
        if not (line.page or _near(printed, at, found)):
            continue
        before = printed[at - 1]
        again = bool(title) and _cut(line.text, title) and _plain(line.text) in _so_far(printed, at)
        under = before.index in found | heads and again
        front_again = before.text in own and before.index in found and line.text in front and at >= _FRONT
        symbols = {*own, *(one for one in _outer(line.text) if title and kit.symbol.fullmatch(one))}
        rests = [rest for one in symbols if one in line.text and (rest := _beside(line.text, one))]
        if under or front_again or any(_shortened(rest, title) for rest in rests):
            heads.add(line.index)
    return heads


def _so_far(printed: Sequence[Line], at: int) -> str:
    return _plain(" ".join(line.text for line in printed[:at]))


def _outer(text: str) -> tuple[str, ...]:
    """The first and the last word, where others stand between or beside them."""
    words = text.split()
    return (words[0], words[-1]) if len(words) > 1 else ()


def _beside(text: str, symbol: str) -> str | None:
    """What stands on the line before or after the symbol."""
    if text.startswith(symbol):
        return text[len(symbol) :].strip()
    return text[: -len(symbol)].strip() if text.endswith(symbol) else None


def _shortened(rest: str, title: str) -> bool:
    """Whether these words may be a running title: of the title where it is known, else short and no sentence."""
    if rest.endswith(_SENTENCE) or rest[:1].islower() or len(rest) > _RUNNING_WIDTH:
        return False
    return _cut(rest, title) if title else True


def _cut(text: str, title: str) -> bool:
    """Whether a line is the title, or the beginning of it."""
    begun = _plain(text)
    return len(begun) > _LEAST and _plain(title).startswith(begun) and not text.endswith(_SENTENCE)


def _title_again(printed: Sequence[Line], at: int, wanted: str, found: set[int]) -> set[int]:
    head = printed[at]
    previous = printed[at - 1]
    if not (head.page or previous.index in found):
        return set()
    joined = ""
    for length in range(1, _TITLE_LINES + 1):
        if at + length > len(printed):
            return set()
        joined += _plain(printed[at + length - 1].text)
        if joined == wanted and not printed[at + length - 1].text.endswith(_SENTENCE):
            return {line.index for line in printed[at : at + length]}
        if not wanted.startswith(joined):
            return set()
    return set()


def _page_numbers(printed: Sequence[Line], kit: Furnishing, found: set[int]) -> set[int]:
    """Numbers beside page breaks or furniture that count on with the pages; notes' numbers do not."""
    candidates: list[tuple[int, int]] = []
    breaks = any(line.page for line in printed)
    page, at = 1, 0
    while at < len(printed):
        if not (printed[at].index in found or (printed[at].page and at)):
            at += 1
            continue
        end = at
        while end < len(printed) and printed[end].index in found:
            end += 1
        turns = [spot for spot in range(at, min(end + 1, len(printed))) if printed[spot].page]
        turn = turns[0] if turns else end
        ahead = int(bool(turns) or not breaks)
        told = any("/" in one.text and kit.pages.fullmatch(one.text) for one in printed[at:end])
        for spot, number in ((at - 1, page), (end, page + ahead)):
            if told or not 0 <= spot < len(printed):
                continue
            noted = spot > 0 and kit.rules.fullmatch(printed[spot - 1].text)
            if not noted and kit.pages.fullmatch(printed[spot].text):
                inside = number if spot < turn else page + ahead
                candidates.append((printed[spot].index, _value(printed[spot].text) - inside))
        page += ahead
        at = max(end, at) + 1
    if not candidates:
        return set()
    tally = Counter(offset for _, offset in candidates)
    usual = max(tally, key=lambda offset: (tally[offset], offset == 0, -abs(offset)))
    if tally[usual] == 1 and 0 < abs(usual) < _FAR:
        apart = {line.index for line in printed if line.gap}
        candidates = [one for one in candidates if one[0] in apart]
    slack = 0 if breaks else 1
    return {index for index, offset in candidates if abs(offset - usual) <= slack}


def _value(text: str) -> int:
    digits = re.search(r"\d+", text)
    return int(digits[0]) if digits else 0
