"""What a report answers: “submitted pursuant to …”, “in its resolution …, the General Assembly requested …”.

Tables of a language file: ``[citations.answers] before`` are patterns that end where the citation begins,
``after`` patterns that begin where it ends. They count in the opening of a report only, where reports say why
they were written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from graph_service.model import Answer, Paragraph
from graph_service.text.grammar import Grammar
from graph_service.text.notes import is_instrument

_OPENING = 8
_BEFORE, _AFTER = 90, 160


def find_answers(paragraphs: Sequence[Paragraph], grammar: Grammar) -> tuple[Answer, ...]:
    """The mandates that the opening paragraphs of a report say it answers, each once."""
    found: dict[str, Answer] = {}
    body = [one for one in paragraphs if one.citations or one.kind == "numbered"]
    for paragraph in body[:_OPENING]:
        for answer in _answers(paragraph, grammar):
            found.setdefault(answer.target, answer)
    return tuple(found.values())


def _answers(paragraph: Paragraph, grammar: Grammar) -> Iterator[Answer]:
    view = paragraph.view
    previous, last = False, 0
    for citation in paragraph.citations:
        if not citation.target or not is_instrument(citation.target.partition("~")[0]):
            continue
        start = bisect_left(view.offsets, citation.span.start)
        end = bisect_left(view.offsets, citation.span.end)
        before = grammar.citations.answers_before.search(view.text[max(0, start - _BEFORE) : start])
        after = grammar.citations.answers_after.match(view.text[end : end + _AFTER])
        listed = previous and grammar.citations.chain.fullmatch(view.text[last:start].strip()) is not None
        previous, last = bool(before or after or listed), end
        if previous:
            wording = before[0] if before else after[0] if after else ""
            yield Answer(citation.target, citation.span, wording.strip(" ,，"))
