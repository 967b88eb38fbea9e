"""Click's own words in the user's language, for as long as the command line runs."""

import gettext
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import click

from interop_check.cli._language import texts

CATALOGUE = "click"


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
    """Put into the user's language what click fixes when a command is made: its usage line and help."""
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
    return _catalogue(texts().language).get(message, message)


def _counted(singular: str, plural: str, count: int) -> str:
    return translated(singular if count == 1 else plural)


_REPLACED: tuple[tuple[str, Callable[..., str], Callable[..., str]], ...] = (
    ("_", gettext.gettext, translated),
    ("ngettext", gettext.ngettext, _counted),
)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    from interop_check.locales import catalogue  # noqa: PLC0415 - --version needs no sentences

    return catalogue(language, CATALOGUE)


def _modules() -> list[Any]:
    return [module for name, module in sys.modules.items() if name.partition(".")[0] == "click"]
