"""Names and records of an index as they lie in its file: one text and where each entry begins, read when asked."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, TypeVar, overload

Value = TypeVar("Value")
# Names of the places that many chains share; some 100 bytes each.
MOST_KEPT: Final = 500_000
# Values that are kept decoded; some 500 bytes each.
MOST_DECODED: Final = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Names(Sequence[str]):
    """Different names in order: a name's number is its place, found by halving.

    ``text`` is UTF-8, name after name; ``starts`` has one entry more than there are names.
    """

    text: memoryview
    starts: memoryview
    _kept: dict[int, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """These names, which stand in order, each once."""
        return cls(*_packed(one.encode() for one in names))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        kept = self._kept.get(number) if isinstance(number, int) else None
        if kept is not None:
            return kept
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number < 0:
            raise IndexError(number)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        name = self._kept[number] = str(self.text[self.starts[number] : self.starts[number + 1]], "utf-8")
        return name

    def __iter__(self) -> Iterator[str]:
        starts = self.starts
        return (str(self.text[starts[at] : starts[at + 1]], "utf-8") for at in range(len(self)))

    def at(self, numbers: Sequence[int]) -> list[str]:
        """The names of many numbers, in their order."""
        kept = self._kept
        missing = [number for number in set(numbers) if number not in kept]
        if len(kept) + len(missing) > MOST_KEPT:
            kept.clear()
            missing = list(set(numbers))
        text, starts = self.text, self.starts
        for number in missing:
            kept[number] = str(text[starts[number] : starts[number + 1]], "utf-8")
        return [kept[number] for number in numbers]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.number(name) is not None

    def number(self, name: str) -> int | None:
        """The number of a name, None for one that is not there."""
        at = bisect_left(self, name)
        return at if at < len(self) and self[at] == name else None


@dataclass(frozen=True, slots=True, eq=False)
class Records(Mapping[int, Value]):
    """Values of some numbers, each decoded when it is first asked for and kept from then on."""

    keys_in_order: memoryview
    text: memoryview
    starts: memoryview
    decode: Callable[[bytes], Value]
    _kept: dict[int, Value | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, values: Mapping[int, Value], encode: Callable[[Value], bytes], decode: Callable[[bytes], Value]
    ) -> Records[Value]:
        """These values; ``decode`` is the inverse of ``encode``."""
        order = sorted(values)
        text, starts = _packed(encode(values[number]) for number in order)
        return cls(memoryview(array("i", order)), text, starts, decode)

    def get(self, number: int, default: Any = None) -> Any:
        """The value of a number, or the default."""
        if not len(self.keys_in_order):
            return default
        try:
            found = self._kept[number]
        except KeyError:
            if len(self._kept) >= MOST_DECODED:
                self._kept.clear()
            found = self._kept[number] = self.read(number)
        return default if found is None else found

    def read(self, number: int) -> Value | None:
        """The value of a number, decoded now and not kept."""
        at = bisect_left(self.keys_in_order, number)
        if at == len(self.keys_in_order) or self.keys_in_order[at] != number:
            return None
        return self.decode(bytes(self.text[self.starts[at] : self.starts[at + 1]]))

    def __getitem__(self, number: int) -> Value:
        found: Value | None = self.get(number)
        if found is None:
            raise KeyError(number)
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self.keys_in_order)

    def __len__(self) -> int:
        return len(self.keys_in_order)


def _packed(parts: Iterable[bytes]) -> tuple[memoryview, memoryview]:
    held = list(parts)
    starts = array("q", accumulate(map(len, held), initial=0))
    return memoryview(b"".join(held)), memoryview(starts)
