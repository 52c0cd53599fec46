"""The rooms and seams of the house: who may import whom, and how large anything may grow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "graph_service"
MODULES = sorted(PACKAGE.rglob("*.py"))
RDF = {"rdflib", "pyoxigraph", "pyshacl", "oxrdflib"}
FORBIDDEN = {
    "text": RDF | {"graph_service.graph", "graph_service.chains", "graph_service.web", "graph_service.pipeline"},
    "graph": {"graph_service.text", "graph_service.web", "graph_service.pipeline"},
    "chains": {"graph_service.text", "graph_service.web", "graph_service.pipeline"},
    "web": {"graph_service.text"},
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler"}


def imported(path: Path) -> set[str]:
    """Every module that a file imports, in full."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def functions(path: Path) -> list[tuple[str, int]]:
    """Name and length in lines of every function of a file."""
    return [
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_the_package_is_found() -> None:
    assert len(MODULES) >= 10


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_what_its_seam_allows(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    forbidden = FORBIDDEN.get(room, set())
    crossed = {
        name for name in imported(path) for wall in forbidden if name == wall or name.startswith(f"{wall}.")
    }
    assert not crossed, f"{path.name} reaches through the wall of {room}: {sorted(crossed)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
    assert not [(name, lines) for name, lines in functions(path) if lines > 40]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_have_a_docstring_and_a_telling_name(path: Path) -> None:
    assert path.stem not in VAGUE
    if path.read_text("utf-8").strip():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_the_walls_would_be_noticed(tmp_path: Path) -> None:
    crossing = tmp_path / "crossing.py"
    crossing.write_text("import rdflib\nfrom graph_service.graph import store\n")
    assert {"rdflib", "graph_service.graph", "graph_service.graph.store"} <= imported(crossing)
