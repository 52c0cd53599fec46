"""Front matter: what a document prints about itself before its text begins, and where that is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph_service.errors import SymbolError
from graph_service.model import Front, Source, Span
from graph_service.symbols import candidates, parse_symbol
from graph_service.text import rules
from graph_service.text.furniture import furnishing
from graph_service.text.lines import Line
from graph_service.text.markers import numbered
from graph_service.text.rules import Rules
from graph_service.text.views import Cleaner

_SYMBOL_IN = re.compile(r"(?:[AES]|ST|JIU)/[\w./-]+(?: ?\(\d{4}\))?\w*(?:/\w[\w.]*)*")
_TITLE_REACH = 14
_FRONT_REACH = 60
_HEADS = 3
_RESOLVED = ("Resolution", "Decision")


@dataclass(frozen=True, slots=True)
class TitleHead:
    """A line that begins with a resolution's own number."""

    line: int
    number: str
    rest: int | None


@dataclass(frozen=True, slots=True)
class Extent:
    """Which printed lines are the document: ``[first, last)``, its front up to ``body``; positions in the list."""

    first: int
    body: int
    last: int
    head: TitleHead | None


@cache
def _titles() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in rules.layout()["heads"]["titles"])


def title_head(line: Line, at: int) -> TitleHead | None:
    """The number a title line begins with, or None."""
    for pattern in _titles():
        found = pattern.fullmatch(line.text)
        if found:
            groups = found.groupdict()
            number = re.sub(r"\s+", "", found["s"]).replace("（", "(").replace("）", ")")
            part = (groups.get("part") or "").replace("–", "-")
            rest = found.start("rest") if groups.get("rest") else None
            return TitleHead(at, f"{number}-{part}" if part else number, rest)
    return None


def locate(lines: Sequence[Line], language: Rules, symbol: str | None) -> Extent:
    """Finds the document among the printed lines; a volume's page carries its neighbours too."""
    heads = [head for at, line in enumerate(lines) if (head := title_head(line, at))]
    enacting = [at for at, line in enumerate(lines) if _enacts(line, language)]
    own = _own(heads, enacting, symbol)
    first, last = 0, len(lines)
    if own is not None:
        last = _end(heads, enacting, own, symbol, len(lines))
        before = [head for head in heads if head.line < own.line and not _same(head.number, symbol)]
        started = any(at < own.line and not _masthead(lines[at], language) for at in enacting) or _numbered_before(
            lines, own.line, language
        )
        if before or started:
            first = own.line
    body = _body(lines, language, enacting, own, first, last)
    return Extent(first, body, last, own)


def _enacts(line: Line, language: Rules) -> bool:
    return len(line.text) < 60 and any(
        one.fullmatch(line.text) for organ in language.organs for one in organ.enacting
    )


def _masthead(line: Line, language: Rules) -> bool:
    """Whether a line may be the organ's name at the head of a first page (大会, Генеральная Ассамблея)."""
    return any(one.fullmatch(line.text) for one in language.front["masthead"])


def _same(number: str, symbol: str | None) -> bool:
    if symbol is None:
        return False
    plain, target = number.split("-", 1)[0] if not number.startswith(("S-", "ES-")) else number, symbol
    return bool(re.search(rf"(?:^|/){re.escape(plain)}(?:-[A-Z]+(?:-[A-Z])?)?$", target))


def _own(heads: Sequence[TitleHead], enacting: Sequence[int], symbol: str | None) -> TitleHead | None:
    same = [head for head in heads if _same(head.number, symbol)]
    followed = [head for head in same if any(0 < at - head.line <= _TITLE_REACH for at in enacting)]
    if symbol is not None and (followed or same):
        return (followed or same)[0]
    led = [head for head in heads if any(0 < at - head.line <= _TITLE_REACH for at in enacting)]
    if symbol is None:
        return (led or [None])[0]  # type: ignore[list-item]
    return None


def _end(
    heads: Sequence[TitleHead], enacting: Sequence[int], own: TitleHead, symbol: str | None, last: int
) -> int:
    for head in heads:
        if head.line > own.line and not _same(head.number, symbol) and head.number != own.number:
            if any(0 < at - head.line <= _TITLE_REACH for at in enacting) or not enacting:
                return head.line
    return last


def _numbered_before(lines: Sequence[Line], at: int, language: Rules) -> bool:
    return any(one.match(line.text) for line in lines[:at] for one in language.numbers)


def _body(
    lines: Sequence[Line],
    language: Rules,
    enacting: Sequence[int],
    own: TitleHead | None,
    first: int,
    last: int,
) -> int:
    """Where the text begins: at the enacting formula, or at a part's letter or title just before it."""
    inside = [at for at in enacting if first <= at < last and (own is None or at > own.line)]
    if inside:
        part = [at for at in range(first, inside[0]) if lines[at].text.rstrip(".") == "A"]
        return part[-1] if part and (own is None or part[-1] > own.line) else inside[0]
    if own is None and _report_line(lines[first:last], language) is not None:
        return _report_body(lines, language, first, last)
    opened = [
        at
        for at in range(first if own is None else own.line + 1, last)
        if (any(one.match(lines[at].text) for one in (*language.numbers, *language.openings))
        and len(lines[at].text) > 12)
        or any(one.fullmatch(lines[at].text) for one in language.summaries)
    ]
    if own is not None:
        after = own.line + 1
        return min([*opened, max(after, min(last, after + _titled(lines, own, last)))], default=last)
    return min([*opened, last]) if opened else first


def _report_line(lines: Sequence[Line], language: Rules) -> int | None:
    """The line that says whose report it is, among the first; None if there is none."""
    for at, line in enumerate(lines[:_FRONT_REACH]):
        if any(one.fullmatch(line.text) for one in language.reports):
            return at
    return None


def _report_body(lines: Sequence[Line], language: Rules, first: int, last: int) -> int:
    """A report's text begins at its summary, or at the section head or heading over paragraph 1."""
    for at in range(first, last):
        if any(one.fullmatch(lines[at].text) for one in language.summaries):
            return at
        head = numbered(lines[at].text, language)
        if head is None or head.value != 1:
            continue
        heads = [
            spot
            for spot in range(max(first, at - _HEADS), at)
            if any(one.fullmatch(lines[spot].text) for one in language.sections)
        ]
        return heads[0] if heads else at
    return last


def _titled(lines: Sequence[Line], own: TitleHead, last: int) -> int:
    """How many lines after the title line still belong to the title: those that begin in the middle of it."""
    count = 0
    for line in lines[own.line + 1 : last]:
        if line.gap or len(line.text) > 120 or count > 3:
            break
        count += 1
    return count


def read(
    lines: Sequence[Line],
    extent: Extent,
    language: Rules,
    cleaner: Cleaner,
    source: Source,
    closing: Sequence[str],
) -> tuple[Front, list[Span]]:
    """The front matter, and the spans of the title; ``closing`` are the closing lines' cleaned texts."""
    printed = [line for line in lines[extent.first : extent.body]]
    texts = [cleaner.view([Span(line.start, line.end)]).text for line in printed[:_FRONT_REACH]]
    facts = _Facts(language, texts, closing)
    organ = facts.organ() or _enacting_organ(lines, extent, language)
    symbol = _printed_symbol(printed) or _numbered_symbol(extent.head, organ, source.symbol)
    symbol = _settle(symbol, source.symbol)
    spans = _title_spans(lines, extent, facts)
    title = cleaner.view(spans).text or None
    parsed = parse_symbol(symbol) if symbol else None
    resolved = parsed is None or parsed.kind in _RESOLVED
    return Front(
        symbol=symbol,
        kind=parsed.kind if parsed else None,
        title=title,
        adopted=facts.date("adopted") or (facts.closing_date() if resolved else None),
        distributed=facts.distributed(),
        session=(parsed.session if parsed else None) or facts.session(),
        agenda_items=facts.agenda(),
        based_on=facts.based_on(),
        meeting=facts.meeting(),
        organ=organ or (parsed.organ if parsed else None),
    ), spans


def _settle(printed: str | None, named: str | None) -> str | None:
    """The printed symbol, unless the file's name is the same one said more exactly (a part letter)."""
    if printed and named and named.startswith(f"{printed}-"):
        return named
    return printed or named


def _enacting_organ(lines: Sequence[Line], extent: Extent, language: Rules) -> str | None:
    for line in lines[extent.body : extent.body + _TITLE_REACH]:
        for organ in language.organs:
            if any(one.fullmatch(line.text) for one in organ.enacting):
                return organ.name
    return None


def _printed_symbol(printed: Sequence[Line]) -> str | None:
    for line in printed[:30]:
        found = furnishing().symbol.match(line.text)
        if not found or found.end() < len(line.text.rstrip("* ")):
            continue
        try:
            return parse_symbol(line.text.rstrip("* ")).text
        except SymbolError:
            continue
    return None


def _numbered_symbol(head: TitleHead | None, organ: str | None, named: str | None) -> str | None:
    if head is None:
        return None
    try:
        forms = candidates(head.number.replace("-", " ") if head.number[0].isdecimal() else head.number)
    except SymbolError:
        return None
    parsed = [parse_symbol(one) for one in forms]
    of_organ = [one.text for one in parsed if organ is None or one.organ == organ]
    if named in of_organ:
        return named
    return of_organ[0] if of_organ else None


def _title_spans(lines: Sequence[Line], extent: Extent, facts: _Facts) -> list[Span]:
    head = extent.head
    if head is None:
        return _report_title(lines[extent.first : extent.body], facts)
    first = lines[head.line]
    spans = [Span(first.start + head.rest, first.end)] if head.rest is not None else []
    for line in lines[head.line + 1 : extent.body]:
        if facts.claims(line.text) or furnishing().symbol.fullmatch(line.text):
            break
        spans.append(Span(line.start, line.end))
    return spans


def _report_title(lines: Sequence[Line], facts: _Facts) -> list[Span]:
    """A report's title stands right over the line that says whose report it is."""
    at = _report_line(lines, facts.language)
    spans: list[Span] = []
    while at:
        at -= 1
        if facts.claims(lines[at].text):
            break
        spans.insert(0, Span(lines[at].start, lines[at].end))
        if lines[at].gap:
            break
    return spans


class _Facts:
    """Asks the front lines (each alone, and each with the next) for one fact after the other."""

    def __init__(self, language: Rules, texts: Sequence[str], closing: Sequence[str]) -> None:
        self.language, self.closing = language, closing
        self.texts = list(texts)
        joint = " " if language.spaced else ""
        self.forms = [*texts, *(joint.join(pair) for pair in zip(texts, texts[1:], strict=False))]

    def _first(self, key: str, group: str, forms: Sequence[str] | None = None) -> str | None:
        for text in self.forms if forms is None else forms:
            for pattern in self.language.front[key]:
                found = pattern.fullmatch(text.strip(" *"))
                if found and found.groupdict().get(group):
                    return found[group]
        return None

    def claims(self, text: str) -> bool:
        """Whether some front pattern takes the line, so that it is no title."""
        keys = ("session", "agenda", "adopted", "based_on", "masthead")
        return any(one.fullmatch(text.strip(" *")) for key in keys for one in self.language.front[key])

    def date(self, key: str) -> datetime.date | None:
        text = self._first(key, "date")
        return self.language.date(text) if text else None

    def distributed(self) -> datetime.date | None:
        text = self._first("distributed", "date")
        return self.language.date(text) if text else None

    def closing_date(self) -> datetime.date | None:
        return next((found for text in self.closing if (found := self.language.date(text))), None)

    def session(self) -> int | None:
        text = self._first("session", "ordinal") or self._first("session", "int")
        return self.language.ordinal(re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", text)) if text else None

    def agenda(self) -> tuple[str, ...]:
        text = self._first("agenda", "items")
        if not text:
            return ()
        found = re.findall(r"\d+(?: ?\([a-z]+\))*", text)
        return tuple(dict.fromkeys(re.sub(r"\s+", " ", one) for one in found))

    def organ(self) -> str | None:
        text = self._first("adopted", "organ")
        if not text:
            return None
        return next(
            (one.name for one in self.language.organs if any(p.fullmatch(text) for p in one.printed)), None
        )

    def meeting(self) -> int | None:
        text = self._first("meeting", "int", self.closing) or self._first("adopted", "meeting")
        digits = re.sub(r"\D", "", text) if text else ""
        return int(digits) if digits else None

    def based_on(self) -> tuple[str, ...]:
        rest = self._first("based_on", "rest")
        found: list[str] = []
        for text in _SYMBOL_IN.findall(rest or ""):
            try:
                found.append(parse_symbol(text.rstrip(".,)]")).text)
            except SymbolError:
                continue
        return tuple(dict.fromkeys(found))
