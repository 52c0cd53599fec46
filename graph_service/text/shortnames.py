"""Short names: “the Committee” is the committee that the text named in full last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_service.text.grammar import Grammar

_ARTICLE = re.compile(r"\bthe\s", re.IGNORECASE)


def find_names(text: str, grammar: Grammar) -> dict[str, str]:
    """Short names (folded) with the full ones that a text gives them, the last of each.

    >>> from graph_service.text.grammar import load_grammar
    >>> find_names("Notes the Committee on Oceans, and thanks the Advisory Board;", load_grammar("en"))
    {'committee': 'Committee on Oceans', 'board': 'Advisory Board'}
    """
    return dict(_names(text, grammar))


def _names(text: str, grammar: Grammar) -> Iterator[tuple[str, str]]:
    table = grammar.citations
    if not table.shorts.search(text):
        return
    for proper in table.proper.finditer(text):
        for match in table.shorts.finditer(proper[0]):
            before, after = proper[0][: match.start()], proper[0][match.end() :]
            if table.purposes.match(after):
                full = match[0] + table.another.split(after)[0]
            elif after:
                continue
            else:
                head = _ARTICLE.split(before)[-1].strip()
                if not head or (proper.start() == 0 and head == before.strip()):
                    continue
                full = f"{head} {match[0]}"
            yield match[0].casefold(), grammar.bodies.get(full.casefold(), full)
