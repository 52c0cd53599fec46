"""The styles and scripts of the pages."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

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
    packed = file.with_name(name + ".gz")
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding"}
    if packed.is_file() and "gzip" in request.headers.get("accept-encoding", ""):
        return FileResponse(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=TYPES[file.suffix])
    return FileResponse(file, headers=headers, media_type=TYPES[file.suffix])
