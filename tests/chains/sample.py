"""A small accountability cycle with symbols that cannot exist: sessions 996 to 999.

996/76 asks for a report; A/997/640 answers; A/997/683 advises; 997/59 recalls, endorses and asks again;
A/998/692 answers; A/998/738 advises; 998/57 (in two languages and two sections) and 999/53 go on.
"""

from __future__ import annotations

from tests.chains.builder import Memory, Writer, functions

SG, ACABQ, GA, JIU = "secretary-general", "acabq", "general-assembly", "joint-inspection-unit"
CULTURE = (
    "Stresses the importance of promoting a spirit of careful bookkeeping at every level of the office through "
    "the steady example of its heads, and {verb} the Secretary-General to take fitting steps to this end"
)
LESSONS = (
    "Requests the Secretary-General to keep drawing on the lessons and the experience of the funds and "
    "programmes when {more}developing the bookkeeping of the office"
)


def bodies() -> Writer:
    """The organs that act here."""
    writer = Writer("curated/bodies")
    for slug, name, acronym in (
        (SG, "Secretary-General", "SG"),
        (ACABQ, "Advisory Committee on Administrative and Budgetary Questions", "ACABQ"),
        (GA, "General Assembly", "GA"),
        (JIU, "Joint Inspection Unit", "JIU"),
    ):
        writer.say(f"body/{slug}", "a", "<org:Organization")
        writer.say(f"body/{slug}", "skos:prefLabel", name, "en")
        writer.say(f"body/{slug}", "skos:notation", acronym)
    return writer


def first_request() -> Writer:
    """A/RES/996/76: sets a framework aside and asks for a better one."""
    one = Writer("A/RES/996/76@en", "A/RES/996/76@en")
    one.work("A/RES/996/76", "Resolution", "2001-04-07", "Bookkeeping framework", 996, GA)
    one.work("A/996/701", "SecretaryGeneralReport", "2000-02-19", "", 996, SG)
    one.paragraph("A/RES/996/76~op8", 8, "Decides not to endorse the proposed framework", "decide")
    one.cite("A/RES/996/76~op8", "decide", "A/996/701")
    one.paragraph("A/RES/996/76~op9", 9, "Requests the Secretary-General to submit a full report", "request")
    one.paragraph("A/RES/996/76~op9.a", 10, "A clear definition of bookkeeping")
    one.mandate("A/RES/996/76~op9", "request", SG, "a full report", dueSession=997, dueBy="day:2002-04-30")
    return one


def reports() -> list[Writer]:
    """The Secretary-General's reports and what the Advisory Committee says of them."""
    first = Writer("A/997/640@en", "A/997/640@en")
    first.work("A/997/640", "SecretaryGeneralReport", "2002-01-29", "Towards bookkeeping", 997, SG)
    first.say("A/997/640", "unag:answers", "id:A/RES/996/76~op9")
    for place, number in enumerate((10, 12, 20), 1):
        first.paragraph(f"A/997/640~para{number}", place, f"Paragraph {number} of the report")
    advice = Writer("A/997/683@en", "A/997/683@en")
    advice.work("A/997/683", "AdvisoryCommitteeReport", "2002-03-01", "Advice on bookkeeping", 997, ACABQ)
    advice.paragraph("A/997/683~para28", 1, "The Committee notes the matter", "note")
    advice.cite("A/997/683~para28", "note", "A/997/640~para10")
    advice.paragraph("A/997/683~para36", 2, "The Committee approves the delegation", "approve")
    advice.cite("A/997/683~para36", "approve", "A/997/640~para12")
    advice.paragraph("A/997/683~para43", 3, "The Committee is concerned", "note-with-concern")
    advice.cite("A/997/683~para43", "note-with-concern", "A/997/640~para20")
    second = Writer("A/998/692@en", "A/998/692@en")
    second.work("A/998/692", "SecretaryGeneralReport", "2003-02-01", "Progress in bookkeeping", 998, SG)
    second.say("A/998/692", "unag:answers", "id:A/RES/997/59~op33")
    second.paragraph("A/998/692~para7", 1, "Paragraph seven")
    second.paragraph("A/998/692~para9", 2, "Paragraph nine")
    comment = Writer("A/998/738@en", "A/998/738@en")
    comment.work("A/998/738", "AdvisoryCommitteeReport", "2003-03-12", "Advice on progress", 998, ACABQ)
    comment.paragraph("A/998/738~para5", 1, "The Committee is concerned", "note-with-concern")
    comment.cite("A/998/738~para5", "note-with-concern", "A/998/692~para7")
    comment.paragraph("A/998/738~para11", 2, "The Committee recommends an annual report", "recommend")
    comment.cite("A/998/738~para11", "recommend", "A/998/692~para9")
    return [first, advice, second, comment]


def second_request() -> Writer:
    """A/RES/997/59: endorses the advice subject to its own provisions, recalls a paragraph of it, asks again."""
    two, work = Writer("A/RES/997/59@en", "A/RES/997/59@en"), "A/RES/997/59"
    two.work(work, "Resolution", "2002-03-29", "Towards bookkeeping", 997, GA)
    note = two.note(work, "2", "A/997/683")
    two.paragraph(f"{work}~pp1", 1, "Recalling its resolution", "recall")
    two.cite(f"{work}~pp1", "recall", "A/RES/996/76")
    two.paragraph(f"{work}~op1", 2, "Takes note of the report", "take-note")
    two.cite(f"{work}~op1", "take-note", "A/997/640")
    two.paragraph(f"{work}~op2", 3, "Endorses the report, subject to the present resolution", "endorse")
    two.cite(f"{work}~op2", "endorse", "A/997/683", note=note)
    two.say(f"{work}~op2", "unag:refersTo", f"id:{work}")
    two.paragraph(f"{work}~op4", 4, "Requests the Joint Inspection Unit to submit an analysis", "request")
    two.mandate(f"{work}~op4", "request", JIU, "an analysis", dueSession=999, dueBy="day:2004-12-31")
    two.say(f"{work}~op4", "unag:refersTo", f"id:{work}~op33")
    two.paragraph(f"{work}~op6", 5, CULTURE.format(verb="requests"), "stress", "request")
    two.mandate(f"{work}~op6", "request", SG, "fitting steps")
    two.paragraph(f"{work}~op9", 6, LESSONS.format(more=""), "request")
    two.mandate(f"{work}~op9", "request", SG, "keep drawing on the lessons")
    two.paragraph(f"{work}~op21", 7, "Recalls paragraph 36 and requests repair", "recall", "request")
    two.cite(f"{work}~op21", "recall", "A/997/683~para36", note=note)
    two.mandate(f"{work}~op21", "request", SG, "repair of delegation", groundedIn="id:A/997/683~para36")
    two.paragraph(f"{work}~op23", 8, "Stresses, taking a different view on the concern", "stress")
    two.cite(f"{work}~op23", "stress", "A/997/683~para43", note=note)
    two.paragraph(f"{work}~op33", 9, "Requests the Secretary-General to report", "request")
    two.mandate(
        f"{work}~op33", "request", SG, "report on implementation", dueSession=998, dueBy="day:2003-12-31",
        reportTo=f"id:body/{GA}",
    )  # fmt: skip
    return two


def third_request(language: str) -> Writer:
    """A/RES/998/57 in one of its languages, with sections I and II."""
    three, work = Writer(f"A/RES/998/57@{language}", f"A/RES/998/57@{language}"), "A/RES/998/57"
    three.work(work, "Resolution", "2003-04-09", "Progress in bookkeeping", 998, GA)
    note = three.note(work, "2", "A/998/738")
    three.note(work, "7", "A/997/683", "A/997/683/Corr.1")
    three.paragraph(f"{work}~I.pp1", 1, "Recalling its resolutions", "recall")
    three.cite(f"{work}~I.pp1", "recall", "A/RES/996/76")
    three.cite(f"{work}~I.pp1", "recall", "A/RES/997/59")
    three.paragraph(f"{work}~I.op1", 2, "Takes note of the report", "take-note")
    three.cite(f"{work}~I.op1", "take-note", "A/998/692")
    three.paragraph(f"{work}~I.op2", 3, "Endorses the advice", "endorse")
    three.cite(f"{work}~I.op2", "endorse", "A/998/738", note=note)
    three.paragraph(f"{work}~I.op3", 4, CULTURE.format(verb="again requests"), "stress", "reiterate-request")
    three.mandate(f"{work}~I.op3", "reiterate-request", SG, "fitting steps")
    _annual(three, work, note)
    three.paragraph(f"{work}~I.op9", 7, LESSONS.format(more="further "), "request")
    three.mandate(f"{work}~I.op9", "request", SG, "keep drawing on the lessons")
    three.paragraph(f"{work}~I.op12", 8, "Notes, recalls and stresses", "note", "recall", "stress")
    three.cite(f"{work}~I.op12", "note", "A/998/692", "coreferent", 0.8)
    three.cite(f"{work}~I.op12", "recall", "A/RES/997/59~op21")
    three.cite(f"{work}~I.op12", "recall", "A/997/683~para36", note=f"{work}~fn7")
    three.paragraph(f"{work}~I.op21", 9, "Requests to include rewards in that report", "request")
    three.say(f"{work}~I.op21", "unag:refersTo", f"id:{work}~I.op7")
    three.mandate(f"{work}~I.op21", "request", SG, "information on rewards")
    three.paragraph(f"{work}~II.pp1", 10, "Recalling the Charter", "recall")
    three.cite(f"{work}~II.pp1", "recall", "UN-CHARTER~art2.para1")
    three.cite(f"{work}~II.pp1", "recall", "UN-CHARTER~art17")
    three.paragraph(f"{work}~II.op3", 11, "Reaffirms bulletin eight", "reaffirm")
    three.cite(f"{work}~II.op3", "reaffirm", "ST/SGB/990/8")
    three.paragraph(f"{work}~II.op8", 12, "Notes that plan", "note")
    three.cite(f"{work}~II.op8", "note", "", "unresolved", 0.0, reason="no antecedent for the plan")
    return three


def _annual(three: Writer, work: str, note: str) -> None:
    three.paragraph(f"{work}~I.op4", 5, "Recalls paragraph 5 and requests details", "recall", "request")
    three.cite(f"{work}~I.op4", "recall", "A/998/738~para5", note=note)
    three.mandate(f"{work}~I.op4", "request", SG, "details", groundedIn="id:A/998/738~para5")
    three.paragraph(f"{work}~I.op7", 6, "Recalls paragraph 11 and requests an annual report", "recall", "request")
    three.cite(f"{work}~I.op7", "recall", "A/998/738~para11", note=note)
    three.mandate(
        f"{work}~I.op7", "request", SG, "annual report on bookkeeping", periodicity="annual",
        groundedIn="id:A/998/738~para11", reportTo=f"id:body/{GA}",
    )  # fmt: skip


def fourth_request() -> Writer:
    """A/RES/999/53: reiterates paragraphs by number, one of them without its section."""
    four, work = Writer("A/RES/999/53@en", "A/RES/999/53@en"), "A/RES/999/53"
    four.work(work, "Resolution", "2004-04-12", "Progress in bookkeeping", 999, GA)
    four.paragraph(f"{work}~pp1", 1, "Recalling its resolutions", "recall")
    four.cite(f"{work}~pp1", "recall", "A/RES/998/57")
    four.paragraph(f"{work}~op3", 2, "Reiterates paragraphs 4 and 9 of section I", "reiterate")
    four.cite(f"{work}~op3", "reiterate", "A/RES/998/57~I.op4")
    four.cite(f"{work}~op3", "reiterate", "A/RES/998/57~I.op9")
    four.paragraph(
        f"{work}~op8", 3, "Recalls paragraph 3 and requests results in the next report", "recall", "request"
    )
    four.cite(
        f"{work}~op8", "recall", "A/RES/998/57~op3", "ambiguous", 0.5, reason="two sections have a paragraph 3",
        candidates=("A/RES/998/57~I.op3", "A/RES/998/57~II.op3"),
    )  # fmt: skip
    four.mandate(f"{work}~op8", "request", SG, "results in the next progress report")
    four.paragraph(f"{work}~op11", 4, "Requests the Secretary-General to report", "request")
    four.mandate(
        f"{work}~op11", "request", SG, "report", dueSession=1000, duePart="first resumed", dueBy="day:2005-04-30"
    )
    return four


def links() -> Writer:
    """What people know: who answered what, what continues or replaces what."""
    known = Writer("curated/links")
    known.say("A/RES/997/59~op33/mandate/1", "unag:fulfilledBy", "id:A/998/692")
    known.say("A/RES/996/76~op9/mandate/1", "unag:fulfilledBy", "id:A/997/640")
    known.say("A/RES/998/57~I.op7/mandate/1", "unag:continues", "id:A/RES/997/59~op33/mandate/1")
    known.say("A/RES/999/53~op11/mandate/1", "unag:continues", "id:A/RES/998/57~I.op7/mandate/1")
    for symbol in ("A/RES/996/76", "A/RES/998/57"):
        known.say(symbol, "unag:inSeries", "id:series/bookkeeping")
    known.say("series/bookkeeping", "a", "<unag:Series")
    known.say("series/bookkeeping", "rdfs:label", "bookkeeping of the office", "en")
    known.say("A/RES/999/53~op8/mandate/1", "unag:addsTo", "id:A/RES/998/57~I.op7/mandate/1")
    known.work("ST/SGB/990/8", "Bulletin", "1995-04-19")
    known.work("ST/SGB/998/3", "Bulletin", "2003-06-01")
    known.say("ST/SGB/990/8", "dcterms:isReplacedBy", "id:ST/SGB/998/3")
    known.work("UN-CHARTER", "Charter", "1945-06-26", "Charter")
    return known


def derived() -> Writer:
    """What was computed across documents, and what a reading warned of."""
    found, later, earlier = Writer("derived/sample"), "A/RES/998/57~I.op9", "A/RES/997/59~op9"
    wording = f"{later}/inherits/{earlier}"
    found.say(later, "unag:inheritsTextFrom", f"id:{earlier}")
    found.say(wording, "a", "<unag:InheritedWording")
    found.say(wording, "unag:inheritingParagraph", f"id:{later}")
    found.say(wording, "unag:inheritedParagraph", f"id:{earlier}")
    found.say(wording, "unag:score", 0.96)
    found.say(wording, "unag:method", "minhash")
    parity = "A/RES/998/57/parity/1"
    found.say(parity, "a", "<unag:ParityFinding")
    found.say(parity, "unag:parityOf", "id:A/RES/998/57")
    found.say(parity, "unag:atPlace", "id:A/RES/998/57~I.op4")
    found.say(parity, "unag:code", "acts")
    caution = "A/RES/998/57@en/caution/1"
    found.say(caution, "a", "<unag:Caution")
    found.say(caution, "unag:inExpression", "id:A/RES/998/57@en")
    found.say(caution, "unag:code", "number-gap")
    return found


def sample() -> Memory:
    """The whole cycle in one store."""
    return Memory(
        functions(), bodies(), first_request(), *reports(), second_request(),
        third_request("en"), third_request("zh"), fourth_request(), links(), derived(),
    )  # fmt: skip
