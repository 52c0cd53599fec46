"""Eight documents of our own, one of each shape, with symbols that cannot exist; see ``sheets/``.

A line of a sheet is ``kind | name | number | words``; the name is the identifier that a reader should give the
paragraph (the same name again: a tail of it), empty for what is no paragraph.
"""

from __future__ import annotations

from pathlib import Path

from tests.text.papers.sheet import Block, Sheet

_FOLDER = Path(__file__).parent / "sheets"


def load(path: Path) -> Sheet:
    """Reads one sheet."""
    facts: dict[str, str] = {}
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
        if " | " not in line:
            key, _, value = line.partition(" =")
            facts[key] = value.strip()
            continue
        kind, name, number, words = (part.strip() for part in line.split("|", 3))
        if kind == "note":
            notes[number] = words
        else:
            blocks.append(Block(kind, words, name, number))
    return Sheet(facts["symbol"], facts["running"], facts["job"], tuple(blocks), notes)


SHEETS = {path.stem: load(path) for path in sorted(_FOLDER.glob("*.txt"))}
