"""The ``meta`` of an Akoma Ntoso document: identification, references that are not printed in place, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lxml import etree

from graph_service.akn_inline import add
from graph_service.akn_names import ALPHA3, ORGANS, akn_name, element_id
from graph_service.errors import SymbolError
from graph_service.model import Citation, Document, Footnote
from graph_service.symbols import parse_locator, parse_symbol

EDITOR = "#unag"
UNKNOWN_DATE = "0001-01-01"


def addresses(document: Document, eids: Mapping[str, str]) -> dict[str, str]:
    """The AKN address of every cited locator: a part of the document itself, or a work with its portion."""
    found: dict[str, str] = {}
    for _, citation in document.citations():
        if citation.target and citation.target not in found:
            try:
                found[citation.target] = address(citation.target, citation.printed_date, document, eids)
            except SymbolError:
                continue
    return found


def address(target: str, when: date | None, document: Document, eids: Mapping[str, str]) -> str:
    """The AKN address of one locator; raises SymbolError."""
    locator = parse_locator(target)
    if locator.symbol == document.symbol and locator.subdivision and locator.subdivision in eids:
        return f"#{eids[locator.subdivision]}"
    portion = f"/~{element_id(locator.subdivision)}" if locator.subdivision else ""
    return akn_name(locator.symbol, when) + portion


def write_meta(root: etree._Element, document: Document, part: str = "!main") -> etree._Element:
    """``meta`` with the identification; the rest is added once the body has been written.

    ``part`` is the component that it is of: the main text, or an annex.
    """
    meta = add(root, "meta")
    identification = add(meta, "identification", source=EDITOR)
    work = akn_name(document.symbol, day(document), document.front.kind)
    language = ALPHA3.get(document.language, "und")
    one = add(identification, "FRBRWork")
    core(one, f"{work}/{part}", work, document, "Generation")
    add(one, "FRBRcountry", value="un")
    add(one, "FRBRsubtype", value=work.split("/")[4])
    add(one, "FRBRnumber", value=work.rpartition("/")[2])
    add(one, "FRBRname", value=document.symbol)
    expression = add(identification, "FRBRExpression")
    core(expression, f"{work}/{language}@/{part}", f"{work}/{language}@", document, "Generation")
    add(expression, "FRBRlanguage", language=language)
    file = add(identification, "FRBRManifestation")
    core(file, f"{work}/{language}@/{part}.xml", f"{work}/{language}@.xml", document, "Generation", EDITOR)
    add(file, "FRBRformat", value="application/akn+xml")
    return meta


def day(document: Document) -> date | None:
    """The date that stands in the name: of adoption, else of distribution."""
    return document.front.adopted or document.front.distributed


def core(
    parent: etree._Element, this: str, uri: str, document: Document, name: str, author: str | None = None
) -> None:
    """What work, expression and manifestation have in common."""
    add(parent, "FRBRthis", value=this)
    add(parent, "FRBRuri", value=uri)
    when = day(document)
    add(parent, "FRBRdate", date=when.isoformat() if when else UNKNOWN_DATE, name=name)
    add(parent, "FRBRauthor", href=author or f"#{actor(document)}")


def actor(document: Document) -> str:
    """The AKN4UN identifier of the organ whose document it is."""
    return ORGANS.get(parse_symbol(document.symbol).organ, "un")


def write_references(meta: etree._Element, document: Document, functions: Iterable[str]) -> None:
    """The organ, ourselves as the source of the markup, and a concept for each function that is used."""
    references = add(meta, "references", source=EDITOR)
    organ = parse_symbol(document.symbol).organ or "United Nations"
    add(
        references, "TLCOrganization", eId=actor(document),
        href=f"/akn/ontology/organization/un/{actor(document)}", showAs=organ,
    )  # fmt: skip
    add(
        references, "TLCOrganization", eId="unag",
        href="/akn/ontology/organization/un/unag", showAs="UN Accountability Graph",
    )  # fmt: skip
    for function in sorted(set(functions)):
        add(
            references, "TLCConcept", eId=function,
            href=f"/akn/ontology/concept/un/{function}", showAs=function,
        )  # fmt: skip


def write_implicit(meta: etree._Element, implicit: Iterable[tuple[str, str, Citation]]) -> None:
    """What is cited without being written in place: (eId of the paragraph, address, citation)."""
    found = list(implicit)
    if not found:
        return
    analysis = add(meta, "analysis", source=EDITOR)
    others = add(analysis, "otherReferences", source=EDITOR)
    for eid, href, citation in found:
        add(
            others, "implicitReference", for_=eid, href=href,
            refersTo=f"#{citation.function}", showAs=citation.target or "",
        )  # fmt: skip


def write_unmarked(meta: etree._Element, notes: Iterable[Footnote]) -> None:
    """Notes to which no mark was found: they are kept, although nobody knows where they belong."""
    found = list(notes)
    if not found:
        return
    kept = add(meta, "notes", source=EDITOR)
    for one in found:
        note = add(kept, "note", eId=f"authorialNote_{one.number}", marker=one.number)
        add(note, "p", one.view.text)
