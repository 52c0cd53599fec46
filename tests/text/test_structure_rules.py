"""Language files: each is whole, each example comes out as it says, and a fault is named by file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph_service.errors import RulesError
from graph_service.resources import folder
from graph_service.text import rules
from tests.text.structure_samples import outline, structure

EXAMPLES = [
    (code, index, example)
    for code in rules.languages()
    for index, example in enumerate(rules.tables(code).get("structure", {}).get("examples", ()))
]


def test_every_language_shows_what_it_can() -> None:
    assert {code for code, _, _ in EXAMPLES} == set(rules.languages())
    assert len(EXAMPLES) >= 2 * 2 + len(rules.languages()) - 2


@pytest.mark.parametrize(("code", "index", "example"), EXAMPLES, ids=[f"{one[0]}-{one[1]}" for one in EXAMPLES])
def test_an_example_comes_out_as_it_says(code: str, index: int, example: dict[str, object]) -> None:
    found = outline(structure(str(example["text"]), code))
    expected = [str(line).split(": ", 1) for line in example["expect"]]  # type: ignore[attr-defined]
    assert list(found) == [identifier for identifier, _ in expected]
    for identifier, words in expected:
        assert found[identifier].startswith(words), identifier


@pytest.mark.parametrize("code", rules.languages())
def test_a_language_is_whole(code: str) -> None:
    language = rules.load(code)
    assert language.code == code
    assert len(language.iri) == 3
    assert {organ.name for organ in language.organs} >= {"General Assembly", "Security Council"}
    assert language.numbers
    assert language.closing
    assert language.front["session"]


@pytest.mark.parametrize(
    ("text", "value"), [("sixty-sixth", 66), ("first", 1), ("one hundred and fifth", 105), ("fortieth", 40)]
)
def test_english_ordinals(text: str, value: int) -> None:
    assert rules.load("en").ordinal(text) == value


@pytest.mark.parametrize(("text", "value"), [("六十七", 67), ("十", 10), ("一百零五", 105), ("第七十九", 79)])
def test_chinese_ordinals(text: str, value: int) -> None:
    assert rules.load("zh").ordinal(text) == value


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data folder's language files that a test may break."""
    shutil.copytree(folder("data") / "languages", tmp_path / "languages")
    shutil.copy(folder("data") / "layout.toml", tmp_path / "layout.toml")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "blamed"),
    [
        ('iri = "ENG"', "", r"en\.toml: \[language\] iri is missing"),
        ("openings = [", "opennings = [", r"en\.toml: \[structure\] (openings is missing|opennings)"),
        ("summaries = ['Summary', ", "summaries = ['Summary(', ", r"\[structure\] summaries 'Summary\('"),
        ('name = "General Assembly"', 'title = "x"', r"\[\[structure.organs\]\] 1 needs name and enacting"),
        ("[structure]", "[structure", r"en\.toml: is not TOML"),
    ],
)
def test_a_fault_is_named_by_file_and_key(data: Path, old: str, new: str, blamed: str) -> None:
    path = data / "languages" / "en.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError, match=blamed):
        rules.load("en", data)


def test_an_unknown_language_is_named(data: Path) -> None:
    with pytest.raises(RulesError, match=r"tlh\.toml: there is no such file"):
        rules.load("tlh", data)


def test_a_new_language_is_a_new_file(data: Path) -> None:
    text = (data / "languages" / "en.toml").read_text(encoding="utf-8")
    (data / "languages" / "sco.toml").write_text(text.replace('code = "en"', 'code = "sco"', 1), encoding="utf-8")
    assert rules.load("sco", data).code == "sco"
    assert "sco" in rules.languages(data)
