"""Passages with what a careful reader finds in them, and how far the program's reading agrees."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from graph_service.model import Front, Mandate, Paragraph, Source, Structure
from graph_service.text.citations import understand
from tests.text.reading import paragraph

FOLDER = Path(__file__).parent.parent / "cases" / "acts"
ADOPTED = date(2044, 12, 20)
_SYMBOLS = {
    "General Assembly": "A/RES/99/999",
    "Security Council": "S/RES/9999(2044)",
    "Human Rights Council": "A/HRC/RES/50/999",
    "Economic and Social Council": "E/RES/2044/99",
}


def passages(code: str) -> Sequence[Mapping[str, Any]]:
    """The passages of a language, one set after the other, in the order of the files."""
    sets = ("", ".second", ".third", ".fourth")
    files = (FOLDER / f"{code}{one}.toml" for one in sets)
    return tuple(
        row for file in files if file.exists() for row in tomllib.loads(file.read_text("utf-8"))["passage"]
    )


def read(row: Mapping[str, Any], code: str) -> Paragraph:
    """What the program makes of a passage, in a document adopted on 20 December 2044."""
    organ, kind = row.get("organ", "General Assembly"), row.get("kind", "operative")
    symbol = "A/99/999" if kind in ("numbered", "text") else _SYMBOLS[organ]
    identifier = {"numbered": "para1", "preambular": "pp1", "subparagraph": "op1.a"}.get(kind, "op1")
    one = replace(paragraph(row["text"], identifier, kind), parent=None)
    front = Front(symbol=symbol, organ=organ, adopted=ADOPTED)
    built = Structure(front, code, (), (), (one,), ())
    return understand(built, Source("", "0" * 64, "plain", "by hand")).paragraphs[0]


def differences(row: Mapping[str, Any], found: Paragraph) -> Iterator[str]:
    """What the reading has otherwise than the passage's row says, in words."""
    acts = [one.function for one in found.acts]
    if not _same_acts(row["acts"], acts):
        yield f"acts {acts}, not {row['acts']}"
    if "mandates" not in row:
        return
    if len(found.mandates) != len(row["mandates"]):
        yield f"{len(found.mandates)} mandates, not {len(row['mandates'])}"
        return
    for want, have in zip(row["mandates"], found.mandates, strict=True):
        yield from _mandate(want, have)


def _same_acts(want: Sequence[str], have: Sequence[str]) -> bool:
    if not want:
        return not have
    first, rest = want[0], want[1:]
    taken = bool(have) and have[0] in first.lstrip("?").split("|") and _same_acts(rest, have[1:])
    return taken or (first.startswith("?") and _same_acts(rest, have))


def _mandate(want: Mapping[str, Any], have: Mandate) -> Iterator[str]:
    named = [_bare(one) for one in have.addressees]
    if len(named) != len(want["to"]) or any(
        name not in map(_bare, one.split("|")) for one, name in zip(want["to"], named, strict=True)
    ):
        yield f"addressees {named}, not {want['to']}"
    what = have.deliverable or ""
    if "what" in want and not any(what.startswith(one) for one in want["what"].split("|")):
        yield f"deliverable {what!r}, not {want['what']!r}"
    due = have.due
    pairs = {
        "session": due.session if due else None,
        "by": due.latest if due else None,
        "part": due.part if due else None,
        "period": have.periodicity,
        "within": have.within,
        "starts": have.starts,
        "ends": have.ends,
        "to_whom": have.report_to,
    }
    for key, value in pairs.items():
        expected = want.get(key)
        same = value in expected.split("|") if isinstance(expected, str) else value == expected
        if (key in want or key in ("session", "by")) and not same:
            yield f"{key} {value}, not {expected}"


def _bare(name: str) -> str:
    return name.removeprefix("the ")
