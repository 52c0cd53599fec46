"""The annotations as values: what a reader of the text says is there (`tests/cases/README.md`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
ANNOTATIONS = ROOT / "tests" / "cases" / "annotations"
CURATED = ROOT / "data" / "curated" / "documents" / "A_RES_66_257.zh.json"
SOURCE_OF_CURATED = "resolutions/zh/A_RES_66_257.txt"


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited place: ``target`` is a locator; an optional one is neither missed nor wrong."""

    target: str
    function: str
    optional: bool = False

    @property
    def work(self) -> str:
        """The cited document without its pinpoint."""
        return self.target.partition("~")[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A mandate: ``addressees`` are names any of which is right, none where the text leaves it open."""

    act: str
    addressees: tuple[str, ...]
    session: int | None
    dated: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What one paragraph holds.

    ``marks`` is None where the source itself misprints them, ``functions`` and ``mandates`` in a report, whose
    sentences are not acts.
    """

    id: str
    marks: tuple[str, ...] | None
    functions: tuple[str, ...] | None
    citations: tuple[Cited, ...]
    references: frozenset[str]
    mandates: tuple[Asked, ...] | None


@dataclass(frozen=True, slots=True)
class Case:
    """One annotated text; ``whole`` tells whether every paragraph of it is annotated."""

    name: str
    language: str
    symbol: str | None
    sha256: str
    suffix: str
    text: bytes = field(repr=False)
    whole: bool
    paragraphs: tuple[Expected, ...] = field(repr=False)


def load_cases(corpus: Path = CORPUS, folder: Path = ANNOTATIONS) -> list[Case]:
    """Every annotation in ``folder``, with the curated Chinese text of A/RES/66/257 first among all.

    Raises ValueError on a changed source.
    """
    records = [(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]
    if folder == ANNOTATIONS:
        facts = json.loads(CURATED.read_text("utf-8"))
        facts |= {"file": SOURCE_OF_CURATED, "sha256": facts["source"]["sha256"]}
        records.insert(0, ("A_RES_66_257.zh", facts))
    return [case(name, record, corpus) for name, record in records]


def case(name: str, record: Mapping[str, Any], corpus: Path) -> Case:
    """One annotation with the text it is about, which must be the one that was read by the annotator."""
    raw = (corpus / record["file"]).read_bytes()
    if "line" in record:
        raw = json.loads(raw.decode("utf-8").splitlines()[record["line"]])["text"].encode("utf-8")
    if hashlib.sha256(raw).hexdigest() != record["sha256"]:
        raise ValueError(f"{name}: the source is not the text that was annotated")
    return Case(
        name=name,
        language=record["language"],
        symbol=record["symbol"],
        sha256=record["sha256"],
        suffix=".txt" if "line" in record else Path(record["file"]).suffix,
        text=raw,
        whole="scope" not in record,
        paragraphs=tuple(map(expected, record["paragraphs"])),
    )


def expected(record: Mapping[str, Any]) -> Expected:
    """One paragraph, from the curated form (``acts``) or from the shorter one (``functions``)."""
    acts = [act["function"] for act in record.get("acts", ())]
    references = (one if isinstance(one, str) else one["target"] for one in record.get("references", ()))
    marks, functions, mandates = record["marks"], record.get("functions", acts), record["mandates"]
    return Expected(
        id=record["id"],
        marks=None if marks is None else tuple(marks),
        functions=None if functions is None else tuple(functions),
        citations=tuple(
            Cited(one["target"], one["function"], bool(one.get("optional"))) for one in record["citations"]
        ),
        references=frozenset(references),
        mandates=None if mandates is None else tuple(asked(mandates)),
    )


def asked(records: list[Mapping[str, Any]]) -> Iterator[Asked]:
    """The mandates of one paragraph; ``due_session`` "any" means that the text can be read in two ways."""
    for one in records:
        due = one["due_session"] if "due_session" in one else (one.get("due") or {}).get("session")
        names = one["addressee"] or ""
        yield Asked(
            act=one["act"],
            addressees=tuple(name.strip() for name in names.split(";") if name.strip()),
            session=due if isinstance(due, int) else None,
            dated=due != "any",
            optional=bool(one.get("optional")),
        )
