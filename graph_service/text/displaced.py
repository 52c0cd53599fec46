"""Displaced lines: extraction by blocks prints the numbers and heads of a page apart from their words.

Where several labels stand before the words that they count ("II." "3." "Findings" "Of 40 …"), each gets its own
back: heads go to the labels of sections, sentences to the numbers of paragraphs, in the order of the labels. A
last line that stands between a number and the paragraph's first words goes behind them. Lines only change places;
where labels and words do not match one to one, all stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_service.text import markers
from graph_service.text.block import END, SEMICOLONS, STOPS
from graph_service.text.lines import Line, Shape
from graph_service.text.rules import Rules

_POINTS = ".．、)"
_LABEL = 6
_REACH = 60
_HEAD = 160
_FULL = 0.7
_SECTIONS = frozenset({"capital", "great roman", "han"})


@dataclass(slots=True)
class _Label:
    """A number or a section's label alone on its line, with the words that were found for it."""

    line: Line
    section: bool
    words: list[Line] = field(default_factory=list)


def restore(lines: Sequence[Line], language: Rules, shape: Shape) -> list[Line]:
    """The lines of a body in the order in which they were printed, as far as labels and words match."""
    if shape.whole or any(line.starts is not None for line in lines):
        return list(lines)
    found: list[Line] = []
    at = 0
    while at < len(lines):
        zone = _zone(lines, at, language, shape) or _tail(lines, at, language, shape)
        found += zone or [lines[at]]
        at += len(zone) or 1
    return found


def _label(line: Line, language: Rules) -> _Label | None:
    """The line as a label, if nothing else is printed on it."""
    if len(line.text) > _LABEL or line.text[-1:] not in _POINTS or line.text[:1] in "(（":
        return None
    if markers.numbered(line.text, language):
        return _Label(line, section=False)
    kinds = {kind for kind, _ in markers.readings(line.text.rstrip(_POINTS), language)}
    return _Label(line, section=True) if kinds & _SECTIONS else None


def _clusters(lines: Sequence[Line], at: int, language: Rules) -> list[list[Line]]:
    """The lines from there on, parted where blank lines or labels stand."""
    found: list[list[Line]] = []
    for line in lines[at : at + _REACH]:
        alone = _label(line, language) is not None or (found and _label(found[-1][-1], language) is not None)
        if not found or line.gap or alone:
            found.append([])
        found[-1].append(line)
    return found


def _zone(lines: Sequence[Line], at: int, language: Rules, shape: Shape) -> list[Line]:
    """The lines of a stretch that begins with a label of a section before another label, put in order; or none."""
    first = _label(lines[at], language)
    following = _label(lines[at + 1], language) if at + 1 < len(lines) else None
    if first is None or following is None or not first.section:
        return []
    labels: list[_Label] = []
    heads: list[list[Line]] = []
    for cluster in _clusters(lines, at, language):
        label = _label(cluster[0], language)
        if label is not None:
            labels.append(label)
        elif _is_sentence(cluster, shape):
            if not _give_sentence(labels, cluster):
                return []
        elif _is_head(cluster):
            heads.append(cluster)
        else:
            return []
        if _give_heads(labels, heads) and all(one.words for one in labels):
            return [line for one in labels for line in _together(one)]
    return []


def _is_sentence(cluster: Sequence[Line], shape: Shape) -> bool:
    ended = END.search(cluster[-1].text) is not None
    return cluster[0].text[:1].isupper() and (ended or len(cluster[-1].text) >= _FULL * shape.width)


def _is_head(cluster: Sequence[Line]) -> bool:
    return not cluster[0].text[:1].islower() and sum(len(line.text) for line in cluster) <= _HEAD


def _give_sentence(labels: Sequence[_Label], cluster: list[Line]) -> bool:
    """Gives a sentence to the first number that has no words yet."""
    waiting = next((one for one in labels if not one.section and not one.words), None)
    if waiting is not None:
        waiting.words = cluster
    return waiting is not None


def _give_heads(labels: Sequence[_Label], heads: Sequence[list[Line]]) -> bool:
    """Gives the heads to the sections, cluster by cluster or line by line, once there is one for each."""
    sections = [one for one in labels if one.section]
    single = [[line] for cluster in heads for line in cluster]
    parted = next((some for some in (heads, single) if len(some) == len(sections)), None)
    for one, words in zip(sections, parted or [], strict=False):
        one.words = words
    return parted is not None


def _together(label: _Label) -> list[Line]:
    first, *rest = label.words
    return [replace(label.line, gap=max(label.line.gap, 1)), replace(first, gap=1), *rest]


def _tail(lines: Sequence[Line], at: int, language: Rules, shape: Shape) -> list[Line]:
    """A number, the last line of its paragraph, and then the paragraph, which breaks off: in order; or none."""
    label = _label(lines[at], language)
    if label is None or label.section or at + 2 >= len(lines):
        return []
    last, first = lines[at + 1], lines[at + 2]
    ended = END.search(last.text)
    if last.gap or not first.gap or not ended or ended[1] not in (*STOPS, *SEMICOLONS):
        return []
    end = at + 3
    while end < len(lines) and not lines[end].gap:
        end += 1
    words = lines[at + 2 : end]
    following = lines[end].text[:1] if end < len(lines) else ""
    broken = END.search(words[-1].text) is None and len(words[-1].text) >= _FULL * shape.width
    if not broken or not first.text[:1].isupper() or following.islower() or len(last.text) > len(words[-1].text):
        return []
    return [label.line, *(replace(line, gap=0) for line in words), replace(last, gap=0)]
