"""Named queries: every ``queries/*.rq`` with its question, its typed parameters and an example in its header.

A header is the block of comments at the top of the file::

    # title: What cites a place
    # title@fr: Ce qui cite un endroit
    # question: Which paragraphs cite this paragraph, with which function?
    # audience: researcher
    # param: place locator the cited paragraph default=A/RES/64/259~op21
    # example: place=A/RES/64/259~op21

Title, question and descriptions are English; ``title@fr``, ``question@zh``, ``param@fr: place le paragraphe cité``
give them in further languages.

A parameter is a variable of the query and stands in its projection; values are bound to it, never pasted. One
without a default may be left out: the variable then stays free, and the query answers for all values.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from graph_service.errors import DataError, QueryError, UnknownError
from graph_service.graph.binding import bind
from graph_service.graph.parameters import TYPES, Parameter, term_of, told
from graph_service.graph.store import GraphStore, Row, Term
from graph_service.graph.vocab import DEFAULT_BASE
from graph_service.resources import folder

AUDIENCES: Final = ("researcher", "analyst", "integrator")
FIELD: Final = re.compile(r"^#\s*((?:title|question|param)(?:@[a-z]{2,3})?|audience|example):\s*(.*?)\s*$")
PARAM: Final = re.compile(r"^(?P<name>\w+)\s+(?P<type>\w+)\s+(?P<about>.*?)(?:\s*default=(?P<default>.*))?$")
PROJECTION: Final = re.compile(r"\b(?:SELECT|ASK)\b(.*?)(?:\bWHERE\b|\{)", re.S | re.I)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question with its query. ``name`` is the file's stem, ``number`` its first two parts (``cq-07``)."""

    name: str
    title: str
    question: str
    audience: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    text: str
    path: Path
    titles: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    def title_in(self, language: str) -> tuple[str, str]:
        """The title in a language, else in English, with the language that it is in."""
        return told(self.titles, self.title, language)

    def question_in(self, language: str) -> tuple[str, str]:
        """The question in a language, else in English, with the language that it is in."""
        return told(self.questions, self.question, language)

    @property
    def number(self) -> str:
        """``cq-07`` of ``cq-07-what-cites-a-place``."""
        return "-".join(self.name.split("-")[:2])

    @property
    def is_check(self) -> bool:
        """Whether the query must return no rows."""
        return self.name.startswith("check-")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the answer's columns, in order."""
        found = PROJECTION.search(_without_comments(self.text))
        named = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\bAS\s+\?(\w+)\s*\)", r"?\1", found[1]) if found else ""
        return tuple(re.findall(r"\?(\w+)", named))

    def terms(self, values: Mapping[str, str], base: str = DEFAULT_BASE) -> dict[str, Term]:
        """The values as terms, defaults filled in.

        Raises QueryError for a parameter that the query does not have or a value of another type, each with
        what would be right.
        """
        known = {one.name: one for one in self.parameters}
        for name in values.keys() - known.keys():
            offered = ", ".join(f"{one.name} ({one.type})" for one in self.parameters) or "none"
            raise QueryError(f"{self.name} has no parameter “{name}”", where=self.name, do=f"it has: {offered}")
        given = {name: values.get(name) or one.default for name, one in known.items()}
        return {name: term_of(known[name], value, base) for name, value in given.items() if value}

    def run(self, store: GraphStore, base: str = DEFAULT_BASE, **values: str) -> list[Row]:
        """The answer for these parameters. Raises QueryError and whatever the store raises."""
        return store.select(self.text, self.terms(values, base) or None)

    def sparql(self, base: str = DEFAULT_BASE, **values: str) -> str:
        """The query with its values in place, to be shown, copied or sent elsewhere."""
        return bind(self.text, self.terms(values, base))


def plain(rows: list[Row], base: str = DEFAULT_BASE) -> list[dict[str, str]]:
    """Rows as text: resources as locators, concepts by their last step, literals as they are."""
    return [{name: plain_term(value, base) for name, value in row.items()} for row in rows]


def plain_term(value: Term, base: str = DEFAULT_BASE) -> str:
    """One value as text."""
    if isinstance(value, ox.Literal):
        return value.value
    if value.value.startswith(f"{base}id/"):
        return value.value[len(base) + 3 :]
    concept = re.match(r"https://w3id\.org/unag/(?:function|force|status|lifecycle|standing)/(.+)$", value.value)
    return concept[1] if concept else value.value


@cache
def load_queries() -> Mapping[str, NamedQuery]:
    """Every query of ``queries/`` by its name, in order. Raises DataError with file and what is wrong."""
    return {path.stem: read_query(path) for path in sorted(folder("queries").glob("*.rq"))}


def find_query(name: str) -> NamedQuery:
    """The query of that name or number. Raises UnknownError with the nearest names."""
    queries = load_queries()
    for query in queries.values():
        if name in (query.name, query.number):
            return query
    near = process.extract(name, queries.keys(), scorer=fuzz.WRatio, limit=3)
    names = tuple(one for one, _, _ in near)
    raise UnknownError(f"no query is named “{name}”", do=f"nearest: {', '.join(names)}", nearest=names)


def read_query(path: Path) -> NamedQuery:
    """One query file. Raises DataError for a header that lacks something or contradicts the query."""
    text = path.read_text("utf-8")
    fields: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found := FIELD.match(line):
            fields.setdefault(found[1], []).append(f"{number}\0{found[2]}")
    for name in ("title", "question", "audience"):
        if len(fields.get(name, [])) != 1:
            raise DataError(f"the header needs one “# {name}:”", where=str(path))
    query = NamedQuery(
        name=path.stem,
        title=_value(fields["title"][0]),
        question=_value(fields["question"][0]),
        audience=_value(fields["audience"][0]),
        parameters=_parameters(path, fields),
        example=_example(_value(fields.get("example", ["0\0"])[0])),
        text=text,
        path=path,
        titles=_translated(fields, "title"),
        questions=_translated(fields, "question"),
    )
    _check(query)
    return query


def _value(field: str) -> str:
    return field.partition("\0")[2]


def _translated(fields: Mapping[str, list[str]], name: str) -> dict[str, str]:
    return {key.partition("@")[2]: _value(found[0]) for key, found in fields.items() if key.startswith(f"{name}@")}


def _parameters(path: Path, fields: Mapping[str, list[str]]) -> tuple[Parameter, ...]:
    found = {one.name: one for one in (_parameter(path, text) for text in fields.get("param", []))}
    for key, texts in fields.items():
        for line, _, text in (one.partition("\0") for one in texts if key.startswith("param@")):
            name, _, about = text.partition(" ")
            if name not in found:
                raise DataError(f"there is no parameter “{name}” to describe", where=f"{path}:{line}")
            told = {**found[name].translated, key.partition("@")[2]: about}
            found[name] = replace(found[name], translated=told)
    return tuple(found.values())


def _parameter(path: Path, field: str) -> Parameter:
    line, _, text = field.partition("\0")
    found = PARAM.match(text)
    if not found or found["type"] not in TYPES:
        raise DataError(
            f"“{text}” is no parameter",
            where=f"{path}:{line}",
            do=f"write: name type description default=…; types are {', '.join(TYPES)}",
        )
    return Parameter(found["name"], found["type"], found["about"], found["default"])


def _example(text: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in shlex.split(text))
    return {name: value for name, _, value in pairs} if "'" in text or '"' in text else _loose(text)


def _loose(text: str) -> dict[str, str]:
    """``a=b c d=e`` → a: “b c”, d: “e”: a value runs up to the next name."""
    found = re.split(r"(?:^|\s+)(\w+)=", text)
    return dict(zip(found[1::2], (one.strip() for one in found[2::2]), strict=True))


def _check(query: NamedQuery) -> None:
    """The header and the query say the same; raises DataError."""
    where = str(query.path)
    if query.audience not in AUDIENCES:
        raise DataError(f"no audience “{query.audience}”", where=where, do=f"use one of {', '.join(AUDIENCES)}")
    for one in query.parameters:
        if one.name not in query.columns:
            raise DataError(f"parameter ?{one.name} is not in the projection", where=where, do="project it")
    try:
        query.terms(query.example)
        ox.Store().query(query.text)
    except QueryError as error:
        raise DataError(f"the example does not fit: {error.message}", where=where) from error
    except SyntaxError as error:
        raise DataError(f"syntax error in the query: {error}", where=where) from error


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("#", "PREFIX")))
