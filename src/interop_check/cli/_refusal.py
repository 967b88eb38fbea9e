"""Ending a run as wrong use, and the exit codes."""

from typing import NoReturn

import click

from interop_check.cli._language import texts
from interop_check.model import MistakesError
from interop_check.reports.text import safe

CONFORMS, DOES_NOT_CONFORM, WRONG_USE, UNDECIDED, TOOL_FAILED = range(5)


def refuse(code: str, **args: object) -> NoReturn:
    """End the run as wrong use, saying what to do instead."""
    click.echo(safe(texts()("cli-error", message=texts()(code, **args))), err=True)
    raise SystemExit(WRONG_USE)


def refuse_mistakes(error: MistakesError) -> NoReturn:
    """End the run as wrong use, with every mistake of the file."""
    for line in texts().mistakes(error.mistakes):
        click.echo(safe(line), err=True)
    click.echo(texts()("mistakes-found", count=len(error.mistakes)), err=True)
    raise SystemExit(WRONG_USE)
