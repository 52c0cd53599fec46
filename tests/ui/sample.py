"""A small corpus in the form of UN documents, with symbols that cannot exist, built from marked-up sentences.

Markup: ``[act FUNCTION|words]``, ``[cite FUNCTION TARGET|words]`` (``?`` for unresolved, several targets joined by
``;`` for ambiguous), ``[refer TARGET|words]``, ``[mark NUMBER|words]``, ``[ask FUNCTION ADDRESSEE GROUND|words]``.
"""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from graph_service.graph.describe import describe
from graph_service.graph.store import GraphStore, open_store
from graph_service.model import (
    Act,
    Citation,
    Document,
    Due,
    Footnote,
    Front,
    Heading,
    Mandate,
    Mark,
    Paragraph,
    Reference,
    Source,
    Span,
    View,
)
from graph_service.resources import folder

MARKUP = re.compile(r"\[(act|cite|refer|mark|ask) ([^|\]]*)\|([^\]]*)\]")
BASE = "https://w3id.org/unag/"


@dataclass
class Draft:
    """A document while it is being written."""

    front: Front
    language: str
    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    section: str | None = None
    heading: str | None = None

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words + "\n"
        return Span(start, start + len(words))

    def head(self, identifier: str, kind: str, number: str | None, title: str) -> None:
        self.headings.append(Heading(identifier, kind, number, title, self.add(title)))
        if kind == "section":
            self.section, self.heading = identifier, None
        else:
            self.heading = identifier

    def note(self, number: str, targets: Sequence[str], words: str) -> None:
        self.notes.append(Footnote(number, tuple(targets), self.add(words)))

    def para(self, identifier: str, kind: str, number: str | None, marked: str, parent: str | None = None) -> None:
        start = len(self.text)
        words, found = "", []
        at = 0
        for match in MARKUP.finditer(marked):
            words += marked[at : match.start()]
            found.append(
                (match[1], match[2].split(), Span(start + len(words), start + len(words) + len(match[3])))
            )
            words += match[3]
            at = match.end()
        words += marked[at:]
        span = self.add(words)
        view = View(words, tuple(range(span.start, span.end)))
        self.paragraphs.append(
            Paragraph(
                identifier, kind, number, span, self.section, self.heading, parent, view,
                marks=tuple(Mark(args[0], place) for kind_, args, place in found if kind_ == "mark"),
                acts=tuple(Act(args[0], place) for kind_, args, place in found if kind_ == "act"),
                citations=tuple(cited(args, place) for kind_, args, place in found if kind_ == "cite"),
                references=tuple(Reference(args[0], place) for kind_, args, place in found if kind_ == "refer"),
                mandates=tuple(asked(args, place, words, start) for kind_, args, place in found if kind_ == "ask"),
            )
        )  # fmt: skip

    def done(self) -> Document:
        source = Source(
            self.text, f"{abs(hash(self.text)):064x}"[:64], "text", "sample.txt", language=self.language
        )
        return Document(
            self.front, self.language, source, (), tuple(self.headings), tuple(self.paragraphs), tuple(self.notes)
        )


def cited(args: Sequence[str], place: Span) -> Citation:
    function, target = args[0], args[1]
    if target == "?":
        return Citation(None, function, "unresolved", place, 0.0, reason="no document is named before it")
    if ";" in target:
        return Citation(None, function, "ambiguous", place, 0.5, candidates=tuple(target.split(";")),
                        reason="two reports were considered")  # fmt: skip
    return Citation(target, function, "explicit", place, via_footnote=args[2] if len(args) > 2 else None)


def asked(args: Sequence[str], place: Span, words: str, start: int) -> Mandate:
    grounds = tuple(args[2].split(";")) if len(args) > 2 else ()
    deliverable = words[place.start - start : place.end - start]
    return Mandate(args[0], args[1], place, deliverable, place, "annual" if "annual" in deliverable else None,
                   due=Due("at its next session", 1000), grounds=grounds)  # fmt: skip


def resolution_en() -> Document:
    draft = Draft(Front("A/RES/999/1", "Resolution", "Answering for promises", date(2012, 4, 9), None, 66,
                        ("132",), ("A/999/638",), 104, "General Assembly"), "en")  # fmt: skip
    draft.head("secI", "section", "I", "Answering for promises")
    draft.para("I.pp1", "preambular", None,
               "[act recall|Recalling] its [cite recall A/RES/997/4|resolution 997/4] of 29 March 2010,")  # fmt: skip
    draft.para("I.pp2", "preambular", None,
               "[act consider|Having considered] the [cite consider A/999/11 1|report of the Secretary-General]"
               "[mark 1|1] and the [cite consider A/999/12 2|related report of the Advisory Committee],[mark 2|2]")  # fmt: skip
    draft.para("I.op1", "operative", "1",
               "[act take-note|Takes note] of the [cite take-note A/999/11 1|report of the Secretary-General];[mark 1|1]")  # fmt: skip
    draft.para("I.op2", "operative", "2",
               "[act endorse|Endorses] the conclusions in the [cite endorse A/999/12 2|report of the Advisory Committee],"
               "[mark 2|2] subject to the present resolution;")  # fmt: skip
    draft.head("h1", "heading", None, "Promises and their keepers")
    draft.para("I.op3", "operative", "3",
               "[act recall|Recalls] [cite recall A/999/12~para5 2|paragraph 5 of the report of the Advisory Committee],"
               "[mark 2|2] and [act request|requests] the Secretary-General [ask request Secretary-General "
               "A/999/12~para5|to submit an annual report on every promise that was made and not kept];")  # fmt: skip
    draft.para("I.op4", "operative", "4",
               "[act recall|Recalls] [cite recall A/RES/997/4~op2|paragraph 2 of resolution 997/4] and "
               "[cite recall A/999/12~para6 2|paragraph 6 of the report],[mark 2|2] and [act urge|urges] the "
               "Secretary-General [ask urge Secretary-General A/999/12~para6|to name the keeper of each promise]:")  # fmt: skip
    draft.para("I.op4.a", "subparagraph", "a", "in the plan described in [refer A/RES/999/1~I.op3|paragraph 3 above];",
               "I.op4")  # fmt: skip
    draft.para("I.op4.b", "subparagraph", "b", "in [cite cite ?|that earlier note] and in "
               "[cite cite A/999/11;A/999/12|that report];", "I.op4")  # fmt: skip
    draft.head("secII", "section", "II", "Keeping watch")
    draft.para("II.op1", "operative", "1", "[act decide|Decides] to remain seized of the matter.")
    draft.note("1", ["A/999/11"], "A/999/11.")
    draft.note("2", ["A/999/12"], "A/999/12.")
    return draft.done()


def resolution_zh() -> Document:
    draft = Draft(Front("A/RES/999/1", "Resolution", "对承诺负责", date(2012, 4, 9), None, 66,
                        ("132",), ("A/999/638",), 104, "General Assembly"), "zh")  # fmt: skip
    draft.head("secI", "section", "I", "对承诺负责")
    draft.para("I.pp1", "preambular", None, "[act recall|回顾]其[cite recall A/RES/997/4|第997/4号决议]，")
    draft.para("I.pp2", "preambular", None,
               "[act consider|审议了][cite consider A/999/11 1|秘书长的报告][mark 1|1]和"
               "[cite consider A/999/12 2|咨询委员会的有关报告]，[mark 2|2]")  # fmt: skip
    draft.para(
        "I.op1", "operative", "1", "[act take-note|表示注意到][cite take-note A/999/11 1|秘书长的报告]；[mark 1|1]"
    )
    draft.para(
        "I.op2", "operative", "2", "[act endorse|认可][cite endorse A/999/12 2|咨询委员会报告][mark 2|2]中的结论；"
    )
    draft.head("h1", "heading", None, "承诺及其守护者")
    draft.para("I.op3", "operative", "3",
               "[act recall|回顾][cite recall A/999/12~para5 2|咨询委员会报告][mark 2|2]第5段，并[act request|请]秘书长"
               "[ask request Secretary-General A/999/12~para5|每年就未兑现的承诺提交报告]；")  # fmt: skip
    draft.para("I.op4", "operative", "4",
               "[act recall|回顾][cite recall A/RES/997/4~op2|第997/4号决议第2段]，[act urge|促请]秘书长"
               "[ask urge Secretary-General|指明每项承诺的守护者]：")  # fmt: skip
    draft.head("secII", "section", "II", "继续关注")
    draft.para("II.op1", "operative", "1", "[act decide|决定]继续处理此案。")
    draft.note("1", ["A/999/11"], "A/999/11。")
    draft.note("2", ["A/999/12"], "A/999/12。")
    return draft.done()


def resolution_ar() -> Document:
    draft = Draft(Front("A/RES/999/1", "Resolution", "المساءلة عن الوعود", date(2012, 4, 9), None, 66,
                        ("132",), (), 104, "General Assembly"), "ar")  # fmt: skip
    draft.head("secI", "section", "I", "المساءلة عن الوعود")
    draft.para("I.pp1", "preambular", None, "[act recall|إذ تشير إلى] [cite recall A/RES/997/4|قرارها 997/4]،")
    draft.para("I.op1", "operative", "1",
               "[act take-note|تحيط علما] [cite take-note A/999/11 1|بتقرير الأمين العام]؛[mark 1|1]")  # fmt: skip
    draft.para("I.op3", "operative", "3",
               "[act recall|تشير إلى] [cite recall A/999/12~para5|الفقرة 5 من تقرير اللجنة الاستشارية] و[act request|تطلب] "
               "إلى الأمين العام [ask request Secretary-General A/999/12~para5|تقديم تقرير سنوي عن الوعود]؛")  # fmt: skip
    draft.note("1", ["A/999/11"], "A/999/11.")
    return draft.done()


def earlier_en() -> Document:
    draft = Draft(Front("A/RES/997/4", "Resolution", "Towards keeping promises", date(2010, 3, 29), None, 64,
                        (), (), 81, "General Assembly"), "en")  # fmt: skip
    draft.para("op1", "operative", "1", "[act welcome|Welcomes] the intention to keep promises;")
    draft.para("op2", "operative", "2", "[act request|Requests] the Secretary-General [ask request Secretary-General"
               "|to submit a report on every promise that was made];")  # fmt: skip
    return draft.done()


def report_en() -> Document:
    draft = Draft(Front("A/999/12", "AdvisoryCommitteeReport", "Promises: report of the Advisory Committee", None,
                        date(2012, 3, 1), 66, (), (), None, "Advisory Committee on Administrative and Budgetary Questions"),
                  "en")  # fmt: skip
    draft.para(
        "para4",
        "numbered",
        "4",
        "The report was submitted after [cite cite A/RES/997/4~op2|paragraph 2 of resolution 997/4].",
    )
    draft.para("para5", "numbered", "5", "The Committee is of the view that a promise without a named keeper is a wish, "
               "and that wishes cannot be reported on.")  # fmt: skip
    draft.para(
        "para6", "numbered", "6", "The Committee recommends that every promise be given a keeper and a day."
    )
    return draft.done()


def documents() -> list[Document]:
    return [resolution_en(), resolution_zh(), resolution_ar(), earlier_en(), report_en()]


def graphs() -> dict[str, bytes]:
    """The named graphs of the corpus and of the ontology."""
    import pyoxigraph as ox

    found = {
        f"{BASE}graph/{one.symbol}@{one.language}": b"".join(
            line.rsplit(b" ", 2)[0] + b" .\n" for line in describe(one, BASE).splitlines()
        )
        for one in documents()
    }
    triples = ox.parse((folder("ontology") / "instruments.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    found[f"{BASE}graph/ontology"] = ox.serialize((one.triple for one in triples), format=ox.RdfFormat.N_TRIPLES)
    return found


def sample_store() -> GraphStore:
    """A store in memory that holds the corpus."""
    store = open_store(":memory:")
    store.replace(graphs())
    return store
