"""Values put in the place of a query's variables, for engines that take only text.

Follows SEP-0007 (substitution): every occurrence of the variable is replaced by the value; in a projection
the value is projected under the variable's name. Values are written as terms, so nothing can break out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from graph_service.graph.store import Term
from graph_service.graph.tokens import Token, tokenize

ENDS_PROJECTION = frozenset({"WHERE", "FROM"})
CONDITIONS = frozenset({"GROUP", "ORDER", "HAVING"})
ENDS_CONDITIONS = frozenset({"LIMIT", "OFFSET", "VALUES"})


def bind(query: str, bindings: Mapping[str, Term] | None) -> str:
    """The query with its bound variables replaced; without bindings the query itself.

    >>> import pyoxigraph as ox
    >>> bind("SELECT ?s ?o { ?s ?p ?o }", {"s": ox.NamedNode("http://a/")})
    'SELECT (<http://a/> AS ?s) ?o { <http://a/> ?p ?o }'
    """
    if not bindings:
        return query
    parts = list(template(query, frozenset(bindings)))
    for index in range(1, len(parts), 2):
        form, _, name = parts[index].partition(" ")
        parts[index] = FORMS[form].format(value=str(bindings[name]), name=name) if name else form
    return "".join(parts)


# How a value is written in the place of a variable, by where the variable stood.
FORMS = {"term": "{value}", "projected": "({value} AS ?{name})", "condition": "({value})"}


@lru_cache(maxsize=512)
def template(query: str, names: frozenset[str]) -> tuple[str, ...]:
    """The query cut at the bound variables: text and ``form name`` by turns, so that filling it costs little."""
    tokens = list(tokenize(query))
    parts: list[str] = []
    at = 0
    state = _State()
    for index, token in enumerate(tokens):
        if token.start < at:
            continue
        state.enter(token)
        written, last = _written(tokens, index, names, state)
        if written is not None:
            parts += [query[at : token.start], written]
            at = last.start + len(last.text)
    return (*parts, query[at:])


class _State:
    """Where in the query the reading is: in a projection, in a condition, in brackets of either."""

    def __init__(self) -> None:
        self.projection = self.condition = False
        self.round = 0

    def enter(self, token: Token) -> None:
        word = token.keyword
        if word == "SELECT":
            self.projection, self.condition, self.round = True, False, 0
        elif word in CONDITIONS:
            self.condition, self.round = True, 0
        elif token.text in "{}" or word in ENDS_PROJECTION or word in ENDS_CONDITIONS:
            self.projection = self.condition = False
        if token.kind == "sign":
            self.round += {"(": 1, ")": -1}.get(token.text, 0)


def _written(tokens: list[Token], index: int, names: frozenset[str], state: _State) -> tuple[str | None, Token]:
    """What stands for a token that changes (None: it stays), and the last token that it stands for."""
    token = tokens[index]
    following = tokens[index + 1 : index + 4]
    if token.keyword == "BOUND" and len(following) == 3 and following[1].text[1:] in names:
        return "true", following[2]
    if token.kind != "variable" or token.text[1:] not in names:
        return None, token
    if index and tokens[index - 1].keyword in {"AS", "VALUES"}:
        return None, token
    name = token.text[1:]
    if state.projection and not state.round:
        return f"projected {name}", token
    return (f"condition {name}" if state.condition and not state.round else f"term {name}"), token
