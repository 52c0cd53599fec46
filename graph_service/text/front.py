"""Front matter: what a document prints about itself before its text begins, and where that is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import pairwise

from graph_service.errors import SymbolError
from graph_service.model import Front, Source, Span
from graph_service.symbols import candidates, parse_symbol
from graph_service.text.extent import FRONT_REACH, TITLE_REACH, Extent, TitleHead, report_line
from graph_service.text.furniture import furnishing
from graph_service.text.lines import Line
from graph_service.text.rules import Rules
from graph_service.text.views import Cleaner

_SYMBOL_IN = re.compile(r"(?:[AES]|ST|JIU)/[\w./-]+(?: ?\(\d{4}\))?\w*(?:/\w[\w.]*)*")
_RESOLVED = ("Resolution", "Decision")
_KINDS = {"Resolution": "A/RES/", "Decision": "A/DEC/"}


def read(
    lines: Sequence[Line],
    extent: Extent,
    language: Rules,
    cleaner: Cleaner,
    source: Source,
    closing: Sequence[str],
) -> tuple[Front, list[Span]]:
    """The front matter, and the spans of the title; ``closing`` are the closing lines' cleaned texts."""
    printed = list(lines[extent.first : extent.body])
    texts = [cleaner.view([Span(line.start, line.end)]).text for line in printed[:FRONT_REACH]]
    facts = _Facts(language, texts, closing)
    organ = facts.organ() or _enacting_organ(lines, extent, language)
    symbol = _printed_symbol(printed) or _numbered_symbol(extent.head, organ, source.symbol, facts.kind())
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
    for line in lines[extent.body : extent.body + TITLE_REACH]:
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


def _numbered_symbol(head: TitleHead | None, organ: str | None, named: str | None, kind: str | None) -> str | None:
    """The symbol of a title's number. The printed kind decides between resolution and decision, then the
    file's name, then the number (decisions of the Assembly are counted from 401)."""
    if head is None:
        return None
    try:
        forms = candidates(head.number.replace("-", " ") if head.number[0].isdecimal() else head.number)
    except SymbolError:
        return None
    if named and kind is None and parse_symbol(named).kind in _KINDS:
        kind = parse_symbol(named).kind
    parsed = [parse_symbol(_of_kind(one, kind)) for one in forms]
    of_organ = [one.text for one in parsed if organ is None or one.organ == organ]
    if named in of_organ:
        return named
    return of_organ[0] if of_organ else None


def _of_kind(symbol: str, kind: str | None) -> str:
    for other, stem in _KINDS.items():
        if kind in _KINDS and kind != other and symbol.startswith(stem):
            return _KINDS[kind] + symbol.removeprefix(stem)
    return symbol


def _title_spans(lines: Sequence[Line], extent: Extent, facts: _Facts) -> list[Span]:
    head = extent.head
    if head is None:
        return _report_title(lines[extent.first : extent.body], facts)
    first = lines[head.line]
    spans = [Span(first.start + head.rest, first.end)] if head.rest is not None else []
    following = lines[head.line + 1 : extent.body]
    for at, line in enumerate(following):
        wrapped = " ".join(one.text for one in following[at : at + 2])
        if facts.claims(line.text) or facts.claims(wrapped) or furnishing().symbol.fullmatch(line.text):
            break
        spans.append(Span(line.start, line.end))
    return spans


def _report_title(lines: Sequence[Line], facts: _Facts) -> list[Span]:
    """A report's title stands right over the line that says whose report it is."""
    at = report_line(lines, facts.language)
    spans: list[Span] = []
    while at:
        at -= 1
        if facts.claims(lines[at].text) or furnishing().symbol.fullmatch(lines[at].text):
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
        self.forms = [*texts, *(joint.join(pair) for pair in pairwise(texts))]

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

    def kind(self) -> str | None:
        """Resolution or Decision, as the line over the title says; None if it does not."""
        for text in self.texts:
            for kind in _RESOLVED:
                if any(one.match(text.strip(" *")) for one in self.language.front[kind.lower()]):
                    return kind
        return None

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
        threes = (" ".join(three) for three in zip(self.texts, self.texts[1:], self.texts[2:], strict=False))
        for text in (*self.forms, *threes):
            for pattern in self.language.front["based_on"]:
                found = pattern.fullmatch(text.strip(" *"))
                symbols = self._symbols(found["rest"] or "") if found else ()
                if symbols:
                    return symbols
        return ()

    @staticmethod
    def _symbols(rest: str) -> tuple[str, ...]:
        found: list[str] = []
        for text in _SYMBOL_IN.findall(rest):
            try:
                found.append(parse_symbol(text.rstrip(".,)]")).text)
            except SymbolError:
                continue
        return tuple(dict.fromkeys(found))
