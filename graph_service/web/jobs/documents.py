"""The jobs behind ``/api/documents``: the list with its filters, and one document as JSON."""

from __future__ import annotations

from typing import Any, BinaryIO

import orjson
import pyoxigraph as ox

from graph_service.graph.store import GraphStore, Term
from graph_service.symbols import parse_locator
from graph_service.web.describing import PROLOGUE
from graph_service.web.lists import decode_cursor, write_page
from graph_service.web.namespaces import node
from graph_service.web.records import read_record
from graph_service.web.worker import Context

Json = dict[str, Any]
COLUMNS = ("symbol", "kind", "title", "adopted", "session", "body", "languages", "loaded")
UNAG = "https://w3id.org/unag/ontology#"
# A filter by its name: the pattern that it adds, with its value bound to a variable of the same name.
FILTERS = {
    "kind": "?work a ?kind .",
    "session": "?work unag:session ?session .",
    "body": "?work unag:issuedBy ?body .",
    "language": "?version eli:realizes ?work ; dcterms:language ?language .",
    "loaded": "?loaded_version eli:realizes ?work ; a eli:LegalExpression .",
    "since": "?work unag:adopted ?day . FILTER(?day >= ?since)",
    "until": "?work unag:adopted ?day . FILTER(?day <= ?until)",
    "cites": "?work unag:citesDocument ?cites .",
    "text": "?work dcterms:title ?said . FILTER(CONTAINS(LCASE(STR(?said)), ?text))",
}
DETAILS = """
SELECT ?work ?title ?adopted ?session ?body ?language ?kind WHERE {{ VALUES ?work {{ {works} }}
  ?work a ?kind .
  OPTIONAL {{ ?work dcterms:title ?title }} OPTIONAL {{ ?work unag:adopted ?adopted }}
  OPTIONAL {{ ?work unag:session ?session }} OPTIONAL {{ ?work unag:issuedBy ?body }}
  OPTIONAL {{ ?version eli:realizes ?work ; a eli:LegalExpression ; dcterms:language ?language }} }}"""


def list_documents(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One page of documents in the order of their symbols."""
    base, store = context.settings.base, context.store(request["release"])
    chosen = {name: value for name, value in request["filters"].items() if value not in (None, False)}
    patterns = " ".join(FILTERS[name] for name in FILTERS if name in chosen)
    bindings = {name: bound(name, value, base) for name, value in chosen.items() if name != "loaded"}
    bindings["after"] = ox.Literal(decode_cursor(request["after"]))
    query = (
        f"{PROLOGUE} SELECT DISTINCT ?work ?symbol WHERE {{ ?work unag:symbol ?symbol . {patterns} "
        f"FILTER(STR(?symbol) > ?after) }} ORDER BY ?symbol LIMIT {int(request['size']) + 1}"
    )
    found = store.select(query, bindings)
    page, more = found[: request["size"]], len(found) > request["size"]
    items = details(store, [one["work"].value for one in page], base)
    return write_page(items, request, output, COLUMNS, page[-1]["symbol"].value if more else None)


def bound(name: str, value: Any, base: str) -> Term:
    """A filter's value as the term that stands in the graph."""
    if name == "kind":
        return node(UNAG + str(value))
    if name == "session":
        return ox.Literal(int(value))
    if name in {"since", "until"}:
        return ox.Literal(str(value), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    if name == "body":
        return node(f"{base}id/body/{str(value).removeprefix('body/')}")
    if name == "cites":
        return node(f"{base}id/{parse_locator(str(value))}")
    return ox.Literal(str(value).lower())


def details(store: GraphStore, works: list[str], base: str) -> list[Json]:
    """What the list says of each document, in the order given."""
    if not works:
        return []
    rows = store.select(PROLOGUE + DETAILS.format(works=" ".join(f"<{one}>" for one in works)))
    about: dict[str, list[dict[str, Term]]] = {one: [] for one in works}
    for row in rows:
        about[row["work"].value].append(row)
    return [summary(work.removeprefix(f"{base}id/"), about[work]) for work in works]


def summary(symbol: str, rows: list[dict[str, Term]]) -> Json:
    """One document's entry; titles by language are given in English, else in the first language there is."""
    said_titles = [title for one in rows if isinstance(title := one.get("title"), ox.Literal)]
    titles = {one.language or "": one.value for one in said_titles}
    kinds = sorted({one["kind"].value.rpartition("#")[2] for one in rows} - {"Document", "LegalResource"})
    languages = sorted({one["language"].value for one in rows if "language" in one})
    first = rows[0] if rows else {}
    said = {name: first[name].value for name in ("adopted", "session", "body") if name in first}
    return {
        "symbol": symbol,
        "kind": kinds[0] if kinds else "Document",
        "title": titles.get("en") or next(iter(sorted(titles.values())), None),
        "adopted": said.get("adopted"),
        "session": int(said["session"]) if "session" in said else None,
        "body": said["body"].rpartition("/")[2] if "body" in said else None,
        "languages": languages,
        "loaded": bool(languages),
    }


def one_document(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """One document as the JSON of the interface."""
    store = context.store(request["release"])
    locator = parse_locator(request["locator"])
    found = read_record(store, locator.symbol, locator.language, context.settings.base, request["with_text"])
    if locator.subdivision:
        found["paragraphs"] = [one for one in found["paragraphs"] if one["id"] == locator.subdivision]
    output.write(orjson.dumps(found))
    return {"media": "application/json"}
