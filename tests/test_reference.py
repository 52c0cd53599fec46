"""Documentation is executed: the reference is what the code says, and the README's commands run as they stand."""

from __future__ import annotations

from graph_service.reference import (
    PAGE,
    command_rows,
    error_rows,
    query_rows,
    render,
    route_rows,
    setting_rows,
    term_rows,
)


def test_the_reference_is_what_the_code_says() -> None:
    assert PAGE.read_text("utf-8") == render(), "run: python -m graph_service.reference"


def test_nothing_stands_in_it_without_a_meaning() -> None:
    for rows in (command_rows, setting_rows, route_rows, query_rows, error_rows, term_rows):
        listed = list(rows())
        assert len(listed) >= 10, rows.__name__
        assert not [row[0] for row in listed if not row[-1].strip()], rows.__name__
