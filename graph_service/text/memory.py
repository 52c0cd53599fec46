"""What a text has named so far, in reading order: documents, numbers of instruments, and places in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_service.errors import SymbolError
from graph_service.symbols import parse_symbol
from graph_service.text.mentions import Mention
from graph_service.text.pinpoints import Path, Pinpoint

# The paragraph in which a report says what report it is on.
FIRST = "para1"
CONSIDERED = frozenset({"consider", "consider-also", "examine", "receive", "hear"})


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Documents that a phrase named: by whom they are, and whether a preamble considered them."""

    section: str
    noun: str
    body: str | None
    symbols: tuple[str, ...]
    titles: tuple[str | None, ...]
    considered: bool
    topic: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered instrument; ``kind`` is resolution or decision, ``group`` the list it stood in."""

    symbol: str
    kind: str
    paragraph: str
    group: int


@dataclass(slots=True)
class Memory:
    """What the text has named so far; ``paragraph`` is the one that is being read.

    ``subject`` is the report that a report is on: the one that its first paragraph names first.
    """

    named: list[Antecedent] = field(default_factory=list)
    numbers: list[Numbered] = field(default_factory=list)
    places: list[tuple[Path, str, str]] = field(default_factory=list)
    last: str | None = None
    subject: str | None = None
    paragraph: str = ""
    _order: list[tuple[str, str]] = field(default_factory=list)

    def keep(self, mention: Mention, section: str, function: str) -> None:
        """Remembers a resolved mention."""
        symbols = tuple(one.symbol for one in mention.targets if one.symbol)
        if not symbols:
            return
        self.last = symbols[0]
        if self.subject is None and self.paragraph == FIRST and mention.kind in ("report", "weak"):
            self.subject = symbols[0]
        self._order.extend((one, self.paragraph) for one in symbols)
        if mention.kind == "number" or (mention.kind == "that" and mention.noun in ("resolution", "decision")):
            self.numbers.extend(Numbered(one, _kind(one), self.paragraph, mention.group) for one in symbols)
            return
        titles = tuple(one.title for one in mention.targets if one.symbol)
        self.named.append(
            Antecedent(
                section,
                mention.noun,
                mention.body,
                symbols,
                titles,
                function in CONSIDERED,
                mention.topic,
                self.paragraph,
            )
        )

    def here(self) -> list[str]:
        """The documents that this paragraph named so far, each once, in its order."""
        return list(dict.fromkeys(symbol for symbol, paragraph in self._order if paragraph == self.paragraph))

    def keep_place(self, path: Path, locator: str) -> None:
        """Remembers a cited place by its printed path."""
        self.places.append((path, locator, self.paragraph))

    def echoes(self, pin: Pinpoint, near: bool) -> list[tuple[str, ...]]:
        """For each place of a pinpoint without a document, the cited places that are printed the same.

        ``near`` keeps those of this paragraph. Empty unless every place has one.
        """
        found = [tuple(dict.fromkeys(self._alike(place.path, near))) for place in pin.places]
        return found if all(found) else []

    def _alike(self, path: Path, near: bool) -> Iterator[str]:
        for known, locator, paragraph in self.places:
            if known[-len(path) :] == path and (paragraph == self.paragraph or not near):
                yield locator


def _kind(symbol: str) -> str:
    try:
        return "decision" if parse_symbol(symbol).kind == "Decision" else "resolution"
    except SymbolError:
        return "resolution"
