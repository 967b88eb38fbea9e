"""The command line: one file per command, found by name and imported only when it is called.

Nothing outside this room prints or exits. Files whose name starts with `_` are shared parts, not commands.
"""

import pkgutil
import sys
import traceback
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from types import TracebackType
from typing import Any

import click

from interop_check.cli._click import Context, speaking, worded
from interop_check.cli._language import texts
from interop_check.suggest import near
from interop_check.version import VERSION

ONLY_VERSION = (["-V"], ["--version"])
UNDECIDED, TOOL_FAILED = 3, 4


class _ToolFault(AbstractContextManager[None]):
    """Gives a fault of ours its own exit code: Python would exit with 1, which says “does not conform”."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            traceback.print_exception(kind, error, trace)
            click.echo(texts()("cli-tool-failed", detail=type(error).__name__), err=True)
            raise SystemExit(TOOL_FAILED)


class Commands(click.Group):
    """A group whose commands are the modules of this package."""

    context_class = Context

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run with click speaking the user's language; the version alone needs no words, and is fast."""
        asked = args[0] if args else kwargs.get("args")
        silent = (sys.argv[1:] if asked is None else list(asked)) in ONLY_VERSION
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")  # a terminal may lack a sign that we write
        with nullcontext() if silent else speaking(), _ToolFault():
            return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; broken off, it decided nothing: click would exit with 1, “does not conform”."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            click.echo(texts()("broken-off"), err=True)
            raise SystemExit(UNDECIDED) from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all command modules, sorted."""
        return sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return worded(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which command is near when one is unknown."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            known = self.list_commands(ctx)
            ctx.fail(texts()("unknown-command", value=name, suggestion=near(name, known)))
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line in the user's language."""
        worded(self)
        super().format_usage(ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write what the tool is for, and what its exit codes mean, in the user's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(texts()("cli-help"))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does by its text `cmd-NAME`: importing them all would take long."""
        with formatter.section(texts()("Commands")):
            formatter.write_dl([(name, texts()(f"cmd-{name}")) for name in self.list_commands(ctx)])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the exit codes."""
        with formatter.section(texts()("cli-exit-codes")):
            formatter.write_dl([(str(code), texts()(f"cli-exit-{code}")) for code in range(5)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, "-V", "--version", message="%(prog)s %(version)s")
def main() -> None:
    pass
