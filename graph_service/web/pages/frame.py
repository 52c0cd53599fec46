"""What every page shares: its language and theme, its headers, its alternates, and the template engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from graph_service.chains.chain import Evidence
from graph_service.web.pages import terms
from graph_service.web.pages.access import locator_of, release
from graph_service.web.pages.assets import asset
from graph_service.web.pages.pen import Pen
from graph_service.web.pages.printing import place, printed
from graph_service.web.pages.wording import Wording, preferred, tongue, wordings

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Accept, Accept-Language, Cookie",
    "Cache-Control": "no-cache",
}
SAFE = "/~@()!$&'*+,;=:"
THEMES = ("auto", "light", "dark")
YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same resource in a form for machines."""

    media: str
    address: str
    name: str


MACHINES = (
    ("application/ld+json", "jsonld", "JSON-LD"),
    ("text/turtle", "ttl", "Turtle"),
    ("application/n-triples", "nt", "N-Triples"),
    ("application/rdf+xml", "rdf", "RDF/XML"),
)


def alternates(locator: str) -> list[Alternate]:
    """The same resource in every form for machines."""
    return [Alternate(media, f"{terms.path(locator)}?format={form}", name) for media, form, name in MACHINES]


@dataclass(frozen=True, slots=True)
class Manner:
    """How this reader wants the interface: its language and its theme."""

    wording: Wording
    theme: str


def manner(request: Request) -> Manner:
    """The reader's choice: in the address, else in the cookie, else what the browser prefers."""
    known = wordings()
    chosen = request.query_params.get("ui") or request.cookies.get("unag-ui") or ""
    language = chosen if chosen in known else preferred(request.headers.get("accept-language", ""), known)
    theme = request.query_params.get("theme") or request.cookies.get("unag-theme") or "auto"
    return Manner(known[language], theme if theme in THEMES else "auto")


@cache
def environment() -> Environment:
    """The templates, with autoescape, strict about undefined names."""
    engine = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.globals.update(
        asset=asset, path=terms.path, tongue=tongue, terms=terms, same_page=same_page, printed=printed
    )
    engine.globals.update(place_words=place)
    engine.filters["block"] = block
    engine.filters["spoken"] = spoken
    return engine


@pass_context
def same_page(context: Context, **changes: object) -> str:
    """This page's address with some of its parameters changed; None takes a parameter away."""
    request: Request = context["request"]
    pairs = [(key, entry) for key, entry in request.query_params.multi_items() if key not in changes]
    pairs += [(key, str(entry)) for key, entry in changes.items() if entry is not None]
    return quote(request.scope["path"], safe=SAFE) + (f"?{urlencode(pairs)}" if pairs else "")


def spoken(evidence: Iterable[Evidence], language: str) -> list[Evidence]:
    """The quoted evidence in one language: the wanted one, else English, else the first there is."""
    quoted = [one for one in evidence if one.quote]
    codes = [one.language for one in quoted]
    chosen = next((one for one in (language, "en", *codes) if one in codes), "")
    return [one for one in quoted if one.language == chosen]


def block(data: object) -> Markup:
    """A value as JSON that may stand inside a ``script`` element: no ``<``, ``>`` or ``&`` of its own."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    alternates: Sequence[Alternate] = (),
    data: object = None,
    **context: Any,
) -> Response:
    """One page as an answer with an ETag; ``data`` is its JSON-LD (schema.org) block."""
    how = manner(request)
    body = (
        environment()
        .get_template(template)
        .render(
            request=request,
            t=how.wording,
            ui=how.wording.language,
            theme=how.theme,
            interface_languages=list(wordings()),
            alternates=alternates,
            data=data,
            release=release(request),
            located=lambda address: locator_of(request, address),
            pen=Pen(how.wording, context.get("vocabulary")),
            **context,
        )
        .encode()
    )
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return remember(request, Response(status_code=304, headers={**HEADERS, "ETag": tag}))
    answer = Response(body, status, {**HEADERS, "ETag": tag}, "text/html; charset=utf-8")
    return remember(request, answer)


def remember(request: Request, answer: Response) -> Response:
    """Keeps a choice of language or theme that the address makes, in a cookie of this site only."""
    allowed = {"ui": tuple(wordings()), "theme": THEMES}
    for name, entries in allowed.items():
        chosen = request.query_params.get(name)
        if chosen in entries:
            answer.set_cookie(f"unag-{name}", chosen, max_age=YEAR, samesite="lax", httponly=True)
    return answer
