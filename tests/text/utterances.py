"""Passages written by hand with what they say, in ``tests/cases/passages``: how they are read and scored.

``LANGUAGE.first.txt`` was mended on; ``second`` and ``third`` were written down before the rules had read them. A
block is a passage, then lines::

    # organ            the organ that speaks (the General Assembly, if none)
    kind: numbered     what kind of paragraph it is (by its last character, if not told)
    ^1 words           a note; {1} in the passage is its mark
    @ op7 self         places of the document itself
    = act (…): target target | act (…)     acts in their order, each with what it cites

``act|act`` and ``target|target``: either is right. ``act?``: may be taken for an act or not. In brackets stands
what is asked: addressee (* for a name that is no body's), a session's number, a part of it, a period, ``to`` body.
An act that asks without brackets asks nobody that is named. ``cite`` is what governs where nobody acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph_service.model import Document, Mandate, Mark, Paragraph, Span
from graph_service.text import rules
from graph_service.text.mandatetables import conferring
from graph_service.text.views import cleaner
from tests.text.reading import document, paragraph

FOLDER = Path(__file__).parent.parent / "cases" / "passages"
OWN = "A/RES/99/999"
PARTS = ("main", "first resumed", "second resumed", "resumed")


@dataclass(frozen=True, slots=True)
class Said:
    """One act of a passage, what it cites and, if it asks, of whom and until when."""

    names: tuple[str, ...]
    targets: tuple[tuple[str, ...], ...] = ()
    asked: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what a reader finds in it."""

    place: str
    language: str
    text: str
    kind: str
    organ: str
    notes: dict[str, str]
    said: tuple[Said, ...]
    here: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """Right, missing and too many, per measure."""

    right: dict[str, int] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    extra: dict[str, list[str]] = field(default_factory=dict)

    def add(self, measure: str, place: str, wanted: list[tuple[str, ...]], found: list[str]) -> None:
        """Counts what was found of what was wanted, each once; either of several names is right."""
        left = list(found)
        lost = self.missing.setdefault(measure, [])
        for names in wanted:
            hit = next((name for name in names if name in left), None)
            if hit is None:
                lost.append(f"{place}: {'|'.join(names)}")
                continue
            left.remove(hit)
            self.right[measure] = self.right.get(measure, 0) + 1
        self.extra.setdefault(measure, []).extend(f"{place}: {one}" for one in left)

    def f1(self, measure: str) -> float:
        """Twice the right over all wanted and all found."""
        right = self.right.get(measure, 0)
        wrong = len(self.missing.get(measure, ())) + len(self.extra.get(measure, ()))
        return 2 * right / (2 * right + wrong) if right + wrong else 1.0


def load(path: Path) -> list[Passage]:
    """The passages of a file."""
    language = path.name.split(".")[0]
    blocks = (one for one in re.split(r"\n\s*\n", path.read_text("utf-8")) if one.strip())
    return [_passage(f"{path.stem}:{number}", language, block) for number, block in enumerate(blocks, 1)]


def _passage(place: str, language: str, block: str) -> Passage:
    text, *lines = block.strip().split("\n")
    fields = {line[0]: line[1:].strip() for line in lines if line[0] in "#@="}
    kind = next((line.split(":")[1].strip() for line in lines if line.startswith("kind:")), "")
    notes = dict(line[1:].split(" ", 1) for line in lines if line.startswith("^"))
    kind = kind or ("preambular" if text.rstrip()[-1] in ",،，" else "operative")
    said = tuple(_said(one) for one in fields.get("=", "").split(" | ") if one.strip())
    here = tuple(fields.get("@", "").split())
    return Passage(place, language, text, kind, fields.get("#", "General Assembly"), notes, said, here)


def _said(text: str) -> Said:
    found = re.fullmatch(r"([\w|-]+)(\?)?(?: \(([^)]*)\))?(?:: (.*))?", text.strip())
    assert found, text
    asked = tuple(one.strip() for one in (found[3] or "").split(",") if one.strip())
    targets = tuple(tuple(one.split("|")) for one in (found[4] or "").split())
    return Said(tuple(found[1].split("|")), targets, asked, bool(found[2]))


def read(passage: Passage) -> Paragraph:
    """The passage as the program reads it: cleaned as a paragraph of a document is."""
    bare = re.sub(r"\{\d+\}", "", passage.text)
    view = cleaner(bare, rules.load(passage.language)).view([Span(0, len(bare))])
    identifier = {"preambular": "pp1", "operative": "op1"}.get(passage.kind, "para1")
    one = replace(
        paragraph(bare, identifier, passage.kind), view=view, marks=tuple(_marks(passage.text, view.offsets))
    )
    found: Document = document(
        one, notes=passage.notes, language=passage.language, symbol=OWN, organ=passage.organ
    )
    return found.paragraphs[0]


def _marks(text: str, offsets: tuple[int, ...]) -> Iterator[Mark]:
    gone = 0
    for match in re.finditer(r"\{(\d+)\}", text):
        at = match.start() - gone
        gone += len(match[0])
        yield Mark(match[1], Span(at, at), next((i for i, one in enumerate(offsets) if one >= at), len(offsets)))


def score(passage: Passage, tally: Score) -> None:
    """Adds what the program finds in a passage to the tally."""
    found = read(passage)
    place = passage.place
    acts = [one.function for one in found.acts]
    sure = [one for one in passage.said if one.names != ("cite",)]
    for one in sure:
        if one.optional and not set(one.names) & set(acts):
            sure = [other for other in sure if other is not one]
    if passage.kind != "numbered":
        tally.add("functions", place, [one.names for one in sure], acts)
    wanted = [names for one in passage.said for names in one.targets]
    places = [one.target or f"?{one.reason}" for one in found.citations]
    tally.add("pinpoints", place, wanted, places)
    documents = list(dict.fromkeys(tuple(name.split("~")[0] for name in names) for names in wanted))
    tally.add("targets", place, documents, list(dict.fromkeys(one.split("~")[0] for one in places)))
    governed = [
        tuple(f"{act} {name}" for act in one.names for name in names)
        for one in passage.said
        for names in one.targets
    ]
    if passage.kind != "numbered":
        tally.add("governed", place, governed, [f"{one.function} {one.target}" for one in found.citations])
    tally.add("references", place, [_own(one) for one in passage.here], [one.target for one in found.references])
    if passage.kind == "operative":
        asking = [
            one for one in passage.said if set(one.names) & conferring() and "remain-seized" not in one.names
        ]
        kept = [_mandate(one, asking[at] if at < len(asking) else None) for at, one in enumerate(found.mandates)]
        tally.add("mandates", place, [_asked(one) for one in asking], kept)


def _own(name: str) -> tuple[str, ...]:
    return tuple(OWN if one == "self" else f"{OWN}~{one}" for one in name.split("|"))


def _asked(one: Said) -> tuple[str, ...]:
    return tuple(f"{name} ({', '.join(one.asked)})" for name in one.names)


def _mandate(found: Mandate, wanted: Said | None) -> str:
    """The mandate in the words of a case; only what the case tells of is compared, and the addressee always."""
    told = wanted.asked if wanted else ()
    known = ["*" if "*" in told else found.addressee or ""]
    due = found.due
    known += [str(due.session)] if due and due.session else []
    known += [due.part] if due and due.part and set(told) & set(PARTS) else []
    known += [found.periodicity] if found.periodicity and found.periodicity in told else []
    known += [f"to {found.report_to}"] if found.report_to and any(one.startswith("to ") for one in told) else []
    return f"{found.act} ({', '.join(one for one in known if one)})"


MEASURES = ("functions", "targets", "pinpoints", "governed", "references", "mandates")


def tally(path: Path) -> Score:
    """The score of a whole file."""
    found = Score()
    for passage in load(path):
        score(passage, found)
    return found


def main() -> None:
    """Prints the table, and what was missed or is too many (``python -m tests.text.utterances fr.first``)."""
    import sys

    for name in sys.argv[1:]:
        found = tally(Path(name) if "/" in name else FOLDER / f"{name}.txt")
        print(name, " ".join(f"{one} {found.f1(one):.3f}" for one in MEASURES))
        for measure in MEASURES:
            for sign, rows in (("-", found.missing), ("+", found.extra)):
                print("".join(f"  {measure} {sign} {row}\n" for row in rows.get(measure, ())), end="")


if __name__ == "__main__":
    main()
