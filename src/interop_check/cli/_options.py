"""Options that assess and check share, and what they are turned into."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar

import click

from interop_check.cli._language import language, texts
from interop_check.languages import LANGUAGES
from interop_check.model import Level

STANDARDS_VARIABLE = "INTEROP_CHECK_STANDARDS"
MAX_FINDINGS, NO_CAP = 100, 2**53 - 1

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the shared options say. `formats` are pairs of format name and path, `-` for standard output."""

    profiles: tuple[str, ...]
    formats: tuple[tuple[str, str], ...]
    language: str
    offline: bool
    allow_private: tuple[str, ...]
    ca_file: Path | None = None
    network: Path | None = None
    standards: str | None
    as_of: date
    fail_on: Level | None
    fail_under: str | None
    min_coverage: str | None
    max_findings: int
    quiet: bool
    record: Path | None = None
    replay: Path | None = None
    ignore: Path | None = None
    accept_waived: bool = False

    @property
    def most_findings(self) -> int:
        """Return the cap on findings per rule; some formats make no sense with only the first of them."""
        from interop_check.reports import formats  # noqa: PLC0415 - only when a run is under way

        complete = self.accept_waived or any(formats()[name].complete for name, _ in self.formats)
        return NO_CAP if complete else self.max_findings


class FormatOption(click.ParamType[tuple[str, str]]):
    """NAME or NAME=PATH; without a path the format goes to standard output."""

    name = "NAME[=PATH]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the pair of name and path."""
        from interop_check.reports import formats  # noqa: PLC0415 - only when a format is asked for

        if isinstance(value, tuple):
            return value
        name, _, path = str(value).partition("=")
        if name not in formats():
            self.fail(texts()("unknown-format", value=name, known=", ".join(formats())), param, ctx)
        return name, path or "-"


class NamedFormats(click.Option):
    """Names every format in its help: they are found by walking, and only when somebody asks."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the two columns of the help."""
        from interop_check.reports import formats  # noqa: PLC0415 - only when help is asked for

        self.help = texts()("opt-format", known=", ".join(formats()))
        return super().get_help_record(ctx)


class DateOption(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(texts()("no-such-date", value=str(value)), param, ctx)


class ShareOption(click.ParamType[str]):
    """A number from 0 to 100, kept as written so that it is compared exactly."""

    name = "0-100"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the decimal as text."""
        written = str(value).rstrip("%")
        well_formed = written.replace(".", "", 1).isdecimal()
        if not well_formed or float(written) > 100:  # noqa: PLR2004 - percent
            self.fail(texts()("not-a-percentage", value=str(value)), param, ctx)
        return written


class NetworkOption(click.ParamType[str]):
    """A network in CIDR notation."""

    name = "CIDR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the network as written."""
        try:
            ip_network(str(value))
        except ValueError:
            self.fail(texts()("not-a-network", value=str(value)), param, ctx)
        return str(value)


def today() -> date:
    """Return the date that the run counts as: SOURCE_DATE_EPOCH where it is set, else now (UTC)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(texts()("not-an-epoch", value=epoch)) from None


def speaks(command: Command) -> Command:
    """Give a command --lang. What it says was known before: see _language."""
    option = click.option(
        "--lang", type=click.Choice(LANGUAGES), expose_value=False, help=texts()("opt-lang")
    )
    return option(command)


def shared(command: Command) -> Command:
    """Give a command the options that assess and check share."""
    for option in reversed(_options()):
        command = option(command)
    return command


def reaching(command: Command) -> Command:
    """Give a command the options that say what of the network it may reach, and how."""
    for option in reversed(_reach()):
        command = option(command)
    return command


def _reach() -> list[Callable[[Command], Command]]:
    say = texts()
    return [
        click.option("--allow-private", multiple=True, type=NetworkOption(), help=say("opt-allow-private")),
        click.option(
            "--ca-file",
            type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
            metavar="FILE",
            help=say("opt-ca-file"),
        ),
        click.option("--network", type=_FILE, metavar="FILE", help=say("opt-network")),
    ]


def _options() -> list[Callable[[Command], Command]]:
    say = texts()
    return [
        click.option(
            "-p", "--profile", "profiles", multiple=True, metavar="ID[@VERSION]", help=say("opt-profile")
        ),
        click.option("-f", "--format", "formats", cls=NamedFormats, multiple=True, type=FormatOption()),
        click.option(
            "--lang", type=click.Choice(LANGUAGES), default=language, show_default=False, help=say("opt-lang")
        ),
        click.option("--offline", is_flag=True, help=say("opt-offline")),
        *_reach(),
        click.option("--standards", metavar="DIR|URL", envvar=STANDARDS_VARIABLE, help=say("opt-standards")),
        click.option("--record", type=_FOLDER, metavar="DIR", help=say("opt-record")),
        click.option("--replay", type=_FOLDER, metavar="DIR", help=say("opt-replay")),
        click.option("--as-of", type=DateOption(), default=today, help=say("opt-as-of")),
        click.option(
            "--fail-on",
            type=click.Choice([*(level.value for level in Level), "never"]),
            default=Level.MUST.value,
            show_default=True,
            help=say("opt-fail-on"),
        ),
        click.option("--fail-under", type=ShareOption(), help=say("opt-fail-under")),
        click.option("--min-coverage", type=ShareOption(), help=say("opt-min-coverage")),
        click.option(
            "--max-findings",
            type=click.IntRange(min=0),
            metavar="N",
            default=MAX_FINDINGS,
            show_default=True,
            help=say("opt-max-findings"),
        ),
        click.option("--ignore", type=_FILE, metavar="FILE", help=say("opt-ignore")),
        click.option("--accept-waived", is_flag=True, help=say("opt-accept-waived")),
        click.option("-q", "--quiet", is_flag=True, help=say("opt-quiet")),
    ]


def settings(**options: Any) -> Settings:
    """Return the settings for the options as click hands them over."""
    fail_on = options.pop("fail_on")
    return Settings(
        **{
            name: options[name]
            for name in Settings.__dataclass_fields__
            if name in options and name != "language"
        },
        language=options["lang"],
        fail_on=None if fail_on == "never" else Level(fail_on),
    )


def default_store() -> Path:
    """Return the folder into which `standards sync` writes when none is named."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "interop-check" / "standards"
