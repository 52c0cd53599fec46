"""The places of a store while they are read: of which kind each is, in what order they stand, what holds them."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Final

from graph_service.chains.columns import Columns
from graph_service.chains.scans import Lines, Reader
from graph_service.chains.terms import PREFIXES, locator_of

Pairs = tuple["array[int]", "array[int]"]
# From the more special to the more general: the first that a place is said to be is its kind.
PLACE_KINDS: Final = (
    "OperativeParagraph", "PreambularParagraph", "NumberedParagraph", "AnnexParagraph", "SubParagraph",
    "SubHeading", "Section", "Mandate",
)  # fmt: skip
ORDERS: Final = f"{PREFIXES}SELECT ?place ?order WHERE {{ ?place unag:orderKey ?order }}"
PARENTS: Final = (
    f"{PREFIXES}SELECT ?place ?whole WHERE {{ ?place unag:inDocument ?work ; eli:is_part_of ?whole . "
    "FILTER(?whole != ?work) }"
)
MANDATES: Final = f"{PREFIXES}SELECT ?place ?whole WHERE {{ ?place unag:mandatedBy ?whole }}"


class Places:
    """Reads the places of one store into columns; ``close`` after the scans."""

    def __init__(self, columns: Columns, base: str) -> None:
        self.columns, self.base = columns, base
        self.codes = [columns.kinds.number(one) for one in PLACE_KINDS]
        self.inside: Pairs = (array("i"), array("i"))
        self.mandated: Pairs = (array("i"), array("i"))

    def readers(self) -> dict[str, Reader]:
        """The scans that are needed, each with what reads its rows."""
        kinds = {
            f"{PREFIXES}SELECT ?place WHERE {{ ?place a unag:{kind} }}": self._kind_reader(code)
            for kind, code in zip(PLACE_KINDS, self.codes, strict=True)
        }
        return {
            **kinds,
            ORDERS: self.read_orders,
            PARENTS: lambda lines: self._read_pairs(lines, self.inside),
            MANDATES: lambda lines: self._read_pairs(lines, self.mandated),
        }

    def _kind_reader(self, code: int) -> Callable[[Lines], None]:
        kind_of, places = self.columns.kind_of, self.columns.nodes.numbers
        base, skip = f"<{self.base}id/", len(self.base) + 4

        def read(lines: Lines) -> None:
            for line in lines:
                name = line[skip:-1] if line.startswith(base) else line.strip("<>")
                number = places.setdefault(name, len(places))
                kind_of[number] = min(code, kind_of.get(number, code))

        return read

    def read_orders(self, lines: Lines) -> None:
        """The reading order; said twice (in two languages), the first place counts."""
        order_of, number = self.columns.order_of, self.columns.nodes.number
        for line in lines:
            name, _, value = line.partition("\t")
            place, at = number(locator_of(name.strip("<>"), self.base)), int(value.lstrip('"').partition('"')[0])
            order_of[place] = min(at, order_of.get(place, at))

    def _read_pairs(self, lines: Lines, pairs: Pairs) -> None:
        number, base = self.columns.nodes.number, self.base
        for line in lines:
            place, _, whole = line.partition("\t")
            pairs[0].append(number(locator_of(place.strip("<>"), base)))
            pairs[1].append(number(locator_of(whole.strip("<>"), base)))

    def close(self) -> None:
        """Say what holds what, and let a mandate stand where its paragraph stands.

        Where two languages put a place into different ones, the first by name is taken.
        """
        order_of, parent_of, names = (
            self.columns.order_of,
            self.columns.parent_of,
            list(self.columns.nodes.numbers),
        )
        for pairs in (self.inside, self.mandated):
            for place, whole in zip(*pairs, strict=True):
                known = parent_of.get(place, whole)
                parent_of[place] = whole if known == whole else min(known, whole, key=names.__getitem__)
        for place, whole in zip(*self.mandated, strict=True):
            order_of.setdefault(place, order_of.get(whole, -1))
