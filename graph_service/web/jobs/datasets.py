"""The job behind ``/.well-known/void`` and ``/catalog``: the dataset counted and described."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from graph_service.graph import releases
from graph_service.graph.engine import write_triples
from graph_service.graph.formats import GRAPH, NotAcceptable, acceptable, choose
from graph_service.settings import Settings
from graph_service.web.dataset import catalog, dataset
from graph_service.web.namespaces import prefixes
from graph_service.web.worker import Context

Json = dict[str, Any]


def describe_dataset(context: Context, request: Json, body: bytes, output: BinaryIO) -> Json:
    """VoID or DCAT of the release, in the accepted graph format."""
    settings, release = context.settings, request["release"]
    chosen = choose(request["accept"], request["form"], GRAPH)
    if chosen is None:
        raise NotAcceptable(
            "no accepted format can carry a graph", do="accept one of " + ", ".join(acceptable(GRAPH))
        )
    store = context.store(release)
    counts = {
        name: int(store.select(f"SELECT ({said} AS ?n) {{ {where} }}")[0]["n"].value)
        for name, said, where in COUNTS
    }
    day = published(settings, release)
    triples: list[ox.Triple] = (catalog if request["which"] == "catalog" else dataset)(
        settings.base, release, counts, day
    )
    write_triples(triples, chosen[0], output, prefixes(settings.base))
    return {"media": chosen[0].content_type(chosen[1])}


COUNTS = (
    ("void:triples", "COUNT(*)", "?s ?p ?o"),
    ("void:distinctSubjects", "COUNT(DISTINCT ?s)", "?s ?p ?o"),
    ("void:properties", "COUNT(DISTINCT ?p)", "?s ?p ?o"),
    ("void:classes", "COUNT(DISTINCT ?c)", "?s a ?c"),
    (
        "void:documents",
        "COUNT(DISTINCT ?e)",
        "?e a <http://data.europa.eu/eli/ontology#LegalExpression> ; <http://purl.org/dc/terms/language> ?l",
    ),
)


def published(settings: Settings, release: str) -> str:
    """The moment when the release was published; now, for a store that does not tell."""
    if not settings.store.startswith(("http://", "https://")) and release != releases.NONE:
        return releases.describe_release(Path(settings.store), release).published
    return datetime.now(UTC).isoformat(timespec="seconds")
