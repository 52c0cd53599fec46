"""Several bodies that one act asks keep the order of the text, from the text to the register and its exports."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.analysis import mandate_row
from graph_service.chains.load import load_index
from graph_service.chains.mandate import Mandate, mandate_record
from graph_service.chains.register import read_register
from graph_service.graph.describe import describe
from graph_service.graph.validate import validate
from graph_service.pipeline import parse
from graph_service.web.statements import addressees
from graph_service.web.triples import Graph
from tests.chains.builder import BASE, Memory

TEXT = """A/RES/999/11

Resolution adopted by the General Assembly on 3 May 2002

999/11. Keeping of books

The General Assembly,

1. Requests the Secretary-General, the Joint Inspection Unit, the Board of Auditors and the Advisory Committee on \
Administrative and Budgetary Questions to report on the keeping of books at its sixtieth session.
"""
ORDER = ("secretary-general", "joint-inspection-unit", "board-of-auditors", "acabq")


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("texts") / "A_RES_999_11.txt"
    path.write_text(TEXT, "utf-8")
    return describe(parse(path), BASE)


@pytest.fixture(scope="module")
def mandate(quads: bytes) -> Mandate:
    store = Memory()
    store.load(quads)
    (one,) = read_register(load_index(store, BASE), store, BASE)
    return one


def test_the_register_keeps_the_order_of_the_text(mandate: Mandate) -> None:
    assert mandate.day == date(2002, 5, 3)
    assert mandate.addressees == ORDER
    assert mandate_record(mandate)["addressees"] == list(ORDER)
    assert mandate_row(mandate)["addressee"] == ORDER


def test_the_document_read_back_from_the_graph_keeps_it_too(quads: bytes) -> None:
    store = Memory()
    store.load(quads)
    graph = Graph(BASE).read(quad.triple for quad in store.store)
    asked = addressees(graph, f"{BASE}id/A/RES/999/11~op1/mandate/1")
    assert asked[0] == "Secretary-General"
    assert [one.partition(" ")[0] for one in asked] == ["Secretary-General", "Joint", "Board", "Advisory"]


def test_the_order_passes_the_shapes(quads: bytes) -> None:
    assert [one.message for one in validate(quads).results if one.severity == "Violation"] == []
