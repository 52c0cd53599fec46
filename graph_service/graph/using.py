"""The protocol's ``using-graph-uri`` written into an update, for engines that take it only in the text.

SPARQL 1.1 Protocol, 2.2.3: the dataset of the protocol stands for a USING clause in every operation that has
a WHERE; an update with clauses of its own (USING, USING NAMED, WITH) conflicts with it and is refused.
"""

from __future__ import annotations

from graph_service.errors import QueryError
from graph_service.graph.store import WHOLE, Dataset
from graph_service.graph.tokens import Token, tokenize

OWN = frozenset({"USING", "WITH"})


def use_graphs(text: str, dataset: Dataset) -> str:
    """The update with the dataset in it; raises QueryError if the update names one itself."""
    if dataset.default is None and dataset.named is None:
        return text
    clauses = "".join(f"USING <{one}> " for one in dataset.default or ())
    clauses += "".join(f"USING NAMED <{one}> " for one in dataset.named or ())
    parts: list[str] = []
    at = depth = 0
    previous: Token | None = None
    for token in tokenize(text):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.keyword in OWN:
            raise QueryError(
                f"the update has a {token.keyword} clause and the request names a dataset too",
                do="give one of them",
            )
        if depth == 0 and token.keyword == "WHERE":
            opening = _shorthand(text, token) if previous and previous.keyword == "DELETE" else ""
            parts += [text[at : token.start], opening, clauses]
            at = token.start
        previous = token
    return "".join([*parts, text[at:]])


def _shorthand(text: str, where: Token) -> str:
    """DELETE WHERE {…} takes no USING: its pattern is written out as the template too (Update, 3.1.3.3)."""
    depth = 0
    start = None
    for token in tokenize(text[where.start :]):
        if token.text == "{":
            start = token.start if start is None else start
            depth += 1
        elif token.text == "}":
            depth -= 1
            if depth == 0 and start is not None:
                return text[where.start + start : where.start + token.start + 1] + " "
    return ""


def named_dataset(query: str) -> Dataset:
    """The dataset of a query's FROM clauses, for engines that heed the protocol's parameters before those.

    Only where every clause has a whole IRI; else, and without any, the service's own dataset.

    >>> named_dataset("SELECT * FROM <http://a/> FROM NAMED <http://b/> { ?s ?p ?o }")
    Dataset(default=('http://a/',), named=('http://b/',))
    """
    found: dict[bool, list[str]] = {False: [], True: []}
    tokens = iter(tokenize(query))
    for token in tokens:
        if token.text == "{":
            break
        if token.keyword != "FROM":
            continue
        following = next(tokens, token)
        inside = following.keyword == "NAMED"
        graph = next(tokens, token) if inside else following
        if graph.kind != "iri" or ":" not in graph.text:
            return WHOLE
        found[inside].append(graph.text[1:-1])
    return Dataset(tuple(found[False]), tuple(found[True])) if found[False] or found[True] else WHOLE
