"""A document as JSON, and back: the interface that `unag parse` prints and `/api/documents` serves.

The JSON carries facts (structure, symbols, spans, functions); the words stand in it only when asked for.
Its JSON Schema is ``data/document.schema.json``.
"""

from __future__ import annotations

import json

from graph_service.facts.reading import from_json
from graph_service.facts.writing import Facts, to_json
from graph_service.resources import folder

__all__ = ["Facts", "from_json", "schema", "to_json"]


def schema() -> Facts:
    """The JSON Schema of a document, as served at ``/api/schema``."""
    text = (folder("data") / "document.schema.json").read_text("utf-8")
    loaded: Facts = json.loads(text)
    return loaded
