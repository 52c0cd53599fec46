"""What an index keeps as text beside its columns: the facts of a document, the rare facts of an edge."""

from __future__ import annotations

from datetime import date

import orjson

from graph_service.chains.index import Facts, Rare


def encode_facts(one: Facts) -> bytes:
    """A document's facts as one JSON array, fields in their order."""
    return orjson.dumps(
        [one.kind, one.titles, one.date, one.session, one.body, one.languages, one.label, one.series]
    )


def decode_facts(text: bytes) -> Facts:
    """The facts of a document from their JSON."""
    kind, titles, day, session, body, languages, label, series = orjson.loads(text)
    named = tuple((language, title) for language, title in titles)
    return Facts(kind, named, _day(day), session, body, tuple(languages), label, tuple(series))


def encode_rare(one: Rare) -> bytes:
    """An edge's rare facts as one JSON array."""
    return orjson.dumps([one.reason, one.printed])


def decode_rare(text: bytes) -> Rare:
    """An edge's rare facts from their JSON."""
    reason, printed = orjson.loads(text)
    return Rare(reason, _day(printed))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
