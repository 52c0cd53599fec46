"""What a question answers differently in two states of the store: rows that are gone, rows that are new."""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.graph.queries import NamedQuery, plain
from graph_service.graph.store import GraphStore
from graph_service.graph.vocab import DEFAULT_BASE

Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows of the earlier state only, and of the later one only, as text and in the order of the query."""

    earlier: str
    later: str
    gone: tuple[Line, ...]
    new: tuple[Line, ...]

    @property
    def none(self) -> bool:
        """Whether both states answer alike."""
        return not (self.gone or self.new)


def compare_answers(
    query: NamedQuery, earlier: GraphStore, later: GraphStore, base: str = DEFAULT_BASE, **values: str
) -> Changes:
    """The same question with the same values asked of two releases.

    With ``cq-23`` it says which graphs changed, with ``cq-12`` which requests are no longer open, and so on.
    Raises QueryError and whatever the stores raise.
    """
    before, after = (plain(query.run(one, base, **values), base) for one in (earlier, later))
    known, found = ({_key(row) for row in rows} for rows in (before, after))
    return Changes(
        earlier.release,
        later.release,
        tuple(row for row in before if _key(row) not in found),
        tuple(row for row in after if _key(row) not in known),
    )


def _key(row: Line) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(row.items()))
