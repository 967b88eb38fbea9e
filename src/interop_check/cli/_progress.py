"""What is going on, on standard error, and only where somebody is looking."""

import sys

import click

from interop_check.cli._table import width
from interop_check.gather import Tell
from interop_check.reports.text import safe

_TO_LINE_START = "\r\x1b[K"


def progress() -> Tell | None:
    """Return what shows one line that changes; None where standard error is no terminal."""
    return _show if sys.stderr.isatty() else None


def clear() -> None:
    """Make room on a terminal for what is said next."""
    if sys.stderr.isatty():
        click.echo(_TO_LINE_START, err=True, nl=False)


def _show(number: int, total: int, location: str) -> None:
    line = f"{number}/{total} {safe(location)}"[: width() - 1]
    click.echo(_TO_LINE_START + line, err=True, nl=False)
    if number == total:
        clear()
