"""The pieces that pages are made of, written as text: links to places, acts, words and what lies on them, margins.

Templates hold what is once on a page; what a page has by the hundred is put together here, in a quarter of the
time that template macros take, and escaped in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape

from markupsafe import Markup

from graph_service.web.pages.printing import printed
from graph_service.web.pages.reading import Ask, Cite, Citer, Clause, Piece, Refer
from graph_service.web.pages.terms import path
from graph_service.web.pages.vocabulary import Vocabulary
from graph_service.web.pages.wording import Wording, tongue

CERTAIN = frozenset({"", "1", "1.0"})


@lru_cache(maxsize=8192)
def link(wording: Wording, locator: str) -> str:
    """A link to a place in the words of the interface."""
    return f'<a class="place" href="{escape(path(locator))}">{escape(printed(wording, locator))}</a>'


class Pen:
    """Writes in one interface language with the words of one release."""

    def __init__(self, wording: Wording, vocabulary: Vocabulary | None) -> None:
        self.wording, self.vocabulary = wording, vocabulary
        self._acts: dict[tuple[str, str], str] = {}

    def place(self, locator: str) -> Markup:
        """A link to a place."""
        return Markup(link(self.wording, locator))

    def thing(self, locator: str) -> Markup:
        """A link to a place or to a body by its name."""
        if not locator.startswith("body/"):
            return self.place(locator)
        return Markup(f'<a href="{escape(path(locator))}">{escape(self.body(locator[5:]))}</a>')

    def body(self, slug: str) -> str:
        """The name of a body."""
        known = self.vocabulary
        return known.body(slug, self.wording.language) if known else slug.replace("-", " ")

    def act(self, function: str, force: str = "") -> Markup:
        """The word for a function, drawn by its force."""
        return Markup(self._act(function, force))

    def _act(self, function: str, force: str = "") -> str:
        known = self._acts.get((function, force))
        if known is None:
            word = self.vocabulary.word(self.wording, function) if self.vocabulary else function
            known = f'<span class="fn look-{self.look(function, force)}">{escape(word)}</span>'
            self._acts[function, force] = known
        return known

    def look(self, function: str, force: str = "") -> str:
        """How a function is drawn."""
        return self.vocabulary.look(function, force) if self.vocabulary else "neutral"

    def told(self, said: tuple[str, str]) -> Markup:
        """A text with the language it is in, which need not be the page's."""
        text, language = said
        return Markup(f'<span lang="{escape(language)}" dir="{tongue(language).direction}">{escape(text)}</span>')

    def status(self, one: str) -> Markup:
        """How surely something is resolved; nothing where it is explicit."""
        if one == "explicit":
            return Markup("")
        return Markup(
            f'<span class="status is-{escape(one)}">{escape(self.wording.concept("status", one))}</span>'
        )

    def words(self, clause: Clause, language: str, key: str) -> Markup:
        """A paragraph's words with its marks, citations and acts; its summary where no words are loaded.

        ``key`` makes the anchors of the margin's cards unique on the page.
        """
        if clause.text:
            inner = "".join([self._piece(clause, one, key) for one in clause.pieces])
            spoken = f'lang="{escape(language)}" dir="{tongue(language).direction}"'
            return Markup(f'<div class="words" {spoken}><p>{inner}</p></div>')
        said = (
            f'<p lang="en" dir="ltr">{escape(clause.summary)}</p>'
            if clause.summary
            else f'<p class="quiet">{escape(self.wording("read.no_words"))}</p>'
        )
        return Markup(f'<div class="words unloaded">{said}</div>')

    def _piece(self, clause: Clause, piece: Piece, key: str) -> str:
        text = escape(piece.text, quote=False)
        if not piece.kind:
            return text
        first = piece.keys[0]
        if piece.kind == "act":
            return f'<span class="act look-{self.look(clause.deeds[first].function)}">{text}</span>'
        if piece.kind == "refer":
            return refer(clause.refers[first], text)
        if piece.kind == "mark":
            note = clause.marks[first][0]
            shown = text or escape(note.partition("~fn")[2])
            return f'<sup class="mark"><a href="#{escape(note.partition("~")[2])}">{shown}</a></sup>'
        cite = clause.cites[first]
        address = path(cite.target.locator) if cite.target else f"#{key}-c{first}"
        cards = " ".join(f"{key}-c{one}" for one in piece.keys)
        return f'<a class="cite is-{cite.status}" href="{escape(address)}" data-card="{cards}">{text}</a>'

    def card(self, cite: Cite, name: str, full: bool = False) -> Markup:
        """A citation: function, target, status, evidence, and what is known of the cited place."""
        t = self.wording
        to = (
            link(t, cite.target.locator)
            if cite.target
            else f'<span class="nowhere">{escape(t("read.nowhere"))}</span>'
        )
        head = (
            f'{self._act(cite.function)} {to} {self.status(cite.status)} <a class="evidence" '
            f'href="{escape(path(cite.node))}" title="{escape(t("read.evidence"))}">'
            f'{escape(t("read.evidence_short"))}<span class="vh"> {escape(cite.node)}</span></a>'
        )
        lines = [f'<li class="card is-{cite.status}" id="{name}"><p class="card-head">{head}</p>']
        if cite.candidates:
            named = ", ".join(link(t, one) for one in cite.candidates)
            lines.append(f'<p class="small">{escape(t("read.candidates"))} {named}</p>')
        if cite.reason:
            lines.append(f'<p class="small">{escape(cite.reason)}</p>')
        lines.append(self._gist(cite, full))
        if full and cite.note:
            lines.append(f'<p class="small quiet">{escape(t("citation.via"))} {escape(printed(t, cite.note))}</p>')
        if cite.confidence not in CERTAIN:
            lines.append(f'<p class="small quiet">{escape(t("read.confidence", value=cite.confidence))}</p>')
        return Markup("".join([*lines, "</li>"]))

    def _gist(self, cite: Cite, full: bool) -> str:
        target = cite.target
        if target and target.gist:
            return f'<blockquote class="gist" dir="auto"><p>{escape(target.gist)}</p></blockquote>'
        if full and target and "~" in target.locator and not target.loaded:
            return f'<p class="small quiet">{escape(self.wording("read.target_unloaded"))}</p>'
        return ""

    def citers(self, found: Sequence[Citer], limit: int = 5, gists: Mapping[str, str] = {}) -> Markup:
        """Who cites a place; those past the limit are folded away."""
        shown = self._citers(found[:limit], gists)
        if len(found) <= limit:
            return Markup(shown)
        more = escape(self.wording("read.more_citers", n=len(found) - limit))
        return Markup(f"{shown}<details><summary>{more}</summary>{self._citers(found[limit:], {})}</details>")

    def _citers(self, found: Iterable[Citer], gists: Mapping[str, str]) -> str:
        lines = []
        for one in found:
            gist = gists.get(one.paragraph)
            said = f'<p class="said small" dir="auto">{escape(gist)}</p>' if gist else ""
            lines.append(f"<li>{link(self.wording, one.paragraph)} {self._act(one.function)}{said}</li>")
        return f'<ul class="citers">{"".join(lines)}</ul>'

    def margin(self, clause: Clause, key: str, limit: int = 5) -> Markup:
        """What a paragraph cites, refers to and asks, and what cites it; nothing where there is none of these."""
        t = self.wording
        blocks = []
        if clause.cites:
            cards = "".join(self.card(one, f"{key}-c{number}") for number, one in enumerate(clause.cites))
            count = escape(t("read.cites", n=len(clause.cites)))
            blocks.append(
                f'<details class="cites" data-wide-open open><summary>{count}</summary><ul>{cards}</ul></details>'
            )
        if clause.refers:
            blocks.append(f'<p class="refers">{self._label("read.refers")} {self.refers(clause.refers)}</p>')
        if clause.asks:
            blocks.append(f'<div class="asks">{self._label("read.mandates")} {self.asks(clause.asks)}</div>')
        if clause.cited_by:
            label = escape(t("read.cited_by", n=len(clause.cited_by)))
            blocks.append(
                f'<div class="cited-by"><p class="label">{label}</p>{self.citers(clause.cited_by, limit)}</div>'
            )
        if not blocks:
            return Markup("")
        name = escape(t("read.margin", place=printed(t, clause.locator)))
        return Markup(f'<aside class="margin" aria-label="{name}">{"".join(blocks)}</aside>')

    def refers(self, found: Iterable[Refer]) -> Markup:
        """Places of the same document that are referred to."""
        return Markup(
            ", ".join(link(self.wording, one.target) if one.target else self.status(one.status) for one in found)
        )

    def asks(self, found: Iterable[Ask]) -> Markup:
        """Mandates: the act, and who is asked as the link to its page; its number where nobody is named."""
        lines = []
        for number, one in enumerate(found, 1):
            names = ", ".join(self.body(body) for body in one.bodies)
            text = names or self.wording("read.mandate", n=number)
            lines.append(f'<li>{self._act(one.act)} <a href="{escape(path(one.node))}">{escape(text)}</a></li>')
        return Markup(f"<ul>{''.join(lines)}</ul>")

    def _label(self, key: str) -> str:
        return f'<span class="label">{escape(self.wording(key))}</span>'


def refer(one: Refer, text: str) -> str:
    """The words of a reference to a place of the same document; no link where it stays in doubt."""
    if not one.target:
        return f'<span class="cite is-{one.status}">{text}</span>'
    return f'<a class="refer is-{one.status}" href="#{escape(one.target.partition("~")[2])}">{text}</a>'
