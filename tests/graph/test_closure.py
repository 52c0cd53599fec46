"""Closure: what is looked up for a document follows its citations, however many documents the store has."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from graph_service.graph.closure import closure, questions
from graph_service.graph.embedded import MemoryStore
from graph_service.graph.lines import read_quads
from graph_service.graph.vocab import PREFIXES
from tests.graph.samples import BASE

FEW, MANY = 30, 900
PLACES = 20


def document(number: int) -> tuple[str, bytes]:
    """One that cites a place of each of the five before it and of the first, which all cite."""
    work = f"{BASE}id/A/RES/999/{number}"
    lines = [f"<{work}@en> eli:realizes <{work}> .", f"<{work}> unag:session 999 .", f"<{work}> unag:adopted 1 ."]
    for place in range(1, PLACES + 1):
        lines.append(f"<{work}~op{place}> unag:inDocument <{work}> ; unag:orderKey {place} .")
    for cited in {1, *range(max(1, number - 5), number)}:
        target = f"{BASE}id/A/RES/999/{cited}"
        lines.append(f"<{work}> unag:citesDocument <{target}> . <{target}> unag:session 999 .")
        lines.append(f"<{work}~op1/cites/{cited}> cito:hasCitedEntity <{target}~op7> .")
        lines.append(f"<{target}~op7> unag:inDocument <{target}> .")
    prologue = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("unag", "eli", "cito"))
    quads = ox.parse(prologue + "\n".join(lines), ox.RdfFormat.TURTLE)
    return f"{BASE}graph/A/RES/999/{number}@en", "".join(f"{one.triple} .\n" for one in quads).encode()


def store_of(numbers: Iterable[int]) -> MemoryStore:
    """A store with these documents."""
    quads = ox.Store()
    quads.bulk_extend(quad for name, data in map(document, numbers) for quad in read_quads(data, name))
    return MemoryStore(quads)


@pytest.fixture(scope="module")
def stores() -> list[MemoryStore]:
    """A small one, and one that is thirty times as large."""
    return [store_of(range(1, size + 1)) for size in (FEW, MANY)]


def test_what_is_asked_and_found_does_not_grow_with_the_store(stores: list[MemoryStore]) -> None:
    quads = document(10)[1]
    asked = [*questions(quads)]
    assert len(asked) == 6
    found = [closure(quads, one) for one in stores]
    assert found[0] == found[1]
    # Five and the first: of each its session, day, cited place and first place.
    assert len(set(found[0].splitlines())) == 6 * 5


@pytest.mark.benchmark
def test_no_question_reads_more_of_a_larger_store(stores: list[MemoryStore]) -> None:
    """A question that reads all statements with some property takes thirty times as long, a lookup not twice."""
    for query in questions(document(10)[1]):
        ratios = []
        for _ in range(5):
            small, large = (seconds(one, query) for one in stores)
            ratios.append(large / small)
        assert statistics.median(ratios) < 5, query


def seconds(store: MemoryStore, query: str) -> float:
    """CPU time of some answers."""
    started = time.process_time()
    for _ in range(20):
        store.construct(query)
    return time.process_time() - started


def test_many_citations_are_asked_in_portions() -> None:
    lines = (f"<{BASE}s> <{PREFIXES['unag']}citesDocument> <{BASE}{n}> .\n" for n in range(450))
    asked = [*questions("".join(lines).encode())]
    assert len(asked) == 12
    assert max(one.count(BASE) for one in asked) == 200
