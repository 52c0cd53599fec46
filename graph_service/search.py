"""Full text and symbols in any language, over one release: SQLite's FTS5, built from what the store says.

Two indexes stand side by side. ``words`` (unicode61, diacritics folded) ranks scripts that part their words by
blanks; ``grams`` (trigrams) finds any run of characters, which is what Chinese needs and what a symbol is.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import NamedTemporaryFile

from graph_service.errors import StoreError, SymbolError
from graph_service.graph.store import GraphStore, Row
from graph_service.symbols import parse_locator

SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE place (id INTEGER PRIMARY KEY, locator TEXT, document TEXT, kind TEXT, language TEXT, text TEXT,
                    year INTEGER, body TEXT);
CREATE TABLE trait (locator TEXT, name TEXT, value TEXT);
CREATE TABLE release (name TEXT, base TEXT);
CREATE VIRTUAL TABLE words USING fts5(text, content=place, content_rowid=id,
                                      tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE grams USING fts5(text, locator, content=place, content_rowid=id, tokenize=trigram);
"""
FILL = """
INSERT INTO words(words) VALUES('rebuild'); INSERT INTO grams(grams) VALUES('rebuild');
CREATE INDEX trait_at ON trait(name, value, locator); CREATE INDEX place_at ON place(locator);
"""
PREFIXES = """
PREFIX unag: <https://w3id.org/unag/ontology#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
# Plain patterns only: what a document may lack is asked for by itself and joined here, which costs what it finds.
PLACES = {
    "paragraph": "?place unag:inDocument ?document . ?words eli:realizes ?place ; unag:text ?text .",
    "summary": "?place unag:inDocument ?document ; dcterms:description ?text .",
    "document": "?place unag:symbol ?symbol ; dcterms:title ?text . BIND(?place AS ?document)",
    "body": "?place a <http://www.w3.org/ns/org#Organization> ; skos:prefLabel ?text . BIND(?place AS ?document)",
}
ABOUT = {"day": "?document unag:adopted ?value .", "body": "?document unag:issuedBy ?value ."}
TRAITS = {
    "function": "?act unag:inParagraph ?place ; unag:function ?value .",
    "addressee": "?mandate unag:mandatedBy ?place ; unag:addressee ?value .",
}
INTO_PLACE = """
INSERT INTO place(locator, document, kind, language, text, year, body) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place found: ``kind`` is locator, document, paragraph, summary or body; ``snippet`` marks with ‹ ›."""

    locator: str
    document: str
    kind: str
    language: str
    snippet: str
    year: int | None
    body: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """What narrows a search; None takes all. ``addressee``, ``function`` and ``body`` are slugs or notations."""

    language: str | None = None
    kind: str | None = None
    function: str | None = None
    addressee: str | None = None
    body: str | None = None
    year: int | None = None
    document: str | None = None


class Search:
    """A search index of one release; open it with `open_search`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, text: str, criteria: Criteria = Criteria(), *, limit: int = 20, offset: int = 0) -> list[Hit]:
        """Hits, best first; a locator that is known comes before everything else.

        An empty text with criteria lists all places that meet them, in the order of their locators.
        """
        with closing(self._connect()) as connection:
            known = self._locators(connection, text) if text and not offset else []
            rows = connection.execute(*_statement(text, criteria, limit, offset)).fetchall()
        seen = {one.locator for one in known}
        return (known + [hit for row in rows if (hit := Hit(*row)).locator not in seen])[:limit]

    def _locators(self, connection: sqlite3.Connection, text: str) -> list[Hit]:
        try:
            locator = str(parse_locator(text.strip()))
        except SymbolError as error:
            return [hit for one in error.candidates for hit in self._exactly(connection, one)]
        return self._exactly(connection, locator)

    def _exactly(self, connection: sqlite3.Connection, locator: str) -> list[Hit]:
        row = connection.execute(
            "SELECT locator, document, language, text, year, body FROM place WHERE locator = ? "
            "ORDER BY kind = 'document' DESC, kind = 'summary' DESC LIMIT 1",
            (locator,),
        ).fetchone()
        return [Hit(row[0], row[1], "locator", row[2], row[3][:160], row[4], row[5])] if row else []

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True)


def _statement(text: str, criteria: Criteria, limit: int, offset: int) -> tuple[str, tuple[object, ...]]:
    """The SQL of one search; every value is bound, none stands in the text."""
    index, match = _match(text)
    where, values = _where(criteria)
    shown = f"snippet({index}, 0, '‹', '›', '…', 24)" if match else "substr(place.text, 1, 160)"
    tables, order = "place", "place.locator"
    if match:
        tables, order = f"{index} JOIN place ON place.id = {index}.rowid", f"{index}.rank"
        where, values = [f"{index} MATCH ?", *where], [match, *values]
    elif text.strip():
        where, values = ["(place.text LIKE ? OR place.locator LIKE ?)", *where], [f"%{text.strip()}%"] * 2 + values
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    sql = (
        "SELECT place.locator, place.document, place.kind, place.language, "
        f"{shown}, place.year, place.body FROM {tables}{condition} ORDER BY {order} LIMIT ? OFFSET ?"
    )
    return sql, (*values, limit, offset)


def _match(text: str) -> tuple[str, str]:
    """Which index takes this text, and its FTS5 expression; '' where only a scan can find it."""
    stripped = text.strip()
    if CJK.search(stripped) or "/" in stripped:
        long = [part for part in stripped.split() if len(part) >= 3]
        return "grams", " AND ".join(_quoted(part) for part in long)
    return "words", " ".join(f"{_quoted(word)}*" for word in WORD.findall(stripped))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _where(criteria: Criteria) -> tuple[list[str], list[object]]:
    where: list[str] = []
    values: list[object] = []
    for column in ("language", "kind", "year", "body", "document"):
        if (value := getattr(criteria, column)) is not None:
            where.append(f"place.{column} = ?")
            values.append(value)
    for trait in TRAITS:
        if (value := getattr(criteria, trait)) is not None:
            where.append("place.locator IN (SELECT locator FROM trait WHERE name = ? AND value = ?)")
            values += [trait, value]
    return where, values


def open_search(store: GraphStore, base: str, folder: Path | None = None) -> Search:
    """The index of the store's release: the one kept in ``folder``, else a new one.

    Raises `StoreError` if it cannot be written. An index is never changed after it is complete.
    """
    if folder is None:
        with NamedTemporaryFile(prefix="unag-search-", suffix=".sqlite", delete=False) as file:
            path = Path(file.name)
        return _build(store, base, path)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"search-{store.release}.sqlite"
    return Search(path) if path.exists() else _build(store, base, path)


def _build(store: GraphStore, base: str, path: Path) -> Search:
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(partial)) as connection:
            connection.executescript(SCHEMA)
            about = {name: _about(store, name) for name in ABOUT}
            for kind in PLACES:
                connection.executemany(INTO_PLACE, _places(store, base, kind, about))
            for name in TRAITS:
                connection.executemany("INSERT INTO trait VALUES (?,?,?)", _traits(store, base, name))
            connection.executescript(FILL)
            connection.execute("INSERT INTO release VALUES (?,?)", (store.release, base))
            connection.commit()
        partial.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the search index cannot be written: {error}", where=str(path)) from error
    return Search(path)


def _places(
    store: GraphStore, base: str, kind: str, about: Mapping[str, Mapping[str, list[str]]]
) -> Iterator[tuple[object, ...]]:
    query = f"{PREFIXES} SELECT DISTINCT ?place ?document ?text WHERE {{ {PLACES[kind]} }}"
    for row in store.select(query):
        document = _text(row, "document")
        # A document of two bodies is found under each.
        for day, body in product(*(about[name].get(document, [""]) for name in ("day", "body"))):
            yield (
                _name(_text(row, "place"), base),
                _name(document, base),
                kind,
                getattr(row["text"], "language", None) or "",
                _text(row, "text"),
                int(day[:4]) if day else None,
                _name(body, base).removeprefix("body/"),
            )


def _about(store: GraphStore, name: str) -> dict[str, list[str]]:
    """What ``ABOUT`` says of each document: its days, or its bodies."""
    found: dict[str, list[str]] = {}
    for row in store.select(f"{PREFIXES} SELECT DISTINCT ?document ?value WHERE {{ {ABOUT[name]} }}"):
        found.setdefault(_text(row, "document"), []).append(_text(row, "value"))
    return found


def _traits(store: GraphStore, base: str, name: str) -> Iterable[tuple[str, str, str]]:
    query = f"{PREFIXES} SELECT DISTINCT ?place ?value WHERE {{ {TRAITS[name]} }}"
    for row in store.select(query):
        yield _name(_text(row, "place"), base), name, _text(row, "value").rsplit("/", 1)[-1]


def _text(row: Row, name: str) -> str:
    return row[name].value if name in row else ""


def _name(address: str, base: str) -> str:
    return address.removeprefix(f"{base}id/")
