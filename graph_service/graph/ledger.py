"""Where the statements about one expression are written down: a set of N-Quads lines of one named graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from graph_service.errors import SymbolError
from graph_service.graph.bodies import body_slug, find_body
from graph_service.graph.vocab import Names, literal, split_locator, term, typed, under
from graph_service.model import Document, Span
from graph_service.symbols import Symbol, parse_symbol


@lru_cache(maxsize=65536)
def known_symbol(text: str) -> Symbol:
    """The symbol with its kind and organ; a work without a symbol is a plain ``Document``."""
    try:
        return parse_symbol(text)
    except SymbolError:
        return Symbol(text, "", "Document")


@dataclass(slots=True)
class Ledger:
    """Collects the statements of one graph; ``words`` tells whether the text itself is at hand."""

    names: Names
    graph: str
    symbol: str
    language: str
    text: str
    lines: set[str] = field(default_factory=set)
    work: str = ""
    expression: str = ""

    def __post_init__(self) -> None:
        self.work = self.names.locator(self.symbol)
        self.expression = self.names.locator(f"{self.symbol}@{self.language}")

    @classmethod
    def of(cls, document: Document, base: str, graph: str | None) -> Ledger:
        """An empty ledger for the document's own graph, or for the graph of that name or IRI."""
        names = Names(base)
        own = graph or f"{document.symbol}@{document.language}"
        name = f"<{own}>" if "://" in own else names.graph(own)
        return cls(names, name, document.symbol, document.language, document.source.text)

    @property
    def words(self) -> bool:
        """Whether the words of the text are at hand, or facts alone."""
        return bool(self.text)

    def state(self, subject: str, predicate: str, *objects: str) -> None:
        """One statement for each object."""
        name = term(predicate)
        for one in objects:
            self.lines.add(f"{subject} {name} {one} {self.graph} .\n")

    def state_if(self, subject: str, predicate: str, value: object | None) -> None:
        """A statement with a literal, if there is a value."""
        if value is not None and value != "":
            plain = literal(value) if isinstance(value, str) else typed(value)  # type: ignore[arg-type]
            self.state(subject, predicate, plain)

    def kinds(self, subject: str, *classes: str) -> None:
        """The classes of a subject."""
        self.state(subject, "rdf:type", *map(term, classes))

    def part(self, subdivision: str) -> str:
        """A part of this work, in no particular language."""
        return self.names.locator(f"{self.symbol}~{subdivision}")

    def mention_work(self, symbol: str) -> str:
        """A work that is named here, described as far as its symbol tells."""
        known = known_symbol(symbol)
        token = self.names.locator(symbol)
        self.kinds(token, "eli:LegalResource", "unag:Document", f"unag:{known.kind}")
        self.state(token, "unag:symbol", literal(symbol))
        self.state(token, "rdfs:label", literal(symbol))
        self.state_if(token, "unag:session", known.session)
        return token

    def mention(self, locator: str) -> str:
        """A work or a part of one that is named here: a stub as long as its document is not loaded."""
        symbol, subdivision = split_locator(locator)
        if not subdivision:
            return self.mention_work(symbol)
        token = self.names.locator(f"{symbol}~{subdivision}")
        if symbol != self.symbol:
            work = self.mention_work(symbol)
            self.kinds(token, "eli:LegalResourceSubdivision")
            self.state(token, "eli:is_part_of", work)
            self.state(token, "unag:inDocument", work)
            self.state(token, "unag:locator", literal(f"{symbol}~{subdivision}"))
        return token

    def mention_body(self, name: str) -> str:
        """A body by any of its names; one that `data/bodies.toml` does not know is labelled as the text has it."""
        known = find_body(name)
        token = self.names.body(body_slug(name))
        self.kinds(token, "org:Organization")
        self.state(token, "rdfs:label", literal(known.names["en"][0], "en") if known else literal(name))
        return token

    def witness(self, subject: str, span: Span) -> None:
        """The stretch of text that bears a statement out (Web Annotation Data Model, 4.2.4 and 4.2.5)."""
        if span.end <= span.start:
            return
        annotation = under(self.expression, "evidence", f"{span.start}-{span.end}")
        target, selector = under(annotation, "target"), under(annotation, "selector")
        self.state(subject, "unag:evidence", annotation)
        self.kinds(annotation, "oa:Annotation")
        self.state(annotation, "oa:hasBody", subject)
        self.state(annotation, "oa:hasTarget", target)
        self.kinds(target, "oa:SpecificResource")
        self.state(target, "oa:hasSource", self.expression)
        self.state(target, "oa:hasSelector", selector)
        self.kinds(selector, "oa:TextPositionSelector")
        self.state(selector, "oa:start", typed(span.start))
        self.state(selector, "oa:end", typed(span.end))
        if self.words:
            self.kinds(selector, "oa:TextQuoteSelector")
            self.state(selector, "oa:exact", literal(self.text[span.start : span.end]))

    def closed(self) -> bytes:
        """All statements, sorted by code point, with a digest by which a change is seen without reading them."""
        digest = sha256("".join(sorted(self.lines)).encode()).hexdigest()
        self.state(self.expression, "unag:digest", literal(digest))
        return "".join(sorted(self.lines)).encode()
