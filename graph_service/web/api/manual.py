"""``/docs``: the API's documentation, without anything from another host."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from graph_service.errors import UnknownError

router = APIRouter(include_in_schema=False)
ASSETS = {
    "swagger-ui-bundle.js": "application/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}
START = b"""window.addEventListener("load", () => SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#docs", deepLinking: true, docExpansion: "list", tryItOutEnabled: true,
  presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout", validatorUrl: null }));
"""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of the UN Accountability Graph</title>
<link rel="icon" href="/docs/favicon.png"><link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js" defer></script><script src="/docs/start.js" defer></script></head>
<body><main id="docs"><noscript><p>The description of the API is at <a href="/openapi.json">/openapi.json</a>.</p>
</noscript></main></body></html>
"""


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The page."""
    return HTMLResponse(PAGE)


@router.get("/docs/{name}")
async def asset(name: str) -> Response:
    """A file that the page needs; raises UnknownError."""
    if name == "start.js":
        return Response(START, media_type="application/javascript")
    if name not in ASSETS:
        raise UnknownError(f"/docs has no {name}")
    return Response((files("fastapi_offline") / "static" / name).read_bytes(), media_type=ASSETS[name])
