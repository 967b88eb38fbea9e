"""standards list | show | diff | sync: which standards there are, what changed, keeping what is pinned."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from interop_check import api, yamlfile
from interop_check.cli._language import language, texts
from interop_check.cli._options import STANDARDS_VARIABLE, NetworkOption, default_store
from interop_check.cli._refusal import CONFORMS, DOES_NOT_CONFORM, UNDECIDED, refuse
from interop_check.cli._standards_diff import diff_facts, diff_lines
from interop_check.cli._standards_show import show_lines
from interop_check.cli._standards_text import columns, facts, problem_lines, problem_text
from interop_check.gather.network import network
from interop_check.languages import LANGUAGES
from interop_check.profiles import folders
from interop_check.standards.catalogue import Catalogue, load_catalogue
from interop_check.standards.claims import Found, Unknown, Unpinned
from interop_check.standards.loading import load_shapes
from interop_check.standards.mirror import Mirror
from interop_check.standards.problems import StandardError
from interop_check.standards.standing import CATEGORIES, REGISTERED, USAGES, Standing, is_same
from interop_check.standards.sync import Step, from_publishers, sync
from interop_check.terminology.changes import compare
from interop_check.terminology.outline import outline

if TYPE_CHECKING:
    from collections.abc import Callable

    from interop_check.standards.pins import Pin, Standard
    from interop_check.standards.register import Entry

PINNING_PROFILE = "oslo"
LIST_WIDTH = 80

say = texts()
_lang = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=language, expose_value=False, help=say("opt-lang")
)
_format = click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help=say("opt-list-format"),
)


@click.group(help=say("cmd-standards"))
def command() -> None:
    pass


@command.command("list", help=say("standards-list-help"))
@click.option("--status", type=click.Choice([one.value for one in REGISTERED]), help=say("opt-status"))
@click.option(
    "--category",
    type=click.Choice(CATEGORIES),
    metavar="NAME",
    help=say("opt-category", known=", ".join(CATEGORIES)),
)
@click.option("--usage", type=click.Choice(USAGES), help=say("opt-usage"))
@click.option("--pinned", is_flag=True, help=say("opt-list-pinned"))
@_format
@_lang
def list_standards(
    status: str | None, category: str | None, usage: str | None, form: str, *, pinned: bool
) -> None:
    catalogue = pinned_catalogue()
    asked = _asked(status, category, usage)
    shown = [
        standard
        for standard in catalogue.standards
        if (not pinned or _is_pinned(standard, catalogue))
        and (asked is None or any(map(asked, standard.entries)))
    ]
    if form == "json":
        _echo_json([facts(standard) for standard in shown])
        return
    for line in columns([_row(standard, catalogue) for standard in shown], _headings(), _width()):
        click.echo(line)
    entries = {entry.id for one in shown for entry in one.entries if asked is None or asked(entry)}
    total = say(
        "standards-list-total",
        shown=len(shown),
        entries=len(entries),
        known=len(catalogue.register),
        date=catalogue.register_date,
        pinned=sum(_is_pinned(one, catalogue) for one in shown),
    )
    click.echo()
    click.echo(textwrap.fill(total, _width()))


def _is_pinned(standard: Standard, catalogue: Catalogue) -> bool:
    return bool(standard.versions or catalogue.vocabularies_of(standard))


def _asked(status: str | None, category: str | None, usage: str | None) -> Callable[[Entry], bool] | None:
    """Return what the options ask of an entry in the register; None where they ask nothing."""
    if not (status or category or usage):
        return None

    def asked(entry: Entry) -> bool:
        return (
            (status is None or entry.standing == status)
            and (category is None or is_same(entry.category, category))
            and (usage is None or is_same(entry.usage, usage))
        )

    return asked


@command.command(help=say("standards-show-help"))
@click.argument("claim", metavar="ID[@VERSION]")
@click.option("--standards", "place", metavar="DIR|URL", envvar=STANDARDS_VARIABLE, help=say("opt-standards"))
@_format
@_lang
def show(claim: str, place: str | None, form: str) -> None:
    catalogue = pinned_catalogue()
    found = catalogue.find(claim)
    if isinstance(found, Unknown):
        _refuse_unknown(claim, found)
    if isinstance(found, Unpinned) and found.version is not None and not found.is_registered:
        _refuse_unpinned(found)
    mirror = Mirror(place or default_store())
    if form == "json":
        _echo_json(facts(found.standard, mirror))
        return
    for line in show_lines(found, catalogue, mirror, say, _width()):
        click.echo(line)


@command.command(help=say("standards-diff-help"))
@click.argument("old", metavar="ID[@VERSION]")
@click.argument("new", metavar="VERSION|ID[@VERSION]")
@click.option("--standards", "place", metavar="DIR|URL", envvar=STANDARDS_VARIABLE, help=say("opt-standards"))
@_format
@_lang
def diff(old: str, new: str, place: str | None, form: str) -> None:
    catalogue = pinned_catalogue()
    before = _usable(old, catalogue.find(old))
    after = _usable(new, catalogue.find_beside(before.standard, new))
    mirror = Mirror(place or default_store())
    try:
        changes = compare(*(outline(load_shapes(one, mirror).triples) for one in (before, after)))
    except StandardError as error:
        click.echo(problem_text(error.problem, say), err=True)
        raise SystemExit(UNDECIDED) from None
    if form == "json":
        _echo_json(diff_facts(changes, before.version.label, after.version.label))
        return
    click.echo(f"{before.version.label} → {after.version.label}")
    for line in diff_lines(changes, api.known_terms().prefixes, say, _width()):
        click.echo(line)


def _usable(claim: str, found: Found | Unpinned | Unknown) -> Found:
    if isinstance(found, Unknown):
        _refuse_unknown(claim, found)
    if isinstance(found, Unpinned):
        _refuse_unpinned(found)
    return found


def _refuse_unknown(claim: str, found: Unknown) -> NoReturn:
    refuse("standard-unknown", claim=_plain(claim), suggestion=", ".join(found.near))


def _refuse_unpinned(found: Unpinned) -> NoReturn:
    if found.version is None:
        refuse("standard-without-shapes", standard=found.standard.id)
    refuse(
        "standard-version-unpinned",
        standard=found.standard.id,
        version=_plain(found.version),
        pinned=", ".join(found.pinned),
    )


@command.command("sync", help=say("standards-sync-help"))
@click.option("--from", "origin", metavar="DIR|URL", help=say("opt-sync-from"))
@click.option("--to", "store", type=click.Path(path_type=Path), help=say("opt-sync-to"))
@click.option("--allow-private", "allow", type=NetworkOption(), multiple=True, help=say("opt-allow-private"))
@click.option("-q", "--quiet", is_flag=True, help=say("opt-quiet"))
@_lang
def sync_standards(origin: str | None, store: Path | None, allow: tuple[str, ...], quiet: bool) -> None:
    target = store or default_store()
    fetch = network(allow)
    read = Mirror(origin, fetch).read if origin else from_publishers(fetch)
    pins = list(pinned_catalogue().pins())
    try:
        result = sync(pins, read, target, _progress(len(pins), quiet=quiet))
    except OSError as error:
        refuse("cannot-write", path=str(error.filename or target), detail=error.strerror or "")
    except KeyboardInterrupt:
        click.echo("\n" + say("standards-interrupted", place=str(target)), err=True)
        raise SystemExit(UNDECIDED) from None
    for line in problem_lines(result.problems, say):
        click.echo(line, err=True)
    counts = {step.value: count for step, count in result.counts.items()}
    click.echo(say("standards-synced", **counts, place=str(target)))
    if result.counts[Step.MISSING]:
        click.echo(say("standards-sync-again"), err=True)
    raise SystemExit(_sync_code(result.counts))


def _sync_code(counts: dict[Step, int]) -> int:
    if counts[Step.CHANGED]:
        return DOES_NOT_CONFORM
    return UNDECIDED if counts[Step.MISSING] or counts[Step.OTHER] else CONFORMS


def pinned_catalogue() -> Catalogue:
    """Return the catalogue that the profile with the pins brings. MistakesError where the file is broken."""
    path = folders()[PINNING_PROFILE] / "pins.yaml"
    return load_catalogue(yamlfile.load(path.read_bytes(), path.name).value)


def _progress(total: int, *, quiet: bool) -> Callable[[int, Pin, Step], None] | None:
    if quiet or not sys.stderr.isatty():
        return None

    def tell(number: int, pin: Pin, step: Step) -> None:
        text = f"{number}/{total} {say(f'step-{step.value}')} {pin.path}"
        click.echo(f"\r\x1b[K{text[: _width() - 1]}", err=True, nl=number == total)

    return tell


def _row(standard: Standard, catalogue: Catalogue) -> tuple[str, str, str, str]:
    statuses = dict.fromkeys(entry.standing for entry in standard.entries)
    return (
        standard.id,
        ", ".join(say(f"standing-{one.value}") for one in statuses or (standard.standing,)),
        say(f"usage-{standard.usage.lower()}"),
        _pinned(standard, catalogue),
    )


def _pinned(standard: Standard, catalogue: Catalogue) -> str:
    if standard.preferred is None:
        return say("pinned-vocabulary" if catalogue.vocabularies_of(standard) else "pinned-nothing")
    # The register speaks of the standard; what is pinned of it may be an earlier stage.
    own = standard.preferred.standing
    stage = "" if own in (standard.standing, Standing.ALIAS) else " " + say(f"standing-{own.value}")
    return standard.preferred.version + stage


def _headings() -> tuple[str, str, str, str]:
    names = ("id", "status", "usage", "version")
    first, second, third, fourth = (say(f"standards-column-{name}") for name in names)
    return first, second, third, fourth


def _width() -> int:
    wanted = os.environ.get("COLUMNS", "")
    width = int(wanted) if wanted.isdecimal() and int(wanted) else 0
    return width or min(shutil.get_terminal_size((LIST_WIDTH, 24)).columns, 120)


def _plain(written: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in written)


def _echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
