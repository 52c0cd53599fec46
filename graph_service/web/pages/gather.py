"""Turns the rows of the reading queries into a `Reading`; the only module that knows both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request
from pyoxigraph import NamedNode

from graph_service.graph.store import GraphStore
from graph_service.symbols import sort_key
from graph_service.web.pages import asking, kept, parity
from graph_service.web.pages.access import Row, base, lately, locator_in, rows_in, store
from graph_service.web.pages.reading import (
    Ask,
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
from graph_service.web.pages.said import Said, facts_of, number, said
from graph_service.web.pages.terms import local
from graph_service.web.pages.weave import weave

KINDS = ("PreambularParagraph", "OperativeParagraph", "SubParagraph", "NumberedParagraph", "AnnexParagraph")
HEADS = {"Section": "section", "Annex": "section", "SubHeading": "heading"}
NO_CLAUSE = frozenset({*HEADS, "Footnote", "InTextReferencePointer"})
GROUPS = {"act": "deeds", "refers": "refers", "mark": "marks", "cites": "cites"}
KEPT = 64
"""How many documents stay read: neighbours of a paragraph, and a second language, need nothing new."""
Aim = tuple[str, tuple[tuple[int, int, str], ...]]
GIST = 280
"""How many characters of a cited paragraph are shown beside the citation."""


def gather(request: Request, symbol: str, language: str) -> Reading:
    """The document in that language ('' where no words of it are known); those asked for last are kept.

    It comes from what is kept beside the release where that is made, else from the store.
    """

    def make() -> Reading:
        found = kept.shelf_of(request)
        known = found.reading(symbol, language) if found else None
        return known or read(store(request), base(request), symbol, language)

    return lately(request, "readings", (symbol, language), KEPT, make)


def read(source: GraphStore, start: str, symbol: str, language: str) -> Reading:
    """The document, read from a store whose resources begin with ``start``."""
    bound = {"work": NamedNode(f"{start}id/{symbol}"), "expression": NamedNode(f"{start}id/{symbol}@{language}")}

    def ask(query: str, within: Sequence[str] | None = None) -> list[Row]:
        mentioned = {key: term for key, term in bound.items() if f"?{key} " in query}
        return rows_in(source, query, mentioned, within)

    graphs = describing(start, f"{symbol}@{language}", [row["g"] for row in ask(asking.GRAPHS)])
    answers = {name: ask(query, graphs) for name, query in asking.OWN.items()}
    answers |= {name: ask(query) for name, query in asking.AROUND.items()}
    cited = sorted({row["o"] for row in answers["cites"] if row["p"].endswith("hasCitedEntity")})
    answers["targets"] = ask(asking.TARGETS.format(targets=" ".join(str(NamedNode(one)) for one in cited)))
    facts, titles = facts_of(ask(asking.FACTS))
    return Gathering(start, symbol, language, answers).reading(facts, titles)


def describing(start: str, expression: str, graphs: Iterable[str]) -> list[str]:
    """Of the graphs that mention a document those that describe it: its version's own, and curated ones.

    Other versions' graphs say the same in other words; other documents' graphs name only the places they cite.
    """
    start = f"{start}graph/"
    return [one for one in graphs if one == start + expression or not (one.startswith(start) and "@" in one)]


class Gathering:
    """The answers about one document in one language, while its reading is put together."""

    def __init__(self, base: str, symbol: str, language: str, answers: Mapping[str, list[Row]]) -> None:
        self.base, self.symbol, self.language, self.answers = base, symbol, language, answers
        self.quotes = {row["selector"]: row["exact"] for row in answers["quotes"]}
        self.start = f"{base}id/{symbol}@{language}/evidence/"
        self.parts, stubs = said(answers["parts"]), dict[str, Said]()
        for row in answers["stubs"]:
            if row["s"] not in self.parts:
                stubs.setdefault(row["s"], Said(row["s"])).values["is_part_of"].append(row["o"])
        self.parts |= stubs
        self.targets = self.targets_of()
        self.citers = self.citers_of()

    def locator(self, address: str) -> str:
        """The locator of a resource."""
        return locator_in(self.base, address) if address else ""

    def place(self, thing: Said) -> Place | None:
        """The first stretch of the text that bears a statement out, if it is there in this language."""
        found = [one for one in thing.values["evidence"] if one.startswith(self.start)]
        places = []
        for address in found:
            start, _, end = address[len(self.start) :].partition("-")
            places.append(Place(number(start), number(end), self.quotes.get(f"{address}/selector", "")))
        return min(places, key=lambda one: (not one.exact, one.end - one.start, one.start), default=None)

    def reading(self, facts: Mapping[str, tuple[str, ...]], titles: Mapping[str, str]) -> Reading:
        """The whole document."""
        return Reading(
            symbol=self.symbol,
            language=self.language,
            facts=facts,
            titles=titles,
            heads=tuple(sorted(self.heads(), key=lambda one: (one.order, one.locator))),
            clauses=tuple(sorted(self.clauses(), key=in_order)),
            notes=tuple(sorted(self.notes(), key=lambda one: (number(one.number), one.number))),
            cautions=tuple((row["code"], row["comment"]) for row in self.answers["cautions"]),
            cited_by=tuple(one for one in self.citers if one.target == self.symbol),
        )

    def heads(self) -> Iterable[Head]:
        """Section heads and sub-headings; of several titles the one in the page's language."""
        for address, part in self.parts.items():
            kind = next((HEADS[one] for one in HEADS if one in part.kinds), "")
            if not kind:
                continue
            titles = part.tongues.get("label", {})
            code = self.language if self.language in titles else next(iter(sorted(titles)), "")
            above = [self.locator(one) for one in (*part.values["inSection"], *part.values["is_part_of"])]
            section = next((one for one in above if "~" in one), "")
            title = titles.get(code) or part.one("label")
            yield Head(self.locator(address), kind, part.one("number"), title, section,
                       number(part.one("headingOrder")), code)  # fmt: skip

    def notes(self) -> Iterable[Note]:
        """Footnotes."""
        for address, part in self.parts.items():
            if "Footnote" in part.kinds:
                targets = tuple(sorted({self.locator(one) for one in part.values["references"]}))
                yield Note(self.locator(address), part.one("noteNumber"), targets, part.one("seeSignal") == "true")

    def targets_of(self) -> dict[str, Target]:
        """What is known of each cited place; of its words, those in the page's language first."""
        targets: dict[str, Target] = {}
        ranked = sorted(self.answers["targets"], key=lambda row: (row["kind"] != "title", row["kind"] == "words",
                                                                  row["lang"] == self.language))  # fmt: skip
        for row in ranked:
            locator = self.locator(row["target"])
            known = targets.get(locator, Target(locator))
            text = row["text"]
            if row["kind"] == "title":
                targets[locator] = replace(known, title=text)
                continue
            gist = text if len(text) <= GIST else text[:GIST].rstrip() + "…"
            targets[locator] = replace(known, gist=gist, loaded=row["kind"] == "words")
        return targets

    def citers_of(self) -> list[Citer]:
        """Who cites the document or a place in it."""
        found = {
            Citer(self.locator(row["para"]), local(row["function"]), self.locator(row["subject"]),
                  self.locator(row["target"]))
            for row in self.answers["citers"]
        }  # fmt: skip
        return sorted(found, key=lambda one: (one.target, one.paragraph, one.function))

    def clauses(self) -> Iterable[Clause]:
        """The paragraphs, each with everything that is linked to it."""
        linked = self.linked()
        words = {row["para"]: row for row in self.answers["words"]}
        findings = parity.by_place(self.base, self.answers["findings"])
        asks, cited = self.asks(), defaultdict(list)
        for citer in self.citers:
            cited[citer.target].append(citer)
        for address, part in self.parts.items():
            if part.kinds & NO_CLAUSE:
                continue
            clause = self.bare(part)
            whole = replace(
                worded(clause, words.get(address)),
                **linked.get(clause.locator, {}),
                asks=tuple(asks[clause.locator]),
                cited_by=tuple(cited[clause.locator]),
                findings=findings.get(clause.locator, ()),
            )
            yield replace(whole, pieces=tuple(weave(whole))) if whole.text else whole

    def asks(self) -> dict[str, list[Ask]]:
        """Mandates by the locator of the paragraph that gives them, by their number."""
        found: dict[str, list[Ask]] = defaultdict(list)
        mandates = said(self.answers["mandates"])
        for node, one in sorted(((self.locator(one.address), one) for one in mandates.values()), key=in_number):
            bodies = sorted(self.locator(body).removeprefix("body/") for body in set(one.values["addressee"]))
            found[node.partition("/mandate/")[0]].append(Ask(node, local(one.one("act")), tuple(bodies)))
        return found

    def linked(self) -> dict[str, dict[str, Any]]:
        """Acts, references, marks and citations by the locator of the paragraph that makes them."""
        groups: dict[str, dict[str, list[tuple[int, Aim, object]]]] = defaultdict(lambda: defaultdict(list))
        for thing in (*said(self.answers["deeds"]).values(), *said(self.answers["cites"]).values()):
            paragraph, sign, rest = split(self.locator(thing.address))
            place = self.place(thing)
            made = self.made(thing, sign, rest, place)
            if made:
                order = number(rest) if sign == "act" else place.start if place else 10**9
                groups[paragraph][GROUPS[sign]].append((order, aim(made), made))
        return {
            paragraph: {name: tuple(one for *_, one in sorted(found, key=lambda three: three[:2]))
                        for name, found in kinds.items()}
            for paragraph, kinds in groups.items()
        }  # fmt: skip

    def made(self, thing: Said, sign: str, rest: str, place: Place | None) -> object | None:
        """An act, an internal reference, a footnote mark (of this language only) or a citation."""
        status = local(thing.one("resolutionStatus") or "explicit")
        if sign == "act":
            return Deed(local(thing.one("function")), number(rest), place)
        if sign == "refers":
            return Refer(self.locator(thing.one("referredPlace")), status, place)
        if sign == "mark":
            return (self.locator(thing.one("denotes")), place) if place else None
        if sign != "cites":
            return None
        target = self.locator(thing.one("hasCitedEntity"))
        return Cite(
            node=self.locator(thing.address),
            function=rest.partition("/")[0],
            status=status,
            target=self.targets.get(target, Target(target)) if target else None,
            candidates=tuple(sorted({self.locator(one) for one in thing.values["candidate"]})),
            reason=thing.one("reason"),
            confidence=thing.one("confidence"),
            note=self.locator(thing.one("viaFootnote")),
            place=place,
        )

    def bare(self, part: Said) -> Clause:
        """A paragraph's identity, without its words and links."""
        locator = self.locator(part.address)
        parents = sorted({self.locator(one) for one in part.values["is_part_of"]}, key=len)
        orders = [number(one) for one in part.values["orderKey"]]
        return Clause(
            locator=locator,
            subdivision=locator.partition("~")[2],
            kind=next((kind for kind in KINDS if kind in part.kinds), "Place"),
            number=part.one("number"),
            order=max(orders, default=0),
            heading=self.locator(part.one("underHeading")),
            parent=parents[-1] if parents else "",
            summary=part.one("description"),
        )


def worded(clause: Clause, row: Row | None) -> Clause:
    """The clause with its words, if they are loaded."""
    if row is None:
        return clause
    return replace(clause, text=row["text"], start=number(row["start"]), end=number(row["end"]))


def aim(made: object) -> Aim:
    """What tells apart the citations of one phrase: document and place, numbers by value."""
    if not isinstance(made, Cite) or made.target is None:
        return "", ()
    work, _, subdivision = made.target.locator.partition("~")
    return work, sort_key(subdivision)


def in_number(pair: tuple[str, Said]) -> tuple[str, int]:
    """Mandates by paragraph and number."""
    start, _, last = pair[0].rpartition("/")
    return start, number(last)


def in_order(clause: Clause) -> tuple[object, ...]:
    """Reading order; places that are only known because they are cited come last, by their number."""
    return not clause.order, clause.order, sort_key(clause.subdivision)


def split(locator: str) -> tuple[str, str, str]:
    """What a paragraph makes, by its locator: the paragraph in no language, the kind, the rest.

    >>> split("A/RES/999/1@en~I.op2/mark/1")
    ('A/RES/999/1~I.op2', 'mark', '1')
    """
    work, _, place = locator.partition("~")
    subdivision, _, tail = place.partition("/")
    sign, _, rest = tail.partition("/")
    return f"{work.partition('@')[0]}~{subdivision}", sign, rest
