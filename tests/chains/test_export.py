"""Every form of a chain says the same."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from graph_service.chains.archive import COLUMNS, open_index, read_index, save_index
from graph_service.chains.chain import Chain
from graph_service.chains.export import FORMS, chain_record, path_record, write_chain
from graph_service.chains.index import Index
from graph_service.chains.paths import paths
from graph_service.chains.traverse import trace
from graph_service.chains.ways import join_ways, write_ways
from graph_service.chains.words import quote_edges, texts_of
from graph_service.errors import QueryError, StoreError
from tests.chains.builder import BASE, Memory

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def chain(index: Index) -> Chain:
    return trace(index, "A/RES/998/57", depth=2)


def test_json_holds_every_step(chain: Chain) -> None:
    record = json.loads(write_chain(chain, "json", BASE))
    assert record == chain_record(chain)
    assert len(record["edges"]) == len(chain.edges) > 10
    noted = next(one for one in record["edges"] if one["viaFootnote"] == "A/RES/998/57~fn7")
    assert noted["pinpoint"] == "para36"
    assert noted["evidence"][0] == {"expression": "A/RES/998/57@en", "language": "en", "span": [260, 269]}


def test_csv_has_a_row_per_step(chain: Chain) -> None:
    rows = list(csv.DictReader(io.StringIO(write_chain(chain, "csv", BASE))))
    assert [(one["source"], one["target"]) for one in rows] == [(one.source, one.target) for one in chain.edges]


def test_graphml_is_read_back_by_networkx(chain: Chain) -> None:
    graph = nx.parse_graphml(write_chain(chain, "graphml", BASE))
    assert set(graph.nodes) == {one.locator for one in chain.nodes}
    assert graph.number_of_edges() == len(chain.edges) + len(chain.parts)


def test_dot_names_every_document_and_step(chain: Chain) -> None:
    text = write_chain(chain, "dot", BASE)
    assert text.count(" -> ") == len(chain.edges) + len(chain.parts)
    assert text.count("subgraph cluster_") == len(chain.documents)


def test_jsonld_gives_the_citations_that_the_graph_holds(chain: Chain, store: Memory) -> None:
    record = json.loads(write_chain(chain, "jsonld", BASE))
    text = json.dumps(record).encode()
    found = ox.Store()
    found.load(text, format=ox.RdfFormat.JSON_LD)
    cited = ox.NamedNode("http://purl.org/spar/cito/hasCitedEntity")
    pairs = [(quad.subject, quad.object) for quad in found.quads_for_pattern(None, cited, None, None)]
    assert len(pairs) > 10
    for subject, target in pairs:
        if "~I.op3" not in str(subject) and "op3>" not in str(subject):
            assert list(store.store.quads_for_pattern(subject, cited, target, None)), subject


def test_the_picture_is_readable_and_runs_nothing(chain: Chain) -> None:
    text = write_chain(chain, "svg", BASE)
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert not list(root.iter(f"{SVG}script"))
    shown = [one.text for one in root.iter(f"{SVG}text")]
    assert {"A/RES/998/57", "2002", "2003", "1945", "I.op12"} <= set(shown)
    titles = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert sum("recall" in one for one in titles) == sum(one.function == "recall" for one in chain.edges)


def test_years_run_from_left_to_right(chain: Chain) -> None:
    root = ET.fromstring(write_chain(chain, "svg", BASE))
    years = [(float(one.get("x", 0)), one.text) for one in root.iter(f"{SVG}text") if (one.text or "").isdigit()]
    assert [year for _, year in sorted(years)] == sorted(year or "" for _, year in years)


def test_a_hostile_title_stays_text(chain: Chain) -> None:
    hostile = chain_record(chain)
    assert hostile["start"] == "A/RES/998/57"
    nodes = tuple(
        type(one)(one.locator, one.kind, one.document, one.depth, '<script>alert("1")</script>', one.date)
        for one in chain.nodes
    )
    text = write_chain(Chain(chain.start, "forward", 2, nodes, chain.edges), "svg", BASE)
    assert "<script" not in text


def test_tree_and_table_show_function_place_and_note(chain: Chain) -> None:
    tree, table = write_chain(chain, "tree", BASE), write_chain(chain, "table", BASE)
    assert "→ recall A/RES/997/59~op21" in tree
    assert "note 7" in tree
    assert "(shown elsewhere)" in tree
    assert "coreferent" in table


def test_the_same_chain_gives_the_same_bytes(index: Index, chain: Chain) -> None:
    again = trace(index, "A/RES/998/57", depth=2)
    assert {form: write_chain(again, form, BASE) for form in FORMS} == {
        form: write_chain(chain, form, BASE) for form in FORMS
    }
    assert len(FORMS) == 8


def test_an_unknown_form_is_refused_with_the_known_ones(chain: Chain) -> None:
    with pytest.raises(QueryError, match="graphml"):
        write_chain(chain, "gif", BASE)


def test_a_path_as_json(index: Index) -> None:
    record = path_record(paths(index, "A/RES/999/53", "A/RES/996/76")[0])
    assert record["instruments"][-1] == "A/RES/996/76"
    assert record["citations"] == 2


def test_quotes_come_from_the_store(index: Index, store: Memory) -> None:
    chain = quote_edges(trace(index, "A/RES/998/57~I.op12", depth=1), store, BASE)
    assert {one.quote for edge in chain.edges for one in edge.evidence} == {"words 240", "words 250", "words 260"}
    assert set(texts_of(store, "A/RES/998/57~I.op12", BASE)) == {"en", "zh"}


def test_a_kept_index_is_the_same_index(index: Index, tmp_path: Path, store: Memory) -> None:
    path = tmp_path / "chains.index"
    save_index(index, path)
    kept = read_index(path)
    assert all(bytes(getattr(index, name)) == bytes(getattr(kept, name)) for name in COLUMNS)
    assert trace(kept, "A/RES/999/53", depth=5) == trace(index, "A/RES/999/53", depth=5)
    path.write_bytes(b"no index")
    with pytest.raises(StoreError):
        read_index(path)
    first = open_index(store, BASE, tmp_path)
    assert dict(open_index(store, BASE, tmp_path).facts) == dict(first.facts) == dict(index.facts)
    (tmp_path / "chains-1.index").write_bytes(b"torn")
    assert len(open_index(store, BASE, tmp_path)) == len(index)


def test_ways_come_in_every_form_of_a_chain(index: Index) -> None:
    found = paths(index, "A/RES/999/53", "A/RES/996/76")
    written = {form: write_ways(index, found, "A/RES/999/53", form, BASE) for form in FORMS}
    (tree, *_), rows = found, list(csv.DictReader(io.StringIO(written["csv"])))
    assert [one["by"] for one in rows if one["way"] == "1"] == ["contains", "→ recall", "contains", "→ recall"]
    assert [one["to"] for one in rows if one["way"] == "1"] == [step.goal for step in tree.steps]
    steps = json.loads(written["json"])[0]["steps"]
    assert [one["move"] for one in steps] == ["contains", None, "contains", None]
    graph = nx.parse_graphml(written["graphml"])
    assert nx.has_path(graph, "A/RES/999/53", "A/RES/996/76")
    ox.Store().load(written["jsonld"].encode(), format=ox.RdfFormat.JSON_LD)
    assert ET.fromstring(written["svg"]).tag == f"{SVG}svg"
    assert written["dot"].count(" -> ") == graph.number_of_edges()
    assert "A/RES/998/57@en" in written["table"]
    assert written["tree"].startswith("A/RES/999/53  way 1: 3 instruments, 2 citations")


def test_ways_against_the_arrows_and_up_to_what_holds_a_place(index: Index) -> None:
    found = paths(index, "A/997/683~para28", "A/RES/996/76~op9")
    rows = list(csv.DictReader(io.StringIO(write_ways(index, found, "A/997/683~para28", "csv", BASE))))
    assert [one["by"] for one in rows][-1].startswith("→ answer")
    back = paths(index, "A/RES/996/76~op9", "A/997/683~para28")
    turned = list(csv.DictReader(io.StringIO(write_ways(index, back, "A/RES/996/76~op9", "csv", BASE))))
    assert turned[0]["by"].startswith("← answer")
    chain = join_ways(index, back, "A/RES/996/76~op9")
    assert {one.depth for one in chain.edges} <= {-1, -2, 1, 2}
    with pytest.raises(QueryError, match="no chain is written as"):
        write_ways(index, found, "A/997/683~para28", "docx", BASE)


def test_what_a_citation_fails_to_lead_to_is_no_part_of_who_cites(index: Index) -> None:
    doubtful = "A/RES/998/57~II.op8"
    assert [one.target for one in trace(index, doubtful, depth=1).edges] == [f"{doubtful}/cites/note/unresolved-1"]
    assert not trace(index, doubtful, "backward", depth=2).edges
