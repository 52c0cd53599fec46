"""Footnotes: the notes at a page's foot or a document's end, whatever extraction did to their numbers.

Rules used: notes of a UN document are numbered on from 1 (Editorial Manual, footnotes), so the next expected
number tells a note's number from a page's; a note ends with a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_service.model import Caution, Source, Span
from graph_service.text import notezone
from graph_service.text.furniture import furnishing, is_rule
from graph_service.text.lines import Line, Shape
from graph_service.text.markers import numbered
from graph_service.text.notehead import Head, Note, Notes, head
from graph_service.text.rules import Rules

_STARRED = re.compile(r"([*†‡]{1,3})\s*(?=[^\W\d_])")
_STOPS = ".。．؛۔"
_REACH = 120
_WINDOW = 3
_FOOT = 40
_PLAIN = r"N(?![\d./)])"


def looks_like_note(text: str, language: Rules) -> bool:
    """Whether a note may begin so: an introducing word or a document symbol."""
    return bool(furnishing().symbol.match(text)) or any(one.match(text) for one in language.introducers)


def find(
    lines: Sequence[Line],
    furniture: set[int],
    source: Source,
    language: Rules,
    shape: Shape,
    zone: Collection[int] = (),
) -> Notes:
    """All notes: those that the format shows (``zone``: indexes of lines), those under rules page by page, then
    those that stand without a rule over them."""
    notes, text = Notes(), source.text
    reader = _Reader(lines, furniture, language, shape, notes)
    notezone.read([line for line in lines if line.text and line.index in zone], source, notes)
    for line in lines:
        if line.index in notes.lines or not _opens(line, text, language):
            continue
        shown = bool(zone) and line.index + 1 in zone
        if shown or reader.page(line.index + 1) or is_rule(line, text):
            notes.ruled.add(line.index)
    for line in lines:
        if line.text and line.index not in furniture and line.index not in notes.lines:
            reader.unruled(line.index)
    reader.starred()
    notes.notes.sort(key=lambda note: note.pieces or (note.mark,))
    return notes


def _opens(line: Line, text: str, language: Rules) -> bool:
    return is_rule(line, text) or any(one.fullmatch(line.text) for one in language.note_heads)


class _Reader:
    """Reads the notes under one rule after the other into ``notes``."""

    def __init__(
        self, lines: Sequence[Line], furniture: set[int], language: Rules, shape: Shape, notes: Notes
    ) -> None:
        self.lines, self.furniture, self.language, self.shape = lines, furniture, language, shape
        self.notes = notes

    def page(self, start: int) -> bool:
        """The notes between a rule and the foot of its page; False if none stand there."""
        region, bounded = self._region(start)
        heads: list[Head] = []
        groups: list[list[Line]] = []
        used: list[Line] = []
        strays: set[int] = set()
        for at, line in enumerate(region):
            begin = self._begins(line, heads)
            if begin:
                heads.append(begin)
                if begin.text < line.end:
                    groups.append([line])
            elif line.text.isdecimal():
                strays.add(line.index)
                continue
            elif self._ended(line, groups, heads, None if bounded else region[at:]):
                break
            elif not groups or groups[-1][-1].text.rstrip("| ").endswith(tuple(_STOPS)):
                groups.append([line])
            else:
                groups[-1].append(line)
            used.append(line)
        if not heads or not groups:
            return False
        self._pair(sorted(self._counted(heads, len(groups)), key=lambda one: one.number), groups)
        self.notes.lines |= {line.index for line in used}
        self.notes.strays |= {index for index in strays if index < used[-1].index}
        return True

    def _ended(
        self, line: Line, groups: Sequence[Sequence[Line]], heads: Sequence[Head], rest: Sequence[Line] | None
    ) -> bool:
        """Whether the notes end before this line. ``rest``: the lines from it on, None if the foot was seen."""
        if groups and self._paragraph(line, groups[-1][-1]):
            return True
        return rest is not None and not (heads and self._continues(line, heads, groups, rest))

    def _paragraph(self, line: Line, before: Line) -> bool:
        """Whether the text goes on under the notes: at a paragraph's number, after a note that has ended."""
        number = numbered(line.text, self.language)
        if number is None or number.value <= 1 or not before.text.endswith(tuple(_STOPS)):
            return False
        return not line.text[number.length :][:1].islower()

    def _region(self, start: int) -> tuple[list[Line], bool]:
        """Printed lines from the rule to the foot of its page; whether that foot was seen, lines being wrapped."""
        region: list[Line] = []
        bounded = False
        for line in self.lines[start : start + _REACH]:
            foot = line.index in self.furniture and not all(one.text.isdecimal() for one in region)
            if line.text and (line.page or foot) and region:
                bounded = True
                break
            if line.text and line.index not in self.furniture:
                if is_rule(line, line.text) and not region:
                    continue
                region.append(line)
        return region, bounded and len(region) < _FOOT and not self.shape.whole

    def _expected(self, number: int, heads: Sequence[Head]) -> bool:
        seen = {one.number for one in heads}
        if not heads:
            return not self.notes.notes or number == 1 or 0 < number - self.notes.last <= _WINDOW
        floor = min(self.notes.last, min(seen) - 1) if min(seen) == 1 else self.notes.last
        return number not in seen and max(floor, min(seen) - _WINDOW) < number <= max(seen) + _WINDOW

    def _begins(self, line: Line, heads: list[Head]) -> Head | None:
        begin = head(line)
        if begin is None or not self._expected(begin.number, heads):
            return None
        bare = begin.text >= line.end
        if not bare and begin.style == _PLAIN and heads and not self.shape.whole:
            parted = line.text[begin.mark.end - line.start :][:1].isspace()
            if not parted or begin.number != heads[-1].number + 1:
                return None
        return begin

    def _counted(self, heads: list[Head], texts: int) -> list[Head]:
        """As many heads as texts, if dropping a bare number out of its turn (a page's) can do that."""
        kept = list(heads)
        while len(kept) > texts:
            numbers = {one.number for one in kept}
            astray = [one for one in kept if one.number - 1 not in numbers and one.number - 1 != self.notes.last]
            if not astray or len(astray) == len(kept):
                break
            kept.remove(astray[-1])
        return kept

    def _continues(
        self, line: Line, heads: Sequence[Head], groups: Sequence[Sequence[Line]], rest: Sequence[Line]
    ) -> bool:
        if len(groups) < len(heads):
            return True
        if not groups[-1][-1].text.rstrip("| ").endswith(tuple(_STOPS)):
            return not (self.shape.whole and line.gap)
        later = any(self._late(one) for one in rest[:12])
        return later and not self.shape.whole and looks_like_note(line.text, self.language)

    def _late(self, line: Line) -> bool:
        """A bare note number that still follows, so that the words before it are a note's too."""
        begin = head(line)
        return begin is not None and begin.text >= line.end and begin.number > self.notes.last

    def _pair(self, heads: list[Head], groups: list[list[Line]]) -> None:
        """Numbers and texts in their orders belong together, wherever the numbers were put."""
        while len(groups) > len(heads):
            join = next(
                (at for at in range(1, len(groups)) if not self._opens_note(groups[at][0], heads)),
                len(groups) - 1,
            )
            groups[join - 1] += groups.pop(join)
        for begin, lines in zip(heads, groups, strict=False):
            starts = [begin.text if line.start <= begin.mark.start < line.end else line.start for line in lines]
            pieces = tuple(
                Span(start, _trimmed(line)) for start, line in zip(starts, lines, strict=True) if start < line.end
            )
            self.notes.notes.append(Note(begin.number, begin.mark, pieces))
            self.notes.style = self.notes.style or begin.style
        for begin in heads[len(groups) :]:
            message = f"note {begin.number} has a number but no text"
            self.notes.cautions.append(Caution("note-without-text", message, begin.mark))

    def starred(self) -> None:
        """Notes with a star or dagger: one line, or more up to a full stop."""
        for line in self.lines:
            found = _STARRED.match(line.text)
            if not found or line.index in self.notes.lines | self.furniture:
                continue
            last = line
            for following in self.lines[line.index + 1 : line.index + 4]:
                if last.text.endswith(tuple(_STOPS)) or not following.text:
                    break
                last = following
            if last.text.endswith((*_STOPS, ")")):
                mark = Span(line.start, line.start + found.end(1))
                self.notes.starred.append((found[1], mark, Span(line.start + found.end(), last.end)))
                self.notes.lines |= set(range(line.index, last.index + 1))

    def _opens_note(self, line: Line, heads: Sequence[Head]) -> bool:
        headed = any(line.start <= one.mark.start < line.end for one in heads)
        return headed or looks_like_note(line.text, self.language)

    def _next(self, begin: Head) -> bool:
        raised = (
            begin.style.startswith((r"\^", "N")) and begin.style != _PLAIN and not begin.style.startswith("N/")
        )
        if raised:
            return not self.notes.notes or begin.number > self.notes.last
        return begin.number == self.notes.last + 1

    def unruled(self, index: int) -> None:
        """A note with nothing over it: the next expected number before words that only notes begin with."""
        line = self.lines[index]
        begin = head(line)
        if begin is None or not self._next(begin) or (begin.style == _PLAIN and "." in line.text[:4]):
            return
        rest = line.text[begin.text - line.start :]
        following = next((one for one in self.lines[index + 1 : index + 4] if one.text), None)
        if not rest and following and following.index not in self.notes.lines | self.furniture:
            if looks_like_note(following.text, self.language) and following.text.endswith(tuple(_STOPS)):
                self._pair([begin], [[following]])
                self.notes.lines |= {index, following.index}
        elif rest and looks_like_note(rest, self.language) and rest.endswith(tuple(_STOPS)):
            if begin.style == _PLAIN and not furnishing().symbol.match(rest) and not self.notes.notes:
                return
            self._pair([begin], [[line]])
            self.notes.lines.add(index)


def _trimmed(line: Line) -> int:
    return line.start + len(line.text.rstrip("| ")) if line.text.startswith("|") else line.end
