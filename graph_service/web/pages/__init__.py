"""The pages for people: server-rendered, readable without scripts, in the reader's language.

``router`` serves every page that has an address of its own; ``render_resource`` gives the page of one resource
for ``/id/{locator}``, ``render_editor`` the query editor for ``/sparql`` when a person asks without a query.
The application that includes the router keeps ``store`` (a GraphStore) and ``settings`` in its state.
"""

from fastapi import APIRouter

from graph_service.web.pages import chain, data, editor, mandates, queries, search, serving, verifying
from graph_service.web.pages.data import render_ontology
from graph_service.web.pages.documents import render_resource
from graph_service.web.pages.editor import render_editor
from graph_service.web.pages.warming import keep_readings, warm

router = APIRouter()
for part in (search, chain, mandates, queries, editor, verifying, data, serving):
    router.include_router(part.router)

__all__ = ["keep_readings", "render_editor", "render_ontology", "render_resource", "router", "warm"]
