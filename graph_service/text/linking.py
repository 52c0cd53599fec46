"""Which pinpoint belongs to which mention: “paragraph 5 of the report”, “resolution 64/259, para. 21”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_service.text.grammar import CitationGrammar, Grammar
from graph_service.text.mentions import Mention
from graph_service.text.pinpoints import Pinpoint

_REACH = 260
_HERE = 30
# “(”, “(see ”: the bracket that a symbol stands in, with no more than a signal before it.
_OPEN = re.compile(r"[(（][^()（）\d;；]{0,12}$")


@dataclass(slots=True)
class Linked:
    """A mention with the pinpoints on it; ``whole`` if the text cites it as such and adds the places.

    ``rivals`` are other documents that the places may be in as well; ``at`` is where the act that cites it is
    looked for, if not where the phrase begins; ``each``: every document named has a place of its own (“those
    resolutions and the annexes thereto”).
    """

    mention: Mention
    pins: list[Pinpoint] = field(default_factory=list)
    whole: bool = False
    rivals: list[Mention] = field(default_factory=list)
    at: int | None = None
    each: bool = False

    @property
    def start(self) -> int:
        """Where the phrase begins, its pinpoints with it."""
        return min([self.mention.start, *(pin.start for pin in self.pins)])


def link(text: str, mentions: Sequence[Mention], pins: Sequence[Pinpoint], grammar: Grammar) -> list[Linked]:
    """Every mention in order, with its pinpoints; pinpoints of no mention are left out (see ``left_over``)."""
    linked = [Linked(one) for one in mentions]
    taken: set[int] = set()
    for index in range(len(pins) - 1, -1, -1):
        _lead(text, linked, pins, index, taken, grammar.citations)
    for index in range(len(pins)):
        if index not in taken:
            _trail(text, linked, pins, index, taken, grammar.citations)
    for one in linked:
        one.pins = _sectioned(text, one.pins, grammar.citations)
    for index, one in enumerate(linked):
        _share(text, one, linked[index + 1 :], grammar.citations)
    return linked


def left_over(linked: Sequence[Linked], pins: Sequence[Pinpoint]) -> list[Pinpoint]:
    """The pinpoints that belong to no mention."""
    used = {id(pin) for one in linked for pin in one.pins}
    return [pin for pin in pins if id(pin) not in used]


def chained(gap: str, table: CitationGrammar) -> bool:
    """Whether what stands between two pinpoints joins them as a list (“, ”, “ and ”)."""
    return any(table.chain.fullmatch(one) for one in (gap.strip(), gap.rstrip()))


def is_here(text: str, pin: Pinpoint, grammar: Grammar) -> bool:
    """Whether the text says that a pinpoint is a place in this document (“above”, 上文)."""
    table = grammar.citations
    if table.here_after.match(text, pin.end):
        return True
    return table.here_before.search(text[max(0, pin.start - _HERE) : pin.start]) is not None


def _lead(
    text: str,
    linked: Sequence[Linked],
    pins: Sequence[Pinpoint],
    index: int,
    taken: set[int],
    table: CitationGrammar,
) -> None:
    """A pinpoint before its mention: joined by “of”, or through a pinpoint that is (a chain)."""
    pin = pins[index]
    for one in linked:
        if one.mention.start < pin.end or not _of(text, pin, one.mention, linked, pins, table):
            continue
        one.pins.insert(0, pin)
        taken.add(index)
        return
    following = pins[index + 1] if index + 1 < len(pins) else None
    if following is None or _trails(text, linked, pins, index, table):
        return
    # Letters alone before paragraphs of a resolution are of the text's own paragraph.
    alone = pin.places[0].path[0][0] == "sub" != following.places[0].path[0][0]
    if index + 1 in taken and not alone and chained(text[pin.end : following.start], table):
        owner = next(one for one in linked if any(other is following for other in one.pins))
        if owner.mention.start >= following.end:
            owner.pins.insert(0, pin)
            taken.add(index)


def _trails(
    text: str, linked: Sequence[Linked], pins: Sequence[Pinpoint], index: int, table: CitationGrammar
) -> bool:
    """Whether a pinpoint stands right after a mention or goes on after one that does: it is that one's."""
    start = pins[index].start
    if any(
        0 <= start - one.mention.end <= 3 and not text[one.mention.end : start].strip(" ,，(（)") for one in linked
    ):
        return True
    listed = index > 0 and chained(text[pins[index - 1].end : start], table)
    return listed and _trails(text, linked, pins, index - 1, table)


def _of(
    text: str,
    pin: Pinpoint,
    mention: Mention,
    linked: Sequence[Linked],
    pins: Sequence[Pinpoint],
    table: CitationGrammar,
) -> bool:
    start = mention.start
    if start - pin.end > _REACH:
        return False
    if table.of.fullmatch(text[pin.end : start].rstrip()):
        return not any(pin.end <= one.mention.start < start for one in linked)
    bracketed = mention.kind == "symbol" and _OPEN.search(text, 0, start) is not None
    if not bracketed and (mention.kind not in ("mark", "weak", "report") or not mention.targets):
        return False
    # A noted work may be named at any length (“paragraph 5 of the outcome of the conference on …³”,
    # “paragraph 5 of the report that he submitted (A/…)”).
    opening = table.of.match(text, pin.end)
    if not opening or re.search(r"[;:；：]", text[pin.end : start]):
        return False
    return not any(pin.end <= one.mention.start < start for one in linked) and not any(
        pin.end <= one.start < mention.end for one in pins
    )


def _trail(
    text: str,
    linked: Sequence[Linked],
    pins: Sequence[Pinpoint],
    index: int,
    taken: set[int],
    table: CitationGrammar,
) -> None:
    """A pinpoint after its mention, directly or after another pinpoint on it."""
    pin = pins[index]
    owner = next((one for one in reversed(linked) if one.mention.end <= pin.start), None)
    if owner is None or pin.start - owner.mention.end > _REACH:
        return
    last = owner.pins[-1] if owner.pins and owner.pins[-1].start >= owner.mention.end else None
    start = last.end if last else _reach_of(owner.mention, pin)
    gap = text[start : pin.start].strip()
    if not last and owner.mention.kind in ("symbol", "report", "weak"):
        # “Supplement No. 20 (A/9620), annex III”: the symbol's bracket closes before its pinpoint.
        gap = gap.removeprefix(")").strip()
    pointed = table.back.match(text[pin.end :].lstrip()) is not None or _owned(text, start, pin, table)
    elsewhere = table.elsewhere.match(text, pin.end) is not None
    listed = last is not None and chained(text[start : pin.start], table) and not elsewhere
    if last is not None and not elsewhere and table.resume.fullmatch(text, _past(text, start, table), pin.start):
        owner.pins.append(_beside(last, pin))
        taken.add(index)
        return
    if pointed or listed or (gap == "" and not last) or table.then.fullmatch(gap):
        # “resolution 63/99 and paragraph 4 thereof” names both, “resolution 63/99, paragraph 4 thereof” the place.
        added = pointed and not owner.pins and any(letter.isalpha() for letter in gap)
        owner.whole = owner.whole or added or (not owner.pins and table.also.search(gap) is not None)
        owner.pins.append(pin)
        owner.each = owner.each or (pointed and pin.places[0].path[0][1] == "" and _several(text, pin, table))
        if pointed and not last and owner.mention.plural:
            owner.rivals = [one.mention for one in linked if one is not owner and _beside_in_list(one, owner)]
        taken.add(index)


def _owned(text: str, start: int, pin: Pinpoint, table: CitationGrammar) -> bool:
    """Whether “its” gives a pinpoint to the document before it (“document A/…, and its annex”)."""
    if table.mine.search(text, pin.start, pin.end):
        return True
    return table.owned.fullmatch(text[start : pin.start].strip()) is not None


def _several(text: str, pin: Pinpoint, table: CitationGrammar) -> bool:
    return table.plural.search(text[pin.start : pin.end].strip()) is not None


def _share(text: str, first: Linked, others: Sequence[Linked], table: CitationGrammar) -> None:
    """Gives a pinpoint before a list to all of the list (“the annexes to resolutions 63/99 and 63/98”).

    Several places before several numbers may be meant each for each or all for all; only “each of” tells.
    """
    mention = first.mention
    if mention.kind != "number" or not first.pins or first.pins[-1].end > mention.start:
        return
    each = table.each.search(text, first.pins[-1].end, mention.start) is not None
    before, sharing = mention, []
    for other in others:
        gap = text[before.end : other.mention.start]
        listed = other.mention.group == mention.group and mention.plural
        joined = listed or table.again.fullmatch(gap) or (each and table.glue.fullmatch(gap))
        if other.mention.kind != "number" or other.pins or not joined:
            break
        sharing.append(other)
        before = other.mention
    if sharing and not each and sum(len(pin.places) for pin in first.pins) > 1:
        first.rivals = [one.mention for one in sharing]
        return
    for one in sharing:
        one.pins = list(first.pins)


def _beside_in_list(one: Linked, owner: Linked) -> bool:
    return one.mention.kind == owner.mention.kind == "number" and one.mention.group == owner.mention.group


def _reach_of(mention: Mention, pin: Pinpoint) -> int:
    """Where a phrase ends: with the mark that tells what it names, if the pinpoint is not before that."""
    marked = [one.end for one in mention.targets if one.via and one.end <= pin.start]
    return max([mention.end, *marked])


def _past(text: str, at: int, table: CitationGrammar) -> int:
    """Where the text goes on after the words that point a pinpoint back (“the annex thereto”)."""
    blank = len(text[at:]) - len(text[at:].lstrip())
    back = table.back.match(text, at + blank)
    return back.end() if back else at


def _sectioned(text: str, pins: Sequence[Pinpoint], table: CitationGrammar) -> list[Pinpoint]:
    """Pinpoints of a list, those without a section in that of their neighbour.

    Each section is numbered from 1 (“section II, paragraph 7, and paragraph 9”, “paragraph 7 and paragraph 9 of
    section II”): a number alone would name nothing.
    """
    found = list(pins)
    for index in range(1, len(found)):
        first, second = found[index - 1], found[index]
        if not chained(text[first.end : second.start], table):
            continue
        if _in_section(first) and first.depth == second.rank and not _inward(first):
            found[index] = _beside(first, second)
        elif _in_section(second) and second.depth == first.rank and _inward(second):
            found[index - 1] = _beside(second, first)
    return found


def _in_section(pin: Pinpoint) -> bool:
    return len(pin.places[-1].path) > 1 and pin.places[-1].path[0][0] == "sec"


def _inward(pin: Pinpoint) -> bool:
    """Whether the paragraph is printed before its section."""
    return pin.end - pin.places[-1].end > pin.places[-1].start - pin.start


def _beside(last: Pinpoint, pin: Pinpoint) -> Pinpoint:
    """A pinpoint that goes on after a topic, in what contains the one before it (paragraphs of one annex)."""
    path, unit = last.places[-1].path, pin.places[0].path[0][0]
    units = [name for name, _ in path]
    head = path[: units.index(unit)] if unit in units else path[:-1]
    if last.depth != pin.rank or not head:
        return pin
    return replace(pin, places=tuple(replace(place, path=head + place.path) for place in pin.places))
