"""The ontology: its house style, its agreement with the data files, the queries and the code that use it."""

# ruff: noqa: E501

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Dataset, Graph

from graph_service.graph.functions import DIRECTIVE, function, functions
from graph_service.graph.ontology import load_ontology
from graph_service.graph.validate import validate_graph
from graph_service.graph.vocab import PREFIXES, UNAG, term
from graph_service.resources import PACKAGE, folder
from tests.conftest import ROOT

STYLE = "https://w3id.org/unag/style/"
OWL, RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
TERM = re.compile(r"(?<![\w/])unag:([A-Za-z]\w+)")


@cache
def ontology() -> str:
    return (folder("ontology") / "instruments.ttl").read_text("utf-8")


@cache
def statements(name: str = "instruments.ttl") -> tuple[ox.Triple, ...]:
    quads = ox.parse(path=folder("ontology") / name, format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


@cache
def defined() -> dict[str, str]:
    """Local name of every term of our namespace → local name of its OWL kind."""
    return {
        one.subject.value.removeprefix(UNAG): one.object.value.removeprefix(OWL)  # type: ignore[union-attr]
        for one in statements()
        if one.predicate.value == f"{PREFIXES['rdf']}type"
        and one.subject.value.startswith(UNAG)  # type: ignore[union-attr]
        and one.object.value.startswith(OWL)  # type: ignore[union-attr]
    }


def test_the_ontology_keeps_its_house_style() -> None:
    assert validate_graph(ontology().encode(), "style.ttl").results == ()
    assert len(defined()) >= 200


def test_the_alignments_import_nothing_and_speak_of_defined_terms() -> None:
    text = (folder("ontology") / "alignments.ttl").read_bytes()
    assert not [one for one in validate_graph(text, "style.ttl").results if one.shape.endswith("NoImports")]
    subjects = {one.subject.value for one in statements("alignments.ttl")}  # type: ignore[union-attr]
    named = {one.removeprefix(UNAG) for one in subjects if one.startswith(UNAG)}
    assert len(named) >= 35
    assert named <= set(defined())


@pytest.mark.shared
def test_the_terms_of_undo_exist_there(shared: Path) -> None:
    undo = PREFIXES["undo"]
    quads = ox.parse(path=shared / "vocabularies" / "undo.ttl", format=ox.RdfFormat.TURTLE)
    there = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    ours = {one.object.value for one in statements("alignments.ttl") if isinstance(one.object, ox.NamedNode)}
    used = {one for one in ours if one.startswith(undo)}
    assert len(used) >= 12
    assert used <= there
    assert f"{undo}Bulletin" not in used


KEPT = {
    "recall",
    "note",
    "take-note",
    "consider",
    "endorse",
    "recalls",
    "notes",
    "takesNoteOf",
    "considers",
    "endorses",
}
CITO = "skos:closeMatch cito:citesForInformation"
SCHEME = "<https://w3id.org/unag/lifecycle>"
BROKEN = {
    "EnglishLabel": ('rdfs:label "section"@en , "节"@zh', 'rdfs:label "节"@zh'),
    "ChineseLabel": ('rdfs:label "section"@en , "节"@zh', 'rdfs:label "section"@en'),
    "Definition": ('"A numbered or lettered division with paragraphs of its own."', '"Section"'),
    "NeededBy": ('unag:neededBy "cq-05" .\n\nunag:act ', 'unag:neededBy "because" .\n\nunag:act '),
    "ClassName": ("unag:SubHeading a owl:Class", "unag:subHeading a owl:Class"),
    "PropertyName": ("unag:orderKey a owl:DatatypeProperty", "unag:OrderKey a owl:DatatypeProperty"),
    "ConceptName": ("lifecycle:open a skos:Concept", "lifecycle:Open a skos:Concept"),
    "ConceptPlace": (f'skos:inScheme {SCHEME} ; skos:topConceptOf {SCHEME} ; skos:notation "open"', 'skos:notation "open"'),
    "ConceptNotation": ('skos:notation "open"', 'skos:notation "open" , "offen"'),
    "FunctionForce": ("unag:force force:approval ; unag:edgeProperty", "unag:edgeProperty"),
    "FunctionEdge": ("unag:edgeProperty unag:endorses", "unag:edgeProperty unag:underwrites"),
    "FunctionMatch": (f"unag:edgeProperty unag:recalls ; {CITO}", "unag:edgeProperty unag:recalls"),
    "EdgeIsCitation": ("unag:endorses a owl:ObjectProperty ;\n    rdfs:subPropertyOf cito:cites ;",
                       "unag:endorses a owl:ObjectProperty ;\n   "),
    "NeutralFunction": ("force:neutral ; unag:edgeProperty unag:takesNoteOf",
                        "force:approval ; unag:edgeProperty unag:takesNoteOf"),
    "AgreementIsApproval": (f"unag:notes ; {CITO}", "unag:notes ; skos:closeMatch cito:agreesWith"),
    "NoImports": ("a owl:Ontology ;", "a owl:Ontology ; owl:imports <https://w3id.org/un/ontology/undo> ;"),
}  # fmt: skip


@cache
def excerpt() -> str:
    """The ontology with a handful of its functions: whole enough to be broken, small enough to be quick."""
    blocks = ontology().split("\n\n")
    return "\n\n".join(block for block in blocks if _kept(block))


def _kept(block: str) -> bool:
    name = re.match(
        r"\s*(?:function:([a-z-]+)|unag:(\w+) a owl:ObjectProperty ;\s+rdfs:subPropertyOf cito:cites)", block
    )
    return name is None or (name[1] or name[2]) in KEPT


def test_the_excerpt_keeps_the_house_style() -> None:
    assert len(excerpt()) < len(ontology()) / 2
    assert validate_graph(excerpt().encode(), "style.ttl").results == ()


def test_every_rule_of_style_has_a_failing_case() -> None:
    text = (folder("ontology") / "style.ttl").read_text("utf-8")
    rules = set(re.findall(r"^style:(\w+) a sh:", text, re.M))
    assert rules == set(BROKEN)


@pytest.mark.parametrize("rule", BROKEN)
def test_the_rule_of_style_is_noticed_when_broken(rule: str) -> None:
    before, after = BROKEN[rule]
    assert excerpt().count(before) >= 1, rule
    report = validate_graph(excerpt().replace(before, after, 1).encode(), "style.ttl")
    assert f"{STYLE}{rule}" in {one.shape for one in report.results}, report.to_table()
    assert not report.conforms


def test_the_functions_are_those_of_the_data_file() -> None:
    table = tomllib.loads((folder("data") / "functions.toml").read_text("utf-8"))
    rows = {row["notation"]: row for row in table["function"]}
    assert set(rows) == set(functions())
    assert len(rows) >= 100
    labels = {
        (one.subject.value, one.object.language): one.object.value  # type: ignore[union-attr]
        for one in statements()
        if one.predicate.value == f"{PREFIXES['skos']}prefLabel"
    }
    for notation, row in rows.items():
        known = functions()[notation]
        assert known.force == term(f"force:{row['force']}"), notation
        assert known.edge == term(f"unag:{row['edge']}"), notation
        assert known.cito == term(f"cito:{row['cito']}"), notation
        concept = known.concept[1:-1]
        assert (labels[concept, "en"], labels[concept, "zh"]) == (row["en"], row["zh"])
    forces = {row["notation"] for row in table["force"]}
    assert forces <= {
        one.subject.value.rpartition("/")[2] for one in statements() if "/force/" in one.subject.value
    }  # type: ignore[union-attr]
    assert forces >= DIRECTIVE


@pytest.mark.shared
def test_every_function_of_the_verb_lexicon_is_in_the_scheme(shared: Path) -> None:
    lexicon = json.loads((shared / "vocabularies" / "verb_lexicon.json").read_text("utf-8"))
    names = {verb["function"] for verb in lexicon["verbs"]}
    assert len(names) >= 40
    assert names <= set(functions())
    neutral = {verb["function"] for verb in lexicon["verbs"] if "55/488" in verb["force"]}
    assert {functions()[one].force for one in neutral} == {term("force:neutral")}


def test_a_function_that_nobody_knows_has_neither_force_nor_edge() -> None:
    strange = function("whistle-at")
    assert (strange.force, strange.edge, strange.cito) == (None, None, term("cito:cites"))
    assert not strange.confers


def test_every_question_that_a_term_is_needed_by_is_a_query() -> None:
    needed = {
        one.object.value  # type: ignore[union-attr]
        for one in statements()
        if one.predicate.value == f"{UNAG}neededBy"
    }
    there = {path.name[:5] for path in folder("queries").glob("cq-*.rq")}
    assert len(needed) >= 12
    assert needed <= there


@pytest.mark.parametrize(
    "place", ["ontology/shapes.ttl", "ontology/style.ttl", "ontology/alignments.ttl", "queries", "data/curated"]
)
def test_every_term_in_use_is_defined(place: str) -> None:
    root = folder(place.partition("/")[0]).parent / place
    paths = [root] if root.is_file() else [*root.rglob("*.rq"), *root.rglob("*.ttl")]
    used = {name for path in paths for name in TERM.findall(path.read_text("utf-8"))}
    assert used
    assert used - set(defined()) == set()


def test_every_term_that_the_code_states_is_defined() -> None:
    paths = [*(PACKAGE / "graph").glob("*.py"), *(PACKAGE / "chains").glob("*.py")]
    used = {name for path in paths for name in re.findall(r'"unag:([A-Za-z]\w+)"', path.read_text("utf-8"))}
    assert len(used) >= 60
    assert used - set(defined()) == set()


def test_no_term_is_defined_that_nothing_uses() -> None:
    places = [
        *(PACKAGE.rglob("*.py")), *folder("queries").glob("*.rq"), *folder("data").rglob("*.ttl"),
        *(folder("ontology").glob("s*.ttl")),
    ]  # fmt: skip
    text = "\n".join(path.read_text("utf-8") for path in places)
    mentioned = set(TERM.findall(text))
    edges = {known.edge[1:-1].removeprefix(UNAG) for known in functions().values() if known.edge}
    kinds = set(re.findall(r'kind = "(\w+)"', (folder("data") / "symbols.toml").read_text("utf-8")))
    schemes = {one.subject.value for one in statements() if one.predicate.value == f"{RDFS}subClassOf"}  # type: ignore[union-attr]
    ranges = {one.object.value for one in statements() if one.predicate.value in {f"{RDFS}range", f"{RDFS}domain"}}  # type: ignore[union-attr]
    named = {one.removeprefix(UNAG) for one in schemes | ranges}
    assert set(defined()) - mentioned - edges - kinds - named == set()


def context() -> dict[str, object]:
    loaded: dict[str, dict[str, object]] = json.loads((folder("ontology") / "context.jsonld").read_text("utf-8"))
    return loaded["@context"]


def test_the_context_has_a_name_for_every_property() -> None:
    terms = context()
    targets = {value.get("@id") if isinstance(value, dict) else value for value in terms.values()}
    properties = {name for name, kind in defined().items() if kind.endswith("Property")}
    assert {f"unag:{name}" for name in properties} <= targets
    assert len(properties) >= 180


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_a_paragraph_in_the_contexts_words_is_the_paragraph_of_the_graph() -> None:
    paragraph = {
        "@context": context(),
        "id": "un:A/RES/999/1~I.op1",
        "type": ["OperativeParagraph", "eli:LegalResourceSubdivision"],
        "number": "1",
        "locator": "A/RES/999/1~I.op1",
        "partOf": "un:A/RES/999/1~secI",
        "orderKey": 2,
        "recalls": ["un:A/999/12~para7"],
        "words": [{"id": "un:A/RES/999/1@en~I.op1", "text": {"en": "Recalls a paragraph;"}}],
        "citations": [
            {
                "id": "un:A/RES/999/1~I.op1/cites/recall/A/999/12~para7", "function": "recall",
                "target": "un:A/999/12~para7", "resolutionStatus": "explicit", "pinpointUnit": "paragraph",
                "pinpoint": "para7", "confidence": "1.0",
            }
        ],
    }  # fmt: skip
    read = Dataset(default_union=True).parse(data=json.dumps(paragraph), format="json-ld")
    base = "https://w3id.org/unag/id/A/RES/999/1~I.op1"
    expected = f"""
        PREFIX unag: <{UNAG}> PREFIX eli: <{PREFIXES["eli"]}> PREFIX cito: <{PREFIXES["cito"]}>
        ASK {{ <{base}> a unag:OperativeParagraph ; eli:number "1" ; unag:orderKey 2 ;
                 eli:is_part_of <https://w3id.org/unag/id/A/RES/999/1~secI> ; unag:recalls ?target .
               ?words eli:realizes <{base}> ; unag:text "Recalls a paragraph;"@en .
               ?citation cito:hasCitingEntity <{base}> ; cito:hasCitedEntity ?target ; unag:confidence 1.0 ;
                 unag:function <https://w3id.org/unag/function/recall> ;
                 unag:pinpointUnit <https://w3id.org/unag/unit/paragraph> ;
                 unag:resolutionStatus <https://w3id.org/unag/status/explicit> }}"""
    assert read.query(expected).askAnswer


def test_the_core_loads_alone_and_has_no_blank_nodes() -> None:
    nodes = [one for triple in statements() for one in (triple.subject, triple.object)]
    assert not [one for one in nodes if isinstance(one, ox.BlankNode)]
    assert f"{OWL}imports" not in ontology()
    assert ROOT.joinpath("ontology", "instruments.ttl").is_file()


def test_the_ontology_is_a_graph_of_the_store_under_any_base() -> None:
    (item,) = load_ontology("https://example.org/g/").items()
    assert item[0] == "https://example.org/g/graph/ontology"
    lines = item[1].decode().splitlines()
    assert lines == sorted(set(lines))
    assert all(line.endswith("<https://example.org/g/graph/ontology> .") for line in lines)
    assert any(line.startswith(f"<{PREFIXES['function']}recall> ") for line in lines)
    assert not [line for line in lines if "_:" in line or "shacl#" in line]


@pytest.mark.parametrize("name", ["shapes.ttl", "curated.ttl", "style.ttl"])
def test_the_shapes_are_shapes_by_the_standards_own_shapes(name: str) -> None:
    shapes = Graph().parse(folder("ontology") / name)
    data = Graph().parse(data=excerpt(), format="turtle")  # style names its focus nodes, so they must be there
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=True)
    assert conforms, text
