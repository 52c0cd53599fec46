"""PDF pages (ISO 32000) as the UN sets them: indented first lines, raised marks, notes under a drawn rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pdfminer.fontmetrics import FONT_METRICS

from tests.text.papers.sheet import Block, Run, Sheet

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, FOOT = 72.0, 523.0, 90.0, 770.0
FONTS = {"plain": "Times-Roman", "italic": "Times-Italic", "bold": "Times-Bold", "mark": "Times-Roman"}
SIZE, SMALL, RAISED = 10.0, 8.0, 6.5
LEADING, NOTE_LEADING, GAP = 12.0, 9.6, 6.0
INDENT = 36.0
RULED = 130.0


def measure(words: str, kind: str, size: float) -> float:
    """The width of words in points."""
    table = FONT_METRICS[FONTS[kind]][1]
    return float(sum(table.get(letter, 500) for letter in words)) * size / 1000


@dataclass
class Line:
    """Set words, each with its place from the left, type and size; ``notes`` are the marks in it."""

    words: list[tuple[float, str, str, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    gap: float = 0.0
    leading: float = LEADING
    centre: bool = False
    ruled: bool = False

    def drawn(self, left: float, width: float, base: float) -> str:
        """The line's content stream, its base line at this height."""
        end = max((x + measure(word, kind, size) for x, word, kind, size in self.words), default=0.0)
        shift = left + ((width - end) / 2 if self.centre else 0)
        parts = []
        for x, word, kind, size in self.words:
            font = {"italic": "I", "bold": "B"}.get(kind, "R")
            rise = 3.5 if kind == "mark" else 0
            plain = word.encode("cp1252").decode("latin-1")
            for letter in "\\()":
                plain = plain.replace(letter, f"\\{letter}")
            parts.append(f"BT /{font} {size} Tf {shift + x:.2f} {HEIGHT - base + rise:.2f} Td ({plain}) Tj ET")
        return "\n".join(parts)


def wrap(runs: Sequence[Run], width: float, size: float, indent: float = 0.0, number: str = "") -> list[Line]:
    """Breaks runs into lines; the first begins at ``indent``, after its number."""
    lines, x = [Line()], indent
    if number:
        lines[0].words.append((x, number, "plain", size))
        x += max(INDENT if size == SIZE else 12.0, measure(f"{number} ", "plain", size))
    blank = measure(" ", "plain", size)
    for word in _words(runs):
        length = sum(measure(part, kind, RAISED if kind == "mark" else size) for part, kind in word)
        if x + length > width and lines[-1].words:
            lines.append(Line())
            x = 0.0
        for part, kind in word:
            own = RAISED if kind == "mark" else size
            lines[-1].words.append((x, part, kind, own))
            lines[-1].notes += [part] if kind == "mark" else []
            x += measure(part, kind, own)
        x += blank
    return lines


def _words(runs: Sequence[Run]) -> list[list[Run]]:
    """Words as they may not be broken; a mark belongs to the word before it."""
    words: list[list[Run]] = [[]]
    for run in runs:
        pieces = run.text.split(" ")
        for at, piece in enumerate(pieces):
            if at:
                words.append([])
            if piece:
                words[-1].append(Run(piece, run.kind))
    return [word for word in words if word]


def set_block(block: Block, width: float) -> list[Line]:
    """The lines of one block, as its kind is set."""
    bold = [Run(run.text, "bold" if run.kind == "plain" else run.kind) for run in block.runs()]
    runs = list(block.runs())
    centred = block.kind in ("section", "head") and block.kind != "head"
    if block.kind in ("title", "head", "section"):
        lines = wrap(bold, width * (0.7 if block.kind != "section" else 0.9), SIZE, 0, block.number)
    elif block.kind == "text":
        lines = wrap(runs, width, SIZE, INDENT, block.number)
    elif block.kind == "item":
        lines = wrap(runs, width, SIZE, INDENT * 1.6, block.number)
    elif block.kind == "row":
        cells = block.text.split("|")
        lines = [Line([(at * width / len(cells), cell, "plain", SMALL) for at, cell in enumerate(cells)])]
    else:
        lines = wrap(runs, width, SIZE, 0.0, block.number)
    lines = [replace(line, centre=centred) for line in lines]
    lines[0].gap = GAP if block.kind != "row" else 1.0
    return lines


class Press:
    """Sets a sheet page by page; ``columns`` 1 or 2, ``rule`` over the notes: drawn, printed or none."""

    def __init__(self, sheet: Sheet, columns: int = 1, rule: str = "drawn", foot: float = FOOT) -> None:
        self.sheet, self.columns, self.rule, self.foot = sheet, columns, rule, foot
        self.pages: list[list[str]] = [[]]
        self.width = (RIGHT - LEFT - 18 * (columns - 1)) / columns
        self.notes: list[Line] = []
        self.noted: set[str] = set()
        self.column = 0
        self.base = TOP

    def print(self) -> bytes:
        """All pages as one file."""
        for block in self.sheet.blocks:
            for line in set_block(block, self.width):
                self._place(line)
        self._finish()
        while self.notes:
            self.pages.append([])
            self._finish()
        return write(["\n".join(one) for one in self._furnished()])

    @property
    def _left(self) -> float:
        return LEFT + self.column * (self.width + 18)

    def _height(self, lines: Sequence[Line]) -> float:
        return sum(line.leading for line in lines) + (10 if lines else 0)

    def _place(self, line: Line) -> None:
        fresh = [number for number in line.notes if number not in self.noted]
        added = [one for number in fresh for one in self._note(number)[:1]]
        if self.base + line.gap + line.leading + self._height([*self.notes, *added]) > self.foot:
            self._turn()
        self.noted |= set(fresh)
        for number in fresh:
            self.notes += self._note(number)
        self.base += line.leading + (line.gap if self.base > TOP else 0)
        self.pages[-1].append(line.drawn(self._left, self.width, self.base))

    def _note(self, number: str) -> list[Line]:
        runs = [Run(number, "mark"), Run(f" {self.sheet.notes[number]}", "plain")]
        return [replace(one, leading=NOTE_LEADING) for one in wrap(runs, self.width, SMALL)]

    def _turn(self) -> None:
        """The next column or page; notes that have no room go on there."""
        self._finish()
        self.column = (self.column + 1) % self.columns
        if self.column == 0:
            self.pages.append([])
        self.base = TOP

    def _finish(self) -> None:
        """Puts the notes at the foot of the column, as many lines as there is room for."""
        room = int((self.foot - self.base - 10) // NOTE_LEADING) if self.base > TOP else 60
        now, self.notes = self.notes[:room], self.notes[room:]
        if not now:
            return
        base = self.foot - self._height(now) + 10
        if self.rule == "printed":
            underscores = Line([(0, "_" * 20, "plain", SMALL)])
            self.pages[-1].append(underscores.drawn(self._left, self.width, base - 1))
        elif self.rule == "drawn":
            at = HEIGHT - base - 1
            self.pages[-1].append(f"{self._left} {at:.1f} m {self._left + RULED} {at:.1f} l 0.5 w S")
        for line in now:
            base += line.leading
            self.pages[-1].append(line.drawn(self._left, self.width, base))

    def _furnished(self) -> list[list[str]]:
        total = len(self.pages)
        return [[*page, *self._furniture(number, total)] for number, page in enumerate(self.pages, 1)]

    def _furniture(self, number: int, total: int) -> list[str]:
        head = Line([(0, self.sheet.symbol, "bold", SMALL), (260, self.sheet.running, "bold", SMALL)])
        foot = Line([(0, f"{number}/{total}", "bold", SMALL), (400, self.sheet.job, "plain", SMALL)])
        drawn = [foot.drawn(LEFT, RIGHT - LEFT, 800)]
        if number > 1:
            at = HEIGHT - 62
            drawn = [head.drawn(LEFT, RIGHT - LEFT, 56), f"{LEFT} {at} m {RIGHT} {at} l 0.5 w S", *drawn]
        return drawn


def write(contents: Sequence[str], annotation: str = "") -> bytes:
    """A PDF file of these pages' content streams; ``annotation`` goes on each page."""
    fonts = " ".join(f"/{key} {number} 0 R" for number, key in enumerate("RBI", 3))
    count = len(contents)
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(count))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for name in ("Times-Roman", "Times-Bold", "Times-Italic")
    ]
    for at, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:.0f} {HEIGHT:.0f}] /Contents {7 + 2 * at} 0 R "
            f"/Resources << /Font << {fonts} >> >> {f'/Annots [{annotation}]' if annotation else ''} >>"
        )
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    return assembled(objects)


def assembled(objects: Sequence[str]) -> bytes:
    """A PDF file of these objects, the first being its catalogue."""
    parts, places = [b"%PDF-1.4\n"], []
    for number, body in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start, size = sum(map(len, parts)), len(objects) + 1
    parts.append(
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{start}\n%%EOF\n".encode()
    )
    return b"".join(parts)
