"""A chain as an SVG picture laid out by time: no script, text as text, with a title and a description."""

from __future__ import annotations

from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from graph_service.chains.chain import Chain
from graph_service.chains.layout import HEAD, ROW, WIDTH, Box, Layout, fit, lay_out
from graph_service.chains.routes import Label, Route, labels, routes

# Contrast of each on white is at least 4.5:1 (WCAG 2.2, 1.4.3); the dash tells the status without colour.
STROKES = {
    "approval": "#1b6e3c",
    "positive": "#1b6e3c",
    "negative": "#a4262c",
    "negative-strong": "#a4262c",
    "directive": "#8a5a00",
    "directive-strong": "#8a5a00",
    "soft-directive": "#8a5a00",
    "decision": "#6b2fa0",
}
PLAIN = "#33506b"
DASHES = {"coreferent": "8 3", "ambiguous": "4 4", "unresolved": "1 4"}
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1a1a1a}.s{font-weight:600}.d{fill:#555;font-size:12px}"
    ".f{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:4px}.h{font-size:17px;font-weight:600}"
)
LEGEND = (
    ("approval or welcome", STROKES["approval"]),
    ("criticism", STROKES["negative"]),
    ("request", STROKES["directive"]),
    ("decision", STROKES["decision"]),
    ("neutral", PLAIN),
)


def draw_chain(chain: Chain) -> str:
    """The picture as one SVG document."""
    layout = lay_out(chain)
    steps = routes(chain, layout)
    lowest = max((one.lowest for one in steps), default=0)
    layout = replace(layout, height=max(layout.height, lowest + 80))
    words = (
        f"{len(chain.edges)} steps in {len(chain.documents)} documents, {chain.direction} from {chain.start}: "
        "older ones stand to the left, arrows go from the citing place to the cited one."
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width}" height="{layout.height}" '
        f'viewBox="0 0 {layout.width} {layout.height}" role="img" aria-labelledby="title description">',
        f'<title id="title">Chain of {escape(chain.start)}</title>',
        f'<desc id="description">{escape(words)}</desc>',
        f"<style>{STYLE}</style>",
        _arrows(),
        f'<rect width="{layout.width}" height="{layout.height}" fill="#fff"/>',
        f'<text class="h" x="30" y="32">{escape(chain.start)}</text>',
        *(f'<text class="d" x="{x}" y="76">{escape(year)}</text>' for year, x in layout.columns),
        *(_edge(one) for one in steps),
        *(line for box in layout.boxes for line in _box(box, chain.start)),
        *(_label(one) for one in labels(steps)),
        _legend(layout),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _arrows() -> str:
    colours = sorted({*STROKES.values(), PLAIN})
    return (
        "<defs>"
        + "".join(
            f'<marker id="a{colour[1:]}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
            f'orient="auto"><path d="M0 0 10 5 0 10z" fill="{colour}"/></marker>'
            for colour in colours
        )
        + "</defs>"
    )


def _box(box: Box, start: str) -> list[str]:
    node = box.document
    facts = " · ".join(one for one in (str(node.date) if node.date else "", node.label) if one)
    own = start.partition("~")[0] == node.locator
    lines = [
        f'<g role="group" aria-label={quoteattr(node.locator)}>',
        f"<title>{escape(f'{node.locator} {facts}')}</title>",
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="4" '
        f'fill="{"#eef4fa" if own else "#f7f7f5"}" stroke="{"#33506b" if own else "#8a8a86"}"/>',
        f'<text class="s" x="{box.x + 10}" y="{box.y + 18}">{escape(fit(node.locator, WIDTH - 20))}</text>',
        f'<text class="d" x="{box.x + 10}" y="{box.y + 35}">{escape(fit(facts, WIDTH - 20))}</text>',
    ]
    for number, place in enumerate(box.places):
        name = _row_name(place.locator[len(node.locator) :].lstrip("~"))
        weight = ' class="s"' if place.locator == start else ""
        y = box.y + HEAD + ROW * number + 14
        lines.append(f'<text{weight} x="{box.x + 10}" y="{y}">{escape(fit(name, WIDTH - 20))}</text>')
    return [*lines, "</g>"]


def _row_name(name: str) -> str:
    """The place in its document; a citation that leads nowhere is shown as a question mark with its function."""
    place, sign, rest = name.partition("/cites/")
    return f"? {rest.partition('/')[0]} in {place}" if sign else name


def _label(one: Label) -> str:
    return f'<text class="f" x="{one.x}" y="{one.y}">{escape(one.text)}</text>'


def _edge(one: Route) -> str:
    """A step as a line; its title says it in words."""
    edge = one.edge
    colour = STROKES.get(edge.force, PLAIN)
    dash = f' stroke-dasharray="{DASHES[edge.status]}"' if edge.status in DASHES else ""
    words = f"{edge.source} {edge.function} {edge.target} ({edge.status}, {edge.confidence:g})"
    return (
        f'<g><title>{escape(words)}</title><path d="{one.path}" fill="none" '
        f'stroke="{colour}" stroke-width="1.5"{dash} marker-end="url(#a{colour[1:]})"/></g>'
    )


def _legend(layout: Layout) -> str:
    y, parts, x = layout.height - 24, [], 30
    for name, colour in LEGEND:
        parts.append(
            f'<path d="M{x} {y}h26" stroke="{colour}" stroke-width="3"/><text class="d" x="{x + 32}" '
            f'y="{y + 4}">{name}</text>'
        )
        x += 46 + len(name) * 7
    return "".join(parts)
