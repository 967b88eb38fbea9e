"""Click's own words in the user's language, for as long as the command line runs."""

import gettext
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from interop_check.cli import _table
from interop_check.cli._language import texts

NARROW, NARROW_COLUMN = 60, 12


class Formatter(click.HelpFormatter):
    """Help within the width of the terminal, also of a narrow one; click itself never goes below 50."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        super().__init__(indent_increment, width or _table.width(), max_width)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and their texts; on a narrow screen the text stands below a long name."""
        super().write_dl(rows, col_max if self.width >= NARROW else NARROW_COLUMN, col_spacing)


class Context(click.Context):
    """A context that writes its help with our formatter."""

    formatter_class = Formatter


@contextmanager
def speaking() -> Iterator[None]:
    """Let click ask us for its words.

    Every module of click binds gettext's functions under names of its own. Only those are replaced: gettext
    itself, and with it whoever imports this package, keeps the language it had.
    """
    places = [
        (vars(module), name, ours)
        for module in _modules()
        for name, original, ours in _REPLACED
        if vars(module).get(name) is original
    ]
    before = [names[name] for names, name, _ in places]
    for names, name, ours in places:
        names[name] = ours
    try:
        yield
    finally:
        for (names, name, _), original in zip(places, before, strict=True):
            names[name] = original


def worded(command: click.Command) -> click.Command:
    """Put into the user's language, and on the user's screen, what click fixes when a command is made."""
    command.context_class = Context
    command.short_help = command.short_help or command.help  # else click cuts it off
    command.options_metavar = translated(command.options_metavar or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translated(parameter.help)
    if isinstance(command, click.Group):
        command.subcommand_metavar = translated(command.subcommand_metavar)
        for one in command.commands.values():
            worded(one)
    return command


def translated(message: str) -> str:
    """Return click's message in the user's language; what is not in the catalogue stays as it is."""
    return _words().get(message, message)


def _counted(singular: str, plural: str, count: int) -> str:
    return translated(singular if count == 1 else plural)


_REPLACED: tuple[tuple[str, Callable[..., str], Callable[..., str]], ...] = (
    ("_", gettext.gettext, translated),
    ("ngettext", gettext.ngettext, _counted),
)


def _words() -> Mapping[str, str]:
    from interop_check.locales import sentences  # noqa: PLC0415 - --version needs no sentences

    return sentences(texts().language)


def _modules() -> list[Any]:
    return [module for name, module in sys.modules.items() if name.partition(".")[0] == "click"]
