"""The pages for people: server-rendered, readable without scripts, in the reader's language.

``router`` serves every page that has an address of its own; ``render_resource`` gives the page of one resource
for ``/id/{locator}``, ``render_editor`` the query editor for ``/sparql`` when a person asks without a query.
"""

from graph_service.web.pages.documents import render_resource

__all__ = ["render_resource"]
