"""Bodies and offices: from any name or acronym that `data/bodies.toml` knows to one IRI."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph_service.errors import CuratedError
from graph_service.graph.vocab import slug
from graph_service.resources import folder


@dataclass(frozen=True, slots=True)
class Body:
    """One body: ``slug`` is its place under ``{base}id/body/``; names by language; ``notation`` its acronym."""

    slug: str
    names: Mapping[str, tuple[str, ...]]
    notation: str | None = None
    parent: str | None = None
    page: str | None = None


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies of ``data/bodies.toml``, in its order.

    Raises `CuratedError` for a file that is no TOML or an entry without slug and English name.
    """
    return _table()[0]


@cache
def _table() -> tuple[tuple[Body, ...], frozenset[str]]:
    """The bodies, and the words before a name that are no part of it."""
    path = folder("data") / "bodies.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return tuple(_read(entry) for entry in table["body"]), frozenset(table["leading"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CuratedError(f"{error}", where=str(path), do="every [[body]] needs slug and names.en") from error


def bare_name(name: str) -> str:
    """The name without an article before it."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in _table()[1] else name


def find_body(name: str) -> Body | None:
    """The body that has this name or acronym in any language, or this slug; None if there is none."""
    return _index().get(_folded(name)) or _index().get(_folded(bare_name(name)))


def body_slug(name: str) -> str:
    """The slug of the body of this name; a name that the file does not know gives a new one."""
    known = find_body(name)
    return known.slug if known else slug(bare_name(name))


@cache
def _index() -> Mapping[str, Body]:
    """Folded names, acronyms and slugs → body; the first entry of the file wins."""
    index: dict[str, Body] = {}
    for body in bodies():
        for name in (body.slug, body.notation or "", *(one for names in body.names.values() for one in names)):
            index.setdefault(_folded(name), body)
    return index


def _folded(name: str) -> str:
    return " ".join(name.replace("-", " ").casefold().split())


def _read(entry: Mapping[str, object]) -> Body:
    """One entry of the file; a single name may stand without brackets."""
    names = entry["names"]
    if not isinstance(names, Mapping) or "en" not in names:
        raise KeyError(f"names.en of {entry.get('slug')}")
    listed = {code: (one,) if isinstance(one, str) else tuple(one) for code, one in names.items()}
    text = {key: str(entry[key]) for key in ("notation", "parent", "page") if key in entry}
    return Body(slug=str(entry["slug"]), names=listed, **text)
