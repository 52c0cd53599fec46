"""The command ``unag``: results on standard output, everything else on standard error.

Exit codes: 0 done, 1 something is wrong in the data, 2 wrong usage, 3 a fault.
"""

from __future__ import annotations

import sys

import typer
from pydantic import ValidationError

from graph_service.cli import chains, documents, lookups, mandates, publishing
from graph_service.cli.console import complain
from graph_service.errors import AccountabilityError

app = typer.Typer(
    name="unag",
    help="Which paragraph of a United Nations document cites, endorses or asks for which, and in which words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for room in (documents, chains, mandates, lookups, publishing):
    room.register(app)


def main() -> None:
    """Run the command; an error of ours is printed as one line and decides the exit code."""
    try:
        app()
    except AccountabilityError as error:
        complain(error)
        sys.exit(error.exit_code)
    except ValidationError as error:
        complain(error)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
