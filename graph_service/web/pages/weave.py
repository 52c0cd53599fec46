"""Lays what is known of a paragraph over its words: one flat run of pieces, nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_service.web.pages.reading import Clause, Place

MARK, LINK, REFER, ACT = "mark", "link", "refer", "act"
ON_TOP = (MARK, LINK, REFER, ACT)
"""Where two kinds cover the same words, the earlier one is shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what they are: ``kind`` is '' for plain words; ``keys`` name what covers them."""

    text: str
    kind: str = ""
    keys: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """A range of the paragraph's text that means something: ``key`` is its index among its kind."""

    start: int
    end: int
    kind: str
    key: int


def squeeze(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and for each of its characters the place it had."""
    kept = [(character, at) for at, character in enumerate(text) if not character.isspace()]
    return "".join(character for character, _ in kept), [at for _, at in kept]


def locate(clause: Clause, place: Place | None) -> tuple[int, int] | None:
    """The range of ``clause.text`` that a place of the source covers, or None if it cannot be told.

    The words of a paragraph may be a cleaned view of the source (furniture and note marks taken out). Where
    they are the source itself, offsets are differences; where not, the quoted words are looked for, and of
    several occurrences the one nearest to where the source has it is taken.
    """
    if place is None or not clause.text or place.start < clause.start or place.start > clause.end:
        return None
    start, end = place.start - clause.start, place.end - clause.start
    if len(clause.text) == clause.end - clause.start:
        return start, min(end, len(clause.text))
    return nearest(clause.text, place.exact, start / max(1, clause.end - clause.start))


def nearest(text: str, words: str, share: float) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``, blanks aside, nearest to ``share`` (0 to 1) of its length."""
    bare, at = squeeze(text)
    wanted, _ = squeeze(words)
    found = list(occurrences(bare, wanted)) if wanted else []
    if not found:
        return None
    first = min(found, key=lambda one: abs(one / len(bare) - share))
    return at[first], at[first + len(wanted) - 1] + 1


def occurrences(text: str, words: str) -> Iterable[int]:
    """Every place where ``words`` begin in ``text``."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def covers(clause: Clause) -> list[Cover]:
    """Every range of the clause's text that carries a mark, a citation or an act."""
    sets: tuple[tuple[str, Sequence[Place | None]], ...] = (
        (MARK, [place for _, place in clause.marks]),
        (LINK, [one.place for one in clause.cites]),
        (REFER, [one.place for one in clause.refers]),
        (ACT, [one.place for one in clause.deeds]),
    )
    found = []
    for kind, places in sets:
        for key, place in enumerate(places):
            span = locate(clause, place)
            if span and span[0] < span[1]:
                found.append(Cover(*span, kind, key))
    return found


def weave(clause: Clause) -> list[Piece]:
    """The clause's words as pieces; their texts joined are the clause's text."""
    laid = covers(clause)
    edges = sorted({0, len(clause.text), *(one.start for one in laid), *(one.end for one in laid)})
    pieces: list[Piece] = []
    for start, end in zip(edges, edges[1:], strict=False):
        over = [one for one in laid if one.start <= start and one.end >= end]
        kind = next((kind for kind in ON_TOP if any(one.kind == kind for one in over)), "")
        keys = tuple(sorted({one.key for one in over if one.kind == kind}))
        pieces.append(Piece(clause.text[start:end], kind, keys))
    return joined(pieces)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours that mean the same become one piece again."""
    whole: list[Piece] = []
    for piece in pieces:
        if whole and (whole[-1].kind, whole[-1].keys) == (piece.kind, piece.keys):
            whole[-1] = Piece(whole[-1].text + piece.text, piece.kind, piece.keys)
        else:
            whole.append(piece)
    return whole
