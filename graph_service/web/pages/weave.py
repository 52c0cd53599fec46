"""Lays what is known of a paragraph over its words: one flat run of pieces, nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph_service.web.pages.reading import Clause, Piece, Place

MARK, LINK, REFER, ACT = "mark", "link", "refer", "act"
ON_TOP = (MARK, LINK, REFER, ACT)
"""Where two kinds cover the same words, the earlier one is shown."""


END = 6
"""How many characters of each end are enough to know some words by."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A range of the paragraph's text that means something: ``key`` is its index among its kind."""

    start: int
    end: int
    kind: str
    key: int


@lru_cache(maxsize=256)
def squeeze(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and for each of its characters the place it had."""
    return "".join(text.split()), [at for at, character in enumerate(text) if not character.isspace()]


def locate(clause: Clause, place: Place | None) -> tuple[int, int] | None:
    """The range of ``clause.text`` that a place of the source covers, or None if it cannot be told.

    The words of a paragraph may be a cleaned view of the source (furniture and note marks taken out). Where
    they are the source itself, offsets are differences; where not, the quoted words, without the marks that
    stand in them, are looked for, and of several occurrences the one nearest to where the source has it is taken.
    """
    if place is None or not clause.text or place.start < clause.start or place.start > clause.end:
        return None
    start, end = place.start - clause.start, place.end - clause.start
    if len(clause.text) == clause.end - clause.start:
        return start, min(end, len(clause.text))
    return nearest(clause.text, unmarked(clause, place), start / max(1, clause.end - clause.start))


def unmarked(clause: Clause, place: Place) -> str:
    """The quoted words of a place without the footnote marks that stand in them."""
    inside = [one for _, one in clause.marks if one and place.start <= one.start and one.end <= place.end]
    left = list(place.exact)
    for one in inside:
        for at in range(one.start - place.start, min(one.end - place.start, len(left))):
            left[at] = ""
    return "".join(left)


def nearest(text: str, words: str, share: float) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``, blanks aside, nearest to ``share`` (0 to 1) of its length.

    Words that a page break cut in two are found by their two ends.
    """
    bare, at = squeeze(text)
    wanted, _ = squeeze(words)
    found = [(one, one + len(wanted)) for one in occurrences(bare, wanted)] if wanted else []
    if not found and len(wanted) >= 2 * END:
        found = [
            (one, tail + END)
            for one in occurrences(bare, wanted[:END])
            if 0 <= (tail := bare.find(wanted[-END:], one + END)) - one <= len(wanted)
        ]
    if not found:
        return None
    first, last = min(found, key=lambda one: abs(one[0] / len(bare) - share))
    return at[first], at[last - 1] + 1


def occurrences(text: str, words: str) -> Iterable[int]:
    """Every place where ``words`` begin in ``text``."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def covers(clause: Clause) -> list[Cover]:
    """Every range of the clause's text that carries a citation, a reference or an act."""
    sets: tuple[tuple[str, Sequence[Place | None]], ...] = (
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


def marks(clause: Clause, laid: Sequence[Cover]) -> list[Cover]:
    """Where each footnote mark stands: over its own digits, or as a point where the view has taken them out."""
    whole = len(clause.text) == clause.end - clause.start
    found = []
    for key, (_, place) in enumerate(clause.marks):
        span = locate(clause, place) if whole else point(clause, place, laid)
        if span:
            found.append(Cover(*span, MARK, key))
    return found


def point(clause: Clause, place: Place | None, laid: Sequence[Cover]) -> tuple[int, int] | None:
    """The point in the text at which a mark that was taken out stood, told by the nearest citation before it."""
    if place is None:
        return None
    near: tuple[int, int] | None = None
    for cover in laid:
        quoted = clause.cites[cover.key].place if cover.kind == LINK else None
        if quoted is None or quoted.start > place.start or (near and near[0] > quoted.start):
            continue
        before = len(
            squeeze(unmarked(clause, Place(quoted.start, quoted.end, quoted.exact[: place.start - quoted.start])))[
                0
            ]
        )
        bare, at = squeeze(clause.text[cover.start : cover.end])
        near = (
            quoted.start,
            cover.start + (at[before - 1] + 1 if 0 < before <= len(at) else len(bare) and at[-1] + 1),
        )
    at_end = len(clause.text)
    spot = near[1] if near else at_end
    return spot, spot


def weave(clause: Clause) -> list[Piece]:
    """The clause's words as pieces; their texts joined are the clause's text."""
    laid = covers(clause)
    noted = marks(clause, laid)
    laid = laid + [one for one in noted if one.start < one.end]
    points = [one for one in noted if one.start == one.end]
    ends = (edge for one in (*laid, *points) for edge in (one.start, one.end))
    edges = sorted({0, len(clause.text), *ends})
    pieces = [Piece("", MARK, (one.key,)) for one in points if one.start == 0]
    for start, end in pairwise(edges):
        over = [one for one in laid if one.start <= start and one.end >= end]
        kind = next((kind for kind in ON_TOP if any(one.kind == kind for one in over)), "")
        keys = tuple(sorted({one.key for one in over if one.kind == kind}))
        pieces.append(Piece(clause.text[start:end], kind, keys))
        pieces += [Piece("", MARK, (one.key,)) for one in points if one.start == end]
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
