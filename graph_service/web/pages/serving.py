"""The styles and scripts of the pages."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from graph_service.web.pages.assets import folder, manifest

router = APIRouter(include_in_schema=False)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".map": "application/json"}
FOREVER = "public, max-age=31536000, immutable"


@router.get("/assets/{name}")
def serve(request: Request, name: str) -> Response:
    """One built asset (named by its content, so kept forever) or, unbuilt, one source file."""
    file = folder() / name
    if "/" in name or name.startswith(".") or not file.is_file() or file.suffix not in TYPES:
        return Response(status_code=404)
    kept = FOREVER if name in manifest().values() else "no-cache"
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    # In one piece, so that the envelope keeps it and compresses it for those who accept that.
    return Response(file.read_bytes(), headers=headers, media_type=TYPES[file.suffix])
