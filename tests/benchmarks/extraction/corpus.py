"""What can be measured on the 247 documents that nobody annotated."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.errors import SymbolError
from graph_service.model import Document
from graph_service.pipeline import parse
from graph_service.symbols import parse_symbol
from tests.benchmarks.extraction.tally import Tally


@dataclass(slots=True)
class Corpus:
    """Sums over all documents; ``links`` compares our targets with the hyperlinks the UN set itself."""

    documents: int = 0
    characters: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    unclassified: list[tuple[int, str, int, int]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    links: Tally = field(default_factory=Tally)
    missing: list[tuple[str, str, str]] = field(default_factory=list)
    lost: list[tuple[str, str, str]] = field(default_factory=list)
    contradicted: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def unclassified_share(self) -> float:
        """The share of characters that no rule could name the role of."""
        return sum(size for size, *_ in self.unclassified) / self.characters if self.characters else 0.0


def read_corpus(folder: Path, step: int = 1) -> Corpus:
    """Parse every ``step``-th document under ``paragraphs/en``; one that raises is counted."""
    corpus, links = Corpus(), load_links(folder / "paragraphs" / "citation_links.jsonl")
    for path in sorted((folder / "paragraphs" / "en").glob("*.txt"))[::step]:
        corpus.documents += 1
        corpus.characters += len(path.read_text("utf-8"))
        try:
            document = parse(path)
        except Exception as error:  # the measurement goes on; the failure is its result
            corpus.failed[path.stem] = f"{type(error).__name__}: {error}"
            continue
        add(corpus, path.stem, document)
        check_links(corpus, path.stem, document, links.get(path.stem, []))
    corpus.unclassified.sort(reverse=True)
    return corpus


def add(corpus: Corpus, name: str, document: Document) -> None:
    """Unclassified stretches, and the status of every citation with its reason."""
    for segment in document.segments:
        start, end = segment.span
        corpus.kinds[segment.kind] += end - start
        if segment.kind == "unclassified":
            corpus.unclassified.append((end - start, name, start, end))
    for paragraph, citation in document.citations():
        corpus.statuses[citation.status] += 1
        if citation.status in ("ambiguous", "unresolved"):
            key = (citation.status, citation.reason or "no reason given")
            corpus.reasons[key] += 1
            words = " ".join(document.source.text[slice(*citation.span)].split())
            corpus.examples[key].append(f"{name}~{paragraph.id}: {words[:90]}")


def load_links(path: Path) -> dict[str, list[tuple[str, str]]]:
    """File stem → (printed text, symbol in the address); addresses that hold no symbol are left out."""
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        stem = re.sub(r"[/ ]", "_", record["doc"])
        for printed, address in record["links"]:
            symbol = re.sub(r"^https?://(?:www\.)?undocs\.org/(?:[a-z]{2}/)?", "", address, flags=re.I)
            links[stem].append((printed.replace("\u00a0", " "), symbol))
    return links


def cited_works(document: Document) -> Iterator[str]:
    """Every work that the document cites, in its paragraphs, notes and front matter."""
    for _, citation in document.citations():
        yield from (one.partition("~")[0] for one in (citation.target, *citation.candidates) if one)
    for note in document.footnotes:
        yield from (one.partition("~")[0] for one in note.targets)
    yield from document.front.based_on


def check_links(corpus: Corpus, name: str, document: Document, links: list[tuple[str, str]]) -> None:
    """Whether each link's target is among ours.

    Links whose address contradicts their print, or whose print the file has lost, are set apart: no reader of the
    text could find them.
    """
    ours, text = set(cited_works(document)), "".join(document.source.text.split())
    for printed, address in links:
        target = normal(address)
        if numbers(printed) != numbers(address)[: len(numbers(printed))] and not inside(printed, address):
            corpus.contradicted.append((name, printed, address))
        elif "".join(printed.split()) not in text:
            corpus.lost.append((name, printed, address))
        elif {target, whole(target)} & ours or any(one.startswith(f"{whole(target)}-") for one in ours):
            corpus.links += Tally(right=1)
        else:
            corpus.links += Tally(missed=1)
            corpus.missing.append((name, printed, address))


def normal(symbol: str) -> str:
    """The normal form of a symbol, or the text itself where no family takes it."""
    try:
        return str(parse_symbol(symbol).text)
    except SymbolError:
        return symbol


def whole(symbol: str) -> str:
    """The resolution of which several parts are cited at once (``A/RES/76/84-A-B`` is that of both)."""
    return re.sub(r"-[A-Z]-[A-Z]$", "", symbol)


def numbers(text: str) -> list[str]:
    """The figures and roman numerals of a symbol, in order."""
    return re.findall(r"\d+|\((?:[A-Z]+-)?[IVXLC]+\)", text)


def inside(printed: str, address: str) -> bool:
    """Whether the printed figures stand side by side in the address (``1325 (2000)`` in ``S/RES/1325(2000)``)."""
    squeezed = re.sub(r"\s+", "", printed)
    return squeezed in re.sub(r"\s+", "", address)
