"""Where the ontology, the data and the queries are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder ``ontology``, ``data`` or ``queries``.

    >>> folder("ontology").name
    'ontology'
    """
    packed = PACKAGE / "resources" / name
    return packed if packed.is_dir() else PACKAGE.parent / name
