"""Turns the rows of the reading queries into a `Reading`; the only module that knows both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from fastapi import Request
from pyoxigraph import Literal

from graph_service.web.pages import asking
from graph_service.web.pages.access import Row, iri, locator_of, rows
from graph_service.symbols import sort_key
from graph_service.web.pages.reading import (
    Cite,
    Citer,
    Clause,
    Deed,
    Head,
    Note,
    Place,
    Reading,
    Refer,
    Target,
)
from graph_service.web.pages.terms import local, short

KINDS = ("PreambularParagraph", "OperativeParagraph", "SubParagraph", "NumberedParagraph", "AnnexParagraph")
NO_CLAUSE = frozenset({"Section", "Annex", "SubHeading", "Footnote"})
GIST = 280
"""How many characters of a cited paragraph are shown beside the citation."""

Answers = Mapping[str, list[Row]]


def gather(request: Request, symbol: str, language: str) -> Reading:
    """The document in that language ('' where no words of it are known)."""
    work = iri(request, symbol)
    bound = {"work": work, "expression": iri(request, f"{symbol}@{language}"), "lang": Literal(language)}
    answers = {name: rows(request, query, **fitting(query, bound)) for name, query in asking.QUERIES.items()}
    facts, titles = facts_of(rows(request, asking.FACTS, work=work))
    spoken = tuple(sorted({row["lang"] for row in rows(request, asking.LANGUAGES, work=work)}))
    clauses = clauses_of(request, answers, language)
    whole = tuple(one for one in citers(request, answers) if one.target == symbol)
    return Reading(
        symbol=symbol,
        language=language,
        languages=spoken,
        facts=facts,
        titles=titles,
        heads=heads_of(request, answers["heads"], language),
        clauses=clauses,
        notes=notes_of(request, answers["notes"]),
        cautions=tuple((row["code"], row["comment"]) for row in answers["cautions"]),
        cited_by=whole,
    )


def fitting(query: str, bound: Mapping[str, object]) -> dict[str, object]:
    """The bindings whose variable the query names."""
    return {name: term for name, term in bound.items() if f"?{name} " in query or f"?{name})" in query}


def facts_of(found: Iterable[Row]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Values by the local name of their property (classes as prefixed names), and titles by language."""
    facts: dict[str, list[str]] = defaultdict(list)
    titles: dict[str, str] = {}
    for row in found:
        name = local(row["p"])
        if name == "title":
            titles[row["lang"]] = row["o"]
        facts[name].append(short(row["o"]) if name == "type" else row["o"])
    return {name: tuple(sorted(entries)) for name, entries in facts.items()}, titles


def heads_of(request: Request, found: Iterable[Row], language: str) -> tuple[Head, ...]:
    """Heads in reading order; of several titles the one in the page's language."""
    heads: dict[str, Head] = {}
    for row in sorted(found, key=lambda one: one["lang"] == language):
        locator = locator_of(request, row["part"])
        known = heads.get(locator)
        section = locator_of(request, row["section"])
        heads[locator] = Head(
            locator,
            "heading" if row["type"].endswith("SubHeading") else "section",
            row["number"],
            row["title"] if row["lang"] == language or known is None else known.title,
            section if "~" in section or known is None else known.section,
            number(row["order"]),
            row["lang"] if row["lang"] == language or known is None else known.language,
        )
    return tuple(sorted(heads.values(), key=lambda one: (one.order, one.locator)))


def number(text: str) -> int:
    """A whole number, 0 where there is none."""
    return int(text) if text.lstrip("-").isdigit() else 0


def place_of(row: Row) -> Place | None:
    """The evidence of a row, if it has any."""
    return Place(number(row["start"]), number(row["end"]), row["exact"]) if row["end"] else None


def by(found: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Rows by the value of one of their variables, in their order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[key]].append(row)
    return groups


def deeds_of(found: Iterable[Row]) -> tuple[Deed, ...]:
    """The acts of one paragraph, in their order; a repeated row (two graphs say the same) counts once."""
    deeds: dict[str, Deed] = {}
    for row in found:
        known = deeds.get(row["subject"])
        if known is None or known.place is None:
            force = local(row["force"]) if row["force"] else ""
            deeds[row["subject"]] = Deed(local(row["function"]), force, number(row["order"]), place_of(row))
    return tuple(sorted(deeds.values(), key=lambda one: (one.order, one.place.start if one.place else 0)))


def cites_of(request: Request, found: Iterable[Row], targets: Mapping[str, Target]) -> tuple[Cite, ...]:
    """The citations of one paragraph, in the order of its words."""
    cites: list[Cite] = []
    for node, group in by(found, "subject").items():
        first = next((row for row in group if row["end"]), group[0])
        target = locator_of(request, first["target"]) if first["target"] else ""
        cites.append(
            Cite(
                node=locator_of(request, node),
                function=local(first["function"]),
                force="",
                status=local(first["status"]) if first["status"] else "explicit",
                target=targets.get(target, Target(target)) if target else None,
                candidates=tuple(
                    sorted({locator_of(request, row["candidate"]) for row in group if row["candidate"]})
                ),
                reason=first["reason"],
                confidence=first["confidence"],
                note=locator_of(request, first["note"]),
                place=place_of(first),
            )
        )
    return tuple(sorted(cites, key=lambda one: (one.place is None, one.place.start if one.place else 0, one.node)))


def targets_of(request: Request, found: Iterable[Row], language: str) -> dict[str, Target]:
    """What is known of each cited place; of its words, those in the page's language first."""
    targets: dict[str, Target] = {}
    for row in sorted(found, key=lambda one: one["lang"] == language):
        locator = locator_of(request, row["target"])
        said = row["text"] or row["summary"]
        gist = said if len(said) <= GIST else said[:GIST].rstrip() + "…"
        targets[locator] = Target(locator, bool(row["text"]), gist, row["title"])
    return targets


def citers(request: Request, answers: Answers) -> list[Citer]:
    """Who cites the document or a place in it, later documents first by symbol order."""
    found = {
        Citer(
            locator_of(request, row["para"]),
            local(row["function"]),
            locator_of(request, row["subject"]),
            locator_of(request, row["target"]),
        )
        for row in answers["citers"]
    }
    return sorted(found, key=lambda one: (one.target, one.paragraph, one.function))


def notes_of(request: Request, found: Iterable[Row]) -> tuple[Note, ...]:
    """Footnotes by their number."""
    notes = []
    for address, group in by(found, "note").items():
        targets = tuple(sorted({locator_of(request, row["target"]) for row in group if row["target"]}))
        see = any(row["see"] == "true" for row in group)
        notes.append(Note(locator_of(request, address), group[0]["number"], targets, see))
    return tuple(sorted(notes, key=lambda one: (number(one.number), one.number)))


def clauses_of(request: Request, answers: Answers, language: str) -> tuple[Clause, ...]:
    """The paragraphs in reading order, each with everything that is linked to it."""
    targets = targets_of(request, answers["targets"], language)
    groups = {name: by(answers[name], "para") for name in
              ("words", "deeds", "cites", "refers", "marks", "mandates", "findings")}  # fmt: skip
    cited = defaultdict(list)
    for citer in citers(request, answers):
        cited[citer.target].append(citer)
    clauses = []
    for address, group in by(answers["clauses"], "para").items():
        if NO_CLAUSE & {local(row["type"]) for row in group}:
            continue
        clause = bare_clause(request, address, group)
        linked = {name: found.get(address, []) for name, found in groups.items()}
        clauses.append(
            replace(
                worded(clause, linked["words"]),
                deeds=deeds_of(linked["deeds"]),
                cites=cites_of(request, linked["cites"], targets),
                refers=refers_of(request, linked["refers"]),
                marks=marks_of(request, linked["marks"]),
                mandates=tuple(sorted({locator_of(request, row["mandate"]) for row in linked["mandates"]})),
                cited_by=tuple(cited[clause.locator]),
                findings=tuple(sorted({row["comment"] or row["code"] for row in linked["findings"]})),
            )
        )
    return tuple(sorted(clauses, key=lambda one: (not one.order, one.order, sort_key(one.subdivision))))


def refers_of(request: Request, found: Iterable[Row]) -> tuple[Refer, ...]:
    """The references of one paragraph to places of its own document, in the order of its words."""
    refers = {
        (row["subject"], row["start"]): Refer(
            locator_of(request, row["target"]),
            local(row["status"]) if row["status"] else "explicit",
            place_of(row),
        )
        for row in found
    }
    return tuple(sorted(refers.values(), key=lambda one: one.place.start if one.place else 0))


def marks_of(request: Request, found: Iterable[Row]) -> tuple[tuple[str, Place | None], ...]:
    """The note of each mark in one paragraph, with its place."""
    marks = {row["subject"]: (locator_of(request, row["note"]), place_of(row)) for row in found}
    return tuple(marks.values())


def worded(clause: Clause, found: list[Row]) -> Clause:
    """The clause with its words, if they are loaded."""
    if not found:
        return clause
    row = found[0]
    return replace(clause, text=row["text"], start=number(row["start"]), end=number(row["end"]))


def bare_clause(request: Request, address: str, group: list[Row]) -> Clause:
    """A paragraph's identity, without its words and links."""
    kinds = {local(row["type"]) for row in group}
    locator = locator_of(request, address)
    parents = sorted({locator_of(request, row["parent"]) for row in group if row["parent"]}, key=len)
    return Clause(
        locator=locator,
        subdivision=locator.partition("~")[2],
        kind=next((kind for kind in KINDS if kind in kinds), "Place"),
        number=next((row["number"] for row in group if row["number"]), ""),
        order=max(number(row["order"]) for row in group),
        heading=next((locator_of(request, row["heading"]) for row in group if row["heading"]), ""),
        parent=parents[-1] if parents else "",
        summary=next((row["summary"] for row in group if row["summary"]), ""),
    )
