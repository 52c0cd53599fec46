"""Every caution that the code can raise is explained in the reference, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from graph_service import reference
from graph_service.reference_cautions import CAUTIONS
from graph_service.resources import PACKAGE

READ_BACK = "facts/reading.py"


def raised() -> Iterator[tuple[str, str]]:
    """Each code with the module that raises it; a code that is no constant is named by its source."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        constants = {
            target.id: one.value.value
            for one in tree.body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
            for target in one.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Caution" and module != READ_BACK:
                code = call.args[0]
                named = constants.get(code.id, code.id) if isinstance(code, ast.Name) else ast.unparse(code)
                yield (str(code.value) if isinstance(code, ast.Constant) else named), module


def test_every_caution_is_explained() -> None:
    codes = dict(raised())
    assert len(codes) > 10
    assert {code: module for code, module in codes.items() if code not in CAUTIONS} == {}


def test_no_caution_is_explained_that_nothing_raises() -> None:
    assert set(CAUTIONS) - {code for code, _ in raised()} == set()


@pytest.mark.parametrize("code", CAUTIONS)
def test_the_reference_says_what_it_means_and_what_to_do(code: str) -> None:
    (row,) = [line for line in reference.render().splitlines() if line.startswith(f"| `{code}` |")]
    meaning, advice = CAUTIONS[code]
    assert row == f"| `{code}` | {meaning} | {advice} |"
