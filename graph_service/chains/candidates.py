"""Which passages may repeat one another: those that datasketch's MinHash LSH puts into one bucket.

Passages are compared by their runs of five words. With 128 bands of 2 rows, two passages that share a tenth of all
their runs are found in 72 of 100 cases, with a quarter in all; `likeness` then measures each pair exactly. Hashes
and permutations are fixed, so that the same passages give the same pairs in every process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from datasketch import MinHash

BANDS: Final = 128
ROWS: Final = 2
SEED: Final = 1
TOGETHER: Final = 2000
Said = Sequence[str]
Pair = tuple[int, int]


def find_candidates(said: Callable[[int], Said], count: int, new: Collection[int], run: int) -> Iterator[Pair]:
    """Pairs of passages, by number, of which one at least is among the ``new`` ones; no pair comes twice.

    ``said`` gives the words of each of ``count`` passages. Only the new ones are put into the index, and all are
    looked up in it: one document more costs a look at each passage, not a comparison of all with all. A passage
    shorter than ``run`` words has no candidates.
    """
    if not new:
        return
    from datasketch import MinHashLSH  # with scipy behind it: half a second that only publishing needs

    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    for number, made in _fingerprints(said, sorted(new), run):
        index.insert(number, made, check_duplication=False)
    for number, made in _fingerprints(said, range(count), run):
        for found in sorted(index.query(made)):
            if found != number and not (number in new and number < found):
                yield number, found


def _fingerprints(said: Callable[[int], Said], numbers: Sequence[int], run: int) -> Iterator[tuple[int, MinHash]]:
    from datasketch import MinHash

    for first in range(0, len(numbers), TOGETHER):
        runs = {number: _runs(said(number), run) for number in numbers[first : first + TOGETHER]}
        long = {number: some for number, some in runs.items() if some}
        made = MinHash.bulk(list(long.values()), num_perm=BANDS * ROWS, seed=SEED, hashfunc=int)
        yield from zip(long, made, strict=True)


def _runs(said: Said, run: int) -> list[int]:
    """A number for each run that does not depend on the process."""
    return sorted({crc32(" ".join(said[at : at + run]).encode()) for at in range(len(said) - run + 1)})
