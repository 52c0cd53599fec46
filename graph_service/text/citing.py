"""Citations of a settled mention: one for each document and place, doubt kept where several may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_service.model import Citation, Paragraph, Span
from graph_service.symbols import works
from graph_service.text.linking import Linked
from graph_service.text.mentions import Target
from graph_service.text.notes import is_instrument
from graph_service.text.pinpoints import Path, Pinpoint, Place, subdivision

_ANY = "the pinpoint may belong to any of the documents named"


def cite(linked: Linked, function: str, paragraph: Paragraph) -> list[Citation]:
    """The citations of a settled mention: one per target and place."""
    mention, places, start = linked.mention, _places(linked.pins), linked.start
    end = max([mention.end, *(one.end for one in mention.targets), *(pin.end for pin in linked.pins)])
    whole = paragraph.view.span(start, end)
    bases = [one for one in mention.targets if one.symbol]
    # “paragraph 1 (a) of these resolutions” is a place in each of them.
    each = linked.each or (mention.kind == "that" and mention.plural and len(places) == 1)
    if each and len(bases) > 1:
        alone = (replace(linked, mention=mention.with_targets(one), each=False) for one in bases)
        return [found for one in alone for found in cite(one, function, paragraph)]
    if places and (len(bases) > 1 or linked.rivals):
        rivals = [target for rival in linked.rivals for target in rival.targets if target.symbol]
        options = _options((*bases, *rivals), places)
        doubt = Citation(None, function, "ambiguous", whole, 0.5, bases[0].via, options, _ANY) if bases else None
        return ([doubt] if doubt else []) + (cite(Linked(mention), function, paragraph) if rivals else [])
    found: list[Citation] = []
    for target in mention.targets:
        if target.candidates and places and not target.symbol:
            doubted = [replace(target, symbol=one) for one in target.candidates]
            target = replace(target, candidates=_options(doubted, places))
            found.append(_citation(None, target, function, whole))
            continue
        for locator, place in _locators(target, places, linked.whole):
            span = paragraph.view.span(place.start, place.end) if place and len(places) > 1 else whole
            if len(mention.targets) > 1 and not place:
                span = paragraph.view.span(min(start, target.start), max(target.end, target.start + 1))
            found.append(_citation(locator, target, function, span))
    return found


def _places(pins: Sequence[Pinpoint]) -> list[Place]:
    """All places of pinpoints; one that a pinpoint names alone is the whole phrase (第二条第一项)."""
    return [
        Place(place.path, pin.start, pin.end) if len(pin.places) == 1 else place
        for pin in pins
        for place in pin.places
    ]


def _locators(target: Target, places: Sequence[Place], whole: bool) -> list[tuple[str | None, Place | None]]:
    """Locators of a target with their places: printed pinpoints, else those of its note, else the document.

    The document itself is cited too where the text adds the place to it (``whole``: “including paragraph 3”); a
    corrigendum is cited with the document, never with a place in it.
    """
    if not target.symbol:
        return [(None, place) for place in places] or [(None, None)]
    if target.places and all(place.path[0][0] == "rec" for place in places):
        # “recommendation 19 of the Meeting” (note: A/…, para. 10): the note tells where it is printed.
        places = []
    found: list[tuple[str | None, Place | None]] = [
        (f"{target.symbol}~{_in_annex(target, place)}{placed(place.path, target.symbol)}", place)
        for place in places
    ]
    found = found or [(f"{target.symbol}~{one}", None) for one in target.places]
    if found and not whole:
        return found
    return [(target.symbol, None), *found, *((one, None) for one in target.extras)]


def _in_annex(target: Target, place: Place) -> str:
    """The annex in which a note says that the report stands whose paragraphs the text counts."""
    alone = target.via is not None and len(target.places) == 1
    noted = target.places[0] if alone else ""
    counted = place.path[0][0] in ("para", "sec") and not is_instrument(target.symbol)
    return f"{noted}." if counted and noted.startswith("annex") and "." not in noted else ""


def _options(targets: Sequence[Target], places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(f"{one.symbol}~{placed(place.path, one.symbol)}" for one in targets for place in places)


def placed(path: Path, symbol: str | None) -> str:
    """The subdivision of a place in a work; rules of procedure have rules where a language prints articles."""
    work = works().get(symbol or "")
    if work and path[0][0] != work.unit and {path[0][0], work.unit} <= {"art", "rule"}:
        path = ((work.unit, path[0][1]), *path[1:])
    return subdivision(path, is_instrument(symbol))


def _citation(locator: str | None, target: Target, function: str, span: Span) -> Citation:
    status = target.status if locator or target.candidates else "unresolved"
    return Citation(
        locator,
        function,
        status,
        span,
        target.confidence if locator else 0.0,
        target.via,
        target.candidates,
        target.reason,
        target.date,
        target.title,
    )
