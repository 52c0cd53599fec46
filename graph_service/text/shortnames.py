"""Short names: “the Committee” is the committee that the text named in full last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_service.text.grammar import Grammar

_ARTICLE = re.compile(r"\bthe\s", re.IGNORECASE)


def find_names(text: str, grammar: Grammar) -> list[tuple[str, str]]:
    """Short names (folded) with the full ones that a text gives them, in its order.

    >>> from graph_service.text.grammar import load_grammar
    >>> find_names("Notes the Committee on Oceans, and thanks the Advisory Board;", load_grammar("en"))
    [('committee', 'Committee on Oceans'), ('board', 'Advisory Board')]
    """
    return list(_names(text, grammar))


def _names(text: str, grammar: Grammar) -> Iterator[tuple[str, str]]:
    table = grammar.citations
    if not table.shorts.search(text):
        return
    for proper in table.proper.finditer(text):
        for match in table.shorts.finditer(proper[0]):
            before, after = proper[0][: match.start()], proper[0][match.end() :]
            purpose = table.purposes.match(after)
            if purpose:
                if match[0].casefold() in grammar.bodies and _ARTICLE.match(after, purpose.end()):
                    # “the Advisory Committee on the Mission”: what its report is on, not what it is called.
                    continue
                full = match[0] + table.another.split(after)[0]
            elif after:
                continue
            else:
                head = _ARTICLE.split(before)[-1].strip()
                if not head or (proper.start() == 0 and head == before.strip()):
                    continue
                full = f"{head} {match[0]}"
            name = grammar.bodies.get(full.casefold(), full)
            yield match[0].casefold(), name
            last = match[0].rpartition(" ")[2]
            if last != match[0] and table.shorts.fullmatch(last):
                yield last.casefold(), name
