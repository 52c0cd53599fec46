"""The register of mandates and the index of citations, each read once per release and kept."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import Request

from graph_service.chains.archive import open_index
from graph_service.chains.index import Index
from graph_service.chains.mandate import Mandate
from graph_service.chains.register import read_register
from graph_service.places import kept_with
from graph_service.web.pages.access import base, per_release, store


def citations(request: Request) -> Index:
    """All citations of the release, for walking along them."""
    kept = kept_with(request.app.state.settings)
    return per_release(request, "citations", lambda asked: open_index(store(asked), base(asked), kept))


def register(request: Request) -> tuple[Mandate, ...]:
    """All mandates of the release by day and reading order, with what has become of each."""
    return per_release(
        request, "register", lambda asked: read_register(citations(asked), store(asked), base(asked))
    )


def saying(mandate: Mandate, languages: Iterable[str]) -> tuple[str, str]:
    """What is asked for and in which language: the first of the languages that has it, else any."""
    for said in (mandate.deliverable, mandate.action, mandate.summary):
        order = (*languages, *said)
        code = next((one for one in order if one in said), None)
        if code is not None:
            return said[code], code
    return "", ""
