"""The JSON joined from kept pieces is, byte for byte, the record of the same chain."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest

from graph_service.chains import fragments, moulds, steps
from graph_service.chains.archive import kept_index, save_index
from graph_service.chains.columns import Columns
from graph_service.chains.export import FORMS, chain_record
from graph_service.chains.fragments import write_reached
from graph_service.chains.index import Facts, Function, Index
from graph_service.chains.load import load_index
from graph_service.chains.traverse import SIGNS, Filter, reach, trace
from graph_service.settings import Settings
from graph_service.web.jobs.chains import index_of, trace_chain
from tests.benchmarks.generated import build, starts_of
from tests.chains.builder import BASE, Memory
from tests.chains.test_series import series

RULES = (
    Filter(),
    Filter(kinds=()),
    Filter(functions={"recall", "note"}),
    Filter(forces={"neutral"}, confidence=0.5),
    Filter(statuses={"unresolved", "ambiguous"}),
    Filter(bodies={"acabq"}, languages={"en"}),
    Filter(since=date(2002, 1, 1), until=date(2003, 6, 30)),
)
BOUNDS = ((0, 5), (1, 2000), (2, 3), (20, 2000))


def odd() -> Index:
    """An index with all that an edge or a place can have, in names that JSON must escape."""
    columns = Columns()
    kind = columns.kinds.number("OperativeParagraph")
    titles = (("en", 'Of "tests"\n{"depth":0'),)
    columns.facts["A/1"] = Facts("Résolution", titles, date(2001, 2, 3), 5, "ga", ("en",))
    columns.concepts["recall"] = Function("recall", "neutral-reference")
    first = columns.add_edge("A/1~op1", 'A/"2"\\~op"3"', "recall", "citation", "coreferent", 1 / 3)
    for expression, start in (("A/1@zh", 7), ("A/1@en", 9), ("A/1@en", 2), ("A/1@en", 9), ("A/1", 0)):
        columns.add_evidence(first, expression, start, start + 5)
    columns.note[first] = columns.nodes.number("A/1~fn1")
    columns.add_rare(first, 'no "target",\u2028', date(1999, 12, 31))
    printed = columns.add_edge("A/1~op1.a", "Ä/3", "recall", "internal", "ambiguous", 0.5)
    columns.add_rare(printed, printed=date(1998, 1, 1))
    columns.add_edge("A/1~op1.a", "A/1~op1.a/cites/recall/unresolved-1", "recall", "citation", "unresolved")
    columns.add_edge("Ä/3", "A/1", "unheard-of")
    columns.kind_of[columns.nodes.number("A/1~op1")] = kind
    return columns.freeze("x:", 'release "1"')


def differing(index: Index, starts: list[str]) -> Iterator[tuple[Any, ...]]:
    """Every walk whose JSON is not that of its chain."""
    for start, direction, only, (depth, size) in product(starts, SIGNS, RULES, BOUNDS):
        for whole in (False, True):
            how: Any = {"depth": depth, "size": size, "only": only, "whole": whole}
            chain = trace(index, start, cast(Any, direction), **how)
            written = write_reached(index, reach(index, start, cast(Any, direction), **how))
            if written != orjson.dumps(chain_record(chain)):
                yield start, direction, only, depth, size, whole


def test_walks_of_the_sample_from_everywhere(index: Index) -> None:
    starts = list(index.locators)
    assert len(starts) > 50
    assert not list(differing(index, starts))


def test_all_that_an_edge_and_a_place_can_have() -> None:
    index = odd()
    assert not list(differing(index, list(index.locators)))
    record = orjson.loads(write_reached(index, reach(index, "A/1", depth=9)))
    assert record == chain_record(trace(index, "A/1", depth=9))
    by_status = {one["status"]: one for one in record["edges"]}
    assert by_status["coreferent"]["pinpoint"] == 'op"3"'
    assert by_status["coreferent"]["viaFootnote"] == "A/1~fn1"
    assert by_status["coreferent"]["printedDate"] == "1999-12-31"
    assert len(by_status["coreferent"]["evidence"]) == 4
    assert by_status["unresolved"]["pinpoint"] == ""


@pytest.mark.shared
def test_walks_of_the_series(shared: Path) -> None:
    index = load_index(series(shared), BASE)
    assert not list(differing(index, list(index.locators)[::7]))


def test_what_is_let_go_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, most in (
        (fragments, "MOST_KEPT", 50),
        (fragments, "MOST_DROPPED", 20),
        (moulds, "MOST_KEPT", 3),
        (steps, "MOST_STEPS", 40),
        (steps, "MOST_OF_PLACE", 5),
    ):
        monkeypatch.setattr(module, name, most)
    index = build(200, 12)
    starts = [one for one in starts_of(200, 12) if one in index.locators]
    assert len(trace(index, starts[0], depth=20).edges) > 50
    assert not list(differing(index, starts))


def test_a_reader_opens_what_is_kept_without_the_store_or_numpy(
    index: Index, store: Memory, tmp_path: Path
) -> None:
    settings = Settings(store=str(tmp_path), base=BASE)
    (tmp_path / "indexes").mkdir()
    save_index(index, tmp_path / "indexes" / f"chains-{store.release}.index")
    context: Any = SimpleNamespace(settings=settings, kept={}, store=None)
    assert kept_index(tmp_path / "indexes", store.release, "https://elsewhere/") is None
    found = index_of(context, store.release)
    assert index_of(context, store.release) is found
    only = dict.fromkeys(("functions", "kinds", "since"))
    asked = {"release": store.release, "locator": "A/RES/998/57", "direction": "both", "depth": 3, "size": 90}
    output = io.BytesIO()
    head = trace_chain(context, {**asked, "whole": False, "only": only, "form": "json"}, b"", output)
    assert head == {"media": FORMS["json"].media}
    assert orjson.loads(output.getvalue()) == chain_record(trace(index, "A/RES/998/57", "both", size=90))
    loaded = "import sys, graph_service.web.jobs.chains; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", loaded], check=True, timeout=60)
